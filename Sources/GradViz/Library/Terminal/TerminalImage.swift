/// A bitmap within a terminal's text, for those that show one.
public enum TerminalImage: String, Sendable, CaseIterable {
  /// The graphics protocol of kitty (https://sw.kovidgoyal.net/kitty/graphics-protocol/), which Ghostty has as well.
  case kitty
  /// The inline images of iTerm2 (https://iterm2.com/documentation-images.html), which WezTerm and mintty have as well.
  case iterm

  /// What a terminal has, by the environment that it gives to programs; nil for text alone.
  ///
  ///     TerminalImage(environment: ["TERM": "xterm-kitty"])                     // .kitty
  ///     TerminalImage(environment: ["TERM": "xterm-kitty", "TMUX": "/tmp/1"])   // nil
  ///
  /// Nothing is asked of the terminal itself, as an answer that comes late would be taken for input. Within tmux and
  /// screen variables are those of the terminal around, and pictures do not get through.
  public init?(environment: [String: String]) {
    let term = environment["TERM"] ?? ""
    let isWithin = environment["TMUX"] != nil || environment["STY"] != nil
    guard !isWithin, !["tmux", "screen", "dumb"].contains(where: { term.hasPrefix($0) }) else { return nil }
    let program = environment["TERM_PROGRAM"] ?? ""
    if term == "xterm-kitty" || term == "xterm-ghostty" || program == "ghostty"
      || environment["KITTY_WINDOW_ID"] != nil
    {
      self = .kitty
    } else if ["iTerm.app", "WezTerm", "mintty"].contains(program) || environment["LC_TERMINAL"] == "iTerm2" {
      self = .iterm
    } else {
      return nil
    }
  }

  /// The bytes that show a PNG, so many columns wide, and go to the next line. O(n).
  public func sequence(png: [UInt8], columns: Int) -> [UInt8] {
    let data = Array(Base64.text(png).utf8)
    switch self {
    case .iterm:
      return Array("\u{1B}]1337;File=inline=1;size=\(png.count);width=\(columns);preserveAspectRatio=1:".utf8)
        + data
        + Array("\u{7}\n".utf8)
    case .kitty:
      var out: [UInt8] = []
      // In pieces of at most 4,096 bytes; quietly, so that no answer comes.
      for start in stride(from: 0, to: max(data.count, 1), by: 4096) {
        let end = min(start + 4096, data.count)
        let keys = (start == 0 ? "a=T,f=100,q=2,c=\(columns)," : "") + "m=\(end < data.count ? 1 : 0)"
        out += "\u{1B}_G\(keys);".utf8
        out += data[start..<end]
        out += "\u{1B}\\".utf8
      }
      return out + [UInt8(ascii: "\n")]
    }
  }
}
