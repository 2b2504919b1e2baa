extension Value {
  /// All values that this one depends on, itself included, operands before results.
  ///
  ///     L.topologicalOrder().map(\.label)   // ["a", "b", "c", "f", "e", "d", "L"]
  ///
  /// Leaves come first, in order of first use; then the rest, in order of creation. O(n) without recursion.
  public func topologicalOrder() -> [Value] {
    guard !isLeaf else { return [self] }
    let reach = Reach(below: self)
    var leaves: [Value] = []
    var seen: Set<Value> = []
    var values: [Value] = []
    reach.forEachNode { tape, slot in
      let value = Value(storage: tape, slot: slot)
      for operand in value.prev where operand.isLeaf {
        if seen.insert(operand).inserted { leaves.append(operand) }
      }
      values.append(value)
    }
    return leaves + values
  }
}
