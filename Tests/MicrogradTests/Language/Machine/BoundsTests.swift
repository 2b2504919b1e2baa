import Testing

/// Few lines can ask for more than a machine has: an error in words, before the memory is taken.
@Suite struct BoundsTests {
  @Test(arguments: [
    ("xs = [1.0]\nfor i in range(60): xs = xs + xs", "10,000,000 elements"),
    ("xs = [1.0]\nfor i in range(60): xs += xs", "10,000,000 elements"),
    ("xs = (1.0,)\nfor i in range(60): xs = xs + xs", "10,000,000 elements"),
    ("xs = [0] * 10**12", "10,000,000 elements"),
    ("xs = list(range(10**12))", "10,000,000 elements"),
    ("xs = range(10**12)[::1]", "10,000,000 elements"),
    ("s = 'a'\nfor i in range(60): s = s + s", "64 MB"),
    ("s = 'a'\nfor i in range(60): s = f'{s}{s}'", "64 MB"),
    ("s = 'ab' * 10**12", "64 MB"),
    ("s = 'a' * 10**6\nt = s.replace('a', s)", "64 MB"),
    ("s = 'a' * 10**6\nt = s.join([s] * 1000)", "64 MB"),
  ])
  func whatWouldNotFitIsRefused(_ text: String, _ limit: String) {
    let error = LanguageTests.mistakes(text)
    #expect(error?.description.contains(limit) == true, "\(String(describing: error))")
  }

  @Test func ofManyUnknownNamesTheFirstAreExplained() {
    let text = (0..<20_000).map { "y\($0) = q\($0) + 1" }.joined(separator: "\n")
    let message = LanguageTests.mistakes(text)?.description ?? ""
    #expect(message.contains("unknown name 'q19'") && message.contains("19980 more errors"))
  }
}
