import Foundation

// The folder of the reference data W1, as the first argument.
guard CommandLine.arguments.count == 2 else {
  print("error: give the folder with moons.txt and init.txt; scripts/benchmark.sh does")
  exit(64)
}
//try Engine.run(data: URL(filePath: CommandLine.arguments[1]))
//try Growth.run()
try Drawings.run()
//try Frames.run()
