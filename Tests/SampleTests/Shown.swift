import Foundation
import GradViz
import Micrograd
import TemporaryFolder
import Testing

/// Every sample that readers see, as `scripts/samples.py` found it, compiles, runs and gives what it shows.
@Suite struct SampleTests {
  private let temporary = TemporaryFolder()
  var folder: String { temporary.path }

  init() throws {
    try OutputFile.createFolder(folder + "/output")
  }

  /// What a sample prints.
  func say(_ value: Any) {}

  /// Compares a value with what is written behind it.
  ///
  /// Digits count as far as they are shown; an ellipsis stands for what is left out.
  func expect(_ value: Any?, _ shown: String, _ place: String) {
    #expect(Shown(shown).matches(value), "\(place): \(Shown.text(value)) is shown as \(shown)")
  }
}

/// The expression of the lecture, for samples that begin in the middle.
struct Lecture {
  let a = Value(2.0, label: "a")
  let b = Value(-3.0, label: "b")
  // swift-format-ignore: AlwaysUseLowerCamelCase
  let L: Value

  init() {
    let c = Value(10.0, label: "c")
    let f = Value(-2.0, label: "f")
    let e = a * b
    e.label = "e"
    let d = e + c
    d.label = "d"
    L = d * f
    L.label = "L"
    L.backward()
  }
}

/// A result as a comment shows it.
struct Shown {
  let comment: String

  init(_ comment: String) { self.comment = comment }

  /// How a value is shown.
  static func text(_ value: Any?) -> String {
    guard let value else { return "nil" }
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional { return text(mirror.children.first?.value) }
    switch value {
    case let text as String:
      return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    case let list as [Any]: return "[" + list.map { Shown.text($0) }.joined(separator: ", ") + "]"
    default: break
    }
    switch mirror.displayStyle {
    case .tuple: return "(" + mirror.children.map { Shown.text($0.value) }.joined(separator: ", ") + ")"
    case .enum: return ".\(value)"
    default: return "\(value)"
    }
  }

  /// Whether a value is what is shown.
  func matches(_ value: Any?) -> Bool {
    let text = Shown.text(value)
    if comment == text || comment.hasPrefix(text + ":") || comment.hasPrefix(text + ",")
      || comment.hasPrefix(text + " ")
    {
      return true
    }
    let word = comment.prefix { !":, ".contains($0) }
    if let number = value as? Double ?? (value as? Int).map(Double.init) {
      let digits = word.prefix { $0 != "…" }
      guard let shown = Double(digits) else { return false }
      if digits.count < word.count { return text.hasPrefix(digits) || abs(shown - number) <= 1e-9 }
      // Half of the last digit that is shown.
      let exponent = digits.firstIndex(of: "e").map { Int(digits[digits.index(after: $0)...]) ?? 0 } ?? 0
      let decimals = digits.prefix { $0 != "e" }.split(separator: ".").dropFirst().first?.count ?? 0
      return abs(shown - number) <= 0.500001 * pow(10, Double(exponent - decimals))
    }
    return false
  }
}
