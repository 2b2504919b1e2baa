import Micrograd

/// A text is read, run within bounds that keep nobody waiting, and asked for its gradients.
func runText(_ bytes: [UInt8]) {
  var options = Program.Options()
  options.mostSteps = 10_000
  options.mostValues = 20_000
  guard let program = try? Program(parsing: bytes), let evaluation = try? program.execute(options).evaluation
  else { return }
  if !evaluation.hasGradients { evaluation.root.backward() }
}
