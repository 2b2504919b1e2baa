/// Unpacks what zlib packed: PDF from version 1.5 on may have its table of objects, and objects, in such streams.
///
/// Formats: RFC 1950 (the wrapper) and RFC 1951 (the blocks, whose numbers and names these are).
struct Inflate {
  /// The bytes are not what the format says, or unpack to more than `most`.
  struct Malformed: Error {}

  /// Far beyond the tables of a drawing.
  static let most = 1 << 26

  private let packed: ArraySlice<UInt8>
  private var at: Int
  /// Bits that were read and not used, the next one lowest.
  private var bits: UInt32 = 0
  private var bitCount = 0
  private var out: [UInt8] = []

  private init(_ packed: ArraySlice<UInt8>) {
    self.packed = packed
    at = packed.startIndex
  }

  /// The bytes that were packed; what follows their end is left alone.
  ///
  /// - Throws: `Malformed`, also if the checksum differs.
  /// - Complexity: O(n) in the bytes of both.
  static func bytes(_ packed: ArraySlice<UInt8>) throws(Malformed) -> [UInt8] {
    var reader = Inflate(packed)
    return try reader.unpack()
  }

  private mutating func unpack() throws(Malformed) -> [UInt8] {
    let header = try (number(8) << 8) | number(8)
    // Method 8, no dictionary of the writer's own.
    guard header >> 8 & 15 == 8, header % 31 == 0, header & 32 == 0 else { throw Malformed() }
    var isLast = false
    while !isLast {
      isLast = try number(1) == 1
      switch try number(2) {
      case 0: try copyStored()
      case 1: try unpackBlock(literals: Inflate.fixedLiterals, distances: Inflate.fixedDistances)
      case 2:
        let (literals, distances) = try codes()
        try unpackBlock(literals: literals, distances: distances)
      default: throw Malformed()
      }
    }
    (bits, bitCount) = (0, 0)
    var sum = 0
    for _ in 0..<4 { sum = try sum << 8 | number(8) }
    guard sum == Inflate.checksum(out) else { throw Malformed() }
    return out
  }

  /// Adler-32.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    return b << 16 | a
  }

  // MARK: - Bits

  private mutating func number(_ count: Int) throws(Malformed) -> Int {
    while bitCount < count {
      guard at < packed.endIndex else { throw Malformed() }
      bits |= UInt32(packed[at]) << UInt32(bitCount)
      at += 1
      bitCount += 8
    }
    let number = bits & ((1 << UInt32(count)) - 1)
    bits >>= UInt32(count)
    bitCount -= count
    return Int(number)
  }

  private mutating func symbol(_ code: Code) throws(Malformed) -> Int {
    // Codes of a length are consecutive, and so are their symbols.
    var (value, first, index) = (0, 0, 0)
    for count in code.counts.dropFirst() {
      value = try value << 1 | number(1)
      if value - first < count { return Int(code.symbols[index + value - first]) }
      index += count
      first = (first + count) << 1
    }
    throw Malformed()
  }

  // MARK: - Blocks

  private mutating func copyStored() throws(Malformed) {
    (bits, bitCount) = (0, 0)
    let (length, inverse) = try (number(16), number(16))
    guard length ^ inverse == 0xFFFF, length <= packed.endIndex - at else { throw Malformed() }
    try makeRoom(length)
    out += packed[at..<at + length]
    at += length
  }

  private mutating func unpackBlock(literals: Code, distances: Code) throws(Malformed) {
    while true {
      let symbol = try symbol(literals)
      if symbol == 256 { return }
      if symbol < 256 {
        try makeRoom(1)
        out.append(UInt8(symbol))
        continue
      }
      guard symbol - 257 < Inflate.lengths.count else { throw Malformed() }
      let (leastLength, lengthBits) = Inflate.lengths[symbol - 257]
      let length = try leastLength + number(lengthBits)
      let distanceSymbol = try self.symbol(distances)
      guard distanceSymbol < Inflate.distances.count else { throw Malformed() }
      let (leastDistance, distanceBits) = Inflate.distances[distanceSymbol]
      let distance = try leastDistance + number(distanceBits)
      guard distance <= out.count else { throw Malformed() }
      try makeRoom(length)
      for _ in 0..<length { out.append(out[out.count - distance]) }
    }
  }

  private func makeRoom(_ count: Int) throws(Malformed) {
    guard out.count + count <= Inflate.most else { throw Malformed() }
  }

  /// The codes of a block that brings its own, themselves packed.
  private mutating func codes() throws(Malformed) -> (literals: Code, distances: Code) {
    let (literalCount, distanceCount, lengthCount) = try (257 + number(5), 1 + number(5), 4 + number(4))
    var lengths = [UInt8](repeating: 0, count: 19)
    for position in Inflate.lengthOrder.prefix(lengthCount) { lengths[position] = UInt8(try number(3)) }
    let lengthCode = Code(lengths)
    var all: [UInt8] = []
    while all.count < literalCount + distanceCount {
      let symbol = try symbol(lengthCode)
      switch symbol {
      case 0...15: all.append(UInt8(symbol))
      case 16:
        guard let last = all.last else { throw Malformed() }
        all += repeatElement(last, count: try 3 + number(2))
      case 17: all += repeatElement(0, count: try 3 + number(3))
      default: all += repeatElement(0, count: try 11 + number(7))
      }
    }
    guard all.count == literalCount + distanceCount else { throw Malformed() }
    return (Code(all.prefix(literalCount)), Code(all.suffix(distanceCount)))
  }

  /// A Huffman code, told by the length of each symbol's code; 0 if it has none.
  private struct Code {
    /// Of each length, how many codes have it.
    var counts = [Int](repeating: 0, count: 16)
    /// In order of their codes.
    var symbols: [UInt16] = []

    init(_ lengths: some Collection<UInt8>) {
      for length in 1...15 {
        for (symbol, own) in lengths.enumerated() where own == length { symbols.append(UInt16(symbol)) }
        counts[length] = symbols.count - counts[..<length].reduce(0, +)
      }
    }
  }

  // MARK: - Tables of the format

  private static let fixedLiterals = Code(
    (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code([UInt8](repeating: 5, count: 30))
  private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  /// Of each symbol from 257 on, the least length, and how many bits follow.
  private static let lengths: [(least: Int, bits: Int)] = ranges(28, from: 3, groupsOf: 4) + [(258, 0)]
  private static let distances = ranges(30, from: 1, groupsOf: 2)

  /// Ranges one after another, the first two groups of width 1, each further group twice as wide.
  private static func ranges(_ count: Int, from start: Int, groupsOf size: Int) -> [(least: Int, bits: Int)] {
    var least = start
    return (0..<count).map { index in
      let bits = max(0, index / size - 1)
      defer { least += 1 << bits }
      return (least, bits)
    }
  }
}
