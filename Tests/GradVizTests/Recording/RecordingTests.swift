import Foundation
import Micrograd
import TemporaryFolder
import Testing

@testable import GradViz

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct RecordingTests {
  private let temporary = TemporaryFolder()
  var folder: String { temporary.path }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
  }

  private func names(_ sub: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(sub)").sorted()
  }

  /// A hand-written loop, as the README has it.
  private func record(every: Int = 10, steps: Int = 25, frames: Recorder.Frames? = .svg) throws {
    let net = MLP(2, [3, 1], seed: 1)
    let optimizer = SGD(net.parameters, learningRate: 0.1)
    let recorder = try Recorder(directory: folder, every: every, frames: frames)
    for step in 0..<steps {
      let loss = squaredError(net([Value(1.0), Value(-2.0)]), [1])
      optimizer.zeroGrad()
      loss.backward()
      try recorder.capture(loss, step: step)
      optimizer.step()
    }
    try recorder.finish()
  }

  @Test func handWrittenLoop() throws {
    try record()
    #expect(try names() == ["frames", "loss.svg", "run.jsonl", "timeline.html"])
    #expect(
      try names("frames") == [
        "step-000000.svg", "step-000010.svg", "step-000020.svg", "step-000024.svg",
      ])
    let run = try RunFile(path: "\(folder)/run.jsonl")
    #expect(run.steps.map(\.step) == Array(0..<25) && run.graphs.count == 1)
    #expect(run.steps.filter { $0.graph != nil }.map(\.step) == [0, 10, 20, 24], "the last is kept as well")
    let losses = run.steps.compactMap { $0.metrics["loss"] }
    #expect(losses.count == 25 && losses.last! < losses[0])
    let snapshot = try #require(run.graph(at: 10))
    #expect(snapshot.nodes[snapshot.root].data == losses[10] && snapshot.hasGradients)
  }

  @Test func snapshotsReadBackToTheSameBits() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let x = Value(0.1, label: "x")
    let y = (x / 3 + 1e-300) * Double.infinity - (x - 5).log()
    y.backward()
    let recorder = try Recorder(directory: folder, frames: nil)
    try recorder.capture(y, step: 3, metrics: ["loss": .nan, "a\"b": -.infinity])
    try recorder.finish()
    let run = try RunFile(path: "\(folder)/run.jsonl")
    #expect(run.graph(at: 0)?.json() == Graph(of: y).json())
    #expect(run.steps[0].metrics["a\"b"] == -.infinity && run.steps[0].metrics["loss"]?.isNaN == true)
  }

  @Test func sameRunSameBytes() throws {
    try record()
    let first = try (bytes("run.jsonl"), bytes("loss.svg"), bytes("frames/step-000010.svg"))
    try record()
    #expect(try first.0 == bytes("run.jsonl"))
    #expect(try first.1 == bytes("loss.svg"))
    let frame = try bytes("frames/step-000010.svg")
    #expect(first.2 == frame)
  }

  /// Everything but the text and the marks of frames is equal.
  @Test func framesShareOneLayout() throws {
    try record(every: 1, steps: 12)
    func withoutNumbers(_ name: String) throws -> String {
      String(decoding: try bytes("frames/\(name)"), as: UTF8.self)
        .replacing(/(<text[^>]*>)[^<]*<\/text>/) { "\($0.1)</text>" }
    }
    let first = try withoutNumbers("step-000000.svg")
    for name in try names("frames") { #expect(try withoutNumbers(name) == first, "\(name)") }
    #expect(try bytes("frames/step-000000.svg") != bytes("frames/step-000011.svg"))
  }

  @Test func aChangeOfTopologyStartsANewLayout() throws {
    let x = Value(2, label: "x")
    let recorder = try Recorder(directory: folder)
    for step in 0..<4 {
      let y = step % 2 == 0 ? x * x : (x * x + 1).tanh()
      y.backward()
      try recorder.capture(y, step: step)
    }
    try recorder.finish()
    let run = try RunFile(path: "\(folder)/run.jsonl")
    #expect(run.graphs.count == 2 && run.steps.map(\.graph) == [0, 1, 0, 1])
    #expect(try names("frames").count == 4)
  }

  /// The widest numbers there are still have the room that was laid out for them.
  @Test func noNumberIsWiderThanItsBox() {
    let widest = FrameNumber.widest.count
    var generator = RandomGenerator(seed: 5)
    for _ in 0..<20_000 {
      let number = Double(bitPattern: generator.next())
      #expect(FrameNumber.text(number).count <= widest, "\(number)")
    }
    for exponent in -320...308 {
      let text = FrameNumber.text(-9.9996 * pow(10, Double(exponent)))
      #expect(text.count <= widest, "\(text)")
    }
    for number in [0, 1, -1, 0.00099995, 99_999.4, 99_999.6, 12_345.678, 0.1] {
      let text = FrameNumber.text(number).replacing("\u{2212}", with: "-")
      #expect(abs(Double(text)! - number) <= 5e-4 * abs(number), "\(text) for \(number)")
    }
  }

  @Test func framesAsBitmaps() throws {
    try record(every: 5, steps: 6, frames: .png)
    #expect(try names("frames") == ["step-000000.png", "step-000005.png"])
    let sizes = try names("frames").map { try bytes("frames/\($0)")[16..<24] }
    #expect(sizes[0].elementsEqual(sizes[1]), "width and height are equal")
  }

  @Test func picturesAreMadeFromTheRunFileAlone() throws {
    let training = try RecordedTraining(
      Self.shortMoons, on: DataSource("moons"), directory: folder, every: 4, overwrites: true)
    while !training.trainer.isDone { try training.advance() }
    try training.finish()
    let kept =
      try names("frames").map { try bytes("frames/\($0)") } + [bytes("loss.svg"), bytes("boundary.svg")]
    for name in try names() where name != "run.jsonl" {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    let pictures = try RunPictures(folder)
    #expect(try pictures.writeCharts() == ["loss.svg", "boundary.svg"])
    #expect(try pictures.writeFrames(.svg) == 4)
    #expect(
      try kept == names("frames").map { try bytes("frames/\($0)") } + [
        bytes("loss.svg"), bytes("boundary.svg"),
      ])
  }

  // MARK: - Being cut off

  static var shortMoons: TrainingPlan {
    var plan = TrainingPlan.moons
    plan.hidden = [4]
    plan.steps = 12
    plan.batch = 5
    plan.optimizer = .momentum
    plan.learningRate = 0.05
    return plan
  }

  /// Graphs are recorded for the steps that are kept, and those that diverge, alone; nothing tells.
  @Test func stepsThatAreNotKeptHaveMetricsAlone() throws {
    try train(to: 12) { try $0.finish() }
    let run = try RunFile(path: "\(folder)/run.jsonl")
    #expect(run.steps.map(\.step) == Array(0..<12))
    #expect(run.steps.filter { $0.graph != nil }.map(\.step) == [0, 4, 8, 11])
    let trainer = try Trainer(Self.shortMoons, on: .moons())
    for step in run.steps { #expect(try trainer.advance().loss == step.metrics["loss"]) }
  }

  private func train(to step: Int, then body: (RecordedTraining) throws -> Void) throws {
    let training = try RecordedTraining(
      Self.shortMoons, on: DataSource("moons"), directory: folder, every: 4, frames: nil, overwrites: true)
    while training.trainer.step < step { try training.advance() }
    try body(training)
  }

  @Test(arguments: [0, 1, 3, 4, 5, 11, 12]) func resumedRunsEndWithTheSameBytes(_ step: Int) throws {
    try train(to: 12) { try $0.finish() }
    let whole = try (bytes("run.jsonl"), bytes("model.json"))
    // Saved at `step`, then a few more steps that never reached the model, and a torn line.
    try train(to: step) { training in
      if step > 0 { try training.save() }
      for _ in 0..<min(3, 12 - step) { try training.advance() }
    }
    let file = try FileHandle(forWritingTo: URL(filePath: "\(folder)/run.jsonl"))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"step\": 1".utf8))
    try file.close()
    let resumed = try RecordedTraining(resuming: folder)
    #expect(resumed.trainer.step == step)
    while !resumed.trainer.isDone { try resumed.advance() }
    try resumed.finish()
    #expect(try whole == (bytes("run.jsonl"), bytes("model.json")))
  }

  /// What was recorded is not thrown away because the model was lost; a run of no step lost nothing.
  @Test(arguments: [0, 1, 4]) func stepsWithoutTheirModelAreNotBegunAnew(_ count: Int) throws {
    try train(to: count) { try $0.finish() }
    try FileManager.default.removeItem(atPath: "\(folder)/model.json")
    let run = try bytes("run.jsonl")
    guard count > 0 else {
      #expect(try RecordedTraining(resuming: folder).trainer.step == 0)
      return
    }
    let error = #expect(throws: RunFileError.self) { try RecordedTraining(resuming: folder, steps: 12) }
    let words =
      "\(count == 1 ? "1 step was" : "4 steps were") recorded to '\(folder)', but model.json is missing"
    #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "")")
    #expect(try names("") == names("").filter { $0 != "model.json" } && bytes("run.jsonl") == run)
  }

  /// A crash between the first step and the first save leaves a model to go on with.
  @Test func theModelIsThereFromTheFirstStepOn() throws {
    try train(to: 3) { _ in }
    #expect(try ModelFile(path: "\(folder)/model.json").state.step == 0)
    #expect(try RecordedTraining(resuming: folder).trainer.step == 0)
  }

  /// With more steps than were planned, whatever cuts it off on the way.
  @Test(arguments: [12, 13, 17]) func resumedRunsGoOnLonger(_ cut: Int) throws {
    func longer(_ body: (RecordedTraining) throws -> Void = { _ in }) throws {
      let training = try RecordedTraining(resuming: folder, steps: 20)
      while !training.trainer.isDone {
        try training.advance()
        try body(training)
      }
      try training.finish()
    }
    try train(to: 12) { try $0.finish() }
    try longer()
    let whole = try (bytes("run.jsonl"), bytes("model.json"))
    let run = try RunFile(path: "\(folder)/run.jsonl")
    #expect(run.steps.map(\.step) == Array(0..<20) && run.training?.plan.steps == 20)
    #expect(try ModelFile(path: "\(folder)/model.json").plan.steps == 20)
    // Cut off at `cut`, and again without a word of the new number.
    try train(to: 12) { try $0.finish() }
    do {
      let training = try RecordedTraining(resuming: folder, steps: 20)
      while training.trainer.step < cut { try training.advance() }
      if cut > 13 { try training.save() }
    }
    let resumed = try RecordedTraining(resuming: folder)
    #expect(resumed.trainer.plan.steps == 20)
    while !resumed.trainer.isDone { try resumed.advance() }
    try resumed.finish()
    #expect(try whole == (bytes("run.jsonl"), bytes("model.json")))
    #expect(throws: TrainingError.self) { try RecordedTraining(resuming: folder, steps: 19) }
  }

  /// A slow machine saves more often than a fast one; where it does changes nothing.
  @Test func savesAtAnyStepChangeNothing() throws {
    try train(to: 12) { try $0.finish() }
    let whole = try (bytes("run.jsonl"), bytes("model.json"))
    let training = try RecordedTraining(
      Self.shortMoons, on: DataSource("moons"), directory: folder, every: 4, frames: nil, overwrites: true)
    while !training.trainer.isDone {
      try training.advance()
      try training.save()
    }
    try training.finish()
    #expect(try whole == (bytes("run.jsonl"), bytes("model.json")))
  }

  @Test func modelsReadBack() throws {
    try train(to: 12) { try $0.finish() }
    let model = try ModelFile(path: "\(folder)/model.json")
    #expect(model.plan == Self.shortMoons && model.state.step == 12)
    #expect(model.network().parameters.map(\.data) == model.state.parameters)
  }

  @Test func aFolderInUseIsRefused() throws {
    try train(to: 2) { _ in
      let error = #expect(throws: OutputError.self) { try Recorder(directory: folder) }
      guard case .inUse? = error else { return #expect(Bool(false), "\(String(describing: error))") }
      #expect(throws: (any Error).self) {
        try RecordedTraining(Self.shortMoons, on: DataSource("moons"), directory: folder)
      }
    }
  }

  @Test func anEarlierRunStaysUntilTheNewOneHasALine() throws {
    try train(to: 12) { try $0.finish() }
    let old = try (bytes("run.jsonl"), bytes("model.json"))
    do {
      let training = try RecordedTraining(
        Self.shortMoons, on: DataSource("moons"), directory: folder, frames: nil, overwrites: true)
      #expect(try old == (bytes("run.jsonl"), bytes("model.json")))
      try training.finish()
      #expect(try old == (bytes("run.jsonl"), bytes("model.json")), "no step was taken")
    }
    #expect(try !names().contains { $0.hasPrefix(".") })
    try train(to: 1) { try $0.finish() }
    #expect(try names() == ["boundary.svg", "loss.svg", "model.json", "run.jsonl", "timeline.html"])
    #expect(try RunFile(path: "\(folder)/run.jsonl").steps.count == 1)
  }

  @Test func aFolderThatRecordedNothingIsUsed() throws {
    func start() throws -> RecordedTraining {
      try RecordedTraining(Self.shortMoons, on: DataSource("moons"), directory: folder, frames: nil)
    }
    let run = URL(filePath: "\(folder)/run.jsonl")
    try OutputFile.createFolder(folder)
    for rest in [
      "", "{\"format\": \"gradviz-run\", \"version\": 1, \"ev",
      "{\"format\": \"gradviz-run\", \"version\": 1}\n",
    ] {
      try Data(rest.utf8).write(to: run)
      #expect(throws: Never.self) { try start() }
    }
    for name in ["run.jsonl", "model.json"] {
      try? FileManager.default.removeItem(at: run)
      try Data("{\"of\": \"others\"}\n".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      let error = #expect(throws: RunFileError.self) {
        try RecordedTraining(
          Self.shortMoons, on: DataSource("moons"), directory: folder, frames: nil, overwrites: true)
      }
      #expect(error?.description.contains("not of gradviz") == true)
      #expect(try bytes(name) == Data("{\"of\": \"others\"}\n".utf8))
    }
    try FileManager.default.removeItem(atPath: "\(folder)/model.json")
    try OutputFile.createFolder("\(folder)/model.json")
    #expect(throws: RunFileError.self) { try start() }
  }

  /// Members of a run's header, and what they become.
  static let lies: [(String, String)] = [
    ("\"hidden\":[4]", "\"hidden\":[-1]"), ("\"hidden\":[4]", "\"hidden\":[4611686018427387904,4]"),
    ("\"hidden\":[4]", "\"hidden\":[50000,50000]"), ("\"steps\":12", "\"steps\":9223372036854775807"),
    ("\"outputs\":1", "\"outputs\":4611686018427387904"), ("\"outputs\":1", "\"outputs\":0"),
    ("\"samples\":100", "\"samples\":1099511627776"), ("\"samples\":100", "\"samples\":9999999"),
    ("\"classNames\":[\"0\",\"1\"]", "\"classNames\":[\"0\"]"),
    ("\"columns\":[\"x0\",\"x1\"]", "\"columns\":[]"),
    ("\"learningRate\":0.05", "\"learningRate\":\"nan\""), ("\"batch\":5", "\"batch\":-5"),
    ("\"sample\":", "\"sample\":-7"), ("\"sample\":", "\"sample\":7"),
    ("\"sampleCount\":100", "\"sampleCount\":1"), ("\"sampleCount\":100", "\"sampleCount\":0"),
  ]

  @Test(arguments: 0..<lies.count) func headersAreNotBelieved(_ index: Int) throws {
    try train(to: 2) { try $0.finish() }
    let good = String(decoding: try bytes("run.jsonl"), as: UTF8.self)
    let (member, lie) = Self.lies[index]
    try #require(good.contains(member), "\(member)")
    let error = #expect(throws: RunFileError.self) {
      try RunFile(FileLines(Array(good.replacing(member, with: lie).utf8)), source: "run.jsonl")
    }
    #expect(error?.description.hasPrefix("run.jsonl:1:") == true, "\(error?.description ?? "")")
  }

  @Test func brokenRunFilesAreNamedByLine() throws {
    try train(to: 12) { try $0.finish() }
    let good = String(decoding: try bytes("run.jsonl"), as: UTF8.self)
    let lines = good.split(separator: "\n").map(String.init)
    func broken(_ text: String) -> String {
      do {
        _ = try RunFile(FileLines(Array(text.utf8)), source: "run.jsonl")
        return ""
      } catch { return error.description }
    }
    #expect(broken(good) == "")
    #expect(broken("").contains("empty"))
    #expect(broken("{}\n").contains("run.jsonl:1:1: error:"))
    #expect(broken(good.replacing("gradviz-run", with: "other")).contains("'gradviz-run' is expected"))
    #expect(broken(lines[0] + "\n" + lines[2] + "\n").contains("run.jsonl:2:1: error: there is no graph 0"))
    #expect(broken(good + lines.last! + "\n").contains("comes after"))
    #expect(broken(good + "{\"step\": 99, \"graph\": 0, \"data\": [1]}\n").contains("nodes; the line has 1"))
    for (line, name) in [
      (lines[0].replacing("\"version\"", with: "\"every\": 1, \"every\""), "every"),
      ("\(good){\"step\": 99, \"step\": 99}", "step"),
      ("\(good){\"step\": 99, \"metrics\": {\"loss\": 1, \"loss\": 2}}", "loss"),
      (lines[0].replacing("\"seed\"", with: "\"seed\": 1, \"seed\""), "seed"),
    ] {
      #expect(
        broken(line + "\n").contains("\"\(name)\" stands twice; keep one"), "\(name): \(broken(line + "\n"))")
    }
    #expect(broken(good + "nonsense\n").contains("run.jsonl:\(lines.count + 1):1: error:"))
    #expect(
      broken(lines[0] + "\n{\"graph\": 0, \"root\": 1, \"nodes\": [{\"op\": \"+\", \"prev\": [0, 5]}]}\n")
        != "")
    // Cut anywhere, what is left reads, or is refused in words.
    var generator = RandomGenerator(seed: 1)
    for _ in 0..<60 {
      var data = Array(good.utf8)
      data.removeLast(generator.index(below: data.count))
      if generator.next() % 2 == 0, !data.isEmpty {
        data[generator.index(below: data.count)] = UInt8(generator.next() & 0x7F)
      }
      if let run = try? RunFile(FileLines(data), source: "x") {
        for index in run.steps.indices { _ = run.graph(at: index)?.json() }
      }
    }
  }

  @Test func longRunsAreReadInPart() throws {
    try record(every: 1, steps: 40, frames: nil)
    let whole = try RunFile(path: "\(folder)/run.jsonl")
    let count = whole.graphs[0].nodes.count
    let part = try RunFile(path: "\(folder)/run.jsonl", mostNumbers: 12 * count)
    #expect(part.steps.map(\.metrics) == whole.steps.map(\.metrics))
    #expect(part.steps.map(\.graph) == whole.steps.map(\.graph))
    let held = part.steps.indices.filter { part.graph(at: $0) != nil }
    #expect(held == Array(stride(from: 0, to: 40, by: 4)) + [39])
    #expect(part.graph(at: 8)?.json() == whole.graph(at: 8)?.json())
    #expect(ExplorerTests.pageHasSteps(try Explorer(part).html(), 11))
  }

  /// The page is made of what was recorded, without reading it again: it must not be seen.
  @Test(arguments: [1, 10, 60, 1_000_000])
  func whatIsHeldWhileRecordingIsWhatTheFileGives(_ most: Int) throws {
    let file = try AppendedFile(
      {
        try temporary.make()
        return "\(folder)/run.jsonl"
      }())
    try file.append(RunFile.headerLine(every: 1, frames: .svg, training: nil))
    var held = RunInMemory(every: 1, frames: .svg, training: nil, mostNumbers: most)
    // Three shapes, one of which comes late, at a step that would be left out.
    let x = Value(0.1, label: "x")
    let shapes = [tanh(x * 3), x / 0.0 + Value(2), sin(cos(exp(x)))]
    shapes[0].backward()
    shapes[2].backward()
    var known: [Int] = []
    for step in 0..<41 {
      let metrics = ["loss": step == 7 ? .nan : Double(step) / 3, "accuracy": 1]
      guard step % 3 != 2 else {
        try file.append(RunFile.stepLine(step, metrics, nil))
        held.append(step, metrics)
        continue
      }
      let shape = step > 30 ? 2 : step % 2
      let graph = Graph(of: shapes[shape])
      if !known.contains(shape) {
        try file.append(RunFile.graphLine(known.count, graph))
        known.append(shape)
      }
      let number = known.firstIndex(of: shape)!
      try file.append(RunFile.stepLine(step, metrics, (number, graph)))
      held.append(step, metrics, (number, graph))
    }
    let read = try RunFile(path: "\(folder)/run.jsonl", mostNumbers: most)
    let inMemory = held.soFar
    #expect(read.steps.map(\.step) == inMemory.steps.map(\.step) && inMemory.frames == .svg)
    #expect(read.steps.map(\.graph) == inMemory.steps.map(\.graph) && inMemory.graphs.count == 3)
    for index in read.steps.indices {
      #expect(read.graph(at: index)?.json() == inMemory.graph(at: index)?.json())
    }
    let kept = read.steps.indices.filter { read.graph(at: $0) != nil }
    #expect(Set(kept.compactMap { read.steps[$0].graph }).count == 3, "every shape has a step")
    #expect(kept.last == 40 && (most < 1000) == (kept.count < 27))
    #expect(try Explorer(read).html() == Explorer(inMemory).html())
  }

  @Test func thePageOfATrainingIsThatOfItsFile() throws {
    let training = try RecordedTraining(.lecture, on: DataSource("lecture"), directory: folder, every: 3)
    while !training.trainer.isDone { try training.advance() }
    try training.finish()
    let written = try (bytes("timeline.html"), bytes("loss.svg"))
    let pictures = try RunPictures(folder)
    _ = try pictures.writeCharts() + pictures.writePage()
    #expect(try written == (bytes("timeline.html"), bytes("loss.svg")))
  }

  @Test func theSampleOfGreatestLossIsKeptAndStaysTheSame() throws {
    let trainer = try Trainer(Self.shortMoons, on: .moons())
    let losses = (0..<100).map { trainer.graph(ofSample: $0).data }
    let greatest = try #require(losses.indices.max { losses[$0] < losses[$1] })
    #expect(greatest > 0)
    func start(_ sample: SampleChoice) throws -> RecordedTraining {
      try RecordedTraining(
        Self.shortMoons, on: DataSource("moons"), directory: folder, sample: sample, every: 4, frames: nil,
        overwrites: true)
    }
    do {
      let training = try start(.greatestLoss)
      for _ in 0..<5 { try training.advance() }
      try training.save()
    }
    let training = try RecordedTraining(resuming: folder)
    while !training.trainer.isDone { try training.advance() }
    try training.finish()
    let run = try RunFile(path: "\(folder)/run.jsonl")
    #expect(run.training?.sample == greatest && run.training?.hasGreatestLoss == true)
    #expect(run.training?.sampleCount == 100)
    for index in run.steps.indices {
      guard let graph = run.graph(at: index) else { continue }
      #expect(graph.nodes[graph.root].label == "loss of sample \(greatest)")
    }
    #expect(run.graph(at: 0)?.nodes.last?.data == losses[greatest])
  }

  @Test(arguments: [("worst", nil), ("7", 7), ("all", nil), ("100", nil)] as [(String, Int?)])
  func samplesAreChosenByNumber(_ text: String, _ sample: Int?) throws {
    let choice = try #require(SampleChoice(text))
    func start() throws -> RecordedTraining {
      try RecordedTraining(
        Self.shortMoons, on: DataSource("moons"), directory: folder, sample: choice, frames: nil)
    }
    if text == "100" {
      #expect(throws: TrainingError.self) { try start() }
      return
    }
    let training = try start()
    #expect(training.sample == (text == "worst" ? training.trainer.sampleOfGreatestLoss : sample))
  }

  @Test(arguments: ["", "-1", "x", "1.5", "Worst", " 1", "99999999999999999999"])
  func otherWordsChooseNoSample(_ text: String) {
    #expect(SampleChoice(text) == nil)
  }

  /// The header is a file's, and may say what its data do not have.
  @Test func aRunAboutASampleThatIsNotThereIsNotResumed() throws {
    do {
      let training = try RecordedTraining(
        .lecture, on: DataSource("lecture"), directory: folder, sample: .number(3), frames: nil)
      try training.advance()
      try training.save()
    }
    let path = "\(folder)/run.jsonl"
    let text = String(decoding: try bytes("run.jsonl"), as: UTF8.self)
    for (sample, count) in [("9", "4"), ("9", "10")] {
      let damaged = text.replacing("\"sample\":3", with: "\"sample\":\(sample)")
        .replacing("\"sampleCount\":4", with: "\"sampleCount\":\(count)")
      try OutputFile.write(Array(damaged.utf8), to: path)
      let error = #expect(throws: RunFileError.self) { try RecordedTraining(resuming: folder) }
      #expect(error?.description.contains("sample 9") == true)
    }
    // Runs of earlier versions do not say how many there were.
    try OutputFile.write(Array(text.replacing(",\"sampleCount\":4", with: "").utf8), to: path)
    #expect(try RecordedTraining(resuming: folder).sample == 3)
  }

  @Test func divergenceIsRecorded() throws {
    var plan = TrainingPlan.lecture
    plan.activation = .relu
    plan.learningRate = 1e200
    let training = try RecordedTraining(plan, on: DataSource("lecture"), directory: folder)
    let error = #expect(throws: TrainingError.self) {
      while !training.trainer.isDone { try training.advance() }
    }
    let run = try RunFile(path: "\(folder)/run.jsonl")
    guard case .diverged(let step, _, _)? = error else { return #expect(Bool(false)) }
    #expect(run.steps.last?.step == step && run.steps.last?.graph != nil)
    #expect(try names().contains("loss.svg"))
  }

  #if os(Linux)
    @Test func aFullDiskLosesNothing() throws {
      let path = "\(folder)/file"
      try OutputFile.createFolder(folder)
      #expect(throws: OutputError.self) {
        let full = try AppendedFile("/dev/full")
        try full.append([1])
      }
      let file = try AppendedFile(path)
      try file.append(Array("one\n".utf8))
      try file.truncate(to: 4)
      try file.append(Array("two\n".utf8))
      #expect(try bytes("file") == Data("one\ntwo\n".utf8))
    }
  #endif
}

@Suite struct ChartTests {
  @Test func ticksAreRoundNumbers() {
    #expect(ChartScale(covering: 0...97).ticks == [0, 20, 40, 60, 80, 100])
    #expect(ChartScale(exactly: 0...1, about: 2).ticks == [0, 0.5, 1])
    #expect(ChartScale(logarithmicallyCovering: 0.02...5).ticks == [0.01, 0.1, 1, 10])
    for (low, high) in [(1.0, 1.0), (0, 0), (-5e-300, 5e-300), (1e300, 1.5e300), (-3, 7)] {
      let scale = ChartScale(covering: low...high)
      #expect(scale.lower <= low && scale.upper >= high && scale.ticks.count <= 20, "\(low) \(high)")
    }
  }

  /// Whatever finite numbers there are, places are finite.
  @Test func scalesOfAnySizeHavePlaces() {
    let most = Double.greatestFiniteMagnitude
    let sizes = [
      0, 1, -1, 1e300, -1e300, most, -most, .leastNonzeroMagnitude, Double.leastNonzeroMagnitude * 1000, 9e15,
      0x1p53,
    ]
    for low in sizes {
      for high in sizes where low <= high {
        var scales = [ChartScale(covering: low...high), ChartScale(exactly: low...high)]
        if low > 0 { scales.append(ChartScale(logarithmicallyCovering: low...high)) }
        for scale in scales {
          #expect(scale.ticks.count <= 20 && scale.ticks.allSatisfy(\.isFinite), "\(low) \(high)")
          for number in sizes {
            #expect((0...1).contains(scale.position(number)), "\(low) \(high) \(number)")
          }
        }
      }
    }
    for number in sizes + [.nan, .infinity, -.infinity] { #expect(!Coordinate.text(number).isEmpty) }
  }

  @Test func chartsOfAnyNumbersAreDrawn() throws {
    let sizes = [0, 1e300, -1e308, 1.7e308, .leastNonzeroMagnitude, Double.leastNonzeroMagnitude * 1e9, 1]
    for first in sizes {
      for second in sizes {
        let steps = [
          (0, ["loss": first, "accuracy": second]), (1 << 53, ["loss": second, "accuracy": first]),
        ]
        let chart = try #require(LossChart(steps.map { ($0.0, $0.1) }))
        #expect(XMLParser(data: Data(chart.svg().utf8)).parse(), "\(first) \(second)")
      }
    }
  }

  @Test func chartsAreWellFormed() throws {
    let odd: [(Int, [String: Double])] = [
      (0, ["loss": 1]), (1, ["loss": .nan]), (2, ["loss": 1e-9, "accuracy": 0.5]), (3, [:]),
    ]
    let chart = try #require(LossChart(odd.map { ($0.0, $0.1) }))
    #expect(XMLParser(data: Data(chart.svg().utf8)).parse())
    #expect(chart.svg().contains("class=\"failure\""))
    #expect(LossChart([]) == nil && LossChart([(0, ["loss": .infinity])]) == nil)
    let many = try #require(LossChart((0..<100_000).map { ($0, ["loss": 1 / Double($0 + 1)]) }))
    #expect(many.svg().utf8.count < 100_000)
    for source in ["moons", "yin-yang", "circles"] {
      var plan = TrainingPlan()
      plan.hidden = [3]
      plan.loss = source == "yin-yang" ? .crossEntropy : (source == "circles" ? .mse : .hinge)
      var data = try DataSource(source).load(for: plan.loss).training
      if source == "circles" {
        data = DataSet(
          inputs: data.inputs, targets: data.targets, classes: nil, classNames: [], columns: ["<a>", "b&"])
      }
      let net = plan.network(inputs: 2, outputs: plan.outputCount(for: data))
      let description = TrainingDescription(plan: plan, source: DataSource(source), sample: 0, data: data)
      let parameters = Dictionary(uniqueKeysWithValues: net.parameters.map { ($0.label, $0.data) })
      let svg = try #require(BoundaryChart(description, parameters: parameters, step: 4)).svg()
      #expect(XMLParser(data: Data(svg.utf8)).parse(), "\(source)")
      // Rows meet: between them the canvas would be seen, as a line.
      let cells = svg.matches(
        of: /<rect class="k\d" x="[0-9.]+" y="([0-9.]+)" width="[0-9.]+" height="(5[0-9.]*|6[0-9.]*)" fill/)
      let tops = Set(cells.map { Int((Double($0.1)! * 10).rounded()) })
      let bottoms = Set(cells.map { Int(((Double($0.1)! + Double($0.2)!) * 10).rounded()) })
      #expect(
        tops.count > 30
          && bottoms.allSatisfy { bottom in !tops.contains { (1..<20).contains(abs($0 - bottom)) } })
    }
  }
}
