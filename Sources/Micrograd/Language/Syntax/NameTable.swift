/// Every name of a text, once, with a number: names are compared and looked up by number.
struct NameTable {
  private(set) var names: [String] = []
  /// Numbers of names by hash, with open addressing; -1 where there is none.
  private var slots = [Int32](repeating: -1, count: 64)

  /// The number of a name that is bytes of a source.
  mutating func number(of bytes: ArraySlice<UInt8>) -> Int32 {
    if names.count * 2 > slots.count { grow() }
    var slot = NameTable.hash(bytes) & (slots.count - 1)
    while slots[slot] >= 0 {
      let name = names[Int(slots[slot])]
      if name.utf8.count == bytes.count && name.utf8.elementsEqual(bytes) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(names.count)
    names.append(String(decoding: bytes, as: UTF8.self))
    return slots[slot]
  }

  mutating func number(of name: String) -> Int32 { number(of: Array(name.utf8)[...]) }

  subscript(number: Int32) -> String { names[Int(number)] }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (number, name) in names.enumerated() {
      var slot = NameTable.hash(Array(name.utf8)[...]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  /// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo, 1991).
  private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
