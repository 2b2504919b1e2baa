import GradViz
import Micrograd

/// The file of a recorded run is read, and its charts and its page are made.
func readRun(_ bytes: [UInt8]) throws {
  guard let run = try withFile(of: bytes, { try? RunFile(path: $0) }) else { return }
  for index in run.steps.indices { _ = run.graph(at: index) }
  _ = try? Explorer(run).html()
}

/// The file of a trained network is read, and asked for its answers to two rows.
func readModel(_ bytes: [UInt8]) throws {
  guard let model = try withFile(of: bytes, { try? ModelFile(path: $0) }) else { return }
  _ = model.network().parameters
  let rows = [model.columns.joined(separator: ","), "1,2,3", "red,200,1001"].joined(separator: "\n")
  let prediction = try withFile(of: Array(rows.utf8)) { try? Prediction(of: $0, by: model) }
  _ = prediction?.csv()
}

/// A data file is read as rows to learn from, in ways that the first byte chooses.
func readRows(_ bytes: [UInt8]) throws {
  guard let first = bytes.first else { return }
  var choices = DataFile.Choices()
  choices.missing = first & 1 == 0 ? .refuse : .drop
  choices.task = first & 2 == 0 ? nil : .classes
  choices.header = first & 4 == 0 ? .auto : .yes
  let samples = try withFile(of: Array(bytes.dropFirst())) { path in
    var source = DataSource(path)
    source.choices = choices
    source.testShare = first & 8 == 0 ? nil : 0.25
    return try? source.load(for: nil)
  }
  for row in samples?.training.inputs ?? [] {
    try require(row.allSatisfy(\.isFinite), "an input is not finite: \(row)")
  }
}
