// swift-tools-version: 6.0
import PackageDescription

/// Contributors and CI set this; a package that depends on GradViz is never broken by a new warning.
let strict: [SwiftSetting] =
  Context.environment["GRADVIZ_STRICT"] == nil ? [] : [.unsafeFlags(["-warnings-as-errors"])]

let package = Package(
  name: "GradViz",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Micrograd", targets: ["Micrograd"]),
    .library(name: "GradViz", targets: ["GradViz"]),
    .executable(name: "gradviz", targets: ["GradVizCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(
      name: "CGraphviz",
      pkgConfig: "libgvc",
      providers: [.apt(["libgraphviz-dev"]), .brew(["graphviz"])]
    ),
    // The C library under one name on every system, and one thread-local variable, which Swift cannot declare.
    .target(name: "CSystem", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Micrograd", dependencies: ["CSystem"], swiftSettings: strict),
    // The explorer's page, embedded.
    .target(name: "CExplorer", exclude: ["page"]),
    .target(name: "CNumberText"),
    .target(name: "LibC"),
    // The folders `GradViz` and `gradviz` are one folder on a case-insensitive disk, so the two
    // targets live in subfolders of different names.
    .target(
      name: "GradViz",
      dependencies: ["Micrograd", "CExplorer", "CGraphviz", "CNumberText", "LibC"],
      path: "Sources/GradViz/Library",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "GradVizCLI",
      dependencies: [
        "GradViz", "LibC", "Micrograd",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/gradviz/Tool",
      swiftSettings: strict
    ),
    // What malloc says, for the tests of memory.
    .target(name: "CLiveBytes", path: "Tests/CLiveBytes"),
    .testTarget(
      name: "MicrogradTests", dependencies: ["Micrograd", "CLiveBytes"], exclude: ["Reference"],
      swiftSettings: strict),
    .testTarget(
      name: "GradVizTests", dependencies: ["GradViz", "CLiveBytes"], swiftSettings: strict),
    // What README, articles and doc comments show, written by scripts/samples.py.
    .testTarget(name: "SampleTests", dependencies: ["GradViz", "Micrograd"]),
    .testTarget(name: "CommandTests", dependencies: ["GradViz", "GradVizCLI"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
