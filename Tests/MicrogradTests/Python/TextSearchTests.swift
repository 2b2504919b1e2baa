import Testing

@testable import Micrograd

/// Parts of texts are found where comparing at every place finds them.
@Suite struct TextSearchTests {
  @Test func partsAreFoundWhereTheyStand() {
    var generator = RandomGenerator(seed: 1)
    func text(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(97 + generator.index(below: 2)) } }
    for _ in 0..<2_000 {
      let (part, whole) = (text(1 + generator.index(below: 5)), text(generator.index(below: 30)))
      var (starts, lastStarts): ([Int], [Int]) = ([], [])
      var at = 0
      while at + part.count <= whole.count {
        let isThere = whole[at..<at + part.count].elementsEqual(part)
        if isThere { starts.append(at) }
        at += isThere ? part.count : 1
      }
      at = whole.count - part.count
      while at >= 0 {
        let isThere = whole[at..<at + part.count].elementsEqual(part)
        if isThere { lastStarts.append(at) }
        at -= isThere ? part.count : 1
      }
      let search = TextSearch(for: part)
      #expect(search.starts(in: whole) == starts && search.lastStarts(in: whole) == lastStarts)
      #expect(search.starts(in: whole, most: 1) == Array(starts.prefix(1)))
    }
  }
}
