import Foundation
import Micrograd
import Testing

@testable import GradViz

@Suite struct AnimationTests {
  private static let pictures = try! StepPictures(StepPicturesTests.graph(StepPicturesTests.lecture))

  /// Type, data and checksum of every chunk, by the words of the specification.
  private static func chunks(_ png: [UInt8]) -> [(type: String, data: [UInt8], checksum: UInt32)] {
    func number(_ at: Int) -> Int { png[at..<at + 4].reduce(0) { $0 * 256 + Int($1) } }
    var found: [(String, [UInt8], UInt32)] = []
    var at = 8
    while at < png.count {
      let length = number(at)
      found.append(
        (
          String(decoding: png[at + 4..<at + 8], as: UTF8.self), Array(png[at + 8..<at + 8 + length]),
          UInt32(number(at + 8 + length))
        ))
      at += 12 + length
    }
    #expect(at == png.count)
    return found
  }

  /// Bit by bit, as the appendix of the specification defines it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  private static func pixels(_ png: [UInt8]) -> [UInt8] {
    chunks(png).filter { $0.type == "IDAT" }.flatMap(\.data)
  }

  @Test func theFramesOfTheBitmapAreThePicturesOfTheSteps() throws {
    let bytes = try Self.pictures.animatedPNG(seconds: 1.5)
    let chunks = Self.chunks(bytes)
    for chunk in chunks { #expect(Self.checksum(Array(chunk.type.utf8) + chunk.data) == chunk.checksum) }
    #expect(chunks.first?.type == "IHDR" && chunks.last?.type == "IEND")
    #expect(chunks.filter { $0.type == "acTL" }.map(\.data) == [[0, 0, 0, 11, 0, 0, 0, 0]])
    var frames: [[UInt8]] = []
    var sequence: UInt32 = 0
    for chunk in chunks where chunk.type == "fcTL" || chunk.type == "fdAT" {
      #expect(Array(chunk.data.prefix(4)) == withUnsafeBytes(of: sequence.bigEndian) { Array($0) })
      sequence += 1
      if chunk.type == "fcTL" {
        frames.append([])
        let isLast = frames.count == 11
        #expect(Array(chunk.data[20..<24]) == (isLast ? [0x0F, 0xA0, 3, 0xE8] : [0x05, 0xDC, 3, 0xE8]))
      } else {
        frames[frames.count - 1] += chunk.data.dropFirst(4)
      }
    }
    #expect(frames.count == 11)
    for index in 0..<10 { #expect(frames[index] == Self.pixels(try Self.pictures.bytes(index, as: .png))) }
    // What is seen where nothing plays is what the animation ends with.
    #expect(Self.pixels(bytes) == frames[10])
    // Any animation begins with what differs from what it ends with.
    #expect(Set(frames).count == 11)
  }

  @Test func picturesOfDifferentSizesAreNotJoined() throws {
    let other = try StepPictures(StepPicturesTests.graph("a = 1; b = a * a"))
    let (a, b) = (try Self.pictures.bytes(0, as: .png), try other.bytes(0, as: .png))
    #expect(throws: AnimatedPNG.Fault.differentSizes) { try AnimatedPNG.bytes([(a, 1), (b, 1)], still: a) }
    #expect(throws: AnimatedPNG.Fault.notPNG) { try AnimatedPNG.bytes([(a, 1)], still: [1, 2, 3]) }
  }

  @Test func theDocumentHasAPageForEveryStep() throws {
    let bytes = try Self.pictures.pdf()
    let text = String(decoding: bytes.map { $0 < 128 ? $0 : 63 }, as: UTF8.self)
    #expect(text.contains("/Count 10 "))
    #expect(text.components(separatedBy: "/Type /Page ").count == 11)
    // Every entry of the table leads to the object of its number.
    let start = Int(text.components(separatedBy: "startxref\n").last!.prefix { $0.isNumber })!
    let lines = bytes[start...].split(separator: UInt8(ascii: "\n"))
    #expect(lines[0].elementsEqual("xref".utf8))
    var used = 0
    for (number, line) in lines.dropFirst(2).prefix(while: { $0.count == 19 }).enumerated()
    where line[line.startIndex + 17] == UInt8(ascii: "n") {
      let offset = Int(String(decoding: line.prefix(10), as: UTF8.self))!
      #expect(bytes[offset...].starts(with: "\(number) 0 obj".utf8))
      used += 1
    }
    #expect(used > 50)
    #expect(throws: PDFObjects.Unreadable.self) { try PDFDocument.joined([Array("%PDF-1.7\nnothing".utf8)]) }
  }

  @Test func theDocumentThatPlaysHasEveryTextOnceAndStopsWhereNothingMayMove() throws {
    let svg = String(decoding: Self.pictures.animatedSVG(seconds: 1), as: UTF8.self)
    let reader = SVGReader(svg)
    #expect(reader.isWellFormed)
    // Ten steps of a second, and the last picture for three.
    #expect(svg.contains("animation:13s step-end infinite"))
    #expect(svg.contains("@media(prefers-reduced-motion:reduce)"))
    // What a is at first and at last, and no text twice in one group.
    #expect(reader.texts.count { $0 == "data 2" } == 1)
    #expect(reader.texts.count { $0 == "grad 6" } == 1)
    for index in 0..<10 { #expect(reader.titles.contains(Self.pictures.text(index)), "\(index)") }
    // Without the animation exactly what the last picture shows is visible: stretches that reach the end.
    let visible = Set(
      svg.matches(of: /\.(t\d+-\d+)\{animation-name:t\d+-\d+;visibility:visible/).map { String($0.1) })
    #expect(!visible.isEmpty && visible.allSatisfy { $0.hasSuffix("-11") })
  }
}
