import Testing

@testable import Micrograd

@Suite struct CompilerTests {
  /// Whether all that codes refer to is there: places of jumps, locals, statements.
  private static func isWhole(_ program: Program) -> Bool {
    program.codes.allSatisfy { code in
      guard code.places.count == code.instructions.count else { return false }
      let jumpsInside = code.instructions.allSatisfy { instruction in
        switch instruction.opcode {
        case .jump, .jumpIfFalse, .jumpIfTrue, .jumpIfFalseOrPop, .jumpIfTrueOrPop, .chain, .advance:
          (0...code.instructions.count).contains(Int(instruction.operand))
        case .loadLocal, .storeLocal, .loadCell, .storeCell:
          code.locals.indices.contains(Int(instruction.operand))
        case .loadCapture, .storeCapture: code.captures.indices.contains(Int(instruction.operand))
        default: true
        }
      }
      return jumpsInside
        && code.statements.allSatisfy { $0.start <= $0.end && Int($0.end) <= code.instructions.count }
    }
  }

  @Test(arguments: [
    "a = 1\nwhile a < 3:\n  a += 1\n  if a == 2: continue\nelse: b = a",
    "def f(*a, b=1, **c):\n  def g(): return a, b, c\n  return g",
    "x = [a * b for a in range(3) if a for b in range(a)]",
    "def f():\n  n = 0\n  def g():\n    nonlocal n\n    n += 1\n  g()\nf()",
    "x = 1 < 2 < 3 and not 4 or 5 if 6 else 7",
  ])
  func whatCodeRefersToIsThere(_ text: String) throws {
    #expect(Self.isWhole(try Program(parsing: text)))
  }

  /// A statement that is refused halfway leaves no jumps without an end, which would run for ever.
  @Test(arguments: [
    "for i in range(10):\n  if i == 2: continue\n  print(i, *end=' ')\nb = 1 +",
    "while True:\n  x = {**a, *b}\n  y = f(*a=1)\nb = 1 +",
    "def f():\n  while True: print(*end='')\nf()\nb = 1 +",
  ])
  func whatIsRefusedIsNotExecuted(_ text: String) {
    let error = #expect(throws: SourceError.self) { try Program(parsing: text) }
    #expect(error?.count == 2 || error?.count == 3)
    #expect(error?.description.contains("steps") == false)
  }

  @Test func nestingOfFunctionsAndComprehensionsIsBounded() {
    let functions = String(repeating: "lambda: ", count: 51) + "1"
    #expect(throws: SourceError.self) { try Program(parsing: "f = " + functions) }
    let comprehensions =
      String(repeating: "[", count: 101) + "1" + String(repeating: " for a in [1]]", count: 101)
    #expect(throws: SourceError.self) { try Program(parsing: "x = " + comprehensions) }
  }

  @Test func namesAreThoseOfPythonsScopes() throws {
    func prints(_ text: String) throws -> String { try BindingsTests.run(text).printed }
    #expect(try prints("x = 1\ndef f():\n  global x\n  x = 2\nf(); print(x)") == "2\n")
    #expect(try prints("def f():\n  global y\n  y = 2\nf(); print(y)") == "2\n")
    #expect(
      try prints("x = 1\ndef f(x):\n  return [x := x + 1 for i in range(2)]\nprint(f(5), x)") == "[6, 7] 1\n")
    #expect(
      try prints("x = 1\nf = lambda: x\nx = 2\ng = lambda x: [(x := x + 1), x]\nprint(f(), g(5), x)")
        == "2 [6, 6] 2\n")
    #expect(try prints("print([(y := i) for i in range(3)], y)") == "[0, 1, 2] 2\n")
    let wrong = #expect(throws: SourceError.self) { try Program(parsing: "def f():\n  nonlocal x\n  x = 1") }
    #expect(wrong?.diagnostics.first?.message.contains("no function around") == true)
  }
}
