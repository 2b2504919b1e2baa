/// What a name, an element or an expression stands for while a text is executed.
///
/// Numbers come in three kinds: plain ones, which nobody records; numbers that are recorded, inputs and what is
/// computed from them alone, which behave as numbers and as values (`real`, `whole`); and values, made by
/// `Value(…)`, by a network, or from one of these.
enum Object {
  /// Of a name that was never bound.
  case unbound
  /// Of a name whose definition has a mistake, which is not reported again.
  case failed
  /// Of a name whose definition was skipped, as it needs what is not here.
  case hidden(Text)

  case none
  /// `...`
  case ellipsis
  case bool(Bool)
  case int(Int)
  case float(Double)
  case value(Value)
  case real(Value)
  case whole(Whole)
  case text(Text)
  case list(List)
  case tuple(Tuple)
  case set(Table)
  case dictionary(Table)
  case range(RangeObject)
  case slice(Slice)
  case iterator(Iteration)
  case function(Function)
  case builtin(Builtin)
  case method(Method)
  case module(Library)
  case network(NetworkPart)
  /// What `draw_dot(…)` gives.
  case drawing
  case cell(Cell)

  static func text(_ string: String) -> Object { .text(Text(string)) }
}

final class Text {
  let string: String
  init(_ string: String) { self.string = string }
}

/// A recorded integer: its value, and the integer itself, which a double may not hold.
final class Whole {
  let value: Value
  /// nil once another number was put into the value.
  var number: Int?
  /// Whether it behaves as a number, not only as a value.
  let isNumber: Bool

  init(_ value: Value, _ number: Int, isNumber: Bool) {
    self.value = value
    self.number = number
    self.isNumber = isNumber
  }
}

final class RangeObject {
  let start: Int
  let stop: Int
  let step: Int
  let count: Int

  /// - Precondition: The step is not 0.
  init(_ start: Int, _ stop: Int, _ step: Int) {
    self.start = start
    self.stop = stop
    self.step = step
    let (distance, overflow) =
      step > 0
      ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
    if overflow {
      count = (step > 0 ? stop > start : start > stop) ? .max : 0
    } else {
      let size = step == .min ? Int.max : abs(step)
      count = distance <= 0 ? 0 : (distance - 1) / size + 1
    }
  }

  subscript(index: Int) -> Int { start &+ index &* step }

  /// As the subscript, also before the first number and behind the last; nil beyond 64 bits.
  func number(at index: Int) -> Int? {
    let (distance, isFar) = index.multipliedReportingOverflow(by: step)
    let (number, overflow) = distance.addingReportingOverflow(start)
    return isFar || overflow ? nil : number
  }
}

extension Object {
  /// Whether it may refer to other objects.
  var isContainer: Bool {
    switch self {
    case .list, .tuple, .set, .dictionary, .slice, .iterator, .function, .method, .cell: true
    default: false
    }
  }

  var isNone: Bool {
    if case .none = self { return true }
    return false
  }

  /// The value that it is or has.
  var value: Value? {
    switch self {
    case .value(let value), .real(let value): value
    case .whole(let whole): whole.value
    default: nil
    }
  }

  /// The number that it is, if it behaves as one.
  var number: Numeral? {
    switch self {
    case .bool(let flag): .int(flag ? 1 : 0)
    case .int(let number): .int(number)
    case .float(let number): .float(number)
    case .real(let value): .float(value.data)
    case .whole(let whole) where whole.isNumber: whole.number.map { .int($0) } ?? .float(whole.value.data)
    default: nil
    }
  }

  /// What Python calls its type.
  var typeName: String {
    switch self {
    case .unbound, .failed, .hidden, .none: "None"
    case .ellipsis: "an ellipsis"
    case .bool: "a bool"
    case .int: "an int"
    case .float, .real: "a float"
    case .whole(let whole): whole.isNumber ? "an int" : "a value"
    case .value: "a value"
    case .text: "a text"
    case .list(let list): "a list of \(list.items.count)"
    case .tuple(let tuple): "a tuple of \(tuple.items.count)"
    case .set: "a set"
    case .dictionary: "a dictionary"
    case .range: "a range"
    case .slice: "a slice"
    case .iterator: "an iterator"
    case .function, .builtin, .method: "a function"
    case .module: "a module"
    case .network(let part): part.typeName
    case .drawing: "a drawing"
    case .cell: "a cell"
    }
  }
}
