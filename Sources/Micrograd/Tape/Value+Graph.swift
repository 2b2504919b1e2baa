extension Value {
  /// All values that this one depends on, itself included, operands before results.
  ///
  ///     L.topologicalOrder().map(\.label)   // ["a", "b", "c", "f", "e", "d", "L"]
  ///
  /// Leaves come first, in order of first use; then the rest, in order of creation. O(n) without recursion.
  public func topologicalOrder() -> [Value] { Numbering(below: self).values }
}
