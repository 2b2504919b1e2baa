import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an SVG document shows, read by an XML parser: a drawing that is not well-formed does not parse.
final class SVGReader: NSObject, XMLParserDelegate {
  private(set) var texts: [String] = []
  private(set) var titles: [String] = []
  private(set) var classes: [String] = []
  private(set) var isWellFormed = false
  private var current = ""

  init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _: XMLParser, didStartElement name: String, namespaceURI _: String?, qualifiedName _: String?,
    attributes: [String: String] = [:]
  ) {
    if name != "tspan" { current = "" }
    if name == "g", let value = attributes["class"] { classes.append(value) }
  }

  func parser(_: XMLParser, foundCharacters string: String) { current += string }

  func parser(_: XMLParser, didEndElement name: String, namespaceURI _: String?, qualifiedName _: String?) {
    if name == "text" { texts.append(current.replacing("\u{A0}", with: " ")) }
    if name == "title" { titles.append(current) }
  }
}
