import Micrograd

/// What the nodes of a TikZ picture are called: their labels as far as TikZ takes them, each once.
///
/// A value `x[0]` is `x-0`, its operation `x-0-op`; what has no label has the name that SVG gives it.
struct TikzNames {
  private(set) var names: [String] = []

  init(_ drawn: DotGraph, _ graph: Graph) {
    var taken: [String: Int] = [:]
    var last = ""
    for node in drawn.nodes {
      var name: String
      switch node.subject {
      case .value(let id): name = TikzNames.plain(graph.nodes[id].label) ?? node.subject.name
      // It comes behind the value that it made.
      case .operation: name = last + "-op"
      default: name = node.subject.name
      }
      let base = name
      while taken[name] != nil {
        taken[base]! += 1
        name = "\(base)-\(taken[base]!)"
      }
      taken[name] = 1
      names.append(name)
      last = name
    }
  }

  /// Letters and digits, a hyphen for all else between them; nil if nothing is left, or too much.
  private static func plain(_ label: String) -> String? {
    let words = label.unicodeScalars.split {
      !$0.isASCII || !($0.properties.isAlphabetic || $0.properties.numericType != nil)
    }
    let name = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-")
    return name.isEmpty || name.utf8.count > 40 ? nil : name
  }
}
