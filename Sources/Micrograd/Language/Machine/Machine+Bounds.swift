/// What a text may take: time, values, and memory for lists and texts, none of which a few lines can multiply
/// beyond a machine's.
extension Machine {
  /// After how many steps, a power of 2 less 1, the bounds are looked at.
  static let pause = 0x3FF

  /// How long a text with mistakes is executed to find others: a loop that a mistake left without its end would
  /// take all the steps there are.
  static let mostStepsOfTrial = 100_000

  /// The longest list.
  static let mostElements = 10_000_000
  /// The longest text, in bytes.
  private static let longestText = 64 << 20
  /// The most weights and biases of all networks that a text makes, each neuron counted as eight more.
  private static let mostWeights = 5_000_000
  /// What a new key of a set or a dictionary, and a new list or tuple, take of memory and time, in steps.
  static let stepsOfKey = 8
  static let stepsOfList = 4

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

  func checkLength(_ count: Int) throws(Stop) {
    guard count <= Machine.longestText else {
      throw .bound("the text makes texts of more than 64 MB, the most there are")
    }
  }

  /// Before so many bytes are put behind others of a text: eight are a step.
  mutating func spend(letters count: Int, after others: Int = 0) throws(Stop) {
    try checkLength(count > Machine.longestText ? .max : count + others)
    try spend(count / 8)
  }

  /// What an object is as a text, which a text of the program's may become.
  mutating func spelled(_ object: Object, as text: (Object) throws(Stop) -> String) throws(Stop) -> String {
    let text = try text(object)
    try spend(letters: text.utf8.count)
    return text
  }

  /// Before a network with so many weights and biases is made.
  mutating func spend(weights count: Int, ofNeurons neurons: Int) throws(Stop) {
    weightsMade += count + 8 * neurons
    guard weightsMade <= Machine.mostWeights else {
      throw .bound(
        "the networks of this text have more than \(Counted.grouped(Machine.mostWeights)) weights together, a neuron "
          + "counted as 8 more, the most there are; make fewer of them")
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
