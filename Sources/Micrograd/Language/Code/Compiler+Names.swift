/// Which names the parts of a function bind and use: what decides where they live.
extension Compiler {
  /// The names that statements bind, without those inside of functions and comprehensions.
  func names(boundIn body: Int32) -> [Int32] {
    var names: [Int32] = []
    var seen: Set<Int32> = []
    func add(_ name: Int32) {
      if name >= 0 && seen.insert(name).inserted { names.append(name) }
    }
    var rest = [body]
    while let number = rest.popLast() {
      guard number >= 0 else { continue }
      let node = tree[number]
      switch node.kind {
      case .block: rest += tree.list(of: node).reversed()
      case .if: rest += [node.c, node.b]
      case .while: rest += Array(tree.list(of: node)) + [node.b]
      case .for: rest += Array(tree.list(of: node)) + [node.c, node.a]
      case .assign: rest += tree.list(of: node).reversed()
      case .augmented: rest.append(node.a)
      case .name: add(node.a)
      case .tuple, .list, .delete: rest += tree.list(of: node).reversed()
      case .starred: rest.append(node.a)
      case .function: add(node.a)
      case .bindModule:
        let bindings = Array(tree.list(of: node))
        for index in stride(from: 0, to: bindings.count, by: 3) { add(bindings[index]) }
      case .skipped, .failed: tree.list(of: node).forEach(add)
      default: break
      }
    }
    self.names(boundInside: body).forEach(add)
    return names
  }

  /// The names that `:=` binds in an expression or statements, without those inside of functions.
  func names(boundInside body: Int32) -> [Int32] {
    var names: [Int32] = []
    guard parser.hasWalrus else { return names }
    visit(body) { node in
      if node.kind == .walrus && !names.contains(node.a) { names.append(node.a) }
      return node.kind != .function && node.kind != .lambda
    }
    return names
  }

  /// The statements `global` and `nonlocal` in a body, without those inside of functions.
  func declarations(in body: Int32) -> [SyntaxTree.Node] {
    var found: [SyntaxTree.Node] = []
    visit(body) { node in
      if node.kind == .declaration { found.append(node) }
      return node.kind != .function && node.kind != .lambda
    }
    return found
  }

  /// All names that stand in a function, nested ones included.
  func names(usedIn node: Int32) -> [Int32] {
    var names: [Int32] = []
    var seen: Set<Int32> = []
    visit(node) { node in
      if node.kind == .name || node.kind == .walrus, seen.insert(node.a).inserted { names.append(node.a) }
      return true
    }
    return names
  }

  /// All names that stand in the functions inside of a body.
  func names(usedInFunctionsIn body: Int32) -> Set<Int32> {
    var used: Set<Int32> = []
    var functions: [Int32] = []
    visitNumbers(body) { number in
      let kind = tree[number].kind
      guard kind == .function || kind == .lambda else { return true }
      functions.append(number)
      return false
    }
    for function in functions { used.formUnion(names(usedIn: function)) }
    return used
  }

  /// Whether there are functions inside of a body.
  func hasNested(in body: Int32) -> Bool {
    var found = false
    visit(body) { node in
      if node.kind == .function || node.kind == .lambda { found = true }
      return !found
    }
    return found
  }

  private func visit(_ node: Int32, _ body: (SyntaxTree.Node) -> Bool) {
    visitNumbers(node) { body(tree[$0]) }
  }

  /// Visits a node and those below it; `body` says whether to go below.
  private func visitNumbers(_ node: Int32, _ body: (Int32) -> Bool) {
    var rest = [node]
    while let number = rest.popLast() {
      guard number >= 0, body(number) else { continue }
      let node = tree[number]
      switch node.kind {
      case .constant, .name, .pass, .break, .continue, .bindModule, .skipped, .failed, .declaration: continue
      case .parameter: rest.append(node.b)
      case .field: rest += [node.a, node.c]
      case .attribute, .starred, .unary, .not, .expression, .return: rest.append(node.a)
      case .keyword, .walrus: rest.append(node.b)
      case .function: rest += Array(tree.list(of: node)) + [node.b]
      case .assign: rest += Array(tree.list(of: node)) + [node.b]
      case .augmented, .binary, .comparison, .and, .or, .element: rest += [node.a, node.b]
      case .assert, .pair: rest += [node.a, node.b]
      case .lambda, .comprehension: rest += Array(tree.list(of: node)) + [node.a]
      case .call: rest += Array(tree.list(of: node)) + [node.a]
      case .clause, .while: rest += Array(tree.list(of: node)) + [node.a, node.b]
      case .formatted, .tuple, .list, .set, .dictionary, .block, .delete: rest += tree.list(of: node)
      case .conditional, .slice, .if: rest += [node.a, node.b, node.c]
      case .for: rest += Array(tree.list(of: node)) + [node.a, node.b, node.c]
      }
    }
  }
}
