import Foundation
import Micrograd
import Testing

@testable import GradViz

/// Documents of either structure as pages of one, judged by qpdf where it is installed.
@Suite struct PDFDocumentTests {
  private static let qpdf: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/qpdf" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// What qpdf says of a document, or writes.
  private static func qpdf(_ document: [UInt8], _ arguments: [String]) throws -> (status: Int32, out: Data) {
    let path = NSTemporaryDirectory() + "gradviz-\(UUID()).pdf"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(document).write(to: URL(filePath: path))
    let process = Process()
    process.executableURL = URL(filePath: qpdf!)
    process.arguments = [path] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let out = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, out)
  }

  /// qpdf finds no fault, and this many pages.
  static func check(_ document: [UInt8], pages: Int) throws {
    guard qpdf != nil else { return }
    #expect(try qpdf(document, ["--check"]).status == 0)
    let count = try qpdf(document, ["--show-npages"]).out
    #expect(String(decoding: count, as: UTF8.self) == "\(pages)\n")
  }

  /// As zlib writes what it does not make smaller.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    let (low, high) = (UInt8(bytes.count & 255), UInt8(bytes.count >> 8))
    return [0x78, 1, 1, low, high, ~low, ~high] + bytes
      + [UInt8(b >> 8), UInt8(b & 255), UInt8(a >> 8), UInt8(a & 255)]
  }

  /// A page as cairo from 1.17.6 on writes it: all objects without a stream of their own in one, and the table in another.
  private static func modern(text: String = "stream 4 0 R", title: String = "a \\(4 0 R\\)") -> [UInt8] {
    let inside = [
      (2, "<< /Length 1 0 R /Names [ 3 0 R ] >>"),
      (3, "<< /Type /Page\n   /Parent 4 0 R /MediaBox [ 0 0 99 99 ]\n   /Contents 1 0 R /Resources << >> >>"),
      (4, "<< /Type /Pages\n   /Kids [ 3 0 R ]\n   /Count 1\n>>"),
      (5, "<< /Producer (cairo 1.18.0)\n   /Title (\(title))\n   /CreationDate (D:20260102030405+01'00)\n>>"),
      (6, "<< /Type /Catalog\n   /Pages 4 0 R\n>>"),
    ]
    var (heads, bodies) = ("", "")
    for (number, body) in inside {
      heads += "\(number) \(bodies.utf8.count) "
      bodies += body + "\n"
    }
    var out = Array("%PDF-1.7\n%\n".utf8)
    var offsets: [Int] = []
    func stream(_ number: Int, _ dictionary: String, _ bytes: [UInt8]) {
      offsets.append(out.count)
      let packed = stored(bytes)
      out +=
        "\(number) 0 obj\n<< \(dictionary)\n   /Length \(packed.count)\n   /Filter /FlateDecode\n>>\nstream\n"
        .utf8
      out += packed + "\nendstream\nendobj\n".utf8
    }
    stream(1, "", Array("% \(text)\n0 0 m 9 9 l S\n".utf8))
    stream(7, "/Type /ObjStm /N \(inside.count) /First \(heads.utf8.count)", Array((heads + bodies).utf8))
    func row(_ kind: UInt8, _ offset: Int, _ index: UInt8) -> [UInt8] {
      [kind, UInt8(offset >> 8), UInt8(offset & 255), index]
    }
    let start = out.count
    let rows =
      row(0, 0, 255) + row(1, offsets[0], 0) + (0..<5).flatMap { row(2, 7, $0) } + row(1, offsets[1], 0)
      + row(1, start, 0)
    stream(8, "/Type /XRef /Size 9 /W [1 2 1] /Root 6 0 R /Info 5 0 R", rows)
    return out + "startxref\n\(start)\n%%EOF\n".utf8
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.map { $0 < 128 ? $0 : 63 }, as: UTF8.self)
  }

  @Test func documentsOfNewerCairoAreJoined() throws {
    try Self.check(Self.modern(), pages: 1)
    let joined = try PDFDocument.joined([
      Self.modern(text: "one"), Self.modern(text: "two 3 0 R"), Self.modern(),
    ])
    let text = Self.text(joined)
    #expect(text.contains("/Count 3 ") && text.components(separatedBy: "/Type /Page\n").count == 4)
    for content in ["% one\n", "% two 3 0 R\n", "% stream 4 0 R\n"] { #expect(text.contains(content)) }
    #expect(!text.contains("/ObjStm") && !text.contains("/XRef"))
    #expect(text.contains("/Title (a \\(4 0 R\\))"), "strings stay as they are")
    try Self.check(joined, pages: 3)
    // Of both structures.
    let old = try drawDot(GraphTests.lecture()).pdf()
    try Self.check(PDFDocument.joined([old, Self.modern(), old]), pages: 3)
  }

  @Test func theMomentOfCreationIsInNoStructure() throws {
    let clean = PDFDocument.withoutDate(Self.modern())
    let text = Self.text(clean)
    #expect(!text.contains("20260102") && text.contains("/CreationDate (D:"))
    #expect(text.contains("/Producer (cairo 1.18.0)") && text.contains("/Title"))
    #expect(PDFDocument.withoutDate(clean) == clean)
    try Self.check(clean, pages: 1)
    // What is no document stays what it is.
    #expect(PDFDocument.withoutDate([1, 2, 3]) == [1, 2, 3])
  }

  /// The same objects in the structure that qpdf makes of them, whose table has predictions.
  @Test(.disabled(if: qpdf == nil, "needs qpdf")) func drawingsInObjectStreamsAreJoined() throws {
    let text = "a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a * b\nd = e + c\nL = d * f\n"
    let pictures = try StepPictures(GraphInput(Array(text.utf8), source: "test").graph)
    let pages = try (0..<3).map { try pictures.bytes($0, as: .pdf) }
    let packed = try pages.map { page in
      Array(try Self.qpdf(page, ["--object-streams=generate", "-"]).out)
    }
    for page in packed { #expect(Self.text(page).contains("/ObjStm")) }
    let (plain, joined) = (try PDFDocument.joined(pages), try PDFDocument.joined(packed))
    try Self.check(joined, pages: 3)
    // qpdf numbers and orders anew; what is drawn is the same.
    func drawn(_ document: [UInt8]) throws -> [String] {
      Self.text(Array(try Self.qpdf(document, ["--qdf", "-"]).out)).split(separator: "\n").map(String.init)
        .filter { $0.hasSuffix("Tj") || $0.hasSuffix("TJ") || $0.hasSuffix(" l") || $0.hasSuffix(" c") }
    }
    let (first, second) = (try drawn(plain), try drawn(joined))
    #expect(first == second && first.count > 100)
    try Self.check(pictures.pdf(), pages: 10)
  }

  /// Fonts have such names, and labels too.
  @Test func theWordStreamWithinADictionaryIsNoStream() {
    let body = Array(
      "\n<< /FontName /Bitstream#20Vera /T (stream\n) /F 7 0 R >>\nstream\n7 0 R\nendstream\n".utf8)
    let renumbered = PDFText.renumbered(body[...]) { $0 + 1 }
    #expect(String(decoding: renumbered, as: UTF8.self).contains("/F 8 0 R >>\nstream\n7 0 R\n"))
  }

  @Test func whatIsDamagedIsRefusedOrRead() throws {
    for document in [Self.modern(), try drawDot(GraphTests.lecture()).pdf()] {
      for end in stride(from: 0, to: document.count - 12, by: 97) {
        let joined = try? PDFDocument.joined([Array(document[..<end])])
        #expect(joined == nil, "cut at \(end)")
      }
      var state: UInt64 = 1
      for _ in 0..<300 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var damaged = document
        // The table and what leads to it are at the end.
        let at = document.count - 1 - Int(state >> 33) % min(1200, document.count)
        damaged[at] = UInt8(truncatingIfNeeded: state >> 20)
        _ = try? PDFDocument.joined([damaged])
      }
    }
  }
}
