extension PDFDocument {
  /// Documents of one page each as the pages of one.
  ///
  /// - Complexity: O(n) in the bytes.
  static func joined(_ documents: [[UInt8]]) throws(PDFObjects.Unreadable) -> [UInt8] {
    guard let first = documents.first, let line = first.firstIndex(of: UInt8(ascii: "\n")) else {
      throw .init()
    }
    // Bytes beyond ASCII tell programs that carry files that it is no text.
    var out = first[...line] + [0x25, 0xB5, 0xED, 0xAE, 0xFB, 0x0A]
    var offsets: [Int: Int] = [:]
    func append(_ number: Int, _ body: [UInt8], to out: inout ArraySlice<UInt8>) {
      offsets[number] = out.count
      out += "\(number) 0 obj".utf8 + body + "endobj\n".utf8
    }
    let (pagesNumber, catalogNumber, infoNumber) = (1, 2, 3)
    var next = 4
    var kids: [Int] = []
    for (index, document) in documents.enumerated() {
      let objects = try PDFObjects(document)
      guard let catalog = objects.reference("/Root", in: objects.trailer),
        let pages = objects.bodies[catalog].flatMap({ objects.reference("/Pages", in: $0) }),
        let page = objects.bodies[pages].flatMap({ objects.reference("/Kids", in: $0) })
      else { throw .init() }
      let info = objects.reference("/Info", in: objects.trailer)
      let kept = objects.bodies.keys.sorted().filter { ![catalog, pages, info].contains($0) }
      var numbers = [pages: pagesNumber, catalog: catalogNumber]
      for number in kept {
        numbers[number] = next
        next += 1
      }
      guard let kid = numbers[page] else { throw .init() }
      kids.append(kid)
      for number in kept {
        append(
          numbers[number]!, PDFText.renumbered(objects.bodies[number]!) { numbers[$0] ?? 0 }, to: &out)
      }
      if index == 0, var body = info.flatMap({ objects.bodies[$0] }).map({ Array($0) }) {
        if let date = datePosition(body[...]) { replaceDate(at: date, in: &body) }
        append(infoNumber, body, to: &out)
      }
    }
    let list = kids.map { "\($0) 0 R" }.joined(separator: " ")
    append(pagesNumber, Array("\n<< /Type /Pages /Count \(kids.count) /Kids [ \(list) ] >>\n".utf8), to: &out)
    append(catalogNumber, Array("\n<< /Type /Catalog /Pages \(pagesNumber) 0 R >>\n".utf8), to: &out)
    let start = out.count
    out += "xref\n0 \(next)\n0000000000 65535 f \n".utf8
    for number in 1..<next {
      guard let offset = offsets[number] else {
        out += "0000000000 65535 f \n".utf8
        continue
      }
      let digits = String(offset)
      out += (String(repeating: "0", count: max(0, 10 - digits.count)) + digits + " 00000 n \n").utf8
    }
    out += "trailer\n<< /Size \(next) /Root \(catalogNumber) 0 R".utf8
    if offsets[infoNumber] != nil { out += " /Info \(infoNumber) 0 R".utf8 }
    out += " >>\nstartxref\n\(start)\n%%EOF\n".utf8
    return Array(out)
  }
}
