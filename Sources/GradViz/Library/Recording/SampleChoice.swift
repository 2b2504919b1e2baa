/// Whose graph a recorded training keeps.
public enum SampleChoice: Sendable, Equatable {
  /// That of the sample whose loss is greatest before the first step, the first of several: the one that has most
  /// to show. It stays the same for the whole run, so that steps can be compared.
  case greatestLoss
  /// That of one sample, counted from 0.
  case number(Int)
  /// That of all samples of each step, which is large.
  case all

  /// A choice in words: `worst`, `all`, or a number from 0 on.
  ///
  ///     SampleChoice("17")   // number(17)
  ///
  /// - Returns: nil of other words.
  public init?(_ text: String) {
    switch text {
    case "worst": self = .greatestLoss
    case "all": self = .all
    default:
      guard let number = Int(text), number >= 0 else { return nil }
      self = .number(number)
    }
  }
}
