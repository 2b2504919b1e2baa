import CSystem

/// Functions of `math` on floats. Where Python raises, they give NaN or infinity.
extension Machine {
  func callFloats(_ native: Builtin.Native, _ x: Double) -> Object {
    switch native {
    case .degrees: return .float(x * (180 / .pi))
    case .radians: return .float(x * (.pi / 180))
    case .cbrt: return .float(CSystem.cbrt(x))
    case .exp2: return .float(CSystem.exp2(x))
    case .erfc: return .float(CSystem.erfc(x))
    case .gamma: return .float(CSystem.tgamma(x))
    case .lgamma:
      // The other one of libm writes the sign where all threads see it.
      var sign: Int32 = 0
      return .float(CSystem.lgamma_r(x, &sign))
    case .ulp: return .float(x.isInfinite ? .infinity : x.ulp)
    case .modf:
      let whole = x.rounded(.towardZero)
      let part = x.isInfinite ? 0 : x - whole
      return .tuple(
        Tuple([.float(Double(signOf: x, magnitudeOf: part)), .float(whole)], graveyard))
    default:
      guard x.isFinite, x != 0 else { return .tuple(Tuple([.float(x), .int(0)], graveyard)) }
      let part = Double(sign: x.sign, exponent: -1, significand: x.significand)
      return .tuple(Tuple([.float(part), .int(Int(x.exponent) + 1)], graveyard))
    }
  }

  func callFloats(_ native: Builtin.Native, _ x: Double, _ y: Double) -> Double {
    switch native {
    case .copysign: Double(signOf: y, magnitudeOf: x)
    case .fmod: x.truncatingRemainder(dividingBy: y)
    case .remainder: x.remainder(dividingBy: y)
    case .nextafter: CSystem.nextafter(x, y)
    default: CSystem.atan2(x, y)
    }
  }
}
