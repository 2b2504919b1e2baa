import Foundation
import GradViz
import Micrograd
import TemporaryFolder
import Testing

/// Run and model files that were damaged, one change or a few each: whatever they say is checked before it is
/// believed.
///
/// `GRADVIZ_MUTATIONS=10000 swift test --filter MutatedFilesTests` is the long run by hand, and prints its worst.
@Suite struct MutatedFilesTests {
  /// What a process took.
  struct Cost: Sendable {
    var seconds = 0.0
    var megabytes = 0.0
  }

  static let count = ProcessInfo.processInfo.environment["GRADVIZ_MUTATIONS"].flatMap(Int.init) ?? 100
  #if DEBUG
    static let most = Cost(seconds: 30, megabytes: 500)
  #else
    static let most = Cost(seconds: 5, megabytes: 500)
  #endif

  /// Runs the command and waits for it.
  ///
  /// - Returns: its status as `waitpid` has it, and what it took.
  private func run(_ arguments: [String]) -> (status: Int32, cost: Cost) {
    var words: [UnsafeMutablePointer<CChar>?] = ([Command.path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for file in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&actions, file, "/dev/null", O_RDWR, 0)
    }
    var process = pid_t()
    guard posix_spawn(&process, Command.path, &actions, nil, &words, environ) == 0 else {
      return (-1, Cost())
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
    let time = [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
    #if os(Linux)
      let size = Double(usage.ru_maxrss) / 1024
    #else
      let size = Double(usage.ru_maxrss) / 1_048_576
    #endif
    return (status, Cost(seconds: time, megabytes: size))
  }

  /// A run of classes, and one of a data file with words, scaling and numbers to predict.
  private func makeRuns(in folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let rows = (0..<12).map { "\($0 % 2 == 0 ? "red" : "blue"),\(100 * $0),\(1000 + $0)\n" }.joined()
    try Data(("color,size,price\n" + rows).utf8).write(to: URL(filePath: "\(folder)/data.csv"))
    for (name, data) in [("made", "xor"), ("file", "\(folder)/data.csv")] {
      let samples = data == "xor" ? ["--samples", "6"] : []
      let run = try Command.run(
        ["train", data, "--hidden", "2", "--steps", "3", "--record", "\(folder)/\(name)", "-q"] + samples)
      try #require(run.status == 0, "\(run.error)")
    }
  }

  static let numbers = [
    "-1", "0", "1", "1e30", "-1e308", "1e999", "9223372036854775807", "-9223372036854775808",
    "4611686018427387904",
    "18446744073709551616", "1099511627776", "50000", "0.5", "\"nan\"", "\"inf\"", "NaN", "-Infinity",
    "5e-324",
  ]
  static let others = [
    "null", "true", "[]", "{}", "\"\"", "\"x\"", "[[]]", "[1e30]", "\"\u{0}\"", "\"\u{202E}\"", "-", "}", "]",
    "[",
  ]

  /// One of the many ways in which a file goes wrong.
  static func mutated(_ text: [UInt8], _ generator: inout RandomGenerator) -> [UInt8] {
    var bytes = text
    func place() -> Int { generator.index(below: max(1, bytes.count)) }
    for _ in 0..<(1 + generator.index(below: 3)) where !bytes.isEmpty {
      let start = place()
      switch generator.index(below: 8) {
      case 0: bytes[start] = UInt8(truncatingIfNeeded: generator.next())
      case 1: bytes.removeSubrange(start..<min(bytes.count, start + 1 + generator.index(below: 40)))
      case 2: bytes.removeSubrange(start...)
      case 3: bytes.insert(contentsOf: bytes[start..<min(bytes.count, start + 60)], at: place())
      default:
        // A number or a word becomes another.
        func isToken(_ byte: UInt8) -> Bool {
          byte == 0x2B || byte == 0x2D || byte == 0x2E || (0x30...0x39).contains(byte)
            || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard let first = bytes[start...].firstIndex(where: isToken) else { continue }
        let end = bytes[first...].firstIndex { !isToken($0) } ?? bytes.count
        let all = generator.index(below: 4) == 0 ? others : numbers
        bytes.replaceSubrange(first..<end, with: Array(all[generator.index(below: all.count)].utf8))
      }
    }
    return bytes
  }

  /// In a process of its own: what Linux says of a child's memory begins with that of the process that started it,
  /// and hundreds of megabytes are used by other tests.
  @Test func damagedFilesEndInWords() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      try MutatedFilesTests().tryDamagedFiles()
    }
    // What that process says is heard by nobody else.
    if let result { print(String(decoding: result.standardOutputContent, as: UTF8.self)) }
  }

  private func tryDamagedFiles() throws {
    let temporary = TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let folder = temporary.path
    try makeRuns(in: folder)
    var generator = RandomGenerator(seed: 11)
    var worst = Cost()
    for index in 0..<Self.count {
      let source = index % 2 == 0 ? "made" : "file"
      let name = index % 4 < 2 ? "run.jsonl" : "model.json"
      let copy = "\(folder)/copy"
      try? FileManager.default.removeItem(atPath: copy)
      try FileManager.default.copyItem(atPath: "\(folder)/\(source)", toPath: copy)
      let whole = Array(try Data(contentsOf: URL(filePath: "\(copy)/\(name)")))
      let bytes = Self.mutated(whole, &generator)
      try Data(bytes).write(to: URL(filePath: "\(copy)/\(name)"))
      let resume = ["train", "--resume", "--record", copy, "--steps", "3"]
      let commands =
        name == "run.jsonl"
        ? [["timeline", copy], resume] : [["predict", copy, "\(folder)/data.csv"], resume]
      for arguments in commands {
        let (status, cost) = run(arguments)
        worst.seconds = max(worst.seconds, cost.seconds)
        worst.megabytes = max(worst.megabytes, cost.megabytes)
        let isOrderly = status & 0x7F == 0
        guard !isOrderly || cost.seconds > Self.most.seconds || cost.megabytes > Self.most.megabytes else {
          continue
        }
        let kept = FileManager.default.temporaryDirectory.appending(path: "gradviz-damaged-\(index)-\(name)")
        try? Data(bytes).write(to: kept)
        Issue.record("\(index) \(arguments): status \(status), \(cost); the file is \(kept.path)")
      }
    }
    print("\(Self.count) damaged files: at most \(worst.seconds) s and \(worst.megabytes) MB")
  }
}
