/// Executes a program: a stack of operands, a stack of calls, and the names of the text.
///
/// Nothing recurses on what the text says: calls of the text's functions are on a stack of their own, of at most
/// `mostCalls`.
struct Machine {
  /// A call of one of the text's functions.
  struct Frame {
    let code: Int
    /// Where the caller goes on.
    let returnAddress: Int
    let base: Int
    let captures: [Cell]
    /// Whether it has a frame in the drawing.
    let hasScope: Bool
    /// What a native function is waiting for, if one called.
    var continuation: Continuation?
  }

  /// The deepest recursion, as Python's.
  static let mostCalls = 1000

  let program: Program
  let options: Program.Options
  /// The numbers that are set in place of the text's; nil if there are none.
  let settings: Settings?
  /// Whether the text has mistakes, and is executed to find others.
  let isTrial: Bool
  let graveyard = Graveyard()

  var stack: [Object] = []
  var frames: [Frame] = []
  var globals: [Object]
  /// What a name means that the text does not bind; by name.
  let builtins: [Object]
  let constants: [Object]
  var code = 0
  var ip = 0
  var steps = 0
  /// Names that were reported to have nothing.
  var unknownNames: Set<Int> = []
  /// The names that the text reads somewhere, once that is asked for.
  var namesRead: Set<Int32>?
  /// Of all networks so far.
  var weightsMade = 0
  let liveBefore: Int

  var journal = Journal()
  var bindings: Bindings
  var random = RandomState()
  var skipped = SkippedLines()
  var faults: [Fault] = []
  var faultCount = 0
  var remarks: [String] = []
  var hasPrinted = false
  /// How the classes of the text and its imports want values and networks to be.
  var flavour = Flavour.own
  /// Whether values print with their gradients, as the package's do.
  var printsGradients = false
  /// How many of the calls under way have a frame in the drawing.
  var scopeCount = 0

  init(
    _ program: Program, _ options: Program.Options, _ settings: Settings? = nil, isTrial: Bool = false
  ) {
    self.program = program
    self.settings = settings
    self.isTrial = isTrial
    self.options = options
    globals = Array(repeating: .unbound, count: program.names.count)
    builtins = program.names.map {
      Builtin.named($0) ?? Library.named($0).map { .module($0) }
        ?? ($0 == "__name__" ? .text("__main__") : .unbound)
    }
    constants = program.constants.map { constant in
      switch constant {
      case .none: .none
      case .ellipsis: .ellipsis
      case .bool(let flag): .bool(flag)
      case .int(let number): .int(number)
      case .float(let number): .float(number)
      case .text(let text): .text(text)
      }
    }
    bindings = Bindings(siteCount: program.sites.count)
    stack = Array(repeating: .unbound, count: program.codes[0].locals.count)
    liveBefore = NodeStorage.liveNodes
    if let style = program.neuron { flavour = .text(style) }
  }

  // MARK: - Execution

  /// Runs to the end, or to the first mistake that nothing can go on after.
  mutating func run() {
    running: while true {
      do {
        try execute()
        break running
      } catch {
        if !handle(error) { break running }
      }
    }
    while let frame = frames.popLast() {
      if frame.hasScope { Recorder.current.endCall() }
    }
  }

  mutating func pop() -> Object { stack.removeLast() }

  mutating func take(_ count: Int) -> [Object] {
    let items = Array(stack.suffix(count))
    stack.removeLast(count)
    return items
  }
}
