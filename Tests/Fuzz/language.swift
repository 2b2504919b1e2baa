/// One text, read and run within bounds; libFuzzer looks for those that crash or hang.
@_cdecl("LLVMFuzzerTestOneInput")
func runText(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  guard let evaluation = try? Program(parsing: text).evaluate() else { return 0 }
  evaluation.root.backward()
  return 0
}
