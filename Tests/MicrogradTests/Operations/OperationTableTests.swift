import Foundation
import Testing

@testable import Micrograd

/// `Tests/Reference/operations.json`: every operation at chosen operands, computed to 40 digits by mpmath, and its
/// conventions at kinks, infinities and NaN. The tests of the page read the same file.
struct OperationTable: Decodable {
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    let at: [String]
    let result: String
    let partials: [String]
    let gradient: String?
    let contributions: [String]?
    /// Set after reading.
    var op: Op?

    var testDescription: String { "\(op!) at \(at.joined(separator: ", "))" }
    var operands: [Double] { at.map(number) }
    var a: Double { operands[0] }
    var b: Double { operands.count > 1 ? operands[1] : 0 }
  }

  let operations: [String: [Row]]

  static let shared: OperationTable = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.deletingLastPathComponent().appending(path: "Reference/operations.json")
    return try! JSONDecoder().decode(OperationTable.self, from: Data(contentsOf: file))
  }()

  static let rows: [Row] = Op.allCases.flatMap { op in
    (shared.operations[op.symbol] ?? []).map { row in
      var row = row
      row.op = op
      return row
    }
  }
}

private func number(_ text: String) -> Double { Double(text)! }

/// Whether a number is the one of the table: to 13 digits, or to what is lost beside 1 in `1 - y²`.
private func agrees(_ actual: Double, _ text: String, besideOne: Double = 0) -> Bool {
  let expected = number(text)
  if expected.isNaN || actual.isNaN { return expected.isNaN && actual.isNaN }
  if expected.isInfinite || actual.isInfinite { return actual == expected }
  return abs(actual - expected) <= max(1e-13 * abs(expected), besideOne)
}

private func slopeAgrees(_ actual: Double, _ text: String) -> Bool {
  agrees(actual, text, besideOne: 2.3e-16)
}

@Suite struct OperationTableTests {
  /// What tooltips and the page say under a local derivative is a text of the language, and computes it.
  @Test(arguments: OperationTable.rows) func rulesInWordsAreTheDerivatives(_ row: OperationTable.Row) throws {
    let op = row.op!
    #expect(op.notation.rules.count == op.arity)
    let numbers = row.operands + [number(row.result)] + row.partials.map(number)
    // Of powers of 0 and of negative numbers the table keeps conventions.
    guard numbers.allSatisfy(\.isFinite), op != .power || row.a > 0 else { return }
    for (rule, partial) in zip(op.notation.rules, row.partials.map(number)) {
      let text =
        "from math import pi\na = \(row.a); b = \(row.b); y = \(number(row.result)); r = 0.0 + (\(rule))"
      let value = try Program(parsing: text).evaluate().root.data
      // Near a pole the words cancel where the rules do not.
      #expect(abs(value - partial) <= 1e-6 * Swift.max(1, abs(partial)), "\(rule)")
    }
  }

  @Test func theTableHasEveryOperationAndNoOther() {
    #expect(Set(OperationTable.shared.operations.keys) == Set(Op.allCases.map(\.symbol)))
    for (name, rows) in OperationTable.shared.operations {
      #expect(rows.count >= 4, "\(name) is looked at in more than one place")
      #expect(rows.allSatisfy { $0.at.count == Op(symbol: name)?.arity && $0.partials.count == $0.at.count })
    }
  }

  @Test(arguments: OperationTable.rows) func resultsAndDerivatives(_ row: OperationTable.Row) {
    let op = row.op!
    let y = op.result(row.a, row.b)
    #expect(agrees(y, row.result))
    let (byA, byB) = op.partials(row.a, row.b, result: y)
    #expect(slopeAgrees(byA, row.partials[0]))
    if op.arity > 1 { #expect(slopeAgrees(byB, row.partials[1])) } else { #expect(byB == 0) }
    guard let gradient = row.gradient, let expected = row.contributions else { return }
    let (toA, toB) = op.contributions(number(gradient), row.a, row.b, result: y)
    #expect(agrees(toA, expected[0]))
    if op.arity > 1 { #expect(agrees(toB, expected[1])) }
  }

  /// Recorded, run again, and in lanes, with the same gradient from above.
  @Test(arguments: OperationTable.rows) func everyEngineFollowsTheTable(_ row: OperationTable.Row) {
    let op = row.op!
    let gradient = row.gradient.map(number) ?? 1
    let expected = row.contributions ?? row.partials
    let leaves = row.operands.map { Value($0) }
    let y = op.arity == 1 ? Value.apply(op, leaves[0]) : Value.apply(op, leaves[0], leaves[1])
    let root = gradient == 1 ? y : y * gradient
    root.backward()
    #expect(agrees(y.data, row.result))
    for (leaf, text) in zip(leaves, expected) { #expect(slopeAgrees(leaf.grad, text)) }

    for leaf in leaves { (leaf.data, leaf.grad) = (0.25, 0) }
    let replay = Replay(of: root)
    replay.run()
    for (leaf, number) in zip(leaves, row.operands) { (leaf.data, leaf.grad) = (number, 0) }
    replay.run()
    #expect(agrees(y.data, row.result))
    for (leaf, text) in zip(leaves, expected) { #expect(slopeAgrees(leaf.grad, text)) }

    for leaf in leaves { leaf.grad = 0 }
    let unused = Value(1.0)
    let batch = BatchReplay(of: root, inputs: [unused], observing: [y]).run([1, 2, 3])
    #expect(batch.observed.allSatisfy { agrees($0, row.result) })
    for (leaf, text) in zip(leaves, expected) {
      let sum = 3 * number(text)
      #expect(agrees(leaf.grad, "\(sum)", besideOne: 7e-16))
    }
  }

  /// The page says why a derivative is what it is by these rules; its tests, which run without Swift, read them there.
  @Test func theFileOfRulesHasThoseOfTheOperations() throws {
    struct File: Decodable { let rules: [String: [String]] }
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.deletingLastPathComponent().appending(path: "Reference/rules.json")
    let rules = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).rules
    #expect(rules == Dictionary(uniqueKeysWithValues: Op.allCases.map { ($0.symbol, $0.notation.rules) }))
  }

  @Test func anOperationTakesOneByte() {
    #expect(MemoryLayout<Op>.size == 1 && MemoryLayout<Op?>.size == 1)
    #expect(MemoryLayout<Opcode>.size == 1)
    #expect(MemoryLayout<Node>.stride == 32)
  }

  @Test(arguments: Op.allCases) func arityAndNotationAgree(_ op: Op) {
    #expect(op.notation.rules.count == op.arity)
    #expect((op.notation.operandNames?.count ?? op.arity) == op.arity)
    #expect((op.notation.form == .infix) == (op.arity == 2 && !op.symbol.first!.isLetter))
    #expect(op.notation.sign.isEmpty == (op.notation.form == .function))
  }

  /// A dense layer keeps results alone and takes the slope of its activation from them. Exactly where that is
  /// right the table says so.
  @Test(arguments: Op.allCases.filter { $0.arity == 1 }) func slopesThatFollowFromTheResult(_ op: Op) {
    let isRight = stride(from: -4, through: 4, by: 0.125).allSatisfy { x in
      let y = op.result(x)
      let (expected, actual) = (op.partials(x, 0, result: y).0, op.partials(y, 0, result: y).0)
      return actual == expected || (actual.isNaN && expected.isNaN)
    }
    // A derivative of zero everywhere follows from anything, and is no activation.
    guard op != .sign, op != .step, op != .negate else { return }
    #expect(op.followsFromResult == isRight)
  }

  @Test(arguments: Activation.allCases) func activationsAreOperations(_ activation: Activation) {
    #expect((activation.op == nil) == (activation == .none))
    #expect(activation.op?.followsFromResult ?? true)
    #expect(activation.op.map { $0.arity == 1 } ?? true)
  }

  @Test(arguments: Op.allCases) func aConstantTakesNoGradient(_ op: Op) {
    let x = Value(0.75)
    func expectNone(_ constant: Value) {
      #expect(!constant.hasGrad && constant.grad == 0)
    }
    if op.arity == 1 {
      let constant = Value.constant(0.75)
      (Value.apply(op, constant) + x).backward()
      expectNone(constant)
    } else {
      for constant in [Value.constant(0.5), Value(0.5, role: .constant)] {
        Value.apply(op, x, constant).backward()
        Value.apply(op, constant, x).backward()
        expectNone(constant)
      }
    }
    #expect(x.hasGrad)
  }

  @Test func aConstantTakesNoGradientFromALayerEither() {
    let net = MLP(2, [3, 1], seed: 1)
    let (onTape, leaf) = (Value.constant(0.5), Value(0.25, role: .constant))
    net([onTape, leaf])[0].backward()
    let other = Value.constant(2)
    _ = (0..<100).reduce(other) { sum, _ in sum + 1 }
    net([other, other])[0].backward()
    #expect(!onTape.hasGrad && !leaf.hasGrad && !other.hasGrad)
    #expect(net.parameters.allSatisfy { $0.hasGrad })
  }
}
