import Micrograd
import Testing

@testable import GradViz

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (-8, "−8"), (0.70710678, "0.7071"), (138.8338192, "138.8338"), (1.5e-7, "1.5e−7"),
    (-0.0, "0"),
    (1e9, "1e9"), (123456.789, "123456.789"), (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"),
    (0.00005, "5e−5"),
    (100, "100"), (1e300, "1e300"), (.leastNonzeroMagnitude, "4.941e−324"),
  ])
  func short(_ number: Double, _ text: String) {
    #expect(NumberText(digits: 4, isFixed: false)(number) == text)
  }

  @Test(arguments: [
    (2.0, "2.0000"), (-8, "-8.0000"), (0.70710678, "0.7071"), (.nan, "nan"), (-.infinity, "-inf"),
    (1e300, nil),
  ])
  func fixed(_ number: Double, _ text: String?) {
    let shown = NumberText(digits: 4, isFixed: true)(number)
    if let text { #expect(shown == text) } else { #expect(shown.count == 306) }
  }

  @Test func digits() {
    #expect(NumberText(digits: 0, isFixed: false)(2.6) == "3")
    #expect(NumberText(digits: 99, isFixed: true)(0.1) == "0.10000000000000001")
  }
}

@Suite struct LabelTextTests {
  @Test func controlsBecomeVisible() {
    #expect(LabelText.visible("a\nb\u{0}\u{7F}\u{85}\u{202E}\u{FFFE}x") == "a␊b␀␡��\u{FFFD}x")
    #expect(LabelText.visible("שלום\u{200F} é 🎉 a|b") == "שלום\u{200F} é 🎉 a|b")
  }

  @Test func longTextIsElided() {
    #expect(LabelText.elided(String(repeating: "x", count: 5000)).count == 33)
    #expect(LabelText.elided("short") == "short")
    let stacked = "e" + String(repeating: "\u{301}", count: 100_000)
    #expect(LabelText.elided(stacked).unicodeScalars.count < 200)
  }

  @Test func escapes() {
    #expect(LabelText.escapedForLabel("\\N&amp;") == "\\\\N&amp;amp;")
    #expect(LabelText.escapedForRecord("a|b {x} <p> \\") == "a\\|b \\{x\\} \\<p\\> \\\\")
    #expect(LabelText.escapedForRecord(" é x  y") == "&#32;é&#32;x&#32;&#32;y")
    #expect(LabelText.escapedForXML("<a b=\"c\">&") == "&lt;a b=&quot;c&quot;&gt;&amp;")
  }
}
