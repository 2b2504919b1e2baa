import Micrograd

/// The closed boxes of a view that are neurons, and the edges into them that stand for their weights.
struct ClosedNeurons: Sendable {
  /// Of each box of the view; nil if it is no neuron.
  let texts: [NeuronText?]
  /// Of each link of the view, the id of the weight with which a neuron takes what it brings; nil if it is no such link.
  let weights: [Int?]

  init(_ view: GraphView, _ graph: Graph) {
    let texts = view.boxes.map { NeuronText($0, graph) }
    self.texts = texts
    weights = view.links.map { link in
      guard link.count == 1, case .box(let index) = link.to, texts[index] != nil,
        let product = link.edges.first?.user
      else { return nil }
      return NeuronText.weight(of: product, graph)
    }
  }

  /// The numbers of the weights at a moment, by id.
  func weights(at moment: Graph) -> [Int: Double] {
    Dictionary(
      weights.compactMap { id in id.map { ($0, moment.nodes[$0].data) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// What a neuron applies and adds at a moment; nil if the box is none.
  func line(ofBox index: Int, at moment: Graph, _ number: (Double) -> String) -> String? {
    texts[index].map { $0.line(moment, number) }.map { $0.prefix + $0.bias }
  }
}
