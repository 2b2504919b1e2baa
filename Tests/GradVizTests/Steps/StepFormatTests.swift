import Foundation
import Micrograd
import Testing

@testable import GradViz

/// What holds for pictures of steps in every format.
@Suite struct StepFormatTests {
  /// The colour of the first pixel, which no filter of PNG changes.
  private static func corner(_ data: [UInt8]) throws -> [UInt8] {
    Array(try Inflate.bytes(data[...])[1..<4])
  }

  /// The data of each picture of a PNG that plays, and of one that does not.
  private static func pictures(_ png: [UInt8]) throws -> [[UInt8]] {
    var found: [[UInt8]] = []
    for chunk in try AnimatedPNG.chunks(png) {
      switch chunk.type {
      case "fcTL": found.append([])
      case "IDAT" where found.isEmpty: found.append(chunk.data)
      case "IDAT": found[0] += chunk.data
      case "fdAT": found[found.count - 1] += chunk.data.dropFirst(4)
      default: break
      }
    }
    return found
  }

  @Test(arguments: [
    (DrawingOptions.Theme.light, "#ffffff", "1 1 1 rg"),
    (.dark, "#0f141b", "0.0588235 0.0784314 0.105882 rg"),
  ])
  func everyFormatHasTheColoursOfItsTheme(_ theme: DrawingOptions.Theme, _ canvas: String, _ ink: String)
    throws
  {
    let pictures = try StepPictures(
      StepPicturesTests.graph(StepPicturesTests.lecture), options: DrawingTests.options { $0.theme = theme })
    let colour = try #require(UInt32(canvas.dropFirst(), radix: 16))
    let pixel = [UInt8(colour >> 16), UInt8(colour >> 8 & 255), UInt8(colour & 255)]
    for svg in [try pictures.bytes(4, as: .svg), pictures.animatedSVG()] {
      #expect(String(decoding: svg, as: UTF8.self).contains("<polygon fill=\"\(canvas)\" stroke=\"none\""))
    }
    #expect(try Self.corner(Self.pictures(pictures.bytes(4, as: .png))[0]) == pixel)
    let frames = try Self.pictures(pictures.animatedPNG())
    #expect(frames.count == 12)
    for frame in frames { #expect(try Self.corner(frame) == pixel) }
    for (document, pages) in [(try pictures.bytes(4, as: .pdf), 1), (try pictures.pdf(), 10)] {
      let objects = try PDFObjects(document)
      let drawn = objects.bodies.values.compactMap { try? PDFStream($0).bytes }
        .filter { String(decoding: $0, as: UTF8.self).contains("\(ink) ") }
      #expect(drawn.count >= pages, "\(ink)")
    }
  }

  /// A figure of a paper, and a slide, have no white around them.
  @Test func pagesAreAsLargeAsTheDrawing() throws {
    let graph = try StepPicturesTests.graph(StepPicturesTests.lecture)
    func numbers(_ bytes: [UInt8], after mark: String) throws -> [Double] {
      let text = String(decoding: bytes.map { $0 < 128 ? $0 : 63 }, as: UTF8.self)
      let part = try #require(text.components(separatedBy: mark).dropFirst().first)
      return part.prefix { !"]\"".contains($0) }.split { !"-.0123456789".contains($0) }.compactMap {
        Double($0)
      }
    }
    for scale in [1, 1.5] {
      let drawing = Drawing(graph, options: DrawingTests.options { $0.scale = scale })
      let page = try numbers(drawing.pdf(), after: "/MediaBox")
      let box = try numbers(Array(drawing.svg().utf8), after: "<svg role=\"img\" width=\"")[0]
      #expect(page.count == 4 && abs(page[2] - box) <= 2, "\(page) \(box)")
    }
    let pictures = try StepPictures(graph)
    let page = try numbers(pictures.bytes(3, as: .pdf), after: "/MediaBox")
    let box = try numbers(pictures.bytes(3, as: .svg), after: "viewBox=\"")
    #expect(page[2...] == box[2...], "\(page) \(box)")
  }

  /// Labels are data in every format, whatever they say.
  @Test func hostileLabelsAreTextInEveryFormat() throws {
    let labels =
      TikzPictureTests.hostile + [
        "</svg><script>x()</script>", "]]>", "<!--", "&amp;", "endobj", "endstream", "(", "\\)", "%%EOF",
        "a\rb",
        "</style>", "\u{FFFE}", "stream\n1 0 R", "{animation:x}",
      ]
    for start in stride(from: 0, to: labels.count - 1, by: 24) {
      let some = labels[start..<min(start + 24, labels.count)]
      let sum = some.map { Value(1, label: $0) * 2 }.reduce(Value(0), +)
      sum.label = some.last!
      sum.backward()
      let pictures = try StepPictures(
        Graph(of: sum), phase: .forward,
        options: DrawingTests.options { ($0.title, $0.scale) = (some.first!, 0.2) })
      for svg in [try pictures.bytes(0, as: .svg), pictures.animatedSVG()] {
        let text = String(decoding: svg, as: UTF8.self)
        #expect(SVGReader(text).isWellFormed && !text.contains("<script"), "\(some)")
      }
      try PDFDocumentTests.check(pictures.pdf(), pages: pictures.count)
      #expect(try Self.pictures(pictures.animatedPNG()).count == pictures.count + 2)
      #expect(Set(pictures.names).count == pictures.count)
      for name in pictures.names { #expect(name.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil, "\(name)") }
    }
  }
}
