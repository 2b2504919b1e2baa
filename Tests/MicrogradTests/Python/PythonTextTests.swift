import Foundation
import Testing

@testable import Micrograd

/// A case of Python's text, and what Python wrote; nothing where it raised an error.
struct PythonTextCase: Decodable, CustomStringConvertible {
  struct Argument: Decodable {
    let kind, value: String

    var datum: PythonDatum {
      switch kind {
      case "float": .float(Double(value)!)
      case "int": .int(Int(value)!)
      case "bool": .bool(value == "1")
      default: .string(value)
      }
    }
  }

  let way, text: String
  let arguments: [Argument]
  let expected: String?

  var description: String { "\(way) '\(text)' of \(arguments.map { "\($0.kind) \($0.value)" })" }

  var written: String? {
    let data = arguments.map(\.datum)
    switch way {
    case "repr": return data[0].repr
    case "format": return try? PythonText.format(data[0], text)
    case "brace": return try? BraceFormat(text).text(data)
    default: return try? PercentFormat(text).text(data)
    }
  }
}

@Suite struct PythonTextTests {
  @Test func textIsThatKeptFromCPython() throws {
    let file = PythonInterpreter.tables.appending(path: "python-text.json")
    let cases = try JSONDecoder().decode([PythonTextCase].self, from: Data(contentsOf: file))
    #expect(cases.count >= 390)
    for one in cases { #expect(one.written == one.expected, "\(one)") }
  }

  @Test(.enabled(if: PythonInterpreter.path != nil), arguments: [2, 3, 4])
  func thousandsOfTextsAreThoseOfThisMachinesPython(seed: Int) throws {
    let script = PythonInterpreter.tables.appending(path: "python_tables.py")
    let output = try PythonInterpreter.output(of: script, ["text", "\(seed)", "4000"])
    let cases = try JSONDecoder().decode([PythonTextCase].self, from: output)
    #expect(cases.count > 3900)
    for one in cases where one.written != one.expected {
      Issue.record("\(one): \(one.written ?? "refused") is not \(one.expected ?? "refused")")
    }
  }

  /// By CPython.
  @Test(arguments: [
    (Double.infinity, "+010,.2f", "+000000inf"), (-0.001, "z.2f", "0.00"), (-0.001, ".2f", "-0.00"),
    (1234567.891, "014,.2f", "001,234,567.89"), (123456, "08,", "123,456.0"), (0.25, ".0%", "25%"),
  ])
  func raritiesOfFormatsAreAsInPython(number: Double, spec: String, text: String) throws {
    #expect(try PythonText.format(.float(number), spec) == text)
  }

  /// By CPython.
  @Test(arguments: [
    (1e16, "1e+16"), (9_999_999_999_999_998, "9999999999999998.0"), (0.0001, "0.0001"), (0.00001, "1e-05"),
    (-0.0, "-0.0"),
    (0, "0.0"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"), (.leastNonzeroMagnitude, "5e-324"),
    (100, "100.0"),
    (0.1 + 0.2, "0.30000000000000004"), (1e22, "1e+22"), (123456.789, "123456.789"),
  ])
  func floatsPrintAsInPython(number: Double, text: String) {
    #expect(PythonText.repr(number) == text)
  }

  @Test func digitsAreExactAtAnyPrecision() throws {
    // CPython: format(0.1, '.55f'), format(5e-324, '.1074f')[-10:], '%.0f' % 2.5, '%.0f' % 3.5
    #expect(
      try PythonText.format(.float(0.1), ".55f")
        == "0.1000000000000000055511151231257827021181583404541015625")
    let smallest = try PythonText.format(.float(.leastNonzeroMagnitude), ".1074f")
    #expect(smallest.count == 1076 && smallest.hasSuffix("3447265625"))
    #expect(try PercentFormat("%.0f %.0f").text([.float(2.5), .float(3.5)]) == "2 4")
  }

  @Test func argumentsHaveNames() throws {
    // CPython: '{b:.2f}|{a!r}|{}'.format(3, a='x', b=1)
    let text = try BraceFormat("{b:.2f}|{a!r}|{}").text([.int(3)], named: ["a": .string("x"), "b": .int(1)])
    #expect(text == "1.00|'x'|3")
  }

  @Test func whatDoesNotFormatIsRefusedWithItsReason() throws {
    func error(_ datum: PythonDatum, _ spec: String) -> PythonFormatError? {
      do {
        _ = try PythonText.format(datum, spec)
        return nil
      } catch { return error }
    }
    #expect(error(.float(1), ".") == .missingPrecision)
    #expect(error(.float(1), "d") == .unknownType("d", of: "a float"))
    #expect(error(.float(1), "banana") == .malformed("banana"))
    #expect(error(.float(1), "10001") == .tooWide)
    #expect(error(.float(1), ".99999999999999999999f") == .tooWide)
    #expect(error(.int(1), ".2d") == .notAllowed("a precision", with: "'d'"))
    #expect(error(.string("a"), "+") == .notAllowed("a sign", with: "a string"))
    #expect(error(.other("[1]", called: "a list"), ".2f") == .notAllowed("'.2f'", with: "a list"))
    #expect(throws: PythonFormatError.tooFewArguments) { try PercentFormat("%d").text([]) }
    #expect(throws: PythonFormatError.tooManyArguments) { try PercentFormat("x").text([.int(1)]) }
    #expect(throws: PythonFormatError.incompleteConversion) { try PercentFormat("50%").text([]) }
    #expect(throws: PythonFormatError.wrongType("a string", conversion: "d")) {
      try PercentFormat("%d").text([.string("x")])
    }
    #expect(throws: PythonFormatError.noInteger(.infinity)) {
      try PercentFormat("%d").text([.float(.infinity)])
    }
    #expect(throws: PythonFormatError.mixedFields) { try BraceFormat("{}{0}").text([.int(1)]) }
    #expect(throws: PythonFormatError.noArgument("x")) { try BraceFormat("{x}").text([.int(1)]) }
    #expect(throws: PythonFormatError.tooWide) { try PercentFormat("%*d").text([.int(.min), .int(1)]) }
  }
}
