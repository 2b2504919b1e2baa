import Foundation
import Micrograd
import Testing

/// Expected numbers from 60-digit arithmetic, independent of this engine.
struct ReferenceExpression: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let leaves: [String: Double]
  let lines: [String]
  let output: String
  let value: String
  let grads: [String: String]

  var testDescription: String { name }

  static let all: [ReferenceExpression] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Reference/expressions.json")
    return try! JSONDecoder().decode([ReferenceExpression].self, from: Data(contentsOf: file))
  }()
}

@Suite struct ReferenceTests {
  @Test(arguments: ReferenceExpression.all) func valueAndGradients(_ reference: ReferenceExpression) throws {
    let leaves = reference.leaves.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    let text = (leaves + reference.lines).joined(separator: "\n")
    let evaluation = try Program(parsing: text).evaluate(root: reference.output)
    evaluation.root.backward()
    expect(evaluation.root.data, reference.value)
    let gradients = Dictionary(uniqueKeysWithValues: evaluation.inputs.map { ($0.name, $0.value.grad) })
    #expect(gradients.count == reference.grads.count)
    for (name, grad) in reference.grads { expect(try #require(gradients[name]), grad) }
  }

  private func expect(_ actual: Double, _ text: String, location: SourceLocation = #_sourceLocation) {
    let expected = Double(text)!
    #expect(abs(actual - expected) <= 1e-12 * max(1, abs(expected)), sourceLocation: location)
  }
}
