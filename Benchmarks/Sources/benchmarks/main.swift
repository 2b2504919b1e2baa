import Foundation
import GradViz
import Micrograd

// The folder of the reference data W1; then, to count instructions, a work of `Engine.Work` and how much of it; or
// `graph` and where to write the graph of a step as JSON.
let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first else {
  print("error: give the folder with moons.txt and init.txt; scripts/benchmark.sh does")
  exit(64)
}
if arguments.count == 3, arguments[2] == "graph" {
  try drawDot(Trainer(.moons, on: .moons()).graphOfNextBatch()).write(to: arguments[3])
} else if arguments.count == 3, let work = Engine.Work(rawValue: arguments[2]), let count = Int(arguments[3]) {
  try Engine.run(work, count, data: URL(filePath: folder))
} else {
  try Engine.run(data: URL(filePath: folder))
  try Growth.run()
  try Drawings.run()
  try Frames.run()
}
