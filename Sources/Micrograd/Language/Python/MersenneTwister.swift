/// The generator under Python's `random`: MT19937, of period 2¹⁹⁹³⁷ − 1.
///
/// Source: M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), with their later seeding by an
/// array (`init_by_array`, 2002).
struct MersenneTwister: Sendable {
  private static let size = 624
  private static let shift = 397
  private var state: [UInt32]
  /// The next word to give; the size once all are given.
  private var next = Self.size

  /// Seeds by words of 32 bits, the lowest first. There must be one at least.
  init(key: [UInt32]) {
    precondition(!key.isEmpty, "a key has a word at least")
    state = Self.started(by: 19_650_218)
    var place = 1
    var word = 0
    for _ in 0..<max(Self.size, key.count) {
      let last = state[place - 1]
      state[place] = (state[place] ^ ((last ^ (last >> 30)) &* 1_664_525)) &+ key[word] &+ UInt32(word)
      advance(&place)
      word = word + 1 == key.count ? 0 : word + 1
    }
    for _ in 1..<Self.size {
      let last = state[place - 1]
      state[place] = (state[place] ^ ((last ^ (last >> 30)) &* 1_566_083_941)) &- UInt32(place)
      advance(&place)
    }
    state[0] = 0x8000_0000
  }

  private static func started(by seed: UInt32) -> [UInt32] {
    var state = [seed]
    for place in 1..<UInt32(size) {
      let last = state[state.count - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ place)
    }
    return state
  }

  /// Goes round without the first word, which takes over the last one's.
  private mutating func advance(_ place: inout Int) {
    place += 1
    guard place == Self.size else { return }
    state[0] = state[Self.size - 1]
    place = 1
  }

  /// The next 32 bits.
  mutating func word() -> UInt32 {
    if next == Self.size { twist() }
    var bits = state[next]
    next += 1
    bits ^= bits >> 11
    bits ^= (bits << 7) & 0x9D2C_5680
    bits ^= (bits << 15) & 0xEFC6_0000
    return bits ^ (bits >> 18)
  }

  private mutating func twist() {
    for place in 0..<Self.size {
      let after = state[(place + 1) % Self.size]
      let joined = (state[place] & 0x8000_0000) | (after & 0x7FFF_FFFF)
      let twisted = (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
      state[place] = state[(place + Self.shift) % Self.size] ^ twisted
    }
    next = 0
  }
}
