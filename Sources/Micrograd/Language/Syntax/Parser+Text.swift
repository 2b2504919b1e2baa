extension Parser {
  mutating func readStrings(_ start: Token) throws(Fault) -> Bool {
    var text = ""
    while let part = try take(.string) { text += Literal.string(bytes[part.range]) }
    let node = constant(.text(text), start)
    guard token.kind == .formatStart else { return push(node) }
    let format = token
    try advance()
    open(.format, format)
    brackets[innermost].items.append(node)
    return try readFormat()
  }

  /// Reads the texts of an f-string up to the next field or its end, and the strings that follow it.
  mutating func readFormat() throws(Fault) -> Bool {
    let isRaw = bytes[brackets[innermost].opening.range].contains { $0 | 0x20 == UInt8(ascii: "r") }
    while true {
      let part = token
      switch part.kind {
      case .formatText:
        try advance()
        var isSpec = false
        if case .spec = brackets[innermost].kind { isSpec = true }
        let raw = bytes[part.range]
        var text = isRaw ? String(decoding: raw, as: UTF8.self) : Literal.unescaped(raw)
        if !isSpec { text = text.replacing("{{", with: "{").replacing("}}", with: "}") }
        brackets[innermost].items.append(constant(.text(text), part))
      case .fieldStart:
        try advance()
        open(.field, part)
        return true
      case .fieldEnd:
        // Of the format of a field.
        try advance()
        let spec = brackets.removeLast()
        pending.removeLast()
        brackets[innermost].spec = tree.add(.formatted, at: spec.opening.offset, list: spec.items)
        finishField()
        continue
      case .formatEnd:
        try advance()
        while let next = try take(.string) {
          brackets[innermost].items.append(constant(.text(Literal.string(bytes[next.range])), next))
        }
        if try take(.formatStart) != nil { continue }
        let format = brackets.removeLast()
        pending.removeLast()
        return push(tree.add(.formatted, at: format.opening.offset, list: format.items))
      default:
        throw Fault(
          offset: part.offset, message: "unexpected '\(Literal.shortened(text(part)))' in this text")
      }
    }
  }

  private mutating func finishField() {
    let field = brackets.removeLast()
    pending.removeLast()
    if field.debug >= 0 { brackets[innermost].items.append(field.debug) }
    let conversion =
      field.conversion == 0 && field.debug >= 0 && field.spec < 0
      ? Int32(UInt8(ascii: "r")) : field.conversion
    brackets[innermost].items.append(
      tree.add(.field, at: field.opening.offset, field.element, conversion, field.spec))
  }

  mutating func readFieldEnd(_ start: Token) throws(Fault) -> Bool {
    guard case .field = brackets[innermost].kind else { return try readEnd(start) }
    if brackets[innermost].element < 0 {
      try finishElement()
      let field = brackets[innermost]
      brackets[innermost].element = listed(field)
      if start.kind == .fieldEquals {
        let text = String(decoding: bytes[field.opening.end..<start.end], as: UTF8.self)
        brackets[innermost].debug = constant(.text(text), field.opening)
      }
    }
    if start.kind == .fieldConversion {
      let letter = bytes[start.end - 1]
      guard "rsa".utf8.contains(letter) else {
        throw Fault(offset: start.offset, message: "after '!' there is r, s or a, as in f'{x!r}'")
      }
      brackets[innermost].conversion = Int32(letter)
    }
    try advance()
    switch start.kind {
    case .fieldEnd:
      finishField()
      return try readFormat()
    case .fieldColon:
      open(.spec, start)
      return try readFormat()
    default:
      guard [.fieldConversion, .fieldColon, .fieldEnd].contains(token.kind) else {
        throw Fault(offset: token.offset, message: "expected '}' at the end of this field")
      }
      // At most a conversion, a colon and the end.
      return try readFieldEnd(token)
    }
  }
}
