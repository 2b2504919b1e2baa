import GradViz
import LibC

/// What standard output is, and what it can show.
struct TerminalWindow {
  let isTerminal: Bool
  /// In cells.
  let columns: Int
  let hasColours: Bool
  /// nil for text alone.
  let images: TerminalImage?
  /// In pixels; nil if it does not say.
  private let cellWidth: Double?
  private let isDark: Bool

  init() {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    var size = winsize()
    isTerminal = isatty(STDOUT_FILENO) == 1
    let isKnown = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    // As shells and programs like `ls` take it, also for a pipe.
    columns =
      isKnown ? Int(size.ws_col) : variable("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
    cellWidth = isKnown && size.ws_xpixel > 0 ? Double(size.ws_xpixel) / Double(size.ws_col) : nil
    hasColours = isTerminal && variable("NO_COLOR") == nil && variable("TERM") != "dumb"
    let names = ["TERM", "TERM_PROGRAM", "LC_TERMINAL", "TMUX", "STY", "KITTY_WINDOW_ID"]
    var environment: [String: String] = [:]
    for name in names { environment[name] = variable(name) }
    images = isTerminal ? TerminalImage(environment: environment) : nil
    // The colours of text and ground by number, as rxvt and others tell them: `15;0` is white on black.
    let ground = variable("COLORFGBG")?.split(separator: ";").last.flatMap { Int($0) }
    isDark = ground.map { $0 < 7 || $0 == 8 } ?? false
  }

  /// The theme that suits its ground.
  var theme: DrawingOptions.Theme { isDark ? .dark : .light }

  /// How many columns a drawing takes at its own size: a point of it is a pixel and a third.
  func columns(forPixels pixels: Int) -> Int {
    let points = Double(pixels) / 2
    return min(columns, max(1, Int((points * 4 / 3 / (cellWidth ?? 9)).rounded(.up))))
  }
}
