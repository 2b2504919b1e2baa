/// Functions that make texts.
extension Machine {
  mutating func callOnTexts(_ native: Builtin.Native, _ arguments: Arguments) throws(Stop) -> Object {
    let items = arguments.positional
    try expect(1...(native == .format ? 2 : 1), arguments, native, "\(native.rawValue)(x)")
    switch native {
    case .format:
      guard items.count > 1 else { return .text(try display(items[0])) }
      guard case .text(let spec) = items[1] else {
        throw .fault("a format is a text, as in format(x, '.2f')")
      }
      return .text(try format(items[0], spec.string))
    case .ord:
      guard case .text(let text) = items[0], text.string.unicodeScalars.count == 1,
        let scalar = text.string.unicodeScalars.first
      else { throw .fault("'ord' takes one letter, as in ord('a')") }
      return .int(Int(scalar.value))
    default: break
    }
    guard let number = items[0].wholeNumber else {
      throw .fault("'\(native.rawValue)' takes a whole number, not \(described(items[0]))")
    }
    switch native {
    case .chr:
      guard let code = UInt32(exactly: number), let scalar = UnicodeScalar(code) else {
        throw .fault("there is no letter with the number \(number)")
      }
      return .text(String(scalar))
    case .bin: return .text(try format(.int(number), "#b"))
    case .hex: return .text(try format(.int(number), "#x"))
    default: return .text(try format(.int(number), "#o"))
    }
  }
}
