/// What the rules of operations are written in: a `Double`, a dual number, or a formula, in which case the rule
/// itself becomes a graph.
package protocol Number: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  init(number: Double)

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// The result of an operation; of an operation on one operand, `b` is not looked at.
  static func apply(_ op: Op, _ a: Self, _ b: Self) -> Self
}

extension Number {
  package init(integerLiteral number: Int64) { self.init(number: Double(number)) }
  package init(floatLiteral number: Double) { self.init(number: number) }

  @inline(__always)
  package func apply(_ op: Op) -> Self { Self.apply(op, self, self) }

  @inline(__always)
  package func power(_ exponent: Self) -> Self { Self.apply(.power, self, exponent) }

  /// 1 where this is the greater of both, 0 where it is the lesser, else one half.
  @inline(__always)
  package func greater(_ other: Self) -> Self { Self.apply(.greater, self, other) }

  /// As a mask: 0 where this is 0, whatever the other number is; else the product.
  @inline(__always)
  package func gate(_ other: Self) -> Self { Self.apply(.gate, self, other) }
}
