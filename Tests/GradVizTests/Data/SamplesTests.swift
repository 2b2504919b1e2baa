import Foundation
import Micrograd
import Testing

@testable import GradViz

/// Scaling, and samples that are held back.
@Suite struct SamplesTests {
  private func samples(
    _ text: String, _ scaling: DataFile.Scaling = .auto, test: Double? = nil, seed: UInt64 = 0
  ) throws -> Samples {
    let file = try DataFile(Array(text.utf8), source: "x.csv", choices: DataFile.Choices(), for: nil)
    return try Samples(file, scaling: scaling, testShare: test, seed: seed)
  }

  /// 1, 2, 3, 4 have the mean 2.5 and the deviation √1.25.
  @Test func scalingIsStandardisation() {
    let scaling = Preparation.Scaling(of: [1, 2, 3, 4])
    #expect(scaling.mean == 2.5 && abs(scaling.deviation - 1.25.squareRoot()) < 1e-15)
    #expect(scaling.restored(scaling.scaled(7)) == 7)
    #expect(Preparation.Scaling(of: [5, 5, 5]) == Preparation.Scaling(mean: 5, deviation: 1))
    #expect(Preparation.Scaling(of: [0]).deviation == 1)
  }

  @Test(arguments: [1e308, 1.7e308, Double.leastNonzeroMagnitude, 1e-300, 1.0]) func scalingStaysFinite(
    _ size: Double
  ) {
    let numbers = [size, -size, size / 2, 0]
    let scaling = Preparation.Scaling(of: numbers)
    for number in numbers { #expect(scaling.scaled(number).isFinite, "\(number)") }
  }

  @Test func scalingHappensWhereColumnsDifferByFar() throws {
    let near = try samples("a,b,y\n1,2,0.5\n3,4,1.5\n")
    #expect(near.preparation?.columns.allSatisfy { $0.scaling == nil } == true)
    #expect(near.preparation?.target.scaling == nil && !near.remarks.contains { $0.contains("scaled") })
    let far = try samples("age,income,y\n20,30000,0\n30,50000,1\n40,70000,0\n")
    #expect(far.remarks.contains { $0.contains("inputs are scaled") && $0.contains("--scaling none") })
    for column in 0..<2 {
      let numbers = far.training.inputs.map { $0[column] }
      #expect(abs(numbers.reduce(0, +)) < 1e-12 && abs(numbers.reduce(0) { $0 + $1 * $1 } - 3) < 1e-12)
    }
    #expect(far.preparation!.restored(far.training.inputs[2]) == [40, 70000])
    let prices = try samples("years,salary\n1.1,39000\n1.5,46000\n2.2,39900\n")
    #expect(prices.preparation?.target.scaling != nil && prices.preparation?.columns[0].scaling == nil)
    #expect(prices.remarks.contains { $0.hasPrefix("'salary' is scaled") })
    #expect(try samples("years,salary\n1,39000\n2,46000\n3,39900\n", .none).training.targets[0] == 39000)
    #expect(try samples("a,y\n1,0.5\n3,1.5\n", .standard).training.inputs == [[-1], [1]])
  }

  @Test func wordsAreNotScaled() throws {
    let data = try samples("c,a,y\nred,1000,0\nblue,2000,1\nred,3000,0\nblue,1000,1\n")
    #expect(data.training.inputs.map { Array($0.prefix(2)) } == [[0, 1], [1, 0], [0, 1], [1, 0]])
  }

  @Test func unseenSamplesAreHeldBack() throws {
    let text = "a,y\n" + (0..<40).map { "\($0 * 100),\($0 % 2)\n" }.joined()
    let split = try samples(text, test: 0.25)
    let (seen, unseen) = (split.training, try #require(split.test))
    #expect(seen.count == 30 && unseen.count == 10)
    let restored = (seen.inputs + unseen.inputs).map { split.preparation!.restored($0)[0].rounded() }
    #expect(Set(restored) == Set((0..<40).map { Double($0 * 100) }), "every sample is in one of both")
    // What is unseen has no part in the scaling.
    #expect(abs(seen.inputs.reduce(0) { $0 + $1[0] }) < 1e-12)
    #expect(try samples(text, test: 0.25).test == unseen && samples(text, test: 0.25, seed: 1).test != unseen)
    #expect(throws: CSVError.self) { try samples("a,y\n1,0\n2,1\n", test: 0.1) }
    #expect(throws: CSVError.self) { try samples("a,y\n1,0\n2,1\n", test: 0.5) }
    var moons = DataSource("moons")
    moons.testShare = 0.2
    let made = try moons.load(for: nil)
    #expect(made.training.count == 80 && made.test?.count == 20)
  }
}
