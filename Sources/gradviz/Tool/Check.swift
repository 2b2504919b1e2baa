import ArgumentParser
import GradViz

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare every gradient with a slope measured by differences.",
    discussion: """
      Examples:
        gradviz check expr.txt
        gradviz check graph.json

      Exit code 0 if all agree, 1 if not. At a kink, such as relu at 0, any gradient between the slopes of
      both sides is right.
      """)

  @OptionGroup var input: InputOptions

  func run() throws {
    let graph = try input.read()
    let check = try GradientCheck(graph.graph)
    var rows = [["input", "at", "backward", "measured", "error", "verdict"]]
    for row in check.rows {
      rows.append([
        row.name, "\(row.data)", "\(row.gradient)", "\(row.measured)",
        row.error.isNaN ? "—" : Check.short(row.error), row.verdict.rawValue,
      ])
    }
    for value in graph.values where !value.isUsed && value.role == .input {
      rows.append([value.name, "\(value.data)", "0.0", "0.0", "0", "agrees (unused)"])
    }
    try Console.print(Console.table(rows))
    for claim in graph.claims { try Console.print(Check.line(claim) + "\n") }
    let wrong = graph.claims.count { !Check.isRight($0) }
    let count = check.rows.count(where: { $0.verdict == .disagrees })
    let measured =
      check.rows.count < check.inputCount
      ? "; measured \(check.rows.count) of \(check.inputCount) inputs, to keep it to seconds" : ""
    guard wrong == 0 else {
      throw Failure(
        code: 1, message: "error: \(wrong) of \(graph.claims.count) gradients that were set by hand are wrong"
      )
    }
    guard check.agrees || !graph.claims.isEmpty else {
      throw Failure(
        code: 1,
        message:
          "error: \(count) of \(check.rows.count) gradients disagree with the measured slope\(measured)")
    }
    try Console.print("all gradients agree\(measured)\n")
  }

  private static func isRight(_ claim: GraphInput.Claim) -> Bool {
    (claim.claimed - claim.actual).magnitude <= 1e-9 * max(1, claim.actual.magnitude)
      || (claim.claimed.isNaN && claim.actual.isNaN) || claim.claimed == claim.actual
  }

  /// `d.grad: -2.0 ✓`, or what it is.
  private static func line(_ claim: GraphInput.Claim) -> String {
    let verdict = isRight(claim) ? "✓" : ", is \(claim.actual)"
    return "\(claim.name).grad: \(claim.claimed)" + (isRight(claim) ? " \(verdict)" : verdict)
  }

  private static func short(_ number: Double) -> String {
    var text = NumberText(digits: 1, isFixed: false)(number)
    text.replace("\u{2212}", with: "-")
    return text
  }
}
