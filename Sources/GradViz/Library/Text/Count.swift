/// Whole numbers in words.
package enum Count {
  /// So many of what a noun says, in the singular if it is one.
  ///
  ///     Count.things(1, "step")                     // "1 step"
  ///     Count.things(3, "class", plural: "classes") // "3 classes"
  package static func things(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// That there are so many, as the beginning of a sentence: `there is 1 column`.
  static func thereAre(_ count: Int, _ noun: String) -> String {
    "there \(count == 1 ? "is" : "are") \(things(count, noun))"
  }

  /// So many of what a noun says, with thousands apart.
  static func grouped(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(count == 1 ? noun : noun + "s")"
  }

  /// With its thousands apart.
  static func grouped(_ count: Int) -> String {
    var digits = Array(String(count))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }
}
