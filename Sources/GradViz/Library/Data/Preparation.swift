import Micrograd

/// How the cells of a data file become the inputs of a network, and its output the number that is predicted.
///
/// Kept in the run and the model, so that other rows are prepared in the same way.
public struct Preparation: Sendable, Codable, Equatable {
  /// What was made of a column of the file.
  public struct Column: Sendable, Codable, Equatable {
    /// As the header has it.
    public var name: String
    /// The words that the column may hold, each with an input of its own that is 1 for this word and 0 for
    /// others; nil in a column of numbers, in which True is 1 and False 0.
    public var words: [String]?
    /// What is taken off a number, and what the difference is divided by; nil if it is left as it is.
    public var scaling: Scaling?

    /// A column of numbers; of words, if these are given.
    public init(name: String, words: [String]? = nil, scaling: Scaling? = nil) {
      self.name = name
      self.words = words
      self.scaling = scaling
    }

    /// What the inputs are called.
    var inputNames: [String] { words.map { $0.map { "\(name)=\($0)" } } ?? [name] }
  }

  /// How the columns of the file stood, and what its decimals were.
  public struct Layout: Sendable, Codable, Equatable {
    /// How many columns there were, also such as were left out.
    public var width: Int
    /// The places of the inputs' columns, from 0 on.
    public var inputs: [Int]
    /// The place of the column that is predicted.
    public var target: Int
    /// Whether decimals were written with a comma.
    public var hasDecimalCommas: Bool
  }

  /// Standardisation: after it the numbers it was made from have the mean 0 and the standard deviation 1.
  public struct Scaling: Sendable, Codable, Equatable {
    /// What is subtracted.
    public var mean: Double
    /// What is divided by.
    public var deviation: Double

    /// A scaling to mean 0 and deviation 1.
    public init(mean: Double, deviation: Double) {
      self.mean = mean
      self.deviation = deviation
    }

    /// - Parameter numbers: finite, at least one. Equal ones get the deviation 1.
    init(of numbers: [Double]) {
      // In parts of the greatest, so that no sum overflows.
      let greatest = numbers.reduce(0) { max($0, $1.magnitude) }
      guard greatest > 0 else {
        self.init(mean: 0, deviation: 1)
        return
      }
      let count = Double(numbers.count)
      let center = numbers.reduce(0) { $0 + $1 / greatest / count }
      let variance = numbers.reduce(0) { $0 + ($1 / greatest - center) * ($1 / greatest - center) / count }
      let deviation = variance.squareRoot() * greatest
      // What rounding leaves of equal numbers is no spread.
      let isSpread = variance.squareRoot() > 1e-14 && deviation.isNormal
      self.init(mean: center * greatest, deviation: isSpread ? deviation : 1)
    }

    func scaled(_ number: Double) -> Double {
      let difference = number - mean
      return difference.isFinite ? difference / deviation : number / deviation - mean / deviation
    }

    func restored(_ number: Double) -> Double { number * deviation + mean }
  }

  /// The inputs, in order.
  public var columns: [Column]
  /// What is predicted; it is scaled only if it is a number.
  public var target: Column
  /// How the file was laid out; nil if that is not known, as of models of earlier versions.
  public var layout: Layout?

  /// The columns of a file, and the one to predict.
  public init(columns: [Column], target: Column, layout: Layout? = nil) {
    self.columns = columns
    self.target = target
    self.layout = layout
  }

  /// The labels of the inputs.
  var inputNames: [String] { columns.flatMap(\.inputNames) }

  /// Chooses scalings by the samples that are learned from, which are not scaled yet.
  mutating func fit(_ data: DataSet) {
    for (place, column) in inputPlaces where columns[column].words == nil {
      columns[column].scaling = Scaling(of: data.inputs.map { $0[place] })
    }
    if data.classes == nil { target.scaling = Scaling(of: data.targets) }
  }

  /// The samples with their numbers scaled.
  func scaled(_ data: DataSet) -> DataSet {
    var data = data
    for (place, column) in inputPlaces {
      guard let scaling = columns[column].scaling else { continue }
      for sample in data.inputs.indices {
        data.inputs[sample][place] = scaling.scaled(data.inputs[sample][place])
      }
    }
    if let scaling = target.scaling { data.targets = data.targets.map(scaling.scaled) }
    return data
  }

  /// Inputs of a network as the file had them.
  func restored(_ inputs: [Double]) -> [Double] {
    var inputs = inputs
    for (place, column) in inputPlaces {
      if let scaling = columns[column].scaling { inputs[place] = scaling.restored(inputs[place]) }
    }
    return inputs
  }

  /// Numbers of the file as a network takes them.
  func scaled(_ inputs: [Double]) -> [Double] {
    var inputs = inputs
    for (place, column) in inputPlaces {
      if let scaling = columns[column].scaling { inputs[place] = scaling.scaled(inputs[place]) }
    }
    return inputs
  }

  /// The first input of each column.
  private var inputPlaces: [(place: Int, column: Int)] {
    var place = 0
    return columns.indices.map { column in
      defer { place += columns[column].words?.count ?? 1 }
      return (place, column)
    }
  }

  /// Whether columns differ so much in size that steps of one learning rate cannot fit all of them: a greatest
  /// number above 10, or ten times that of another column.
  static func isNeeded(_ data: DataSet) -> Bool {
    let sizes = data.columns.indices.map { column in
      data.inputs.reduce(0) { max($0, $1[column].magnitude) }
    }.filter { $0 > 0 }
    guard let least = sizes.min(), let greatest = sizes.max() else { return false }
    return greatest > 10 || greatest / least >= 10
  }

  static func isNeededForTargets(_ data: DataSet) -> Bool {
    guard data.classes == nil else { return false }
    let greatest = data.targets.reduce(0) { max($0, $1.magnitude) }
    return greatest > 10 || (greatest > 0 && greatest < 0.1)
  }
}
