/// What Graphviz's writer leaves bare in DOT though other readers want it in quotes.
enum DotText {
  /// The same DOT with all labels in quotes: `label=×` becomes `label="×"`.
  ///
  /// The language allows letters beyond ASCII without quotes, and pydot's grammar does not. O(n).
  static func quoted(_ dot: [UInt8]) -> [UInt8] {
    let label = "label=".utf8
    let quote = UInt8(ascii: "\"")
    let ends: Set<UInt8> = [
      UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "]"), UInt8(ascii: " "), UInt8(ascii: "\n"),
      UInt8(ascii: "\t"),
    ]
    var out: [UInt8] = []
    out.reserveCapacity(dot.count + dot.count / 8)
    var index = 0
    while index < dot.count {
      let byte = dot[index]
      out.append(byte)
      index += 1
      if byte == quote {
        index = copyString(dot, index, &out)
      } else if out.suffix(label.count).elementsEqual(label), index < dot.count, dot[index] != quote,
        dot[index] != UInt8(ascii: "<"), !ends.contains(dot[index])
      {
        out.append(quote)
        while index < dot.count, !ends.contains(dot[index]) {
          out.append(dot[index])
          index += 1
        }
        out.append(quote)
      }
    }
    return out
  }

  /// Copies to the end of a quoted string; `\"` is inside of it.
  private static func copyString(_ dot: [UInt8], _ start: Int, _ out: inout [UInt8]) -> Int {
    var index = start
    while index < dot.count {
      let byte = dot[index]
      out.append(byte)
      index += 1
      if byte == UInt8(ascii: "\\"), index < dot.count {
        out.append(dot[index])
        index += 1
      } else if byte == UInt8(ascii: "\"") {
        break
      }
    }
    return index
  }
}
