import Foundation
import Micrograd
import TemporaryFolder
import Testing

@testable import GradViz

/// Edges that stand for the weights of closed neurons, in drawings, in frames and in pictures of steps.
@Suite struct WeightEdgeTests {
  /// A layer of one neuron with two inputs at two moments; its weights, the bias, and what the pictures must show:
  /// half a point, and 2.6 more for the greatest, by sign. Keys are classes.
  private static let moments: [(parameters: [Double], looks: [String: [String]], bias: String)] = [
    ([2, -1, 0.25], ["positive": ["#2b6cb0", "3.1"], "negative": ["#d2691e", "1.8"]], "0.25"),
    ([-0.5, 4, -3], ["negative": ["#d2691e", "0.83"], "positive": ["#2b6cb0", "3.1"]], "−3"),
  ]

  private static let options = DrawingTests.options { $0.depth = 2 }

  private static func graphs() -> [Graph] {
    let net = MLP(2, [1], activation: .tanh, outputActivation: .tanh, seed: 1)
    return moments.map { moment in
      for (parameter, number) in zip(net.parameters, moment.parameters) { parameter.data = number }
      let loss = (net([Value(2, label: "x"), Value(3, label: "y")])[0] - 1) ** 2
      loss.backward()
      return Graph(of: loss)
    }
  }

  /// Colour and width by class of the lines of weights, whether the line or its group has them.
  private static func looks(_ svg: String) -> [String: [String]] {
    var looks: [String: [String]] = [:]
    for match in svg.matches(
      of: /<g[^>]*class="edge (?:now )?(positive|negative)[^>]*>[^<]*(?:<title>[^<]*<\/title>\n)?<path[^>]*>/)
    {
      let colour = match.0.firstMatch(of: /[ ]stroke="([^"]*)"/)?.1 ?? ""
      let width = match.0.firstMatch(of: /[ ]stroke-width="([^"]*)"/)?.1 ?? ""
      looks[String(match.1)] = [String(colour), String(width)]
    }
    return looks
  }

  @Test func framesShowWeightsAsDrawingsDo() throws {
    let graphs = Self.graphs()
    let template = try FrameTemplate(graphs[0], options: Self.options)
    for (graph, moment) in zip(graphs, Self.moments) {
      let frame = String(decoding: template.fill(graph), as: UTF8.self)
      let reader = SVGReader(frame)
      #expect(reader.isWellFormed)
      #expect(Self.looks(frame) == moment.looks)
      #expect(Self.looks(try Drawing(graph, options: Self.options).svg()) == moment.looks)
      #expect(reader.texts.contains("tanh · bias \(moment.bias)"))
      for note in ["weight > 0", "weight < 0", "width: |weight|"] { #expect(reader.texts.contains(note)) }
    }
  }

  /// As bitmaps: of the frame with a weight of the other sign, and nothing else that is other.
  @Test func bitmapsOfFramesShowWeights() throws {
    let graph = Self.graphs()[0]
    let weight = try #require(graph.nodes.firstIndex { $0.role == .parameter && $0.data == 2 })
    var data = graph.nodes.map(\.data)
    data[weight] = -2
    let other = graph.with(data: data, grad: graph.nodes.map(\.grad))
    let template = try FrameTemplate(graph, options: Self.options)
    #expect(try template.png(graph) == template.png(graph))
    #expect(try template.png(graph) != template.png(other))
  }

  @Test func picturesOfARunShowWeightsAndBiasesOfEachStep() throws {
    let temporary = TemporaryFolder()
    let recorder = try Recorder(directory: temporary.path, frames: nil)
    for (step, graph) in Self.graphs().enumerated() {
      try recorder.capture(graph, step: step, metrics: [:])
    }
    try recorder.finish()
    let run = try RunFile(path: "\(temporary.path)/run.jsonl")
    let pictures = try StepPictures(run, options: Self.options)
    for (index, moment) in Self.moments.enumerated() {
      let svg = String(decoding: try pictures.bytes(index, as: .svg), as: UTF8.self)
      #expect(SVGReader(svg).isWellFormed)
      #expect(Self.looks(svg) == moment.looks)
      #expect(svg.contains("bias\u{A0}\(moment.bias)"))
    }
    let playing = String(decoding: pictures.animatedSVG(), as: UTF8.self)
    #expect(SVGReader(playing).isWellFormed)
    for moment in Self.moments {
      #expect(playing.contains("bias\u{A0}\(moment.bias)"))
      for look in moment.looks.values { #expect(playing.contains("stroke-width=\"\(look[1])\"")) }
    }
  }

  @Test func theStepsOfANetworkShowItsWeights() throws {
    let pictures = try StepPictures(Self.graphs()[0], options: Self.options)
    for index in [0, pictures.count - 1] {
      let svg = String(decoding: try pictures.bytes(index, as: .svg), as: UTF8.self)
      #expect(Self.looks(svg) == Self.moments[0].looks)
      #expect(svg.contains("bias\u{A0}0.25"))
    }
  }
}
