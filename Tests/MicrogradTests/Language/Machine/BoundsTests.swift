import Micrograd
import Testing

/// Few lines can ask for more than a machine has: an error in words, before the memory is taken.
@Suite struct BoundsTests {
  @Test(arguments: [
    ("xs = [1.0]\nfor i in range(60): xs = xs + xs", "10,000,000 elements"),
    ("xs = [1.0]\nfor i in range(60): xs += xs", "10,000,000 elements"),
    ("xs = (1.0,)\nfor i in range(60): xs = xs + xs", "10,000,000 elements"),
    ("xs = [0] * 10**12", "10,000,000 elements"),
    ("xs = list(range(10**12))", "10,000,000 elements"),
    ("xs = list(range(10**12)[::1])", "10,000,000 elements"),
    ("s = 'a'\nfor i in range(60): s = s + s", "64 MB"),
    ("s = 'a'\nfor i in range(60): s = f'{s}{s}'", "64 MB"),
    ("s = 'ab' * 10**12", "64 MB"),
    ("s = 'a' * 10**6\nt = s.replace('a', s)", "64 MB"),
    ("s = 'a' * 10**6\nt = s.join([s] * 1000)", "64 MB"),
    ("a = Neuron(2); b = MLP(1, [499_999])", "5,000,000 weights"),
  ])
  func whatWouldNotFitIsRefused(_ text: String, _ limit: String) {
    let error = LanguageTests.mistakes(text)
    #expect(error?.description.contains(limit) == true, "\(String(describing: error))")
  }

  /// A graph that grows is walked again and again.
  @Test(arguments: ["h.backward()", "h.backward(); h.zero_grad()", "g = grad(h, x)"])
  func whatAWalkOverTheGraphTakesIsCounted(_ walk: String) throws {
    var options = Program.Options()
    options.mostSteps = 200_000
    let text =
      "x = Value(1.0); h = x * 1.0; i = 0\nwhile True:\n  h = h * 1.0; i += 1\n  \(walk)\n  assert i < 4000"
    let error = #expect(throws: SourceError.self) { try Program(parsing: text).execute(options) }
    #expect(error?.description.contains("200,000 steps") == true, "\(String(describing: error))")
  }

  /// What is looked through is counted, and a part is found in time that grows with the text alone.
  @Test(arguments: [
    "-1 in xs", "xs == ys", "xs < ys", "xs.remove(1) if False else xs.count(1)", "sorted(xs)",
    "text == other",
    "'a' * 100 + 'b' in text", "text.find('a' * 100 + 'b')", "text.rfind('b' + 'a' * 100)", "text is other",
    "text.split('a')", "text.replace('b', 'c')",
  ])
  func whatIsLookedThroughIsCounted(_ expression: String) throws {
    var options = Program.Options()
    options.mostSteps = 2_000_000
    let text =
      "xs = [0] * 20_000; ys = [0] * 20_000; text = 'a' * 20_000; other = 'a' * 20_000; i = 0\n"
      + "while True:\n  \(expression); i += 1\n  assert i < 2_000"
    let error = #expect(throws: SourceError.self) { try Program(parsing: text).execute(options) }
    #expect(error?.description.contains("2,000,000 steps") == true, "\(String(describing: error))")
  }

  @Test func ofManyUnknownNamesTheFirstAreExplained() {
    let text = (0..<20_000).map { "y\($0) = q\($0) + 1" }.joined(separator: "\n")
    let message = LanguageTests.mistakes(text)?.description ?? ""
    #expect(message.contains("unknown name 'q19'") && message.contains("19980 more errors"))
  }
}
