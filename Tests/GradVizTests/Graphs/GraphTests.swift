import Micrograd
import Testing

@testable import GradViz

@Suite struct GraphTests {
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
    let snapshot = Graph(of: Self.lecture())
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
    #expect(Array(Graph(of: c).localDerivatives(of: 2)!) == [3, 2])
  }

  @Test func modulesAreIntervals() throws {
    let net = MLP(2, [2, 1], activation: .relu, seed: 1)
    let first = net([Value(1), Value(2)])[0]
    let second = net([Value(3), Value(4)])[0]
    let snapshot = Graph(of: first + second)
    #expect(snapshot.modules.count == 2 * (1 + 2 + 3))
    #expect(Set(snapshot.modules.map(\.call)) == [0, 1])
    let neuron = try #require(snapshot.modules.first { $0.path == "layers[0].neurons[1]" })
    #expect(neuron.nodes.map { snapshot.nodes[$0].op } == ["*", "+", "*", "+", "relu"])
  }

  /// What a recording that is spread over several tapes looks like is no different.
  @Test func modulesAcrossTapes() {
    let net = MLP(2, [20, 20, 1], seed: 1)
    let x = [Value(1) * 1, Value(2) * 1]
    let alone = Graph(of: net(x)[0]).modules.filter { $0.path == "layers[1]" }.map(\.nodes.count)
    for shift in 0..<8 {
      var padding = Value(0) + 0
      for _ in 0..<(shift * 9) { padding = padding + 0 }
      #expect(Graph(of: net(x)[0]).modules.filter { $0.path == "layers[1]" }.map(\.nodes.count) == alone)
    }
  }

  @Test func rebuildsWithOtherNumbers() throws {
    let snapshot = Graph(of: Self.lecture())
    #expect(try snapshot.rebuilt().data == 8)
    #expect(try snapshot.rebuilt(setting: ["a": 3]).data == 3)
    #expect(throws: RebuildError.self) { try snapshot.rebuilt(setting: ["e": 3]) }
  }
}
