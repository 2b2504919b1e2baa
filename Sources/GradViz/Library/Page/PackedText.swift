/// Text in which what was said before is referred to instead of said again (J. Ziv, A. Lempel, 1977).
///
/// It stays text, so that it needs no encoding on its way through HTML, and a few lines of JavaScript unpack it
/// (`boot.js`), where a browser of any age and a frame without any rights have them run. A reference is a mark, the
/// distance back, and the length: `~` with two digits of distance, `#` with three, each followed by one digit of
/// length. A digit is one of the 65 characters from `=` to `}`; a mark that is meant as itself has `~` in front of it.
enum PackedText {
  static let leastLength = 5
  private static let base = 65
  private static let firstDigit = UInt16(UInt8(ascii: "="))
  private static let near = UInt16(UInt8(ascii: "~"))
  private static let far = UInt16(UInt8(ascii: "#"))
  /// How many earlier places are looked at for the longest that is equal.
  private static let mostTries = 32
  private static let hashBits = 15

  /// - Complexity: O(n).
  static func pack(_ text: String) -> String {
    let units = Array(text.utf16)
    var packer = Packer(units: units)
    packer.run()
    return String(decoding: packer.out, as: UTF16.self)
  }

  private struct Match {
    var length = 0
    var distance = 0
    /// How many characters it saves.
    var gain = 0
  }

  private struct Packer {
    let units: [UInt16]
    var out: [UInt16] = []
    /// The last place with each hash, and before each place the one with its hash; -1 for none.
    var last = [Int](repeating: -1, count: 1 << PackedText.hashBits)
    var before: [Int]

    init(units: [UInt16]) {
      self.units = units
      before = [Int](repeating: -1, count: units.count)
      out.reserveCapacity(units.count / 2)
    }

    mutating func run() {
      var at = 0
      var match = find(0)
      while at < units.count {
        enter(at)
        // A reference that begins one character later may save more.
        let next = match.gain > 0 ? find(at + 1) : Match()
        if match.gain > 0, next.gain <= match.gain {
          refer(match)
          for inside in 1..<match.length { enter(at + inside) }
          at += match.length
          match = find(at)
        } else {
          literal(units[at])
          at += 1
          match = match.gain > 0 ? next : find(at)
        }
      }
    }

    private func hash(_ at: Int) -> Int? {
      guard at + PackedText.leastLength <= units.count else { return nil }
      var hash: UInt32 = 0
      for offset in 0..<PackedText.leastLength { hash = hash &* 0x9E37_79B1 &+ UInt32(units[at + offset]) }
      return Int((hash &* 0x9E37_79B1) >> UInt32(32 - PackedText.hashBits))
    }

    private mutating func enter(_ at: Int) {
      guard let hash = hash(at) else { return }
      before[at] = last[hash]
      last[hash] = at
    }

    private func find(_ at: Int) -> Match {
      var best = Match()
      guard let hash = hash(at), !UTF16.isTrailSurrogate(units[at]) else { return best }
      var place = last[hash]
      var tries = 0
      while place >= 0, tries < PackedText.mostTries {
        tries += 1
        let distance = at - place
        defer { place = before[place] }
        if distance >= PackedText.base * PackedText.base * PackedText.base { break }
        // What is referred to is complete.
        let most = min(distance, PackedText.leastLength + PackedText.base - 1, units.count - at)
        if best.length >= most || units[place + best.length] != units[at + best.length] { continue }
        var length = 0
        while length < most, units[place + length] == units[at + length] { length += 1 }
        // A pair of surrogates stays together.
        if length > 0, UTF16.isLeadSurrogate(units[at + length - 1]) { length -= 1 }
        let cost = distance < PackedText.base * PackedText.base ? 4 : 5
        if length >= PackedText.leastLength, length - cost > best.gain {
          best = Match(length: length, distance: distance, gain: length - cost)
        }
      }
      return best
    }

    private mutating func literal(_ unit: UInt16) {
      if unit == PackedText.near || unit == PackedText.far { out.append(PackedText.near) }
      out.append(unit)
    }

    private mutating func refer(_ match: Match) {
      let base = PackedText.base
      func digit(_ number: Int) -> UInt16 { PackedText.firstDigit + UInt16(number) }
      let isFar = match.distance >= base * base
      out.append(isFar ? PackedText.far : PackedText.near)
      if isFar { out.append(digit(match.distance / (base * base))) }
      out.append(digit(match.distance / base % base))
      out.append(digit(match.distance % base))
      out.append(digit(match.length - PackedText.leastLength))
    }
  }
}
