/// How edges look that stand for the weights of closed neurons: coloured by sign, as wide as the weight is large beside
/// the greatest of the same moment.
struct WeightScale: Sendable {
  private let greatest: Double
  private let palette: Palette
  /// Of hundreds of lines each is thinner.
  private let isDense: Bool

  /// - Parameter weights: all that are drawn.
  init(_ weights: some Sequence<Double>, _ palette: Palette, isDense: Bool) {
    greatest = weights.lazy.map(\.magnitude).filter(\.isFinite).max() ?? 0
    self.palette = palette
    self.isDense = isDense
  }

  struct Look: Sendable {
    /// By which the style sheet finds it.
    let name: String
    let colour: String
    /// In points.
    let width: String
  }

  func look(of weight: Double) -> Look {
    let isNegative = weight < 0
    let share = weight.isFinite ? (greatest > 0 ? weight.magnitude / greatest : 0) : 1
    let width = (isDense ? 0.3 : 0.5) + (isDense ? 1.5 : 2.6) * share
    return Look(
      name: isNegative ? "negative" : "positive",
      colour: isNegative ? palette.negative : palette.positive,
      width: "\((width * 100).rounded() / 100)")
  }
}

extension WeightScale.Look {
  /// What the group of an edge has whose outlines have no colour and width of their own, after its other classes:
  /// ` positive" fill="#2b6cb0" stroke="#2b6cb0" stroke-width="2.6`.
  var groupAttributes: String {
    " \(name)\" fill=\"\(colour)\" stroke=\"\(colour)\" stroke-width=\"\(width)"
  }

  var edgeAttributes: DotGraph.Attributes {
    [("class", name), ("color", colour), ("penwidth", width)]
  }
}
