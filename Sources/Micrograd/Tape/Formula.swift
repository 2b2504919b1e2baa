/// A number of a gradient that is a graph: a plain one as long as it is known without recording, else a value.
///
/// So a rule of the table of operations, written in formulas, records itself, and what is `1 ·` or `+ 0` in it
/// leaves no trace.
enum Formula: Number {
  case number(Double)
  case value(Value)

  init(number: Double) { self = .number(number) }

  /// A constant is its number.
  init(_ value: Value) { self = value.isConstant ? .number(value.data) : .value(value) }

  static func + (a: Formula, b: Formula) -> Formula {
    switch (a, b) {
    case (.number(0), _): b
    case (_, .number(0)): a
    default: record(.add, a, b)
    }
  }

  static func - (a: Formula, b: Formula) -> Formula {
    switch (a, b) {
    case (.number(0), _): -b
    case (_, .number(0)): a
    default: record(.subtract, a, b)
    }
  }

  static func * (a: Formula, b: Formula) -> Formula {
    switch (a, b) {
    case (.number(1), _): b
    case (_, .number(1)): a
    case (.number(-1), _): -b
    case (_, .number(-1)): -a
    default: record(.multiply, a, b)
    }
  }

  static func / (a: Formula, b: Formula) -> Formula {
    if case .number(1) = b { return a }
    return record(.divide, a, b)
  }

  static prefix func - (a: Formula) -> Formula { apply(.negate, a, a) }

  static func apply(_ op: Op, _ a: Formula, _ b: Formula) -> Formula {
    switch (op, a, b) {
    case (.power, _, .number(0)): 1
    case (.power, _, .number(1)): a
    // A mask that is known opens or closes for good.
    case (.gate, .number(let mask), _): mask == 0 ? 0 : a * b
    default: record(op, a, b)
    }
  }

  private static func record(_ op: Op, _ a: Formula, _ b: Formula) -> Formula {
    switch (a, b) {
    case (.number(let x), .number(let y)): .number(op.result(x, y))
    case (.number(let x), .value(let y)): .value(Recorder.record(op, number: x, y))
    case (.value(let x), _) where op.arity == 1: .value(Recorder.record(op, x))
    case (.value(let x), .number(let y)): .value(Recorder.record(op, x, number: y))
    case (.value(let x), .value(let y)): .value(Recorder.record(op, x, y))
    }
  }
}
