/// Times of a piece of work, in milliseconds.
///
/// What is compared is run in turn, so that a machine that slows down slows both; quoted are medians.
struct Measurement {
  let name: String
  let milliseconds: [Double]

  var median: Double { milliseconds.sorted()[milliseconds.count / 2] }

  /// The least and the most, each the time of so many equal parts.
  func range(of parts: Double) -> String {
    "\(text(milliseconds.min()! / parts)) … \(text(milliseconds.max()! / parts))"
  }

  /// Runs each piece of work in turn, `rounds` times after one that is not counted.
  static func inTurn(_ rounds: Int, _ works: [(name: String, body: () throws -> Void)]) throws
    -> [Measurement]
  {
    var times = [[Double]](repeating: [], count: works.count)
    for round in 0...rounds {
      for (index, work) in works.enumerated() {
        let start = ContinuousClock.now
        try work.body()
        let time = (ContinuousClock.now - start) / .milliseconds(1)
        if round > 0 { times[index].append(time) }
      }
    }
    return zip(works, times).map { Measurement(name: $0.name, milliseconds: $1) }
  }
}

/// A line of a table in Markdown.
func row(_ cells: String...) { print("| " + cells.joined(separator: " | ") + " |") }

func text(_ number: Double, _ digits: Int = 3) -> String {
  guard number != 0, number.isFinite else { return "\(number)" }
  var scale = 1.0
  var decimals = 0
  while number.magnitude * scale < 100, decimals < digits {
    scale *= 10
    decimals += 1
  }
  let rounded = (number * scale).rounded() / scale
  return rounded == rounded.rounded() && decimals == 0 ? "\(Int(rounded))" : "\(rounded)"
}
