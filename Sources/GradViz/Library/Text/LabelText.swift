/// Makes any text fit to be drawn.
package enum LabelText {
  /// The text with everything that has no picture of its own replaced by something that has.
  ///
  /// C0 controls and DEL become their control pictures (a newline is `␊`), C1 controls, explicit
  /// bidirectional controls (which reorder what stands around them) and noncharacters become `�`.
  package static func visible(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x00...0x1F: out.append(UnicodeScalar(0x2400 + scalar.value)!)
      case 0x7F: out.append("\u{2421}")
      case 0x80...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF: out.append("\u{FFFD}")
      default: out.append(scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : scalar)
      }
    }
    return String(out)
  }

  /// At most `length` characters, an ellipsis in place of what is left out at the end.
  static func elided(_ text: String, to length: Int = 32) -> String {
    if text.utf8.count <= length { return text }
    // A character may be made of any number of scalars, so those are bounded as well.
    let scalars = text.unicodeScalars.prefix(4 * length)
    let short = String(String.UnicodeScalarView(scalars))
    guard short.count > length || scalars.count < text.unicodeScalars.count else { return text }
    return short.prefix(length) + "…"
  }

  /// Text that keeps its direction to itself, so that a name written from right to left reorders nothing around it.
  static func isolated(_ text: String) -> String {
    let isRightToLeft = text.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
      default: false
      }
    }
    return isRightToLeft ? "\u{2068}\(text)\u{2069}" : text
  }

  /// A name as it stands beside a sign, a dot or `∂`: in brackets if it is an expression, such as `x1*w1`.
  ///
  /// Letters, digits and what paths are made of, `net.layers[0].w`, are one name, and so is a number.
  static func term(_ name: String) -> String {
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber || "_.[]'…".contains($0) }
    let isNumber = Double(name.replacing("\u{2212}", with: "-")) != nil || name == "\u{2212}∞"
    return isName || isNumber || name == "∞" ? isolated(name) : "(\(isolated(name)))"
  }

  /// For a label of any shape but a record.
  static func escapedForLabel(_ text: String) -> String {
    guard text.utf8.contains(where: { "\\&\n".utf8.contains($0) }) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "&": out += "&amp;"
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// For a field of a record.
  ///
  /// Records drop spaces at either end, after another space and (in 2.42) beside a character that is not
  /// ASCII; there a space is written as an entity, which is resolved later.
  static func escapedForRecord(_ text: String) -> String {
    var out = ""
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\\", "{", "}", "|", "<", ">":
        out += "\\"
        out.unicodeScalars.append(scalar)
      case "&": out += "&amp;"
      case "\n": out += "\\n"
      case " ":
        let isPlain = [index - 1, index + 1].allSatisfy {
          scalars.indices.contains($0) && scalars[$0].isASCII && scalars[$0] != " "
        }
        out += isPlain ? " " : "&#32;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// For text and attribute values of XML.
  static func escapedForXML(_ text: String) -> String {
    // All that is escaped is ASCII, so bytes will do.
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): out += "&amp;".utf8
      case UInt8(ascii: "<"): out += "&lt;".utf8
      case UInt8(ascii: ">"): out += "&gt;".utf8
      case UInt8(ascii: "\""): out += "&quot;".utf8
      default: out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
