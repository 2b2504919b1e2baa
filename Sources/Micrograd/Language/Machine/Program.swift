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
    /// What the text's own choice is called if the text has no name for it.
    package var nameless: String?
    /// Gets what the text prints.
    package var print: (String) -> Void = { _ in }
    /// Reads a file of data that the text names.
    package var load: ((String) throws -> Rows)?
    /// Is told of every `backward()`: which expression called it, on what, and what the text says of its values.
    package var onBackward: ((Int64, Value, [Value: String]) throws -> Void)?

    /// The most values that the text may make: some gigabytes.
    package var mostValues = 50_000_000
    /// The most instructions, and elements that built-in functions go through.
    package var mostSteps = 100_000_000

    package init() {}
  }

  let text: SourceText
  let codes: [Code]
  let sites: [Site]
  let names: [String]
  let constants: [Constant]
  let keywordLists: [[Int32]]
  let ownClasses: Set<String>
  /// What its own class of neurons does.
  let neuron: NeuronStyle?
  /// What comments say of what sites bind.
  let notes: [SiteNote]
}
