import CLibFuzzer
import Foundation
import FuzzTargets

/// Gives libFuzzer's inputs to the target that `FUZZ` in the environment names; see `scripts/fuzz.sh`.
@main struct Fuzzer {
  static let target = {
    let name = ProcessInfo.processInfo.environment["FUZZ"] ?? ""
    guard let target = Target(rawValue: name) else {
      fatalError("FUZZ is one of \(Target.allCases.map(\.rawValue)), not '\(name)'")
    }
    return target
  }()

  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(
      LLVMFuzzerRunDriver(&count, &arguments) { bytes, length in
        do {
          try Fuzzer.target.run(Array(UnsafeBufferPointer(start: bytes, count: length)))
        } catch {
          fatalError("\(error)")
        }
        return 0
      })
  }
}
