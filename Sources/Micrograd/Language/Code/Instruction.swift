/// One step of the stack machine: 8 bytes.
struct Instruction: Sendable {
  enum Opcode: UInt8, Sendable {
    /// Pushes a constant.
    case constant
    case loadGlobal, loadLocal, loadCell, loadCapture
    /// Pops and binds; `flag` is 1 where a plain number stays one (loop counters). The operand of
    /// `storeGlobal` is a `Site`.
    case storeGlobal, storeLocal, storeCell, storeCapture
    /// Puts an empty cell into a local.
    case makeCell
    case pop, duplicate, duplicateTwo
    /// Below the two on top, the third becomes the first: `a b c` → `c a b`.
    case rotateThree, rotateTwo
    /// `flag` is an `Operator`; `count` is 1 for an augmented assignment, which changes lists in place.
    case unary, binary, compare
    /// A comparison in the middle of a chain: keeps its right operand if it holds, else jumps with the result.
    case chain
    case not
    case jump, jumpIfFalse, jumpIfTrue, jumpIfFalseOrPop, jumpIfTrueOrPop
    case iterate
    /// Pushes the next element, or drops the iterator and jumps.
    case advance
    case makeTuple, makeList, makeSet, makeDictionary, makeSlice, makeGenerator
    /// Of a list on top.
    case tupleOfList, setOfList
    /// Makes an iterator of what a generator expression collected.
    case finishGenerator
    /// Pops and adds to the collection that is `count` below the top.
    case collect
    /// Pops a value and its key, and adds them to the dictionary that is `count` below the top.
    case collectPair
    /// Pops and adds all of its elements to the list below it.
    case extend
    /// Pops a dictionary and adds all of it to the one below it.
    case merge
    /// Into `operand` objects; of them the one before `count` takes the rest, unless that is 0.
    case unpack
    case loadAttribute, storeAttribute, loadElement, storeElement, deleteElement
    /// `operand` is the name's number, a local or a capture, as `flag` says: 0 outside of functions, 1 a local, 2 a
    /// shared one, 3 one of a function around.
    case deleteName
    /// `count` arguments; `operand` is a list of names of keywords, or -1.
    case call
    /// As `call`, of the attribute `operand` of the object below the arguments; `flag` is 1 for none by keyword.
    case callMethod
    /// A list of arguments is on the stack, and above it `count` by keyword; `operand` is a list of their names, or -2
    /// if a dictionary of them is on the stack.
    case callSpread
    case makeFunction
    case giveBack
    /// `flag` is the letter of the conversion, `count` is 1 if there is a format.
    case format
    case makeText
    /// Raises; `count` is 1 if there is a message.
    case fail
    /// Pops what an expression statement gave.
    case result
    /// `operand` names the module, `count` is how many lines draw nothing if there is none.
    case importModule
    /// Counts lines that draw nothing.
    case skip
    /// A name whose definition has a mistake, or is skipped.
    case poison, hide
    case halt
  }

  let opcode: Opcode
  var flag: UInt8 = 0
  var count: UInt16 = 0
  var operand: Int32 = 0
}

/// A stretch of instructions that runs by itself: the text as a whole, or a function.
struct Code: Sendable {
  /// A statement: if it cannot be executed, the machine goes on after it.
  struct Statement: Sendable {
    let start: Int32
    var end: Int32 = 0
    /// How many iterators are on the stack where it starts.
    let depth: Int32
    /// Where it begins and ends in the text.
    let offset: Int32
    var endOffset: Int32
    /// Whether it has no block.
    let isSimple: Bool
    /// Whether it stands in no block and has none.
    let isStraight: Bool
    let isReturn: Bool
  }

  var name = ""
  var instructions: [Instruction] = []
  /// For each instruction its place in the text.
  var places: [Int32] = []
  var statements: [Statement] = []
  /// The names of the parameters, those by keyword alone last; they are the first locals.
  var parameters: [Int32] = []
  /// How many of them may be given by place.
  var positionalCount = 0
  /// For each parameter which of the function's defaults it has, or -1.
  var defaults: [Int32] = []
  /// Whether the local behind the parameters takes further arguments by place, and the next one those by keyword.
  var hasRest = false
  var hasOptions = false
  /// The names of the locals; -1 for one of a comprehension.
  var locals: [Int32] = []
  /// Which locals are shared with functions inside.
  var cells: [Int32] = []
  /// Where what it shares with functions outside comes from, when it is made: a local cell, or a capture (from -1 down).
  var captures: [Int32] = []
  var isLambda = false
}

/// A place in the text that binds a name outside of functions.
struct Site: Sendable {
  let name: Int32
}
