import Micrograd

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a graph file could not be read: names the file and the node, and says what was expected.
public struct GraphFileError: Error, Sendable, CustomStringConvertible {
  public let description: String
}

extension Snapshot {
  /// Reads graph JSON.
  ///
  /// Nodes may come in any order with any distinct ids; those that do not reach the root are left out.
  /// See the README for the format.
  ///
  /// - Parameters:
  ///   - bytes: the file, UTF-8.
  ///   - source: what error messages call it.
  /// - Throws: `GraphFileError` for anything that is not a graph: malformed JSON, wrong types, duplicate or
  ///   dangling ids, cycles, wrong numbers of operands, no root.
  public init(graphJSON bytes: [UInt8], source: String) throws(GraphFileError) {
    let file: GraphFile
    do {
      file = try JSONDecoder().decode(GraphFile.self, from: Data(bytes))
    } catch {
      throw GraphFileError(description: "\(source): error: \(GraphFile.describe(error))")
    }
    do {
      self = try file.snapshot()
    } catch {
      throw GraphFileError(description: "\(source): error: \(error.message)")
    }
  }

  /// Whether an input is graph JSON rather than an expression: its first byte that is not blank is `{`.
  public static func isGraphJSON(_ bytes: [UInt8]) -> Bool {
    let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
    return bytes.first { !blanks.contains($0) } == UInt8(ascii: "{")
  }
}

/// A number, or one of the strings for those that JSON has no number for.
struct FileNumber: Decodable {
  let value: Double

  init(_ value: Double) { self.value = value }

  init(from decoder: Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
      return
    }
    switch try? container.decode(String.self) {
    case "nan": value = .nan
    case "inf": value = .infinity
    case "-inf": value = -.infinity
    default:
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a number, \"nan\", \"inf\" or \"-inf\" is expected")
    }
  }
}

struct GraphFile: Decodable {
  struct Node: Decodable {
    let id: Int
    let op: String?
    let label: String?
    let role: String?
    let data: FileNumber
    let grad: FileNumber?
    let prev: [Int]?
    let local: [FileNumber]?
  }

  struct Module: Decodable {
    let path: String
    let call: Int?
    let nodes: [Int]
  }

  struct Fault: Error {
    let message: String
  }

  let format: String?
  let version: Int?
  let root: Int?
  let backward: Bool?
  let nodes: [Node]
  let modules: [Module]?

  // MARK: - From file to snapshot

  func snapshot() throws(Fault) -> Snapshot {
    if let format, format != "gradviz-graph" {
      throw Fault(message: "the format is '\(format)'; 'gradviz-graph' is expected")
    }
    if let version, version != 1 {
      throw Fault(message: "version \(version) is not known; this program reads version 1")
    }
    guard !nodes.isEmpty else { throw Fault(message: "there are no nodes; \"nodes\" needs at least one") }
    guard let root else { throw Fault(message: "\"root\" is missing; give the id of the value to draw") }
    var position: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      guard position.updateValue(index, forKey: node.id) == nil else {
        throw Fault(message: "node \(node.id): this id stands twice; ids must differ")
      }
    }
    guard let start = position[root] else {
      throw Fault(message: "\"root\" is \(root), but no node has this id")
    }
    let order = try topologicalOrder(from: start, position)
    return try assemble(order, position, isWhole: order.count == nodes.count)
  }

  /// The positions of the nodes that reach the root, operands first, otherwise in order of the file.
  private func topologicalOrder(from root: Int, _ position: [Int: Int]) throws(Fault) -> [Int] {
    enum State: UInt8 { case unseen, open, done }
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    var stack = [root]
    isNeeded[root] = true
    while let index = stack.popLast() {
      for id in nodes[index].prev ?? [] {
        guard let operand = position[id] else {
          throw Fault(
            message: "node \(nodes[index].id): its operand \(id) does not exist; \"prev\" lists ids of nodes")
        }
        if !isNeeded[operand] {
          isNeeded[operand] = true
          stack.append(operand)
        }
      }
    }
    var state = [State](repeating: .unseen, count: nodes.count)
    var order: [Int] = []
    for first in nodes.indices where isNeeded[first] && state[first] == .unseen {
      stack = [first]
      while let index = stack.last {
        switch state[index] {
        case .done: stack.removeLast()
        case .open:
          state[index] = .done
          order.append(index)
          stack.removeLast()
        case .unseen:
          state[index] = .open
          for id in (nodes[index].prev ?? []).reversed() {
            let operand = position[id]!
            guard state[operand] != .open else {
              throw Fault(
                message: "node \(nodes[operand].id): it depends on itself; a graph must not have cycles")
            }
            if state[operand] == .unseen { stack.append(operand) }
          }
        }
      }
    }
    return order
  }

  private func assemble(
    _ order: [Int], _ position: [Int: Int], isWhole: Bool
  ) throws(Fault) -> Snapshot {
    var newID = [Int](repeating: -1, count: nodes.count)
    for (id, index) in order.enumerated() { newID[index] = id }
    var assembled: [Snapshot.Node] = []
    var operands: [Int32] = []
    var locals: [Double] = []
    for index in order {
      let node = nodes[index]
      let prev = (node.prev ?? []).map { newID[position[$0]!] }
      let derivatives = try node.localDerivatives(prev.map { assembled[$0].data })
      let first = operands.count
      operands += prev.map { Int32($0) }
      locals += derivatives ?? prev.map { _ in .nan }
      assembled.append(
        Snapshot.Node(
          op: node.op ?? "", label: node.label ?? "", role: try node.checkedRole(), data: node.data.value,
          grad: node.grad?.value, operands: first..<operands.count,
          hasLocalDerivatives: derivatives != nil))
    }
    let hasGrad = assembled.contains { $0.grad != nil }
    return Snapshot(
      nodes: assembled, operands: operands, locals: locals, root: newID[position[root!]!],
      hasGradients: backward ?? hasGrad,
      modules: isWhole && order == Array(nodes.indices) ? try checkedModules() : [])
  }

  /// Module intervals only mean something for nodes in the order of the file.
  private func checkedModules() throws(Fault) -> [Snapshot.ModuleCall] {
    var checked: [Snapshot.ModuleCall] = []
    for module in modules ?? [] {
      guard module.nodes.count == 2, module.nodes[0] >= 0, module.nodes[0] < module.nodes[1],
        module.nodes[1] <= nodes.count
      else {
        throw Fault(
          message:
            "module '\(module.path)': \"nodes\" is [first, end], within the \(nodes.count) nodes, not \(module.nodes)"
        )
      }
      checked.append(
        .init(path: module.path, call: module.call ?? 0, nodes: module.nodes[0]..<module.nodes[1]))
    }
    return checked
  }

  // MARK: - What went wrong

  static func describe(_ error: Error) -> String {
    guard let error = error as? DecodingError else { return "the file is not graph JSON: \(error)" }
    switch error {
    case .keyNotFound(let key, let context):
      return place(context.codingPath) + "\"\(key.stringValue)\" is missing"
    case .typeMismatch(let type, let context):
      return place(context.codingPath) + "a value of another type is expected here: \(name(of: type))"
    case .valueNotFound(let type, let context):
      return place(context.codingPath) + "null stands where \(name(of: type)) is expected"
    case .dataCorrupted(let context):
      let detail = context.underlyingError.map { " (\($0))" } ?? ""
      return place(context.codingPath) + context.debugDescription + detail
    @unknown default: return "the file is not graph JSON"
    }
  }

  private static func name(of type: Any.Type) -> String {
    switch type {
    case is Int.Type: "a whole number"
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is [Any].Type: "a list"
    default: "an object or a list"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    guard !path.isEmpty else { return "" }
    var place = ""
    for key in path {
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += (place.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return place + ": "
  }
}

extension GraphFile.Node {
  private func fault(_ message: String) -> GraphFile.Fault { .init(message: "node \(id): \(message)") }

  func checkedRole() throws(GraphFile.Fault) -> Role? {
    let hasOperands = prev?.isEmpty == false
    let isLeaf = !hasOperands && (op ?? "").isEmpty
    guard let role else { return isLeaf ? .input : nil }
    guard let known = Role(rawValue: role) else {
      throw fault("the role '\(role)' is not known; it is input, parameter or constant, or absent")
    }
    guard isLeaf else { throw fault("a computed value has no role; remove \"role\", or \"op\" and \"prev\"") }
    return known
  }

  /// As given; else derived, where the operation is one of the engine's.
  func localDerivatives(_ operands: [Double]) throws(GraphFile.Fault) -> [Double]? {
    let op = op ?? ""
    guard !op.isEmpty || operands.isEmpty else { throw fault("it has operands but no \"op\"") }
    let known = Op(symbol: op)
    if let known, known.arity != operands.count {
      throw fault("'\(op)' takes \(known.arity) operand\(known.arity == 1 ? "" : "s"), not \(operands.count)")
    }
    if let local {
      guard local.count == operands.count else {
        throw fault("\"local\" has \(local.count) numbers for \(operands.count) operands")
      }
      return local.map(\.value)
    }
    guard let known else { return operands.isEmpty ? [] : nil }
    let b = operands.count > 1 ? operands[1] : 0
    let partials = known.partials(operands[0], b, result: data.value)
    return operands.count > 1 ? [partials.0, partials.1] : [partials.0]
  }
}
