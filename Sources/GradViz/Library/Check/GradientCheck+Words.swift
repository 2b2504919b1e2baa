import CNumberText

extension GradientCheck {
  /// Which rows a person should see: all of a small graph; of a large one what has a name or isn't right.
  public func rows(atMost limit: Int) -> [Row] {
    guard rows.count > limit else { return rows }
    let notable = rows.filter { $0.verdict != .agrees }
    let named = rows.filter { $0.verdict == .agrees && !graph.nodes[$0.id].label.isEmpty }
    return (notable.prefix(limit) + named.prefix(Swift.max(0, limit - notable.count))).sorted {
      $0.id < $1.id
    }
  }

  /// What a value is called: its label, of which every character can be seen, else `#` and its id.
  public func name(of id: Int) -> String { LabelText.visible(graph.name(of: id)) }

  /// A verdict in words: `kink: slopes 0.0 and 1.0`.
  public func words(for row: Row) -> String {
    switch row.verdict {
    case .agrees: return "agrees"
    case .disagrees: return row.timesTooLarge.map { "disagrees: \(times($0)) the slope" } ?? "disagrees"
    case .kink:
      guard let sides = row.sides else { return "kink" }
      return sides.lowerBound == sides.upperBound
        ? "kink: slope \(sides.lowerBound) on both sides, backward follows its convention"
        : "kink: slopes \(sides.lowerBound) and \(sides.upperBound)"
    case .cannotTell(let reason): return "cannot tell: \(words(for: reason))"
    }
  }

  func words(for reason: Reason) -> String {
    switch reason {
    case .rounding: "rounding"
    case .range: "out of the range of numbers on the way"
    case .undefined(let id): "no slope can be measured at \(operation(id))"
    case .unknownOperation(let id): "'\(graph.nodes[id].op)' is not an operation of the engine"
    case .notMeasured: "kink on the way, graph too large"
    }
  }

  /// A mismatch as a sentence: `c is 99.0, but + of 1.0 and 2.0 is 3.0`.
  public func words(for mismatch: Mismatch) -> String {
    let numbers = "\(number(mismatch.given)), but"
    guard let operand = mismatch.operand else {
      return
        "\(name(of: mismatch.id)) is \(numbers) \(operation(mismatch.id)) is \(number(mismatch.expected))"
    }
    let by = graph.operands(of: mismatch.id).dropFirst(operand).first.map { name(of: $0) } ?? ""
    return "the local derivative of \(name(of: mismatch.id)) by \(by) is given as \(numbers) is "
      + "\(number(mismatch.expected)) for \(operation(mismatch.id))"
  }

  /// What could not be told, counted, by reason; nil if there is nothing.
  public var undecided: String? {
    var counts: [(reason: String, count: Int)] = []
    for case .cannotTell(let reason) in (rows + claims).map(\.verdict) {
      let words = words(for: reason)
      if let index = counts.firstIndex(where: { $0.reason == words }) {
        counts[index].count += 1
      } else if counts.count < 8 {
        counts.append((words, 1))
      } else {
        counts[7] = ("other reasons", counts[7].count + 1)
      }
    }
    guard !counts.isEmpty else { return nil }
    let total = counts.reduce(0) { $0 + $1.count }
    let reasons = counts.map { counts.count == 1 ? $0.reason : "\($0.count) \($0.reason)" }
    return "\(total) could not be told: " + reasons.joined(separator: "; ")
  }

  /// What is wrong, in one sentence.
  public var faults: String {
    let all = rows + claims
    let wrong = all.filter { $0.verdict == .disagrees }
    var parts: [String] = []
    if let first = wrong.first {
      parts.append(
        "\(wrong.count) of \(all.count) gradients disagree\(wrong.count == 1 ? "s" : "") with the slope; "
          + "that of \(name(of: first.id)) is \(number(first.gradient)), the slope \(number(first.slope))")
    }
    for (mismatches, what) in [(wrongNumbers, "number"), (wrongLocals, "local derivative")] {
      guard let first = mismatches.first else { continue }
      parts.append(
        mismatches.count == 1
          ? words(for: first) : "\(mismatches.count) \(what)s are wrong; \(words(for: first))")
    }
    return parts.joined(separator: "; ")
  }

  /// What wrong gradients look like that are whole multiples of the slope; nil if they are not.
  public var suspicion: String? {
    let wrong = (rows + claims).filter { $0.verdict == .disagrees }
    let multiples = wrong.compactMap(\.timesTooLarge)
    guard let first = multiples.first, multiples.count == wrong.count else { return nil }
    return multiples.allSatisfy({ $0 == first })
      ? "\(times(first)) the slope, as if backward() was called \(times(first)) without zero_grad()"
      : "whole multiples of the slope, as if backward() was called several times without zero_grad()"
  }

  private func times(_ count: Int) -> String { count == 2 ? "twice" : "\(count) times" }

  /// What was found where nothing is wrong: `all gradients agree: 5 values, measured in two ways`.
  public var summary: String {
    let all = rows + claims
    let agreeing = all.count { $0.verdict == .agrees || $0.verdict == .kink }
    guard !all.isEmpty else { return "there are no gradients to compare" }
    var text = "\(Count.grouped(agreeing)) of \(Count.grouped(all.count)) gradients agree"
    if agreeing == all.count {
      text =
        absentGradients == 0
        ? "all gradients agree: \(Count.grouped(agreeing)), measured in two ways"
        : "the gradients that are given agree: \(Count.grouped(agreeing)), measured in two ways"
    }
    if agreeing == 0 { text = "no gradient could be compared" }
    if let undecided { text += "; " + undecided }
    if absentGradients > 0 {
      text += "; \(Count.grouped(absentGradients)) value\(absentGradients == 1 ? " has" : "s have") none"
    }
    let backwardOnly = rows.count { $0.forward == nil && $0.verdict == .agrees }
    if backwardOnly > 0 {
      text += "; forward mode left out \(Count.grouped(backwardOnly)), to keep the check to seconds"
    }
    if believedNumbers > 0 {
      text +=
        "; \(Count.grouped(believedNumbers, "number")) of operations that "
        + "are not the engine's \(believedNumbers == 1 ? "was" : "were") believed"
    }
    return text
  }

  private func number(_ number: Double) -> String { NumberText.exact(number) }

  private func operation(_ id: Int) -> String {
    let operands = graph.operands(of: id).map { number(graph.nodes[$0].data) }
    return "\(graph.nodes[id].op) of " + operands.prefix(3).joined(separator: " and ")
  }
}

extension GradientCheck.Row {
  /// How many times the slope a wrong gradient is, if it is a whole number of times, as gradients are that add up
  /// where nobody sets them back; nil if it is not.
  public var timesTooLarge: Int? {
    guard verdict == .disagrees else { return nil }
    let times = (gradient / slope).rounded()
    guard (2...1_000_000).contains(times) else { return nil }
    return (gradient - times * slope).magnitude <= Evidence.tolerance * gradient.magnitude ? Int(times) : nil
  }

  /// The slope from differences with as many digits as are known: the shortest number within its uncertainty.
  public var measuredText: String {
    guard measured.isFinite, uncertainty.isFinite else { return "—" }
    let isRough = uncertainty > 1e-6 * measured.magnitude
    for digits in 0..<16 {
      guard let shorter = Double(scientific(measured, digits)) else { break }
      if (shorter - measured).magnitude <= uncertainty || shorter == measured {
        return "\(shorter)" + (isRough ? " ± " + scientific(uncertainty, 0) : "")
      }
    }
    return "\(measured)"
  }

  private func scientific(_ number: Double, _ digits: Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { buffer in
      let length = gradviz_format(buffer.baseAddress!, Int32(buffer.count), 1, Int32(digits), number)
      return String(decoding: buffer.prefix(Int(length)).lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
