/// What a text may take: time, values, and memory for lists and texts, none of which a few lines can multiply
/// beyond a machine's.
extension Machine {
  /// After how many steps, a power of 2 less 1, the bounds are looked at.
  static let pause = 0x3FF

  /// How long a text with mistakes is executed to find others: a loop that a mistake left without its end would
  /// take all the steps there are.
  static let mostStepsOfTrial = 100_000

  /// The longest list.
  private static let mostElements = 10_000_000
  /// The longest text, in bytes.
  private static let longestText = 64 << 20

  mutating func spend(_ count: Int) throws(Stop) {
    steps &+= count
    if steps > options.mostSteps {
      throw .bound(
        "the text takes more than \(Counted.grouped(options.mostSteps)) steps, the most that are computed; make its "
          + "loops shorter")
    }
  }

  /// Before so many elements are put behind others of a list: each is a step.
  mutating func spend(elements count: Int, after others: Int = 0) throws(Stop) {
    guard count <= Machine.mostElements - others else {
      throw .bound("the text makes a list of more than 10,000,000 elements, the most there are")
    }
    try spend(count)
  }

  /// Before so many bytes are put behind others of a text: sixteen are a step.
  mutating func spend(letters count: Int, after others: Int = 0) throws(Stop) {
    guard count <= Machine.longestText - others else {
      throw .bound("the text makes texts of more than 64 MB, the most there are")
    }
    try spend(count / 16)
  }

  /// Makes sure that so many more values are allowed.
  func makeRoom(for count: Int) throws(Stop) {
    if NodeStorage.liveNodes - liveBefore + count > options.mostValues {
      throw .bound(
        "the text makes more than \(Counted.grouped(options.mostValues)) values, the most that is computed")
    }
  }
}
