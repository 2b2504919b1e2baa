import Micrograd

extension Graph {
  /// What a value is called in tables and options: its label, else `#` and its id, which is that of the file if the
  /// graph was read from one.
  ///
  ///     let a = Value(2, label: "a")
  ///     let graph = Graph(of: a * a)
  ///     graph.name(of: 0)      // "a"
  ///     graph.name(of: 1)      // "#1"
  ///     graph.id(named: "#1")  // 1
  public func name(of id: Int) -> String {
    let label = nodes[id].label
    guard label.isEmpty else { return label }
    // A constant that is no node of the file, such as the 2 of `**2`, is its number.
    return givenID(id).map { "#\($0)" } ?? NumberText.exact(nodes[id].data)
  }

  /// The place in `nodes` of the last value with this name, a label or `#` and an id; nil if there is none. O(n).
  public func id(named name: String) -> Int? {
    if let id = id(labelled: name) { return id }
    guard let number = Graph.number(name) else { return nil }
    guard let givenIDs else { return nodes.indices.contains(number) ? number : nil }
    return givenIDs.firstIndex(of: number)
  }

  /// The id that `#3` means; nil if there is none in the file.
  func givenID(_ id: Int) -> Int? {
    guard let givenIDs else { return id }
    return givenIDs[id]
  }

  /// The 3 of `#3`; nil if the text is of another form.
  static func number(_ name: String) -> Int? {
    guard name.hasPrefix("#"), name.dropFirst().first?.isWholeNumber == true || name.hasPrefix("#-") else {
      return nil
    }
    return Int(name.dropFirst())
  }
}
