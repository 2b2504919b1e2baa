/// What a format of Python's refuses: `f'{x:.4f}'`, `format(x, '.4f')`, `'%.4f' % x`.
enum PythonFormatError: Error, Equatable {
  /// Not a format at all.
  case malformed(String)
  /// A width or a precision beyond `FormatSpec.limit`.
  case tooWide
  /// A point that no digits follow.
  case missingPrecision
  /// A letter that does not format such a thing.
  case unknownType(Unicode.Scalar, of: String)
  /// An option that does not go with the letter or with the thing formatted.
  case notAllowed(String, with: String)
  /// A number that is no character's code.
  case noCharacter(Int)
  /// A float that is not finite where an integer is written.
  case noInteger(Double)
  /// `%` formatting: a `%` that nothing follows.
  case incompleteConversion
  /// `%` formatting: a value of another type than the conversion takes.
  case wrongType(String, conversion: Unicode.Scalar)
  case tooFewArguments
  case tooManyArguments
  /// `format`: both `{}` and `{0}` in one text.
  case mixedFields
  /// `format`: a name that no argument has.
  case noArgument(String)
}

extension PythonFormatError: CustomStringConvertible {
  var description: String {
    switch self {
    case .malformed(let spec): "'\(spec)' is not a format; formats look like '.4f', '>10' or ',d'"
    case .tooWide: "a format has at most \(FormatSpec.limit) characters or digits"
    case .missingPrecision: "a number of digits is missing after the '.' of the format"
    case .unknownType(let type, let kind): "'\(type)' does not format \(kind)"
    case .notAllowed(let option, let other): "\(option) does not go with \(other) in a format"
    case .noCharacter(let code): "\(code) is not the code of a character"
    case .noInteger(let number): "\(PythonText.repr(number)) cannot be written as an integer"
    case .incompleteConversion: "a letter is missing after the last '%'; a percent sign is written '%%'"
    case .wrongType(let type, let conversion): "'%\(conversion)' does not format \(type)"
    case .tooFewArguments: "there are fewer values than places for them in the text"
    case .tooManyArguments: "there are more values than places for them in the text"
    case .mixedFields: "a text has either '{}' or numbers in its braces, not both"
    case .noArgument(let name): "no argument is called '\(name)'"
    }
  }
}
