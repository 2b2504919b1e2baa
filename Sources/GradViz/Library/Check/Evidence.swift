/// What is known of the slope by one value, and what follows for a gradient that somebody gives.
struct Evidence {
  /// By the rules, forward; backward where forward mode was too much work.
  let ruled: WideDouble
  let measured: WideDouble
  /// How far off the differences may be.
  let error: WideDouble
  /// How far rounding may put off a sum of contributions, and with it any gradient.
  let rounding: WideDouble
  let cancellation: WideDouble
  let rangeError: WideDouble
  let precision: NumberPrecision
  /// The slopes downwards and upwards, where there is a kink on the way.
  let sides: (left: WideDouble, right: WideDouble)?
  let kinkAt: Int?
  let undefinedAt: Int?
  /// Whether 0 · ∞ may have come through from where no slope depends on it.
  let mayBeNaN: Bool
  let unknownAt: Int?

  /// Gradients are compared to six digits: files often carry no more.
  static let tolerance = 1e-6

  func verdict(on gradient: Double) -> GradientCheck.Verdict {
    let verdict = verdict(on: gradient, slack)
    let uncertainty = precision.uncertainty(ofSlope: gradient)
    // That it was rounded is only thought of what would not be right otherwise.
    guard uncertainty > 0, verdict == .disagrees || verdict == .cannotTell(.rounding) else { return verdict }
    return self.verdict(on: gradient, slack + WideDouble(uncertainty))
  }

  private func verdict(on gradient: Double, _ slack: WideDouble) -> GradientCheck.Verdict {
    let given = WideDouble(gradient)
    if let undefinedAt { return .cannotTell(.undefined(undefinedAt)) }
    if mayBeNaN, !given.isFinite { return .cannotTell(.range) }
    if !rangeError.isFinite, unknownAt == nil || ruled.isFinite { return .cannotTell(.range) }
    if let unknownAt {
      let isBelieved = kinkAt != nil || !ruled.isFinite || isNear(given, ruled, slack)
      return isBelieved ? .cannotTell(.unknownOperation(unknownAt)) : .disagrees
    }
    if let kinkAt {
      guard let sides else { return .cannotTell(.notMeasured) }
      guard sides.left.isFinite, sides.right.isFinite else { return .cannotTell(.undefined(kinkAt)) }
      return verdict(on: given, between: sides.left, sides.right, slack)
    }
    return verdictWithoutKink(on: given, slack)
  }

  /// How far from its slope a right gradient may be.
  private var slack: WideDouble {
    rounding + rangeError + (precision.isReduced ? cancellation : .zero)
  }

  private func isNear(_ given: WideDouble, _ slope: WideDouble, _ slack: WideDouble) -> Bool {
    (given - slope).magnitude <= slope.magnitude * Evidence.tolerance + slack
  }

  private func verdictWithoutKink(on given: WideDouble, _ slack: WideDouble) -> GradientCheck.Verdict {
    guard isNear(given, ruled, slack) else {
      // Another formula than the engine's may be right as well, where differences are sharp enough to say so.
      if error <= measured.magnitude * 1e-4, isNear(given, measured, slack + error) { return .agrees }
      return isNear(given, ruled, slack + cancellation * 2) ? .cannotTell(.rounding) : .disagrees
    }
    // An estimate of an error is an estimate.
    guard isNear(given, measured, slack + error * 4) else { return .disagrees }
    if given.isZero, ruled.isZero { return .agrees }
    let hair = ruled.magnitude * precision.hair
    guard rangeError <= hair else { return .cannotTell(.range) }
    guard slack <= hair, error <= measured.magnitude * 1e-2 else { return .cannotTell(.rounding) }
    return .agrees
  }

  /// Any slope between those of both sides is right, and so is what the engine's convention makes of it.
  private func verdict(
    on given: WideDouble, between left: WideDouble, _ right: WideDouble, _ slack: WideDouble
  ) -> GradientCheck.Verdict {
    let size = WideDouble.max(left.magnitude, right.magnitude)
    let margin = size * 1e-4 + slack
    let (low, high) = left <= right ? (left, right) : (right, left)
    guard isNear(given, ruled, slack) || (low - margin <= given && given <= high + margin) else {
      return .disagrees
    }
    guard slack <= WideDouble.max(size, ruled.magnitude) * precision.hair else {
      return .cannotTell(.rounding)
    }
    return (left - right).magnitude <= margin && (given - right).magnitude <= margin ? .agrees : .kink
  }
}
