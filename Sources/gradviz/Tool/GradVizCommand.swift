import ArgumentParser
import GradViz

@main
struct GradVizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradviz",
    abstract: "See backpropagation: draws scalar graphs with every value and every gradient.",
    discussion: """
      Examples:
        gradviz render expr.txt -o graph.svg
        gradviz render -e 'a = 2; b = -3; L = (a * b + 10).tanh()' -o graph.png
        gradviz show expr.txt
        gradviz eval expr.txt
        gradviz check expr.txt
        gradviz train moons --record output/moons
        gradviz examples

      INPUT is a file with an expression or a program in the language of Python, a notebook, or a graph in JSON; or - \
      for standard input.
      """,
    version: Version.line,
    subcommands: [
      Render.self, Show.self, Steps.self, Eval.self, Check.self, Train.self, Predict.self, Timeline.self,
      Examples.self, DoctorCommand.self,
    ])

  static func main() {
    ProcessSetup.openStandardFiles()
    ProcessSetup.ignoreSignalsOfWriting()
    Interrupt.watch()
    ProcessSetup.withEnoughStack {
      do {
        let words = try Arguments.words()
        if Arguments.areForDrawing(words) { GraphvizStart.begin() }
        var command = try parseAsRoot(words)
        try command.run()
        ProcessSetup.end(0)
      } catch {
        Failure.end(error)
      }
    }
  }
}
