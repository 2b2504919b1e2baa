/// The stretch of a tape that one call of a module recorded.
struct ModuleCall {
  /// The module's path from where it was called, such as `layers[1].neurons[3]`.
  var path: String
  /// 0 for a call made by the user, one more for each module around it.
  var depth: Int
  /// Which call of the outermost module on this thread it belongs to: tells one sample from the next.
  var call: UInt64
  var slots: Range<UInt32>
}
