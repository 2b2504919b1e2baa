import Micrograd

extension Graph {
  /// What a value is called in tables and options: its label, else `#` and its id.
  ///
  ///     let a = Value(2, label: "a")
  ///     let graph = Graph(of: a * a)
  ///     graph.name(of: 0)      // "a"
  ///     graph.name(of: 1)      // "#1"
  ///     graph.id(named: "#1")  // 1
  public func name(of id: Int) -> String {
    let label = nodes[id].label
    return label.isEmpty ? "#\(id)" : label
  }

  /// The id of the last value with this name, a label or `#` and an id; nil if there is none. O(n).
  public func id(named name: String) -> Int? {
    if let id = id(labelled: name) { return id }
    guard name.hasPrefix("#"), let id = Int(name.dropFirst()), nodes.indices.contains(id) else { return nil }
    return id
  }
}
