/// A parsed expression: checked, and ready to be evaluated any number of times.
///
///     let program = try Program(parsing: "a = 2.0; b = -3.0; L = a * b + 10")
///     let evaluation = try program.evaluate()
///     evaluation.root.data   // 4.0
///
/// The language is described in the README. A program is a flat list of instructions for a stack, so
/// neither parsing nor evaluation recurses: O(n) time, and memory for one instruction a token.
public struct Program: Sendable {
  /// The longest text that is read: 64 MB.
  public static let largestSource = 64 << 20

  /// The most values that a text may make: some gigabytes.
  static let mostValues = 50_000_000

  enum Instruction: Sendable {
    case number(Double)
    /// A new leaf, described at this index of `inputs`.
    case input(Int)
    case load(variable: Int)
    case apply(Op)
    /// Takes this many values and makes a list of them.
    case list(count: Int)
    case element(Int)
    case call(ListFunction)
    case crossEntropy(target: Int)
    /// A new network, described at this index of `networks`.
    case network(Int)
    /// Takes a list and calls the network that a variable stands for.
    case callNetwork(variable: Int)
    /// Takes the top of the stack and names it.
    case bind(variable: Int)
    /// Relabels what a variable stands for with this index of `texts`.
    case label(variable: Int, text: Int)
    /// Takes the top of the stack, the result of a statement.
    case result
    /// Takes the top of the stack and makes it the root.
    case root
  }

  struct Input: Sendable {
    let number: Double
    /// The name it is bound to by its statement, such as `a` or, in a list, `x[0]`; empty for a `Value(…)` inside an expression.
    var name: String
    /// What `Value(…, label='…')` says.
    let label: String
  }

  var instructions: [Instruction] = []
  var inputs: [Input] = []
  var texts: [String] = []
  var variables: [String] = []
  var networks: [NetworkPlan] = []

  /// Parses a text.
  ///
  /// - Parameters:
  ///   - text: the source, UTF-8.
  ///   - source: what error messages call it.
  /// - Throws: `SourceError` with every mistake of the text.
  public init(parsing text: String, source: String = "<expression>") throws(SourceError) {
    try self.init(parsing: Array(text.utf8), source: source)
  }

  /// Parses a text that comes as bytes, which need not be valid UTF-8.
  public init(parsing bytes: [UInt8], source: String = "<expression>") throws(SourceError) {
    let text = SourceText(name: source, bytes: bytes)
    guard bytes.count <= Program.largestSource else {
      let fault = Fault(offset: 0, message: "the text is larger than 64 MB, the most that is read")
      throw SourceText(name: source, bytes: []).error([fault], count: 1)
    }
    if let offset = text.firstInvalidByte {
      let byte = String(bytes[offset], radix: 16)
      throw text.error(
        [Fault(offset: offset, message: "byte 0x\(byte) is not UTF-8; save the text as UTF-8")], count: 1)
    }
    var parser = Parser(bytes, into: self)
    parser.run()
    guard parser.faults.isEmpty else { throw text.error(parser.faults, count: parser.faultCount) }
    self = parser.program
  }
}
