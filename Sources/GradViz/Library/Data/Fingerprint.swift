import Micrograd

/// A number that tells data from others: FNV-1a with 64 bits.
///
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV non-cryptographic hash algorithm", 1991.
struct Fingerprint {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Eight bytes, the lowest first.
  mutating func add(_ number: UInt64) {
    var rest = number
    for _ in 0..<8 {
      add(byte: UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  mutating func add(_ count: Int) { add(UInt64(truncatingIfNeeded: count)) }

  /// With the number of them, so that no two lists run into each other.
  mutating func add(_ texts: [String]) {
    add(texts.count)
    for text in texts {
      add(text.utf8.count)
      for byte in text.utf8 { add(byte: byte) }
    }
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension Samples {
  /// What tells these samples from others: names, classes, every number to the last bit, and their order.
  ///
  /// Whatever has no part in them, such as another separator or a column that is left out, changes nothing. O(n) for n
  /// numbers.
  var fingerprint: String {
    var print = Fingerprint()
    for data in [training, test].compactMap(\.self) {
      print.add(data.columns)
      print.add(data.classNames)
      print.add(data.count)
      for row in data.inputs { for number in row { print.add(number.bitPattern) } }
      for target in data.targets { print.add(target.bitPattern) }
      for kind in data.classes ?? [] { print.add(kind) }
    }
    return print.text
  }
}
