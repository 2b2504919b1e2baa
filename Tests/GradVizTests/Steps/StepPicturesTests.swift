import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct StepPicturesTests {
  static func graph(_ text: String) throws -> Graph {
    try GraphInput(Array(text.utf8), source: "test").graph
  }

  static let lecture = "a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a * b\nd = e + c\nL = d * f\n"

  private static func pictures(_ text: String, _ phase: StepPictures.Phase = .both) throws -> StepPictures {
    try StepPictures(try graph(text), phase: phase)
  }

  /// Name, data and gradient of every box of a picture, in order of drawing.
  private static func boxes(_ svg: [UInt8]) -> [String] {
    let reader = SVGReader(String(decoding: svg, as: UTF8.self))
    #expect(reader.isWellFormed)
    let texts = reader.texts
    return texts.indices.filter { texts[$0].hasPrefix("data ") }.map { index in
      "\(texts[index - 1]) \(texts[index].dropFirst(5)) \(texts[index + 1].dropFirst(5))"
    }
  }

  @Test func everyPictureOfTheLectureHasThePlayersNumbersAndWords() throws {
    let pictures = try Self.pictures(Self.lecture)
    #expect(
      pictures.names == [
        "01-forward-e", "02-forward-d", "03-forward-L", "04-backward-L", "05-backward-d", "06-backward-f",
        "07-backward-e", "08-backward-c", "09-backward-a", "10-backward-b",
      ])
    // By hand: of a, b, c, f, e, d and L after each step what is known, "—" standing for what is not.
    let data = ["2", "−3", "10", "−2", "−6", "4", "−8"]
    let grad = ["6", "−4", "−2", "4", "−2", "−2", "1"]
    let names = ["a", "b", "c", "f", "e", "d", "L"]
    let computed = [4, 5, 6]
    let reached = [6, 5, 3, 4, 2, 0, 1]
    for index in 0..<pictures.count {
      let shown = Self.boxes(try pictures.bytes(index, as: .svg))
      let expected = names.indices.map { value in
        let isKnown = value < 4 || computed.prefix(index + 1).contains(value)
        let hasGrad = index > 2 && reached.prefix(index - 2).contains(value)
        return "\(names[value]) \(isKnown ? data[value] : "—") \(hasGrad ? grad[value] : "—")"
      }
      #expect(Set(shown) == Set(expected), "\(pictures.names[index])")
    }
    #expect(pictures.text(0) == "e = a · b = 2 · (−3) = −6. forward: a value from its operands")
    #expect(pictures.text(3) == "L.grad = 1. how much L changes with itself: every gradient starts here")
    #expect(pictures.text(8) == "a.grad += e.grad · ∂e/∂a = (−2) · (−3) = 6. the only use of a")
  }

  @Test func whatIsUsedTwiceGrowsTwice() throws {
    let pictures = try Self.pictures("a = 3; b = a + a", .backward)
    #expect(pictures.names == ["01-backward-b", "02-backward-a", "03-backward-a"])
    let grads = try (0..<3).map { index in
      Self.boxes(try pictures.bytes(index, as: .svg)).first { $0.hasPrefix("a ") }
    }
    #expect(grads == ["a 3 —", "a 3 1", "a 3 2"])
    #expect(pictures.text(1).hasSuffix("a.grad so far: 1 (1 of 2 uses)"))
    #expect(pictures.text(2).hasSuffix("both uses add up: a.grad = 1 + 1 = 2"))
    let first = SVGReader(String(decoding: try pictures.bytes(1, as: .svg), as: UTF8.self))
    #expect(first.classes.count { $0.hasPrefix("edge") && $0.hasSuffix("now") } == 2, "an edge, and its wire")
  }

  @Test func phasesChooseTheSteps() throws {
    #expect(try Self.pictures(Self.lecture, .forward).names.count == 3)
    #expect(try Self.pictures(Self.lecture, .backward).names.first == "01-backward-L")
    let graph = try Self.graph(Self.lecture).withoutGradients()
    #expect(try StepPictures(graph).names.count == 3)
    let error = #expect(throws: StepPicturesError.self) { try StepPictures(graph, phase: .backward) }
    #expect(error!.description.contains("--phase forward"))
    #expect(throws: StepPicturesError.self) { try Self.pictures("a = 1", .forward) }
    #expect(try Self.pictures("a = 1").names == ["01-backward-a"])
  }

  @Test func tooManyStepsAreRefusedWithTheRemedy() throws {
    let chain = "x = 1.0; a = 0.5\nfor i in range(600): x = x * a\n"
    let options = DrawingTests.options { $0.maxNodes = 5000 }
    let error = #expect(throws: StepPicturesError.self) {
      try StepPictures(try Self.graph(chain), options: options)
    }
    #expect(error!.description.contains("1,801 steps") && error!.description.contains("--phase"))
  }

  @Test func namesAreFileNamesWhateverLabelsAre() throws {
    let a = Value(1, label: "../../etc/passwd")
    let b = Value(2, label: "\u{202E}x\n\u{0}")
    let c = a * b
    c.label = "<script>&\"'/"
    c.backward()
    let pictures = try StepPictures(Graph(of: c))
    #expect(
      pictures.names
        == [
          "1-forward-script", "2-backward-script", "3-backward-etc_passwd", "4-backward-x",
        ].map { "0" + $0 })
    let svg = String(decoding: try pictures.bytes(2, as: .svg), as: UTF8.self)
    #expect(SVGReader(svg).isWellFormed && !svg.contains("<script>"))
    #expect(SVGReader(svg).texts.contains("../../etc/passwd"))
    let animation = String(decoding: pictures.animatedSVG(), as: UTF8.self)
    #expect(SVGReader(animation).isWellFormed && !animation.contains("<script>"))
    #expect(try pictures.bytes(0, as: .png).starts(with: [0x89, 0x50]))
  }

  /// Module paths are the text of users as well.
  @Test func namesOfModulesAreNoMarkup() throws {
    let json = #"""
      {"root": 3, "nodes": [
        {"id": 0, "data": 2, "grad": 4, "label": "a", "role": "parameter"},
        {"id": 1, "op": "*", "prev": [0, 0], "data": 4, "grad": 1},
        {"id": 2, "op": "neg", "prev": [1], "data": -4, "grad": 1},
        {"id": 3, "op": "neg", "prev": [2], "data": 4, "grad": 1}],
       "modules": [{"path": "x\u0001<b>\u202e", "nodes": [1, 2]}, {"path": "y\u0002", "nodes": [2, 3]}]}
      """#
    let pictures = try StepPictures(
      try Self.graph(json), phase: .backward, options: DrawingTests.options { $0.depth = 0 })
    #expect(pictures.count == 4)
    for index in 0..<pictures.count {
      let svg = String(decoding: try pictures.bytes(index, as: .svg), as: UTF8.self)
      #expect(SVGReader(svg).isWellFormed && !svg.contains("\u{1}") && !svg.contains("\u{202E}"))
    }
    #expect(SVGReader(String(decoding: pictures.animatedSVG(), as: UTF8.self)).isWellFormed)
  }

  @Test func numbersThatAreNotFiniteAreMarked() throws {
    let pictures = try Self.pictures("a = 0.0; b = a / a; L = b * 2", .both)
    let last = SVGReader(String(decoding: try pictures.bytes(pictures.count - 1, as: .svg), as: UTF8.self))
    #expect(last.classes.contains { $0.contains("alarm") })
    #expect(last.texts.contains("data ⚠ NaN"))
    #expect(pictures.text(0).contains("= ⚠ NaN"))
  }

  @Test func theSameGraphGivesTheSameBytes() throws {
    let texts = try (0..<2).map { _ in
      let pictures = try Self.pictures(Self.lecture)
      return [
        try pictures.bytes(4, as: .svg), try pictures.bytes(4, as: .png), try pictures.pdf(),
        pictures.animatedSVG(), try pictures.animatedPNG(),
      ]
    }
    for (first, second) in zip(texts[0], texts[1]) { #expect(first == second) }
  }

  @Test func modulesAreStepsOfTheirOwn() throws {
    let text = "net = MLP(2, [2, 1], seed=1)\nL = net([1.0, 2.0])"
    let closed = try StepPictures(try Self.graph(text), options: DrawingTests.options { $0.depth = 0 })
    #expect(closed.text(0).hasSuffix("values computed"))
    #expect(closed.names[0] == "01-forward-net")
    let named = try StepPictures(
      try Self.graph("a = 1.0\nb = 2.0\nnet = MLP(2, [2, 1], seed=1)\no = net([a, b])\nL = o * 2"),
      options: DrawingTests.options { $0.depth = 0 })
    let all = named.names.indices.map(named.text).joined(separator: "\n")
    #expect(all.contains("net(a, b) = "), "what a module is applied to: \(all)")
    #expect(all.contains("with 9 parameters, ") && all.contains("net: "))
    let open = try StepPictures(try Self.graph(text))
    #expect(open.count > 20)
    #expect(SVGReader(String(decoding: try open.bytes(20, as: .svg), as: UTF8.self)).isWellFormed)
  }

  /// A label that is an expression would read as another product.
  @Test func namesThatAreExpressionsAreBracketed() throws {
    let x = Value(2, label: "x1")
    let w = Value(-3, label: "w1")
    let product = x * w
    product.label = "x1*w1"
    let root = product * x
    root.label = "o"
    root.backward()
    let pictures = try StepPictures(Graph(of: root))
    let all = pictures.names.indices.map(pictures.text).joined(separator: "\n")
    #expect(all.contains("x1*w1 = x1 · w1") && all.contains("o = (x1*w1) · x1"), "\(all)")
    #expect(all.contains("(x1*w1).grad += o.grad · ∂o/∂(x1*w1)"), "\(all)")
    #expect(!all.contains(")x1*w1.grad"))
    for (name, term) in [
      ("a", "a"), ("net.layers[0].w", "net.layers[0].w"), ("\u{2212}1.5", "\u{2212}1.5"), ("a-b", "(a-b)"),
      ("loss of 3", "(loss of 3)"), ("x₀'", "x₀'"), ("a + (b)", "(a + (b))"),
    ] { #expect(LabelText.term(name) == term) }
  }
}
