/// A parsed text: checked, and ready to be executed any number of times.
///
///     let program = try Program(parsing: "a = 2.0; b = -3.0; L = a * b + 10")
///     let evaluation = try program.evaluate()
///     evaluation.root.data   // 4.0
///
/// The language is a subset of Python; see the article on it. A program is flat lists of instructions for a stack
/// machine, so neither parsing nor execution recurses: O(n) time, and memory for one instruction a token.
public struct Program: Sendable {
  /// The longest text that is read: 64 MB.
  public static let largestSource = 64 << 20

  /// The most values that a text may make: some gigabytes.
  #if FUZZING
    static let mostValues = 20_000
  #else
    static let mostValues = 50_000_000
  #endif

  /// The rows of a file of data.
  package struct Rows {
    package var inputs: [[Double]]
    package var answers: [Double]

    package init(inputs: [[Double]], answers: [Double]) {
      self.inputs = inputs
      self.answers = answers
    }
  }

  /// What an execution is given beside the text.
  package struct Options {
    /// Numbers for inputs by name or label, in place of those in the text.
    package var settings: [String: Double] = [:]
    /// The name or label of the root; nil for the text's own choice.
    package var root: String?
    /// Gets what the text prints.
    package var print: (String) -> Void = { _ in }
    /// Reads a file of data that the text names.
    package var load: ((String) throws -> Rows)?
    /// Is told of every `backward()`: which expression called it, and on what.
    package var onBackward: ((Int64, Value) throws -> Void)?

    package init() {}
  }

  let text: SourceText
  let codes: [Code]
  let sites: [Site]
  let names: [String]
  let constants: [Constant]
  let keywordLists: [[Int32]]
  let ownClasses: Set<String>

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
  ///
  /// - Throws: `SourceError` with every mistake, each with its place.
  public init(parsing bytes: [UInt8], source: String = "<expression>") throws(SourceError) {
    try self.init(SourceText(name: source, bytes: bytes))
  }

  /// Parses the cells of a notebook.
  ///
  /// - Parameter cells: texts of the cells and what error messages call each.
  package init(cells: [(name: String, text: String)], source: String) throws(SourceError) {
    try self.init(SourceText(name: source, cells: cells))
  }

  private init(_ text: SourceText) throws(SourceError) {
    guard text.bytes.count <= Program.largestSource else {
      let fault = Fault(offset: 0, message: "the text is larger than 64 MB, the most that is read")
      throw SourceText(name: text.name, bytes: []).error([fault], count: 1)
    }
    if let offset = text.firstInvalidByte {
      let byte = String(text.bytes[offset], radix: 16)
      throw text.error(
        [Fault(offset: offset, message: "byte 0x\(byte) is not UTF-8; save the text as UTF-8")], count: 1)
    }
    var compiler = Compiler(Parser(text.bytes, cells: text.cells.map(\.start)))
    compiler.run()
    self.text = text
    codes = compiler.codes
    sites = compiler.sites
    names = compiler.parser.names.names
    constants = compiler.parser.constants.constants
    keywordLists = compiler.keywordLists
    ownClasses = compiler.parser.ownClasses
    guard !compiler.parser.faults.isEmpty else { return }
    // What else is wrong with the text, as far as that can be known beside its mistakes.
    var machine = Machine(self, Options(), isTrial: true)
    machine.run()
    throw text.error(
      compiler.parser.faults + machine.faults, count: compiler.parser.faultCount + machine.faultCount)
  }

  /// Builds the values.
  ///
  /// - Parameters:
  ///   - settings: numbers for inputs by name or label, in place of those in the text.
  ///   - root: the name or label of the root; nil for the program's own choice.
  /// - Throws: `SourceError` with the mistakes that show when the text is executed; `EvaluationError` if a name is
  ///   unknown, names no input in `settings`, or if there is no value to be about.
  public func evaluate(setting settings: [String: Double] = [:], root: String? = nil) throws -> Evaluation {
    var options = Options()
    options.settings = settings
    options.root = root
    let execution = try execute(options)
    guard let evaluation = execution.evaluation else { throw execution.reason! }
    return evaluation
  }

  /// Executes the text.
  ///
  /// - Throws: `SourceError`, `EvaluationError`.
  package func execute(_ options: Options) throws -> Execution {
    var options = options
    var machine = Machine(self, options)
    machine.run()
    if machine.faultCount > 0 { throw text.error(machine.faults, count: machine.faultCount) }
    // Labels are known once the text has run: what they stand for is set in a second run.
    let rest = options.settings.keys.filter { !machine.bindings.applied.contains($0) }.sorted()
    if !rest.isEmpty {
      let names = NamedValues(machine)
      for label in rest {
        let name = try names.input(labelled: label)
        options.settings[name] = options.settings.removeValue(forKey: label)
      }
      machine = Machine(self, options)
      machine.run()
      if machine.faultCount > 0 { throw text.error(machine.faults, count: machine.faultCount) }
    }
    return try machine.finish()
  }
}
