/// What a file is that was given in place of another, as far as its first bytes tell.
enum FileKind: Equatable, Sendable {
  case empty
  /// Compressed, or an archive.
  case gzip, zip, xz, zstandard, bzip2
  case png, jpeg, pdf
  /// Python's pickle, and NumPy's array.
  case pickle, numpy
  case hdf5
  /// Text in 16 bits a character.
  case utf16
  case html, xml
  /// An object or a list of JSON.
  case jsonObject, jsonList
  /// Rows of cells.
  case table
  /// Other text.
  case text
  case binary

  /// Looks at the first 4 KB.
  init(of bytes: [UInt8]) {
    let start = bytes.prefix(4096)
    func begins(_ magic: [UInt8]) -> Bool { start.starts(with: magic) }
    let magic: [(FileKind, [UInt8])] = [
      (.gzip, [0x1F, 0x8B]), (.zip, [0x50, 0x4B, 0x03, 0x04]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A]),
      (.zstandard, [0x28, 0xB5, 0x2F, 0xFD]), (.bzip2, [0x42, 0x5A, 0x68]), (.png, [0x89, 0x50, 0x4E, 0x47]),
      (.jpeg, [0xFF, 0xD8, 0xFF]), (.pdf, Array("%PDF-".utf8)), (.numpy, [0x93] + Array("NUMPY".utf8)),
      (.hdf5, [0x89] + Array("HDF".utf8)), (.utf16, [0xFF, 0xFE]), (.utf16, [0xFE, 0xFF]),
    ]
    if let found = magic.first(where: { begins($0.1) }) {
      self = found.0
      return
    }
    if start.count > 1, start[0] == 0x80, (2...5).contains(start[1]) {
      self = .pickle
      return
    }
    let text = start.dropFirst(begins([0xEF, 0xBB, 0xBF]) ? 3 : 0).drop { " \t\r\n".utf8.contains($0) }
    guard let first = text.first else {
      self = .empty
      return
    }
    self =
      switch first {
      case _ where text.contains(0) || !FileKind.isUTF8(text, isCut: bytes.count > start.count): .binary
      case UInt8(ascii: "{"): .jsonObject
      case UInt8(ascii: "["): .jsonList
      case UInt8(ascii: "<"): FileKind.isHTML(text) ? .html : .xml
      default: FileKind.isTable(text) ? .table : .text
      }
  }

  /// What to call it, and what to do about it.
  var description: String {
    switch self {
    case .empty: "an empty file"
    case .gzip: "compressed with gzip; unpack it first, with gunzip"
    case .zip: "a zip archive (PyTorch's and NumPy's files are such, too)"
    case .xz: "compressed with xz; unpack it first, with unxz"
    case .zstandard: "compressed with zstd; unpack it first, with unzstd"
    case .bzip2: "compressed with bzip2; unpack it first, with bunzip2"
    case .png, .jpeg: "a picture"
    case .pdf: "a PDF document"
    case .pickle: "a pickle of Python; write JSON instead, with json.dump"
    case .numpy: "an array of NumPy; write text instead, with numpy.savetxt"
    case .hdf5: "an HDF5 file"
    case .utf16: "text in UTF-16; save it as UTF-8"
    case .html: "a web page"
    case .xml: "XML"
    case .jsonObject: "an object of JSON"
    case .jsonList: "a list of JSON"
    case .table: "a table, such as CSV"
    case .text: "text"
    case .binary: "no text"
    }
  }

  /// - Parameter isCut: whether it may end in mid-character.
  private static func isUTF8(_ text: ArraySlice<UInt8>, isCut: Bool) -> Bool {
    (0..<(isCut ? 4 : 1)).contains { String(validating: text.dropLast($0), as: UTF8.self) != nil }
  }

  private static func isHTML(_ text: ArraySlice<UInt8>) -> Bool {
    let start = String(decoding: text.prefix(15), as: UTF8.self).lowercased()
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
  }

  /// Whether the first lines have the same number of separators, and no sign of a formula.
  private static func isTable(_ text: ArraySlice<UInt8>) -> Bool {
    let lines = text.split(separator: UInt8(ascii: "\n")).prefix(4)
    guard lines.count > 1, !lines.contains(where: { $0.contains(UInt8(ascii: "=")) }) else { return false }
    return ",;\t".utf8.contains { separator in
      let counts = Set(lines.dropLast(lines.count > 3 ? 1 : 0).map { $0.count { $0 == separator } })
      return counts.count == 1 && counts != [0]
    }
  }
}
