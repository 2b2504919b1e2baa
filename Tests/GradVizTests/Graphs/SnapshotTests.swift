import Micrograd
import Testing

@testable import GradViz

@Suite struct SnapshotTests {
  static func lecture() -> Value {
    let a = Value(2.0, label: "a")
    let b = Value(-3.0, label: "b")
    let e = a * b
    e.label = "e"
    let d = e + 10
    let loss = d * a
    loss.label = "L"
    loss.backward()
    return loss
  }

  @Test func describesTheGraph() {
    let snapshot = Snapshot(of: Self.lecture())
    #expect(snapshot.nodes.map(\.op) == ["", "", "*", "", "+", "*"])
    #expect(snapshot.nodes.map(\.label) == ["a", "b", "e", "", "", "L"])
    #expect(snapshot.nodes.map(\.role) == [.input, .input, nil, .constant, nil, nil])
    #expect(Array(snapshot.operands(of: 5)) == [4, 0])
    #expect(Array(snapshot.localDerivatives(of: 5)!) == [2, 4])
    #expect(snapshot.root == 5 && snapshot.hasGradients)
  }

  @Test func localDerivativesAreThoseOfRecording() {
    let a = Value(2)
    let b = Value(3)
    let c = a * b
    a.data = 50
    #expect(Array(Snapshot(of: c).localDerivatives(of: 2)!) == [3, 2])
  }

  @Test func jsonAsDesigned() {
    let a = Value(2.0, label: "a")
    let b = Value(-3.0, label: "b")
    let e = a * b
    e.backward()
    #expect(
      Snapshot(of: e).json() == """
        {"format": "gradviz-graph", "version": 1, "root": 2, "backward": true,
        "nodes": [
        {"id": 0, "op": "", "label": "a", "role": "input", "data": 2.0, "grad": -3.0, "prev": []},
        {"id": 1, "op": "", "label": "b", "role": "input", "data": -3.0, "grad": 2.0, "prev": []},
        {"id": 2, "op": "*", "data": -6.0, "grad": 1.0, "prev": [0, 1], "local": [-3.0, 2.0]}
        ]}

        """)
  }

  @Test func jsonReadsBackToTheSameBytes() throws {
    let net = MLP(2, [3, 1], seed: 1)
    let loss = (net([Value(1.5, label: "x\"\\\n\u{1}é🎉"), Value(-0.1)])[0] - 1) ** 2
    loss.backward()
    let odd =
      (Value(-1).log() + Value(Double.infinity)) * -Double.infinity + Double.leastNonzeroMagnitude + 1e300
      + -0.0
    odd.backward()
    for root in [Self.lecture(), loss, odd, Value(1), Value(1) + 1] {
      let json = Snapshot(of: root).json()
      let again = try Snapshot(graphJSON: Array(json.utf8), source: "t").json()
      #expect(again == json)
    }
    #expect(Snapshot(of: loss).json().contains("\"path\": \"layers[0].neurons[2]\""))
  }

  @Test func modulesAreIntervals() throws {
    let net = MLP(2, [2, 1], activation: .relu, seed: 1)
    let first = net([Value(1), Value(2)])[0]
    let second = net([Value(3), Value(4)])[0]
    let snapshot = Snapshot(of: first + second)
    #expect(snapshot.modules.count == 2 * (1 + 2 + 3))
    #expect(Set(snapshot.modules.map(\.call)) == [0, 1])
    let neuron = try #require(snapshot.modules.first { $0.path == "layers[0].neurons[1]" })
    #expect(neuron.nodes.map { snapshot.nodes[$0].op } == ["*", "+", "*", "+", "relu"])
  }

  /// What a recording that is spread over several tapes looks like is no different.
  @Test func modulesAcrossTapes() {
    let net = MLP(2, [20, 20, 1], seed: 1)
    let x = [Value(1) * 1, Value(2) * 1]
    let alone = Snapshot(of: net(x)[0]).modules.filter { $0.path == "layers[1]" }.map(\.nodes.count)
    for shift in 0..<8 {
      var padding = Value(0) + 0
      for _ in 0..<(shift * 9) { padding = padding + 0 }
      #expect(Snapshot(of: net(x)[0]).modules.filter { $0.path == "layers[1]" }.map(\.nodes.count) == alone)
    }
  }

  static let faults: [(String, String)] = [
    ("{", "JSON"), ("{}", "nodes"), ("{\"nodes\": []}", "no nodes"),
    ("{\"nodes\": [{\"id\": 0, \"data\": 1}]}", "root"),
    ("{\"root\": 5, \"nodes\": [{\"id\": 0, \"data\": 1}]}", "\"root\" is 5"),
    ("{\"root\": 0, \"nodes\": [{\"id\": 0}]}", "nodes[0]: \"data\" is missing"),
    ("{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": \"x\"}]}", "nodes[0].data"),
    ("{\"root\": 0, \"nodes\": [{\"id\": \"a\", \"data\": 1}]}", "nodes[0].id"),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 0, \"data\": 2}]}",
      "node 0: this id stands twice"
    ),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"op\": \"exp\", \"data\": 1, \"prev\": [7]}]}",
      "node 0: its operand 7 does not exist"
    ),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"op\": \"exp\", \"data\": 1, \"prev\": [0]}]}",
      "node 0: it depends on itself"
    ),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"op\": \"exp\", \"data\": 1, \"prev\": [1]}, {\"id\": 1, \"op\": \"exp\", \"data\": 1, \"prev\": [0]}]}",
      "depends on itself"
    ),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 1, \"op\": \"+\", \"data\": 1, \"prev\": [0]}]}",
      "node 1: '+' takes 2 operands, not 1"
    ),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 1, \"data\": 1, \"prev\": [0]}]}",
      "node 1: it has operands but no \"op\""
    ),
    ("{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1, \"role\": \"king\"}]}", "node 0: the role 'king'"),
    (
      "{\"root\": 1, \"nodes\": [{\"id\": 0, \"data\": 1}, {\"id\": 1, \"op\": \"exp\", \"data\": 1, \"prev\": [0], \"local\": [1, 2]}]}",
      "node 1: \"local\" has 2"
    ),
    ("{\"format\": \"other\", \"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}]}", "format is 'other'"),
    ("{\"version\": 9, \"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}]}", "version 9"),
    (
      "{\"root\": 0, \"nodes\": [{\"id\": 0, \"data\": 1}], \"modules\": [{\"path\": \"m\", \"nodes\": [0, 9]}]}",
      "module 'm'"
    ),
    ("{\"root\": 0, \"nodes\": " + String(repeating: "[", count: 100_000), "JSON"),
  ]

  @Test(arguments: 0..<faults.count) func refusesWhatIsNoGraph(_ index: Int) {
    let (text, words) = Self.faults[index]
    let error = #expect(throws: GraphFileError.self) {
      try Snapshot(graphJSON: Array(text.utf8), source: "g.json")
    }
    #expect(
      error?.description.contains(words) == true && error?.description.hasPrefix("g.json: error: ") == true,
      "\(error?.description ?? "")")
  }

  @Test func readsWhatASmallExporterWrites() throws {
    let text = """
      {"root": 10, "nodes": [
        {"id": 10, "op": "fused", "data": 7, "prev": [3, 2, 3]},
        {"id": 2, "data": 1.5, "label": "x"},
        {"id": 3, "op": "*", "data": "nan", "prev": [2, 2], "grad": 1},
        {"id": 99, "data": 0, "label": "unreachable"}]}
      """
    let snapshot = try Snapshot(graphJSON: Array(text.utf8), source: "g")
    #expect(snapshot.nodes.map(\.op) == ["", "*", "fused"])
    #expect(snapshot.nodes[0].role == .input && snapshot.nodes[1].data.isNaN)
    #expect(Array(snapshot.operands(of: 2)) == [1, 0, 1])
    #expect(snapshot.localDerivatives(of: 2) == nil)
    #expect(Array(snapshot.localDerivatives(of: 1)!) == [1.5, 1.5])
    #expect(throws: RebuildError.self) { try snapshot.rebuilt() }
  }

  @Test func rebuildsWithOtherNumbers() throws {
    let snapshot = Snapshot(of: Self.lecture())
    #expect(try snapshot.rebuilt().data == 8)
    #expect(try snapshot.rebuilt(setting: ["a": 3]).data == 3)
    #expect(throws: RebuildError.self) { try snapshot.rebuilt(setting: ["e": 3]) }
  }
}
