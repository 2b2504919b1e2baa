extension Parser {
  private mutating func dottedName() throws(Fault) -> String {
    var path = ""
    while try take(.dot) != nil { path += "." }
    if token.kind == .import { return path }
    path += text(try expect(.name, "expected the name of a module"))
    while try take(.dot) != nil { path += "." + text(try expect(.name, "expected the name of a module")) }
    return path
  }

  mutating func readImport(_ start: Token) throws(Fault) -> Int32 {
    try advance()
    var bindings: [Int32] = []
    repeat {
      let path = try dottedName()
      if try take(.as) != nil {
        let alias = try expect(.name, "expected a name after 'as'")
        bindings += [name(alias), names.number(of: path), SyntaxTree.none]
      } else {
        let first = String(path.prefix { $0 != "." })
        bindings += [names.number(of: first), names.number(of: first), SyntaxTree.none]
      }
    } while try take(.comma) != nil
    return tree.add(.bindModule, at: start.offset, Int32(lineCount(start.offset, lastEnd)), list: bindings)
  }

  mutating func readFromImport(_ start: Token) throws(Fault) -> Int32 {
    try advance()
    let module = names.number(of: try dottedName())
    _ = try expect(.import, "expected 'import', as in 'from math import tanh'")
    var bindings: [Int32] = []
    if try take(.star) != nil {
      bindings += [SyntaxTree.none, module, SyntaxTree.none]
    } else {
      let isEnclosed = try take(.leftParenthesis) != nil
      repeat {
        if isEnclosed && token.kind == .rightParenthesis { break }
        let member = name(try expect(.name, "expected a name after 'import'"))
        var alias = member
        if try take(.as) != nil { alias = name(try expect(.name, "expected a name after 'as'")) }
        bindings += [alias, module, member]
      } while try take(.comma) != nil
      if isEnclosed { _ = try expect(.rightParenthesis, "expected ')' after the names") }
    }
    return tree.add(.bindModule, at: start.offset, Int32(lineCount(start.offset, lastEnd)), list: bindings)
  }
}
