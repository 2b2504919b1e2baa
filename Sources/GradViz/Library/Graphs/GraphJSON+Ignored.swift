import Micrograd

extension GraphJSON {
  /// Members that are not read, since they are not ours, and what ours are called that were perhaps meant.
  struct IgnoredMembers {
    /// What they are members of.
    enum Owner: CaseIterable {
      case graph, node, module

      fileprivate var words: String {
        switch self {
        case .graph: "the graph"
        case .node: "nodes"
        case .module: "modules"
        }
      }
    }

    private struct Member {
      let owner: Owner
      let name: String
      let meant: String?
    }

    /// In order, some of each owner.
    private var members: [Member] = []

    /// Whether one of them is known to be the name of another program.
    var isMeant: Bool { members.contains { $0.meant != nil } }

    mutating func add(_ name: String, of owner: Owner) {
      let known = members.lazy.filter { $0.owner == owner }
      guard known.count < 8, !known.contains(where: { $0.name == name }) else { return }
      let plain = name.lowercased().trimmingPrefix { $0 == "_" }.description
      let meant: String? =
        switch owner {
        case .graph: IgnoredMembers.otherNamesOfGraphs[plain]
        case .node: IgnoredMembers.otherNamesOfNodes[plain].map { "\"\($0)\" is" }
        case .module: nil
        }
      members.append(Member(owner: owner, name: name, meant: meant))
    }

    private static let otherNamesOfGraphs = [
      "edges": "\"prev\" of nodes is", "links": "\"prev\" of nodes is", "connections": "\"prev\" of nodes is",
      "arcs": "\"prev\" of nodes is", "output": "\"root\" is", "outputs": "\"root\" is",
      "loss": "\"root\" is",
    ]

    /// What other programs call the members of a node.
    private static let otherNamesOfNodes = [
      "children": "prev", "child": "prev", "parents": "prev", "inputs": "prev", "operands": "prev",
      "args": "prev", "prev": "prev", "previous": "prev", "name": "label", "title": "label", "value": "data",
      "val": "data", "gradient": "grad", "derivative": "grad", "operation": "op", "operator": "op",
      "op": "op", "optype": "op", "locals": "local", "localgrad": "local",
    ]

    /// All in a sentence; nil if there are none.
    var sentence: String? {
      let parts = Owner.allCases.compactMap { owner -> String? in
        let names = members.filter { $0.owner == owner }.map { member in
          "\"\(LabelText.elided(LabelText.visible(member.name)))\"" + (member.meant.map { " (\($0))" } ?? "")
        }
        return names.isEmpty ? nil : "not read of \(owner.words): \(names.joined(separator: ", "))"
      }
      return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
  }
}
