// swift-tools-version: 6.0
import PackageDescription

// A package of its own, so that users of GradViz never fetch or build it.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "GradViz", path: "..")],
  targets: [
    // What the engine and the drawings are compared with.
    .target(name: "CPeers", linkerSettings: [.linkedLibrary("gvc"), .linkedLibrary("cgraph")]),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "CPeers",
        .product(name: "GradViz", package: "GradViz"), .product(name: "Micrograd", package: "GradViz"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
