import GradViz
import Micrograd

/// A graph from elsewhere is read, computed anew, and written; what is written is read as the same graph.
func readGraph(_ bytes: [UInt8]) throws {
  guard let graph = try? Graph(graphJSON: bytes, source: "fuzz") else { return }
  for node in graph.nodes.indices { _ = graph.name(of: node) }
  _ = try? graph.rebuilt()
  let text = graph.json()
  let again = try? Graph(graphJSON: Array(text.utf8), source: "again")
  try require(again?.json() == text, "what is written is not what is read:\n\(text)")
}

/// A graph from elsewhere is drawn in every format, in ways that the first byte chooses.
func drawGraph(_ bytes: [UInt8]) {
  guard let first = bytes.first, let graph = try? Graph(graphJSON: Array(bytes.dropFirst()), source: "fuzz"),
    graph.nodes.count <= 60
  else { return }
  var options = DrawingOptions()
  options.style = first & 1 == 0 ? .modern : .lecture
  options.direction = first & 2 == 0 ? .leftToRight : .topToBottom
  options.operations = first & 4 == 0 ? .node : .folded
  options.edges = first & 8 == 0 ? .none : .contribution
  options.depth = first & 16 == 0 ? nil : Int(first >> 5)
  options.digits = Int(first >> 4)
  options.maxNodes = 40
  let drawing = Drawing(graph, options: options)
  _ = try? drawing.bytes([.svg, .dot, .json])
  if first & 1 == 0 { _ = try? drawing.html() }
}
