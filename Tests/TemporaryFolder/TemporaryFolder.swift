import Foundation

/// A folder for one test, which goes with everything in it when the test ends.
///
///     private let temporary = TemporaryFolder()
///     var folder: String { temporary.path }
public final class TemporaryFolder: Sendable {
  /// Where it is; nothing is there before `make()`, or before somebody makes it.
  public let path = FileManager.default.temporaryDirectory.appending(path: "gradviz-test-\(UUID())").path

  /// A name for a folder that nobody has.
  public init() {}

  /// Makes the folder.
  public func make() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    // Tests take away the right to write.
    if let all = FileManager.default.enumerator(atPath: path) {
      for case let name as String in all { chmodToWrite("\(path)/\(name)") }
    }
    chmodToWrite(path)
    try? FileManager.default.removeItem(atPath: path)
  }

  private func chmodToWrite(_ path: String) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return
    }
    try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
  }
}
