import Foundation
import GradViz
import Micrograd

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A text labels an input, the result and a module: no format has more elements or statements than with a plain
/// label, and JSON gives the text back.
func drawLabels(_ bytes: [UInt8]) throws {
  let label = String(decoding: bytes, as: UTF8.self)
  // Without a picture it is no label, and the box has a line less.
  guard label.contains(where: { !$0.isWhitespace }) else { return }
  let (drawn, plain) = (try Markup(label: label), try plain.get())
  try require(drawn.elements == plain.elements, "SVG: \(drawn.elements) instead of \(plain.elements)")
  try require(drawn.statements == plain.statements, "DOT: \(drawn.statements) instead of \(plain.statements)")
  try require(drawn.brackets == plain.brackets, "HTML: \(drawn.brackets) instead of \(plain.brackets) <")
}

private let plain = Result { try Markup(label: "plain") }

/// What is no text in the drawings of a graph with a label.
private struct Markup {
  /// The elements of the SVG, in order.
  let elements: [String]
  /// The DOT without what stands in quotes.
  let statements: String
  /// How many `<` the page has.
  let brackets: Int

  init(label: String) throws {
    let json = try JSONEncoder().encode(label)
    let quoted = String(decoding: json, as: UTF8.self)
    let graph = try Graph(
      graphJSON: Array(
        """
        {"format": "gradviz-graph", "version": 1, "root": 3, "nodes": [
        {"id": 0, "op": "", "label": \(quoted), "data": 2.0, "grad": -5.0, "prev": []},
        {"id": 1, "op": "", "label": "b", "role": "parameter", "data": 5.0, "grad": -2.0, "prev": []},
        {"id": 2, "op": "*", "label": "", "data": 10.0, "grad": -1.0, "prev": [0, 1], "local": [5.0, 2.0]},
        {"id": 3, "op": "neg", "label": \(quoted), "data": -10.0, "grad": 1.0, "prev": [2], "local": [-1.0]}
        ], "modules": [{"path": \(quoted), "call": 0, "nodes": [2, 3]}]}
        """.utf8), source: "fuzz")
    try require(graph.nodes[0].label == label, "JSON: \(graph.nodes[0].label) instead of \(label)")
    let again = try Graph(graphJSON: Array(graph.json().utf8), source: "again")
    try require(again.nodes[0].label == label, "written JSON: \(again.nodes[0].label) instead of \(label)")
    let drawn = try Drawing(graph).bytes([.svg, .dot])

    let names = ElementNames()
    let parser = XMLParser(data: Data(drawn[0]))
    parser.delegate = names
    try require(parser.parse(), "SVG is no XML: \(String(describing: parser.parserError))")
    elements = names.names
    statements = Markup.unquoted(drawn[1])
    brackets = try Explorer(graph).html().count { $0 == UInt8(ascii: "<") }
  }
}

extension Markup {
  /// DOT without what stands in quotes; byte by byte, as a mark may follow a quote and be one character with it.
  private static func unquoted(_ dot: [UInt8]) -> String {
    var out: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in dot {
      if !isQuoted || (byte == UInt8(ascii: "\"") && !isEscaped) { out.append(byte) }
      if byte == UInt8(ascii: "\"") && !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && byte == UInt8(ascii: "\\") && !isEscaped
    }
    return String(decoding: out, as: UTF8.self)
  }
}

private final class ElementNames: NSObject, XMLParserDelegate {
  var names: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { names.append(name) }
}
