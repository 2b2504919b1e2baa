import Foundation
import Micrograd
import Testing

@testable import GradViz

/// Foundation's encoders say what is right.
@Suite struct EncodedTextTests {
  /// Everything that a type of a file may be made of.
  struct Everything: Codable, Equatable {
    enum Kind: String, Codable { case one, two }
    struct Inner: Codable, Equatable { var numbers: [[Double]], name: String?, kinds: [Kind] }
    var zero = 0.0, minusZero = -0.0, whole = 3.0, tenth = 0.1, huge = 1e300, small = 2.5e-308, big = 1e16
    var single: Float = 0.25
    var int = Int.min, unsigned = UInt64.max, byte: Int8 = -1
    var isRight = true, isWrong = false
    var text = "a \"b\" \\ / \n\t\u{1} é 🎉 \u{2028}"
    var none: Int?
    var inner = Inner(numbers: [[], [1, -2.5], [.infinity, -.infinity]], name: nil, kinds: [.two, .one])
    var named = ["b": 1, "a": 2, "B": 3]
    var empty: [String] = []
  }

  private func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  @Test func everythingReadsBack() throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    for isIndented in [false, true] {
      let text = try JSONText.encoded(Everything(), isIndented: isIndented)
      let again = try decoder.decode(Everything.self, from: Data(text.utf8))
      #expect(again == Everything() && again.minusZero.sign == .minus, "\(text)")
      var reader = JSONReader(Array(text.utf8), source: "f.json")
      #expect(try reader.decode(Everything.self) == Everything())
    }
  }

  @Test(arguments: ["moons", "spiral", "lecture"]) func aTrainingIsWrittenAsFoundationWritesIt(
    _ name: String
  ) throws {
    let source = DataSource(name)
    var plan = TrainingPlan.moons
    if name == "spiral" { plan.loss = .crossEntropy }
    let samples = try source.load(for: plan.loss)
    let trainer = try Trainer(plan, on: samples.training)
    _ = try trainer.advance()
    let description = TrainingDescription(plan: plan, source: source, sample: 0, data: samples.training)
    let encoded = String(decoding: try encoder().encode(description), as: UTF8.self)
    #expect(try JSONText.encoded(description) == encoded)
    let model = ModelFile(trainer, preparation: samples.preparation)
    #expect(try JSONText.encoded(model) == String(decoding: encoder().encode(model), as: UTF8.self))
  }

  @Test func indentedTextIsThatOfPython() throws {
    struct Small: Encodable { var b = [1.5, 2], a = ["k": true], empty: [Int] = [] }
    let text = try JSONText.encoded(Small(), isIndented: true)
    // json.dumps(value, indent=2, sort_keys=True), but for 2.0.
    #expect(
      text == """
        {
          "a": {
            "k": true
          },
          "b": [
            1.5,
            2
          ],
          "empty": []
        }
        """)
  }

  @Test func base64IsThatOfFoundation() {
    var generator = RandomGenerator(seed: 7)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    }
  }
}
