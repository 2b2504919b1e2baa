/// The functions of the language, as `tanh(n)` and as `n.tanh()`.
enum Functions {
  static let byName: [String: Op] = Dictionary(
    uniqueKeysWithValues: Op.allCases.filter { $0.arity > 0 && $0.symbol.first!.isLetter && $0 != .negate }
      .map { ($0.symbol, $0) })

  static let names = byName.keys.sorted()
}
