import GradViz
import Micrograd

/// A further frame of the same topology against a full drawing, as SVG.
enum Frames {
  static func run() throws {
    print("\n## Frames\n")
    row("graph", "full drawing, ms", "a further frame, ms", "ratio")
    row("---", "---", "---", "---")
    for (name, net) in [
      ("MLP 2-2-1 and loss", MLP(2, [2, 1], seed: 1)), ("MLP 3-4-4-1 and loss", MLP(3, [4, 4, 1], seed: 1)),
      ("MLP 2-16-16-1 and loss, drawn whole", MLP(2, [16, 16, 1], seed: 1)),
    ] {
      let inputs = net.layers[0].neurons[0].w.indices.map { Value(Double($0) + 0.5) }
      let loss = squaredError(net(inputs), [1])
      loss.backward()
      let graph = Graph(of: loss)
      var options = DrawingOptions()
      options.maxNodes = 10_000
      let drawing = Drawing(graph, options: options)
      let template = try FrameTemplate(graph, options: options)
      let repeats = 100
      let times = try Measurement.inTurn(
        7,
        [
          ("full", { _ = try drawing.bytes([.svg]) }),
          ("frame", { for step in 0..<repeats { _ = template.fill(graph, caption: "step \(step)") } }),
        ])
      let (full, frame) = (times[0].median, times[1].median / Double(repeats))
      row("\(name): \(graph.nodes.count) values", text(full), text(frame), "\(text(full / frame)) ×")
    }
    let net = MLP(3, [4, 4, 1], seed: 1)
    let loss = squaredError(net([Value(1.0), Value(2.0), Value(3.0)]), [1])
    loss.backward()
    let graph = Graph(of: loss)
    let thousand = try Measurement.inTurn(
      5,
      [
        (
          "1,000 frames",
          {
            let template = try FrameTemplate(graph)
            for step in 0..<1000 { _ = template.fill(graph, caption: "step \(step)") }
          }
        )
      ])[0].median
    print("\n1,000 frames of an MLP 3-4-4-1, its one layout included: \(text(thousand)) ms")
  }
}
