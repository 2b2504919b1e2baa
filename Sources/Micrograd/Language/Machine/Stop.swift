/// Why the machine cannot go on in a statement.
enum Stop: Error {
  case fault(String)
  /// At another place than that of the instruction.
  case faultAt(String, Int32)
  /// It needs what is not here; the statement draws nothing.
  case hidden(String)
  /// It needs what had a mistake, which is reported already.
  case quiet
  /// A bound is reached, and nothing goes on.
  case bound(String)
}
