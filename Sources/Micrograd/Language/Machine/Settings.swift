/// The numbers that an execution puts in place of the text's.
///
/// A name that the text binds is heeded where it is bound. What has its name only at the end, such as `a@1`,
/// a label, or an element that other statements move, is heeded where its leaf is made: see
/// `Program.plan(_:)`.
final class Settings {
  /// Where a leaf is made: with the how-manieth leaf or network of the execution, and which parameter of
  /// that.
  struct Birth: Hashable, Comparable {
    let count: Int
    let slot: UInt32

    static func < (a: Birth, b: Birth) -> Bool { (a.count, a.slot) < (b.count, b.slot) }
  }

  /// Which numbers go where.
  struct Plan {
    var byName: [String: Double]
    var byBirth: [Birth: (name: String, number: Double)] = [:]
  }

  /// What is known of a leaf, or of the parameters of a network.
  private struct Made {
    let count: Int
    /// Which names gave it numbers.
    var names: Set<String> = []
    var isNamed = false
  }

  let plan: Plan
  /// The names of the plan whose numbers were used.
  private(set) var applied: Set<String> = []
  /// By storage, which is not kept: of one that is gone, what is made in its place takes the entry.
  private var made: [ObjectIdentifier: Made] = [:]
  private var count = 0

  init(_ plan: Plan) { self.plan = plan }

  // MARK: - Leaves that are made

  /// What is made next: a plain number, or the one that is set in its place.
  func next(_ object: Object) -> Object {
    guard let setting = plan.byBirth[Birth(count: count + 1, slot: Node.none)] else { return object }
    applied.insert(setting.name)
    return Settings.object(setting.number, like: object)
  }

  func enter(_ leaf: Value) {
    count += 1
    made[ObjectIdentifier(leaf.storage)] = Made(count: count)
  }

  func enter(_ part: NetworkPart) {
    guard let block = part.block else { return }
    count += 1
    made[ObjectIdentifier(block)] = Made(count: count)
    for (birth, setting) in plan.byBirth where birth.count == count {
      applied.insert(setting.name)
      block.value(Int(birth.slot & ~Node.parameter)).data = setting.number
    }
  }

  /// A leaf that is made when all is done, and has no place in the execution.
  func forget(_ leaf: Value) { made[ObjectIdentifier(leaf.storage)] = nil }

  func birth(of leaf: Value) -> Birth? {
    made[ObjectIdentifier(leaf.storage)].map { Birth(count: $0.count, slot: leaf.slot) }
  }

  // MARK: - Names that are bound

  /// The number for a plain one that gets a name.
  func bound(_ object: Object, _ name: String) -> Object {
    plan.byName[name].map { Settings.object($0, like: object) } ?? object
  }

  /// Notes that a leaf was made of what `bound` gave.
  func note(_ leaf: Value, _ name: String) {
    guard plan.byName[name] != nil else { return }
    applied.insert(name)
    made[ObjectIdentifier(leaf.storage)]?.names.insert(name)
  }

  /// A leaf gets a name. Once something is computed with it, its number comes too late.
  func bind(_ object: Object, _ name: String) {
    guard let number = plan.byName[name], let value = object.value, value.isLeaf, !value.isRecorded,
      let birth = birth(of: value), plan.byBirth[birth] == nil,
      made[ObjectIdentifier(value.storage)]?.names.isEmpty == true
    else { return }
    note(value, name)
    value.data = number
    if case .whole(let whole) = object { whole.number = Int(exactly: number) }
  }

  /// A network gets a name, and its parameters with it.
  func bind(_ part: NetworkPart) {
    guard !plan.byName.isEmpty, let block = part.block,
      made[ObjectIdentifier(block)]?.isNamed == false
    else { return }
    made[ObjectIdentifier(block)]?.isNamed = true
    for index in 0..<block.count {
      let parameter = block.value(index)
      guard let number = plan.byName[block.labels[index]], !parameter.isRecorded,
        plan.byBirth[Birth(count: made[ObjectIdentifier(block)]!.count, slot: parameter.slot)] == nil
      else { continue }
      note(parameter, block.labels[index])
      parameter.data = number
    }
  }

  /// Whether a leaf has the number that is set for a name.
  func isSet(_ leaf: Value, by name: String) -> Bool {
    made[ObjectIdentifier(leaf.storage)]?.names.contains(name) == true
  }

  /// A number in place of another: whole if both are.
  private static func object(_ number: Double, like object: Object) -> Object {
    if object.wholeNumber != nil, let whole = Int(exactly: number) { return .int(whole) }
    return .float(number)
  }
}

extension Value {
  /// Whether anything was computed with it since it has its number.
  fileprivate var isRecorded: Bool {
    if let block = storage as? ParameterBlock {
      return block.copySequence != 0 || block.places[Int(slot & ~Node.parameter)].sequence != 0
    }
    return (storage as? Leaf).map { $0.tapeSequence != 0 } ?? true
  }
}
