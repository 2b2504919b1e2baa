/// One text, read, run, and asked for its gradients; libFuzzer looks for those that crash or hang.
@_cdecl("LLVMFuzzerTestOneInput")
func runText(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard let program = try? Program(parsing: Array(UnsafeBufferPointer(start: bytes, count: count))),
    let evaluation = try? program.evaluate()
  else { return 0 }
  if !evaluation.hasGradients { evaluation.root.backward() }
  return 0
}
