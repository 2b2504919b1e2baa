import Foundation
import GradViz
import Micrograd
import Testing

/// What the README shows is true.
@Suite struct ReadmeTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let readme = try! String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)

  static func blocks(_ language: String) -> [String] {
    readme.components(separatedBy: "\n```\(language)\n").dropFirst().map {
      $0.components(separatedBy: "\n```")[0]
    }
  }

  @Test func consoleExamplesPrintWhatTheyShow() throws {
    let blocks = Self.blocks("console")
    #expect(blocks.count >= 2)
    for block in blocks {
      let lines = block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let arguments = Self.words(lines[0].dropFirst("$ gradviz ".count))
      let result = try Command.run(arguments, in: Self.root.path)
      let shown = result.text + result.error
      #expect(shown.trimmingCharacters(in: .newlines) == lines[1].trimmingCharacters(in: .newlines))
    }
  }

  /// Splits at spaces outside single quotes.
  private static func words(_ line: Substring) -> [String] {
    line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
    }
  }

  @Test func jsonExampleIsWhatIsWritten() throws {
    let written = try Command.run("render", "-e", "a = 2.0; b = -3.0; e = a * b", "-T", "json").text
    #expect(Self.blocks("json")[0] + "\n" == written)
  }

  @Test func languageExampleParses() throws {
    let text = try #require(Self.blocks("").first { $0.contains("x1 = 2.0") })
    #expect(try Program(parsing: text).evaluate().root.label == "out")
    let lecture = try #require(Self.blocks("").first { $0.contains("L = d * f") })
    let network = try #require(Self.blocks("").first { $0.hasPrefix("x = [2.0") })
    let mlp = try String(contentsOf: Self.root.appending(path: "Examples/mlp.txt"), encoding: .utf8)
    #expect(mlp.split(separator: "\n").dropFirst().joined(separator: "\n") == network)
    let file = try String(contentsOf: Self.root.appending(path: "Examples/expr.txt"), encoding: .utf8)
    #expect(lecture.split(separator: "\n").dropFirst() == file.split(separator: "\n").dropFirst())
  }

  /// The Swift examples, line by line as the README has them.
  @Test func swiftExamplesRun() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gradviz-\(UUID())").path
    try OutputFile.createFolder(folder)
    do {
      let a = Value(2.0, label: "a")
      let b = Value(-3.0, label: "b")
      let c = Value(10.0, label: "c")
      let e = a * b
      let d = e + c
      let f = Value(-2.0, label: "f")
      let loss = d * f
      loss.backward()
      #expect(a.grad == 6.0 && loss.prev == [d, f])
      try drawDot(loss).write(to: "\(folder)/graph.svg")
    }
    do {
      let net = MLP(3, [4, 4, 1], activation: .tanh, seed: 1337)
      for _ in 0..<20 {
        let error = net([Value(2.0), Value(3.0), Value(-1.0)])[0] - 1
        let loss = error * error
        net.zeroGrad()
        loss.backward()
        for parameter in net.parameters { parameter.data -= 0.05 * parameter.grad }
      }
      #expect(net.parameters[0].label == "layers[0].neurons[0].w[0]")
      let optimizer = SGD(net.parameters, learningRate: 0.05)
      let recorder = try Recorder(directory: "\(folder)/output/run", every: 10)
      for step in 0..<100 {
        let loss = squaredError(net([Value(2.0), Value(3.0), Value(-1.0)]), [1.0])
        optimizer.zeroGrad()
        loss.backward()
        try recorder.capture(loss, step: step)
        optimizer.step()
      }
      try recorder.finish()
    }
    do {
      let x = Value(0.0)
      let target = Value(0.0)
      let error = Neuron(1, activation: .tanh, seed: 1)([x])
      let squared = (error - target) ** 2
      let replay = Replay(of: squared)
      x.data = 0.5
      replay.run()
      #expect(x.hasGrad && squared.data == error.data * error.data)
      let batch = BatchReplay(of: squared, inputs: [x, target])
      let results = batch.run([0.1, 1.0, 0.2, 3.0])
      #expect(results.roots.count == 2)
    }
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let tested = Set(source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
    for line in Self.blocks("swift").flatMap({ $0.split(separator: "\n") }) {
      let code = line.components(separatedBy: "  //")[0].trimmingCharacters(in: .whitespaces)
      guard !code.isEmpty, !code.hasPrefix("//"), !code.hasPrefix("import"), code.contains(" ") else {
        continue
      }
      let moved = code.replacing("\"graph.svg\"", with: "\"\\(folder)/graph.svg\"")
        .replacing("\"output/run\"", with: "\"\\(folder)/output/run\"")
      #expect(tested.contains(moved), "not tested: \(code)")
    }
  }
}
