import Micrograd
import Testing

@testable import GradViz

@Suite struct ExcerptTests {
  @Test func aSmallGraphIsWhole() {
    let excerpt = Excerpt(of: Snapshot(of: SnapshotTests.lecture()), most: 6)
    #expect(excerpt.isWhole && excerpt.nodes == Array(0..<6))
  }

  @Test func aChainIsCutWithAStub() {
    var x = Value(1, label: "x")
    for _ in 0..<100_000 { x = x.tanh() }
    let excerpt = Excerpt(of: Snapshot(of: x), most: 600)
    #expect(excerpt.nodes.count == Excerpt.deepest(most: 600) + 1)
    #expect(excerpt.stubs.count == 1 && excerpt.hiddenCount == 100_001 - excerpt.nodes.count)
  }

  @Test func everyHiddenValueIsCountedOnce() {
    let x = Value(1)
    var row = (0..<40).map { x * Double($0) }
    while row.count > 1 { row = zip(row, row.dropFirst()).map { $0 + $1 } }
    let snapshot = Snapshot(of: row[0])
    for most in [1, 2, 10, 50, 300] {
      let excerpt = Excerpt(of: snapshot, most: most)
      #expect(excerpt.nodes.count <= most && excerpt.nodes.contains(snapshot.root))
      #expect(excerpt.hiddenCount + excerpt.nodes.count == snapshot.nodes.count)
    }
  }
}
