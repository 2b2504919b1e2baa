/// What a text's own class `Neuron` does otherwise than another would, as far as its words tell.
///
/// Classes are not executed: the neurons are GradViz's. But whose nonlinearity they have, and whether their bias
/// is drawn, is what learners change, and a network that stays as in the lecture would be a wrong answer.
struct NeuronStyle {
  let activation: Activation
  /// Whether the last layer has none, as in the package, whose neurons take `nonlin`.
  let isLastLinear: Bool
  let drawsBias: Bool

  /// - Parameter body: the text of the class.
  init(of body: ArraySlice<UInt8>) {
    let lines = body.split(separator: UInt8(ascii: "\n")).map { line in
      line.prefix { $0 != UInt8(ascii: "#") }.split {
        !(Lexer.isDigit($0) || $0 == UInt8(ascii: "_")
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20))
      }.map { String(decoding: $0, as: UTF8.self) }
    }
    let words = Set(lines.joined())
    activation = Activation.allCases.first { $0 != .none && words.contains($0.rawValue) } ?? .none
    isLastLinear = words.contains("nonlin")
    let bias = lines.first { $0.starts(with: ["self", "b"]) }
    drawsBias = bias?.contains { $0 == "random" || $0 == "uniform" || $0 == "gauss" } ?? true
  }

  /// In a remark.
  var description: String {
    let name = activation == .none ? "no nonlinearity" : activation.rawValue
    return isLastLinear ? "\(name) but in the last layer" : name
  }
}
