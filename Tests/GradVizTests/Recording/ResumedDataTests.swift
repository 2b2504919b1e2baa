import Micrograd
import TemporaryFolder
import Testing

@testable import GradViz

/// A run goes on with the data that it began with, and with no others.
@Suite struct ResumedDataTests {
  private let temporary = TemporaryFolder()
  private var folder: String { temporary.path }
  private var data: String { "\(folder)/data.csv" }
  private var run: String { "\(folder)/run" }

  private func begin(_ text: String, _ choose: (inout DataSource) -> Void = { _ in }) throws {
    try OutputFile.createFolder(folder)
    try write(text, data)
    var source = DataSource(data)
    choose(&source)
    let samples = try source.load(for: nil)
    var plan = TrainingPlan.suggested(for: samples.training)
    plan.hidden = [2]
    plan.steps = 3
    let training = try RecordedTraining(
      plan, on: source, samples: samples, directory: run, frames: nil, overwrites: true)
    while !training.trainer.isDone { try training.advance() }
    try training.finish()
  }

  private func write(_ text: String, _ path: String) throws {
    try OutputFile.write(Array(text.utf8), to: path)
  }

  private func goesOn() throws -> Bool {
    do {
      return try RecordedTraining(resuming: run, steps: 6).trainer.step == 3
    } catch let error as RunFileError {
      #expect(error.description.contains("are others than those that the run in '\(run)' began with"))
      return false
    }
  }

  /// What a run began with, and what the file has later.
  static let changes: [(String, String, String)] = [
    ("a row more", "x,y\n1,2.5\n2,3\n3,4\n", "x,y\n1,2.5\n2,3\n3,4\n4,5\n"),
    ("a row less", "x,y\n1,2.5\n2,3\n3,4\n", "x,y\n1,2.5\n2,3\n"),
    ("classes swapped", "x,y\n0.1,1\n0.2,0\n0.4,1\n0.3,0\n", "x,y\n0.1,0\n0.2,1\n0.4,0\n0.3,1\n"),
    ("an input", "x;y\n1,5;2,5\n2,5;3,5\n", "x;y\n9,5;2,5\n2,5;3,5\n"),
    ("its last bit", "x,y\n0.3,2.5\n2,3\n", "x,y\n0.30000000000000004,2.5\n2,3\n"),
    ("a target", "x,y\n1,2.5\n2,3\n", "x,y\n1,2.75\n2,3\n"),
    ("names of classes", "x,y\n1,cat\n2,dog\n", "x,y\n1,cow\n2,dog\n"),
    ("the order of rows", "x,y\n1,2.5\n2,3\n3,4\n", "x,y\n2,3\n1,2.5\n3,4\n"),
    ("columns", "a,b,y\n1,2,0.5\n3,4,1.5\n", "b,a,y\n1,2,0.5\n3,4,1.5\n"),
    ("a number that is scaled", "x,y\n100,0.5\n300,1.5\n", "x,y\n100,0.5\n301,1.5\n"),
    ("a word", "c,y\nu,0.5\nv,1.5\nu,1\nv,2\n", "c,y\nu,0.5\nv,1.5\nv,1\nu,2\n"),
  ]

  @Test(arguments: 0..<changes.count) func changedDataAreRefused(_ index: Int) throws {
    let (what, before, after) = Self.changes[index]
    try begin(before)
    #expect(try goesOn(), "\(what): the same data")
    try write(after, data)
    #expect(try !goesOn(), "\(what)")
    try write(before, data)
    #expect(try goesOn(), "\(what): restored")
  }

  /// What has no part in the samples may change.
  @Test func dataThatMeanTheSameGoOn() throws {
    try begin("id,x,y\n1,0.5,2.5\n2,2.0,3\n") { source in
      source.choices = DataFile.Choices()
      source.choices?.ignored = ["id"]
    }
    for same in ["id;x;y\r\n7;0.50;2.5\r\n8;2;3.0\r\n", "x,y,id\n0.5,2.5,1\n2,3,2\n"] {
      try write(same, data)
      #expect(try goesOn(), "\(same)")
    }
  }

  /// Samples that are held back are part of the data: what they say in the end is about them.
  @Test func heldBackSamplesAreDataAsWell() throws {
    func text(_ changed: Int?) -> String {
      "x,y\n" + (0..<10).map { "\(Double($0) / 10),\($0 == changed ? 0.25 : Double($0 % 4) / 2)\n" }.joined()
    }
    try begin(text(nil)) { $0.testShare = 0.3 }
    for row in 0..<10 {
      try write(text(row), data)
      #expect(try !goesOn(), "row \(row)")
    }
    try write(text(nil), data)
    #expect(try goesOn())
  }

  /// Runs of earlier versions have neither fingerprint nor layout, and are told by what they have.
  @Test func runsOfEarlierVersionsGoOn() throws {
    try begin("x,z,y\n1,1,2.5\n2,5,3\n3,4,4\n")
    for name in ["run.jsonl", "model.json"] {
      let path = "\(run)/\(name)"
      var text = String(decoding: try InputFile.bytes(of: path), as: UTF8.self)
      text.replace(try Regex(#", ?"?"fingerprint": ?"[0-9a-f]{16}""#), with: "")
      text.replace(try Regex(#""fingerprint": ?"[0-9a-f]{16}", ?"#), with: "")
      text.replace(try Regex(#""layout": ?\{[^}]*\},\s*"#), with: "")
      #expect(!text.contains("fingerprint") && !text.contains("layout"))
      try write(text, path)
    }
    #expect(try RunFile(path: "\(run)/run.jsonl").training?.fingerprint == nil)
    #expect(try goesOn())
    for after in ["x,z,y\n1,1,2.5\n2,5,3\n3,4,4\n4,4,4\n", "x,z,y\n1,1,2.5\n2,5.5,3\n3,4,4\n"] {
      try write(after, data)
      #expect(try !goesOn())
    }
  }

  @Test func madeSetsAreToldByTheirSeed() throws {
    do {
      let training = try RecordedTraining(.lecture, on: DataSource("lecture"), directory: run, frames: nil)
      try training.advance()
      try training.finish()
    }
    #expect(try RunFile(path: "\(run)/run.jsonl").training?.fingerprint == nil)
    #expect(try RecordedTraining(resuming: run).trainer.step == 1)
  }
}
