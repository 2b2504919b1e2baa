import ArgumentParser
import GradViz

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare gradients and numbers with what they must be.",
    usage: "gradviz check [<options>] [<input>]",
    discussion: """
      Examples:
        gradviz check expr.txt
        gradviz check graph.json

      Every gradient is compared with two others: one by forward mode, one by differences of each operation. \
      In graph JSON the numbers and local derivatives are checked too.

      Verdicts: agrees; disagrees; kink (any gradient between the slopes of both sides is right); cannot tell, \
      with the reason. Exit code 1 if something is wrong; what cannot be told is counted, and changes nothing.
      """)

  @OptionGroup var input: InputOptions

  /// A person reads no more rows.
  private static let mostRows = 60

  func run() throws {
    let read = try input.read()
    let claims = read.claims.compactMap { claim in claim.id.map { (id: $0, gradient: claim.gradient) } }
    let graph = try read.graph
    let check = GradientCheck(graph, claims: claims)
    let shown = check.rows(atMost: Check.mostRows)
    var table = [["value", "at", "backward", "forward mode", "differences", "error", "verdict"]]
    for row in shown {
      table.append([
        row.id == graph.root ? read.rootName : check.name(of: row.id), NumberText.exact(row.data),
        NumberText.exact(row.gradient),
        row.forward.map(NumberText.exact) ?? "—",
        row.measuredText, Check.short(row.error), check.words(for: row),
      ])
    }
    for value in read.values where !value.isUsed && value.role == .input {
      table.append([value.name, "\(value.data)", "0.0", "0.0", "0.0", "0", "agrees (unused)"])
    }
    // Of gradients that are set by hand alone, there is no table.
    var text = table.count > 1 ? Console.table(table) : ""
    if shown.count < check.rows.count {
      text += "… and \(check.rows.count - shown.count) more, which agree\n"
    }
    text += Check.lines(read.claims, check)
    for mismatch in check.wrongNumbers + check.wrongLocals {
      text += check.words(for: mismatch) + ": disagrees\n"
    }
    try Console.say(text)
    if check.isWrong {
      let cause =
        read.addsUpAt.map { "backward() on line \($0) added to gradients that no zero_grad() had cleared" }
        ?? check.suspicion
      throw Failure(code: 1, message: "error: " + check.faults + (cause.map { ": " + $0 } ?? ""))
    }
    if let claim = read.claims.first(where: { $0.id == nil && $0.gradient != 0 }) {
      throw Failure(
        code: 1,
        message: "error: \(claim.name).grad is set to \(claim.gradient), but the root does not depend on it")
    }
    try Console.say(check.summary + "\n")
  }

  /// What was set by hand, and whether that is right: `b.grad: -3.0, is -4.0`.
  private static func lines(_ claims: [GraphInput.Claim], _ check: GradientCheck) -> String {
    var rows = check.claims[...]
    return claims.map { claim in
      let row = claim.id == nil ? nil : rows.popFirst()
      let verdict =
        switch row?.verdict ?? (claim.gradient == 0 ? .agrees : .disagrees) {
        case .agrees: " ✓"
        case .disagrees: ", is \(row?.slope ?? 0)"
        default: row.map { ", " + check.words(for: $0) } ?? ""
        }
      return "\(claim.name).grad: \(NumberText.exact(claim.gradient))\(verdict)\n"
    }.joined()
  }

  private static func short(_ number: Double) -> String {
    guard !number.isNaN else { return "—" }
    var text = NumberText(digits: 1, isFixed: false)(number)
    text.replace("\u{2212}", with: "-")
    return text
  }
}
