/// All pictures of a sequence as one document that plays by itself: every variant of a text or an outline is there once,
/// and a style sheet shows it while it holds.
///
/// Where nothing may move, or a program knows no animation, it is the last picture.
struct AnimatedSVG {
  private let template: StepTemplate
  private let frames: [StepFrame]
  /// When each picture begins, in parts of the whole; the end of the last one is 1.
  private let times: [Double]
  private let duration: Double
  private let edges: [Set<Int>]
  private let scales: [WeightScale]
  /// Stretches of pictures for which something is shown.
  private var stretches: Set<Range<Int>> = []

  /// - Parameters:
  ///   - frames: at least one; the last is the one to rest on.
  ///   - seconds: how long each stays, the last one longer.
  init(_ template: StepTemplate, _ frames: [StepFrame], seconds: Double) {
    self.template = template
    self.frames = frames
    duration = AnimationTime.total(frames.count, seconds)
    let step = seconds / duration
    times = frames.indices.map { Double($0) * step } + [1]
    edges = frames.map { template.edges($0.activeEdges) }
    scales = frames.map(template.weightScale)
  }

  mutating func document() -> [UInt8] {
    var out: [UInt8] = []
    for part in template.parts {
      switch part {
      case .fixed(let bytes): out += bytes
      case .group(let group): out += self.group(group)
      }
    }
    var captions = ""
    for (range, caption) in runs(of: { $0.caption }) {
      captions += template.captionSVG(caption, classes: shown(range))
    }
    out = StepTemplate.inserting(captions, into: out)
    return insertingRules(into: out)
  }

  // MARK: - What changes

  /// What is the same from picture to picture, as stretches.
  private func runs<Value: Equatable>(of value: (StepFrame) -> Value) -> [(Range<Int>, Value)] {
    runs(frames.map(value))
  }

  private func runs<Value: Equatable>(_ values: [Value]) -> [(Range<Int>, Value)] {
    var found: [(Range<Int>, Value)] = []
    var start = 0
    for index in 1...values.count where index == values.count || values[index] != values[start] {
      found.append((start..<index, values[start]))
      start = index
    }
    return found
  }

  /// The classes that show something during a stretch.
  private mutating func shown(_ range: Range<Int>) -> String {
    guard range != frames.indices else { return "" }
    stretches.insert(range)
    return " t \(AnimatedSVG.name(range))"
  }

  private static func name(_ range: Range<Int>) -> String { "t\(range.lowerBound)-\(range.upperBound)" }

  private mutating func group(_ group: StepTemplate.Group) -> [UInt8] {
    let classes = frames.indices.map { template.classes(group.subject, frames[$0], edges[$0], scales[$0]) }
    var out = group.opening + ">\n".utf8 + group.title
    for (range, extra) in runs(classes) {
      let isFlowing = if case .edge = group.subject { extra.hasPrefix(" now") } else { false }
      let flow = isFlowing ? (frames[range.lowerBound].isBackward ? " back" : " forth") : ""
      out += "<g class=\"".utf8 + group.classes + "\(flow)\(shown(range))\(extra)\">\n".utf8
      out += group.shapes + "</g>\n".utf8
    }
    out += group.texts
    guard case .node(let subject) = group.subject, let place = subject.place else {
      return out + "</g>\n".utf8
    }
    for line in template.titleLines(place) { out += line.svg().utf8 }
    let boxes = frames.map { $0.boxes[place] ?? StepFrame.Box(data: "", grad: "") }
    for (range, note) in runs(boxes.map(\.note)) {
      let box = StepFrame.Box(data: "", grad: "", note: note)
      out += wrapped(template.noteLine(place, box), range).utf8
    }
    for (range, data) in runs(boxes.map(\.data)) {
      out += wrapped(template.dataLine(place, data), range).utf8
    }
    for (range, texts) in runs(boxes.map { Text(text: $0.grad, isPartial: $0.isPartial) }) {
      let box = StepFrame.Box(data: "", grad: texts.text, isPartial: texts.isPartial)
      out += wrapped(template.gradLine(place, box), range).utf8
    }
    return out + "</g>\n".utf8
  }

  private struct Text: Equatable {
    var text: String
    var isPartial: Bool
  }

  private mutating func wrapped(_ line: TextLine?, _ range: Range<Int>) -> String {
    guard let line else { return "" }
    let classes = shown(range)
    return classes.isEmpty ? line.svg() : "<g class=\"\(classes.dropFirst())\">\(line.svg())</g>\n"
  }

  // MARK: - When

  private func insertingRules(into document: [UInt8]) -> [UInt8] {
    let end = Array("</style>".utf8)
    guard let at = document.indices.first(where: { document[$0...].starts(with: end) }) else {
      return document
    }
    return Array(document[..<at] + rules.utf8 + document[at...])
  }

  private var rules: String {
    let time = AnimatedSVG.text(duration)
    var rules =
      ".t{visibility:hidden;animation:\(time)s step-end infinite}"
      + ".forth path,.back path{stroke-dasharray:7,5;animation:flow .7s linear infinite}"
      + ".back path{animation-direction:reverse}"
      + "@keyframes flow{from{stroke-dashoffset:12}to{stroke-dashoffset:0}}"
    for range in stretches.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      let name = AnimatedSVG.name(range)
      let isLast = range.upperBound == frames.count
      rules += ".\(name){animation-name:\(name)\(isLast ? ";visibility:visible" : "")}@keyframes \(name){"
      if range.lowerBound > 0 { rules += "0%{visibility:hidden}" }
      rules += "\(AnimatedSVG.text(100 * times[range.lowerBound]))%{visibility:visible}"
      // The end of the last picture needs no word of its own.
      if !isLast { rules += "\(AnimatedSVG.text(100 * times[range.upperBound]))%{visibility:hidden}" }
      rules += isLast ? "to{visibility:visible}}" : "to{visibility:hidden}}"
    }
    return rules
      + "@media(prefers-reduced-motion:reduce){.t,.forth path,.back path{animation:none!important}}"
  }

  /// Three decimals: a thousandth of a second, and of a percent.
  private static func text(_ number: Double) -> String {
    let thousandths = Int((number * 1000).rounded())
    return "\(thousandths / 1000)"
      + (thousandths % 1000 == 0 ? "" : ".\(String(thousandths % 1000 + 1000).dropFirst())")
  }
}

/// How long the pictures of an animation stay.
enum AnimationTime {
  /// The last picture has all that there is to read.
  static func last(_ seconds: Double) -> Double { 2 * seconds + 1 }

  static func total(_ count: Int, _ seconds: Double) -> Double {
    Double(count - 1) * seconds + last(seconds)
  }
}
