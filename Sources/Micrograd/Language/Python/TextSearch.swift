/// Where a text stands in others, in time that grows with their lengths and not with the product of them.
///
///     TextSearch(for: Array("aab".utf8)).starts(in: Array("aaab aab".utf8))   // [1, 5]
///
/// Of two texts in UTF-8 whole code points match, as no code point's bytes begin inside of another's.
///
/// Source: D. E. Knuth, J. H. Morris, V. R. Pratt, "Fast Pattern Matching in Strings", 1977.
struct TextSearch {
  private let part: [UInt8]
  /// After so many bytes that match, how many of the last are the first of the part as well.
  private let borders: [Int]

  /// - Precondition: The part is not empty.
  init(for part: [UInt8]) {
    self.part = part
    var borders = [0]
    borders.reserveCapacity(part.count)
    var matched = 0
    for byte in part.dropFirst() {
      while matched > 0, part[matched] != byte { matched = borders[matched - 1] }
      if part[matched] == byte { matched += 1 }
      borders.append(matched)
    }
    self.borders = borders
  }

  /// Where the part begins, from left to right, without overlaps.
  ///
  /// - Parameter most: how often it is looked for.
  func starts(in text: [UInt8], most: Int = .max) -> [Int] {
    var starts: [Int] = []
    var matched = 0
    for (index, byte) in text.enumerated() where starts.count < most {
      while matched > 0, part[matched] != byte { matched = borders[matched - 1] }
      if part[matched] == byte { matched += 1 }
      guard matched == part.count else { continue }
      starts.append(index + 1 - matched)
      matched = 0
    }
    return starts
  }

  /// Where the part begins, from right to left, without overlaps.
  func lastStarts(in text: [UInt8], most: Int = .max) -> [Int] {
    TextSearch(for: part.reversed()).starts(in: text.reversed(), most: most)
      .map { text.count - $0 - part.count }
  }
}
