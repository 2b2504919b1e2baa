/// A stretch of a tape that one call of a module recorded. A call that went on on another tape has several.
struct ModuleCall {
  /// The module's path from where it was called, such as `layers[1].neurons[3]`; empty for the whole.
  var path: String
  /// Tells this call from all others of its thread; calls inside it have higher numbers.
  var number: UInt64
  /// 0 for a call made by the user, one more for each module around it.
  var depth: Int
  var slots: Range<UInt32>
}

extension ModuleCall {
  /// The path of a call of a function, which can be called many times in one graph: whoever describes the graph
  /// counts those of one name, `f`, `f#2` and so on, so that graphs of one topology have the same paths.
  static func numbered(_ name: String) -> String { name + "#" }
}
