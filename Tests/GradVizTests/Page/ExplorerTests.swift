import CLiveBytes
import Foundation
import Micrograd
import Testing

@testable import GradViz

/// The page as a document. What it does in a browser is tested in `Tests/ExplorerTests`.
@Suite struct ExplorerTests {
  static func html(_ root: Value) throws -> String { try drawDot(root).html() }

  /// The data of a page.
  static func data(_ html: String) throws -> [String: Any] {
    let text = html.components(separatedBy: "id=\"data\">\n")[1].components(separatedBy: "\n</script>")[0]
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  static func doubles(_ text: Any?) -> [Double] {
    let bytes = Array(Data(base64Encoded: text as! String)!)
    return stride(from: 0, to: bytes.count, by: 8).map { start in
      Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
    }
  }

  static func wholes(_ text: Any?) -> [Int] {
    var wholes: [Int] = []
    var (whole, scale) = (0, 1)
    for byte in Data(base64Encoded: text as! String)! {
      whole += Int(byte & 127) * scale
      scale *= 128
      if byte < 128 {
        wholes.append(whole)
        (whole, scale) = (0, 1)
      }
    }
    return wholes
  }

  static func pageHasSteps(_ html: [UInt8], _ count: Int) -> Bool {
    String(decoding: html, as: UTF8.self).components(separatedBy: "\"graph\":0").count == count + 1
  }

  @Test func oneFileThatAsksForNothing() throws {
    let html = try Self.html(GraphTests.lecture())
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"))
    #expect(html.contains("default-src 'none'") && html.contains("<title>L = 8</title>"))
    // Names of namespaces are the only addresses, and no requests.
    let all = html.components(separatedBy: "id=\"packed\">")[0] + PageScript.bundle + PageScript.boot
    #expect(!all.contains("{{"))
    #expect(!all.contains("https://"))
    #expect(all.components(separatedBy: "http://").dropFirst().allSatisfy { $0.hasPrefix("www.w3.org/") })
    #expect(html.components(separatedBy: "<script").count == 4)
    #expect(all.contains("class App"))
    for palette in [Palette.light, Palette.dark] { #expect(html.contains(palette.variables)) }
  }

  @Test func holdsEveryNumber() throws {
    let root = GraphTests.lecture()
    let data = try Self.data(Self.html(root))
    let numbers = try #require(data["numbers"] as? [String: Any])
    let nodes = Graph(of: root).nodes
    #expect(Self.doubles(numbers["data"]) == nodes.map(\.data))
    #expect(Self.doubles(numbers["grad"]) == nodes.map { $0.grad ?? 0 })
  }

  @Test func sameGraphSameBytes() async throws {
    let net = MLP(2, [3, 1], seed: 1)
    let root = net([Value(1), Value(2)])[0]
    root.backward()
    let drawing = drawDot(root)
    let first = try drawing.bytes([.html])[0]
    let again = try await drawing.bytes(.html)
    #expect(first == again)
  }

  @Test func labelsCannotEndTheScript() throws {
    let label = "</script><img src=x onerror=alert(1)><!--"
    let x = Value(2, label: label)
    let html = try Self.html(x * x)
    #expect(html.components(separatedBy: "</script>").count == 4 && !html.contains("<img"))
    let data = try Self.data(html)
    let graph = try #require((data["graphs"] as? [[String: Any]])?.first)
    #expect(graph["labels"] as? [String] == [label])
  }

  @Test func pathsOfModulesAreVisible() throws {
    let x = Value(2, label: "x")
    let data = try Self.data(Self.html(scope("a\u{1}\u{202E}") { x * x }))
    let graph = try #require((data["graphs"] as? [[String: Any]])?.first)
    #expect(graph["names"] as? [String] == ["a\u{2401}\u{FFFD}"])
  }

  @Test func equalStructuresShareLayouts() throws {
    let net = MLP(2, [8, 8, 1], activation: .relu, seed: 1)
    let losses = (0..<20).map { index in
      scope("samples[\(index)]") { hingeLoss(net([Value(Double(index)), Value(1)]), [1]) }
    }
    let root = mean(losses)
    root.backward()
    let data = try Self.data(Self.html(root))
    let graph = try #require((data["graphs"] as? [[String: Any]])?.first)
    let views = try #require(graph["views"] as? [[Int]])
    // Samples, networks, three layers, a neuron of each, and the whole; names of 10 and more are longer.
    #expect(views.count < 16 && views.count > 6, "\(views.count)")
    // Each from left to right and from top to bottom, closed and open.
    let layouts = try #require(graph["layouts"] as? [[String: Any]])
    #expect(views.flatMap { $0 }.sorted() == Array(layouts.indices))
    #expect(views.allSatisfy { view in Set(view.map { layouts[$0]["d"] as? String }) == ["LR", "TB"] })
  }

  @Test func boxesOfLayoutsDoNotOverlap() throws {
    let net = MLP(3, [4, 4, 1], activation: .tanh, seed: 1)
    let root = squaredError(net([Value(2), Value(3), Value(-1)]), [1])
    root.backward()
    let graph = try #require((try Self.data(Self.html(root))["graphs"] as? [[String: Any]])?.first)
    for layout in try #require(graph["layouts"] as? [[String: Any]]) {
      let items = try #require(layout["items"] as? [[String: Any]])
      let boxes = items.map { ($0["b"] as! [Double], $0["o"] as? [Double]) }
        .flatMap { [$0.0] + ($0.1.map { [$0] } ?? []) }
      for (index, a) in boxes.enumerated() {
        for b in boxes[(index + 1)...] {
          let isApart =
            abs(a[0] - b[0]) + 0.2 >= (a[2] + b[2]) / 2 || abs(a[1] - b[1]) + 0.2 >= (a[3] + b[3]) / 2
          #expect(isApart, "\(a) \(b) in a layout of \(items.count)")
        }
      }
    }
  }

  @Test func largeGraphsKeepOnlyTheirLeaves() throws {
    var x = Value(0.5, label: "x")
    for _ in 0..<160_000 { x = x * 1.0 }
    x.backward()
    let snapshot = Graph(of: x)
    #expect(snapshot.followsFromLeaves)
    let data = try Self.data(Self.html(x))
    let numbers = try #require(data["numbers"] as? [String: Any])
    #expect(numbers["data"] == nil && Self.doubles(numbers["leaves"]).count == 160_001)
  }

  /// A leaf that was changed after recording: the page must not compute what the engine did not.
  @Test func recordedDerivativesAreKept() throws {
    let a = Value(2, label: "a")
    let y = a * a
    a.data = 5
    y.backward()
    #expect(!Graph(of: y).followsFromLeaves)
    let data = try Self.data(Self.html(y))
    let graph = try #require((data["graphs"] as? [[String: Any]])?.first)
    #expect(Self.doubles(graph["locals"]) == [2, 2])
  }

  /// More of both than a byte counts.
  @Test func manyOperationsOnManyOperands() throws {
    let count = 300
    let leaves = (0..<count).map { #"{"id": \#($0), "data": 1}"# }
    let results = (0..<count).map {
      #"{"id": \#(count + $0), "op": "f\#($0)", "prev": [\#(count + $0 - 1)], "data": 1}"#
    }
    let all = (0..<count).map(String.init).joined(separator: ", ")
    let root = #"{"id": 600, "op": "all", "prev": [\#(all), 599], "data": 1}"#
    let json = #"{"root": 600, "nodes": [\#((leaves + results + [root]).joined(separator: ",\n"))]}"#
    let page = try Explorer(try GraphInput(Array(json.utf8), source: "test").graph).html()
    let data = try Self.data(String(decoding: page, as: UTF8.self))
    let graph = try #require((data["graphs"] as? [[String: Any]])?.first)
    let wholes = Self.wholes(graph["op"])
    let names = try #require(graph["ops"] as? [String])
    #expect(
      wholes.map { names[$0] } == Array(repeating: "", count: count) + (0..<count).map { "f\($0)" } + ["all"])
    #expect(Self.wholes(graph["arity"]).last == count + 1)
  }

  @Test func scriptIsOneWithoutImportsAndComments() {
    let lines = PageScript.bundle.split(separator: "\n")
    #expect(lines.allSatisfy { !$0.hasPrefix("import ") && !$0.hasPrefix("export ") && !$0.hasPrefix("//") })
    #expect(!PageScript.bundle.contains("/*"))
    let module =
      "// Why.\nimport { a } from \"./a.js\";\n\n/**\n * @param {number} x\n */\nexport const f = (/** @type {X} */ x) => {\n  return x; };\n"
    #expect(PageScript.stripped(module) == "const f=(x)=>{\nreturn x;};\n")
    // Texts and regular expressions keep their spaces.
    #expect(PageScript.stripped("f( \"a = b\", `c  = ${d}` );") == "f(\"a = b\",`c  = ${d}`);\n")
    #expect(PageScript.stripped("f( `${a ? `, ${b} c` : d} e` );") == "f( `${a ? `, ${b} c` : d} e` );\n")
    #expect(PageScript.stripped("g(a.replace(/^ | $/g, b));") == "g(a.replace(/^ | $/g, b));\n")
  }

  /// In a process of its own, where nobody else allocates.
  @Test func manyPagesDoNotGrow() async {
    await #expect(processExitsWith: .success) {
      let page = Explorer(Graph(of: GraphTests.lecture()))
      let count = (Int(ProcessInfo.processInfo.environment["GRADVIZ_DRAWINGS"] ?? "") ?? 300) / 10
      func make(_ count: Int) throws { for _ in 0..<count { _ = try page.html() } }
      try make(10)
      let before = Int(live_bytes())
      try make(count)
      // One page left behind would be five times as much.
      #expect(Int(live_bytes()) - before < 16 << 10)
    }
  }

  @Test func smallWholeNumbersTakeAByte() {
    #expect(PageText.wholes([0, 1, 127]) == Data([0, 1, 127]).base64EncodedString())
    #expect(PageText.wholes([128, 300]) == Data([128, 1, 172, 2]).base64EncodedString())
    #expect(PageText.quoted("<a>\u{2028}") == "\"\\u003ca>\\u2028\"")
  }
}
