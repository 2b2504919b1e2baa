/// What a step does, as a formula and a remark, in the words of the page.
struct StepCaption: Sendable, Equatable {
  /// What goes on: `forward`, `backward`, `step 10`.
  var phase: String
  var formula: Formula
  var remark: String
  /// What the text says of it in a comment.
  var note = ""

  /// For those who listen.
  var plainText: String {
    formula.pieces.isEmpty ? remark : "\(formula.plainText). \(remark)" + (note.isEmpty ? "" : " \(note)")
  }
}
