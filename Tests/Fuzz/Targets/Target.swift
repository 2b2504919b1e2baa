import Foundation

/// What is given bytes of any kind, and must end in silence: a trap, a bad access, a hang, or a claim of its own
/// that does not hold is a find.
public enum Target: String, CaseIterable, Sendable {
  case language, graph, drawing, run, model, csv, labels

  /// Tries the bytes.
  ///
  /// - Throws: `Find`.
  public func run(_ bytes: [UInt8]) throws {
    switch self {
    case .language: runText(bytes)
    case .graph: try readGraph(bytes)
    case .drawing: drawGraph(bytes)
    case .run: try readRun(bytes)
    case .model: try readModel(bytes)
    case .csv: try readRows(bytes)
    case .labels: try drawLabels(bytes)
    }
  }
}

/// A claim that did not hold.
public struct Find: Error, CustomStringConvertible {
  /// What was found instead.
  public let description: String
}

func require(_ isTrue: Bool, _ claim: @autoclosure () -> String) throws {
  if !isTrue { throw Find(description: claim()) }
}

/// Gives the bytes a file for as long as `use` takes.
func withFile<Result>(of bytes: [UInt8], _ use: (String) throws -> Result) throws -> Result {
  let file = FileManager.default.temporaryDirectory.appending(path: "gradviz-fuzz-\(UUID())")
  try Data(bytes).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  return try use(file.path)
}
