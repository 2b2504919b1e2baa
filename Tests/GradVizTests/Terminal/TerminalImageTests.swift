import Foundation
import Testing

@testable import GradViz

@Suite struct TerminalImageTests {
  static let terminals: [([String: String], TerminalImage?)] = [
    (["TERM": "xterm-kitty"], .kitty), (["TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"], .kitty),
    (["TERM": "xterm-ghostty"], .kitty), (["TERM_PROGRAM": "iTerm.app"], .iterm),
    (["TERM_PROGRAM": "WezTerm"], .iterm), (["LC_TERMINAL": "iTerm2", "TERM": "xterm-256color"], .iterm),
    (["TERM": "xterm-256color"], nil), ([:], nil), (["TERM": "dumb", "KITTY_WINDOW_ID": "1"], nil),
    // Variables of the terminal around.
    (["TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"], nil),
    (["TERM": "xterm-kitty", "TMUX": "/tmp/t"], nil),
    (["TERM": "screen.xterm", "TERM_PROGRAM": "iTerm.app"], nil), (["TERM_PROGRAM": "Apple_Terminal"], nil),
  ]

  @Test(arguments: 0..<terminals.count) func terminalsAreKnownByTheirEnvironment(_ index: Int) {
    let (environment, expected) = Self.terminals[index]
    #expect(TerminalImage(environment: environment) == expected, "\(environment)")
  }

  @Test func kittyGetsPiecesOfFourKilobytes() throws {
    let png = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let text = String(decoding: TerminalImage.kitty.sequence(png: png, columns: 40), as: UTF8.self)
    let pieces = text.matches(of: #/\u{1B}_G([^;]*);([^\u{1B}]*)\u{1B}\\/#)
    #expect(pieces.map { String($0.1) } == ["a=T,f=100,q=2,c=40,m=1", "m=1", "m=1", "m=0"])
    #expect(pieces.dropLast().allSatisfy { $0.2.utf8.count == 4096 })
    #expect(Data(base64Encoded: pieces.map { String($0.2) }.joined()) == Data(png))
  }

  @Test func iTermGetsOnePiece() throws {
    let text = String(decoding: TerminalImage.iterm.sequence(png: [1, 2, 3], columns: 7), as: UTF8.self)
    #expect(text == "\u{1B}]1337;File=inline=1;size=3;width=7;preserveAspectRatio=1:AQID\u{7}\n")
  }
}
