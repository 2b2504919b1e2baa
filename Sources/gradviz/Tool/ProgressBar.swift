import GradViz
import LibC
import Micrograd

/// One line on standard error that says how a training goes; nothing unless a person looks.
final class ProgressBar {
  private let first: Int
  private let last: Int
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?
  private static let width = 20

  init(from first: Int, to last: Int, quiet: Bool) {
    self.first = first
    self.last = last
    isShown = !quiet && isatty(STDERR_FILENO) == 1
  }

  func show(_ report: Trainer.Report) {
    let now = ContinuousClock.now
    // Ten times a second is what an eye can follow.
    guard isShown, lastDrawn.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
    lastDrawn = now
    let done = report.step + 1
    let share = last > 0 ? min(Double(done) / Double(last), 1) : 1
    let filled = Int(Double(ProgressBar.width) * share)
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: ProgressBar.width - filled)
    let number = NumberText(digits: 4, isFixed: false)
    var line = "\(bar) step \(done)/\(last)  loss \(number(report.loss))"
    if let accuracy = report.accuracy { line += "  accuracy \(Int(min(max(accuracy, 0), 1) * 100)) %" }
    let seconds = (now - start) / .seconds(1)
    if seconds > 0 {
      let rate = Double(done - first) / seconds
      line += "  \(number(rate < 10 ? rate : rate.rounded())) steps/s"
      // Beyond some days nobody waits for it.
      if let left = Int(exactly: (Double(last - done) / rate).rounded(.up)), left < 1_000_000 {
        line += "  \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left"
      }
    }
    write("\r\u{1B}[K" + line)
  }

  func clear() {
    if isShown, lastDrawn != nil { write("\r\u{1B}[K") }
    lastDrawn = nil
  }

  private func write(_ text: String) {
    try? OutputFile.write(Array(text.utf8), to: STDERR_FILENO, "<stderr>")
  }
}
