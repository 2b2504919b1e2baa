/// What stands in a box that stands for many values: how many, and what its outputs are.
struct BoxText {
  /// What the lines of numbers begin with.
  static let prefixes = ["data ", "grad "]

  /// nil if the name says it.
  let count: String?
  /// Of the data and the gradients of the outputs: the number, or the range of several.
  let numbers: [String]
  let tooltip: String

  init(_ box: GraphView.Box, _ snapshot: Snapshot, _ number: (Double) -> String) {
    var count = "\(Count.grouped(box.valueCount)) value\(box.valueCount == 1 ? "" : "s")"
    if box.parameterCount > 0 {
      count += ", \(Count.grouped(box.parameterCount)) parameter\(box.parameterCount == 1 ? "" : "s")"
    }
    if case .values = box.kind { self.count = nil } else { self.count = count }
    numbers = [
      BoxText.range(box.outputs.map { snapshot.nodes[$0].data }, number),
      BoxText.range(box.outputs.compactMap { snapshot.nodes[$0].grad }, number),
    ]
    let outputs = box.outputs.count
    tooltip =
      "\(LabelText.visible(box.name)): \(count)\n"
      + (outputs == 1
        ? "the data and the gradient are those of its output"
        : "data and gradients are the least and the greatest of its \(Count.grouped(outputs)) outputs")
  }

  var lines: [String] { (count.map { [$0] } ?? []) + zip(BoxText.prefixes, numbers).map { $0 + $1 } }

  private static func range(_ all: [Double], _ number: (Double) -> String) -> String {
    guard let first = all.first else { return "—" }
    guard all.count > 1 else { return number(first) }
    if let odd = all.first(where: { !$0.isFinite }) { return number(odd) }
    return "\(number(all.min()!)) … \(number(all.max()!))"
  }
}
