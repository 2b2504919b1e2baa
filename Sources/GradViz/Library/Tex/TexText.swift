/// Text for LaTeX: what users typed is shown, and never run.
enum TexText {
  /// The text with nothing in it that LaTeX would take for a command. O(n).
  ///
  ///     TexText.escaped("50% of a_1")   // "50\\% of a\\_1"
  ///
  /// Characters for which pdfLaTeX's fonts have no picture become a call of `\gradvizchar`.
  static func escaped(_ text: String) -> String {
    var out = ""
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      // Two of them would become one other sign or one space.
      switch scalar {
      case "-" where last == "-": out += "{-}"
      case " " where last == " ": out += "\\ "
      case "'" where last == "'", "," where last == ",": out += "{\(scalar)}"
      default: out += escaped(scalar)
      }
      last = scalar
    }
    return out
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": "\\textbackslash{}"
    case "{", "}", "$", "&", "#", "%", "_": "\\\(scalar)"
    case "^": "\\textasciicircum{}"
    case "~": "\\textasciitilde{}"
    case "<": "\\textless{}"
    case ">": "\\textgreater{}"
    case "|": "\\textbar{}"
    // Active, or the first half of another sign.
    case "\"", "`": "\\symbol{\(scalar.value)}"
    case "…": "\\dots{}"
    case "—": "---"
    case "⚠": "\\textbf{!}"
    case " "..."~": String(scalar)
    // Letters with accents that every font of LaTeX can put together.
    case "À"..."Ï", "Ñ"..."Ö", "Ø"..."Ý", "ß"..."ï", "ñ"..."ö", "ø"..."ý", "ÿ": String(scalar)
    default:
      if let sign = MathText.signs[scalar] {
        "$\(sign)$"
      } else {
        "\\gradvizchar{\(String(scalar.value, radix: 16, uppercase: true))}{\(scalar.value)}"
      }
    }
  }

  /// A number as drawings show it: with a sign of its own, and powers of ten as powers.
  ///
  ///     TexText.number("−1.5e−7")   // "$-1.5\\cdot10^{-7}$"
  static func number(_ text: String) -> String {
    if text.hasPrefix("⚠ ") { return "\\textbf{!} " + number(String(text.dropFirst(2))) }
    let plain = text.replacing("\u{2212}", with: "-")
    guard let first = plain.first(where: { $0 != "-" }), first.isASCII, first.isNumber, Double(plain) != nil
    else { return escaped(text) }
    let parts = plain.split(separator: "e", maxSplits: 1)
    guard parts.count == 2, let power = Int(parts[1]) else { return "$\(plain)$" }
    return "$\(parts[0])\\cdot10^{\(power)}$"
  }

  /// What stands in front of a picture with characters that not every LaTeX has.
  static let definitionOfCharacters = """
    % A character that pdfLaTeX has no picture for is named; XeLaTeX and LuaLaTeX show it.
    \\providecommand\\gradvizchar[2]{\\ifdefined\\Umathchar\\symbol{#2}\\else{\\tiny\\texttt{U+#1}}\\fi}

    """
}
