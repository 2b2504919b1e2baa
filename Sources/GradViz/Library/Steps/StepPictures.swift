import Micrograd

/// Why there are no pictures of steps, and what to do.
public struct StepPicturesError: Error, Sendable, CustomStringConvertible {
  /// What stands in the way, and what to do.
  public let description: String
}

/// Pictures of backpropagation step by step, in one layout: what the player of the page shows, for slides and papers.
///
///     let pictures = try StepPictures(Graph(of: loss))
///     try pictures.write(to: "slides", as: .svg)   // slides/01-forward-e.svg, 02-forward-d.svg …
///     let animation = try pictures.animatedSVG()
///
/// Forward, a picture for every value that is computed; backward, one for where gradients begin and one for every edge,
/// in the order of the engine. Values that are still to come are "—"; a gradient that has more than one use grows from
/// picture to picture. Above the drawing stands the formula of the step with its numbers.
public struct StepPictures: Sendable {
  /// Which steps are drawn.
  public enum Phase: String, Sendable, CaseIterable {
    case forward, backward, both
  }

  /// The most pictures: nobody turns over more slides.
  public static let most = 1000

  /// The names of the pictures, without suffixes: in order of name they are in order of step.
  public let names: [String]
  private let template: StepTemplate
  private let frame: @Sendable (Int) -> StepFrame
  /// What is shown after the last step; nil if that says it all.
  private let rest: StepFrame?

  /// How many pictures there are.
  public var count: Int { names.count }

  /// Lays out the pictures of a graph.
  ///
  /// - Parameters:
  ///   - graph: with gradients, or there are no steps backward.
  ///   - phase: which steps are drawn.
  ///   - options: how; the style is always modern.
  ///   - digits: decimals of numbers; nil for four significant digits, as on the page.
  /// - Throws: `StepPicturesError` if there are no steps, or more than `most`; `GraphvizError`, `GraphViewError`,
  ///   `ColourError`.
  /// - Complexity: a layout, and O(n) for each picture.
  public init(
    _ graph: Graph, phase: Phase = .both, options: DrawingOptions = DrawingOptions(), digits: Int? = nil
  ) throws {
    if let background = options.background, Colour(background) == nil { throw ColourError(background) }
    let view = try GraphView(of: graph, options)
    let nesting = ModuleNesting(graph)
    let playback = Playback(graph, view, nesting)
    let narration = Narration(playback, nesting, NumberText.stepNumber(digits))
    let frames = PlaybackFrames(playback, narration, phase)
    let count = frames.steps.count
    guard count > 0 else { throw StepPicturesError.none(phase, hasGradients: graph.hasGradients) }
    guard count <= StepPictures.most else { throw StepPicturesError.tooMany(count, phase) }
    frame = { frames.frame($0) }
    rest = frames.rest()
    names = (0..<count).map { index in
      let step = frames.steps.lowerBound + index
      return StepPictures.name(index, of: count, narration.phase(step), narration.subject(step))
    }
    let root = narration.name(playback.root)
    template = try StepTemplate(
      graph, view, options, frames: (0..<count).lazy.map { frames.frame($0) } + [frames.rest()],
      names: narration.outputNames,
      title: options.title.isEmpty ? "Backpropagation of \(root)" : LabelText.visible(options.title),
      summary: "The computation of \(root), and its gradients, step by step.")
  }

  /// Lays out the pictures of a recorded run, one for every kept step, with the loss.
  ///
  ///     let run = try RunFile(path: "output/moons/run.jsonl")
  ///     try StepPictures(run, every: 10).write(to: "slides")   // slides/step-000000.svg …
  ///
  /// - Parameters:
  ///   - every: every how many of the kept steps there is a picture; always of the last.
  ///   - options: how; the style is always modern.
  /// - Throws: `StepPicturesError` if no graph was kept, several of different shapes, or more than `most`;
  ///   `GraphvizError`, `GraphViewError`, `ColourError`.
  /// - Complexity: a layout, and O(n) for each picture.
  public init(_ run: RunFile, every: Int = 1, options: DrawingOptions = DrawingOptions()) throws {
    precondition(every > 0, "Pictures are of every first, second or later step, not every \(every).")
    if let background = options.background, Colour(background) == nil { throw ColourError(background) }
    let frames = try RunFrames(run, every: every)
    let graph = frames.first
    let view = try GraphView(of: graph, options)
    let neurons = ClosedNeurons(view, graph)
    let frame: @Sendable (Int) -> StepFrame = { frames.frame($0, view, neurons) }
    self.frame = frame
    rest = nil
    names = frames.steps.map { RunFile.Step.pictureName(run.steps[$0].step) }
    template = try StepTemplate(
      graph, view, options, frames: frames.steps.indices.lazy.map(frame),
      title: options.title.isEmpty ? "Training" : LabelText.visible(options.title),
      summary: "The numbers of a graph, training step by training step.")
  }

  /// Such as `01-forward-e`: what is in a label beside letters, digits and `_` is written as `_`.
  private static func name(_ index: Int, of count: Int, _ phase: String, _ subject: String) -> String {
    let digits = max(2, String(count).count)
    let number = String(index + 1)
    let plain = subject.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? Character(scalar) : "_"
    }
    let words = String(plain.prefix(40)).split(separator: "_").joined(separator: "_")
    return String(repeating: "0", count: digits - number.count) + number + "-" + phase
      + (words.isEmpty ? "" : "-" + words)
  }

  // MARK: - Single pictures

  /// What a picture says, in plain text.
  public func text(_ index: Int) -> String { frame(index).caption.plainText }

  /// A picture.
  ///
  /// - Throws: `GraphvizError`.
  /// - Precondition: the format is svg, png or pdf.
  public func bytes(_ index: Int, as format: Format) throws -> [UInt8] {
    try bytes(frame(index), as: format)
  }

  private func bytes(_ frame: StepFrame, as format: Format) throws -> [UInt8] {
    switch format {
    case .svg: return template.svg(frame)
    case .png: return try template.rendered(frame, as: .png)
    case .pdf: return PDFDocument.withoutDate(try template.rendered(frame, as: .pdf))
    case .dot, .tikz, .tex, .json, .html:
      preconditionFailure("Pictures of steps are SVG, PNG or PDF, not \(format.rawValue).")
    }
  }

  // MARK: - All in one

  private var frames: [StepFrame] { names.indices.map(frame) + (rest.map { [$0] } ?? []) }

  /// One document that plays by itself, also in an `img` element; it is the last picture where nothing may move.
  ///
  /// - Parameter seconds: how long a step stays.
  public func animatedSVG(seconds: Double = 2) -> [UInt8] {
    var animation = AnimatedSVG(template, frames, seconds: seconds)
    return animation.document()
  }

  /// One bitmap that plays by itself, an APNG; it is the last picture where it cannot play.
  ///
  /// - Parameter seconds: how long a step stays, up to 30.
  /// - Throws: `StepPicturesError` if all pictures together have more than 400 million pixels; `GraphvizError`.
  public func animatedPNG(seconds: Double = 2) throws -> [UInt8] {
    let frames = frames
    let last = frames.count - 1
    let final = try template.rendered(frames[last], as: .png)
    if let size = AnimatedPNG.size(final) {
      try StepPicturesError.refuse(frames.count, of: size, plain: template.plainPixels)
    }
    let pictures = try frames[..<last].map { try template.rendered($0, as: .png) } + [final]
    let timed = pictures.enumerated().map { index, png in
      let time = index == last ? AnimationTime.last(seconds) : seconds
      return (png, Int(min(max(time, 0.01), 65) * 1000))
    }
    return try AnimatedPNG.bytes(timed, still: pictures[last])
  }

  /// All pictures as the pages of one document.
  ///
  /// - Throws: `GraphvizError`; `StepPicturesError` if its PDF cannot be joined.
  public func pdf() throws -> [UInt8] {
    let pages = try names.indices.map { try bytes($0, as: .pdf) }
    do {
      return try PDFDocument.joined(pages)
    } catch {
      throw StepPicturesError(
        description:
          "the PDF of this system's Graphviz has a structure that cannot be joined; write the pages to a "
          + "folder with --format pdf")
    }
  }
}

extension StepPicturesError {
  static func none(_ phase: StepPictures.Phase, hasGradients: Bool) -> StepPicturesError {
    StepPicturesError(
      description: phase == .backward && !hasGradients
        ? "there are no gradients, so no step goes backward; leave --no-backward out, or choose --phase forward"
        : "nothing is computed in this graph, so there are no steps")
  }

  /// Refuses bitmaps that are too many for their size.
  ///
  /// - Parameter plain: the pixels of one at a scale of 1.
  static func refuse(
    _ count: Int, of size: (width: Int, height: Int), plain: Double
  ) throws(StepPicturesError) {
    let (pixels, most) = (count * size.width * size.height, AnimatedPNG.mostPixels)
    guard pixels > most else { return }
    let scale = ((Double(most) / Double(count) / plain).squareRoot() * 100).rounded(.down) / 100
    throw StepPicturesError(
      description:
        "\(Count.grouped(count)) pictures of \(Count.grouped(size.width)) × \(Count.grouped(size.height)) pixels have "
        + "\(Count.grouped(pixels / 1_000_000)) million, and an APNG has at most "
        + "\(Count.grouped(most / 1_000_000)) million; an SVG plays as well (-o steps.svg), "
        + (scale >= 0.1 ? "or choose --scale \(NumberText(digits: 2, isFixed: false)(scale)), " : "")
        + "or show fewer steps with --phase, --depth, --max-nodes, --sample or --focus")
  }

  static func tooMany(_ count: Int, _ phase: StepPictures.Phase) -> StepPicturesError {
    StepPicturesError(
      description:
        "there are \(Count.grouped(count)) steps, and at most \(Count.grouped(StepPictures.most)) are drawn; "
        + (phase == .both ? "choose --phase forward or backward, or " : "")
        + "show fewer boxes with --depth, --max-nodes, --sample or --focus")
  }
}

extension NumberText {
  /// How the numbers of steps are written.
  ///
  /// - Parameter digits: decimals; nil for four significant digits, as on the page.
  static func stepNumber(_ digits: Int?) -> @Sendable (Double) -> String {
    guard let digits else { return { FrameNumber.text($0) } }
    let text = NumberText(digits: digits, isFixed: false)
    return { ($0.isFinite ? "" : "⚠ ") + text($0) }
  }
}
