// swift-tools-version: 6.0
import PackageDescription

/// Contributors and CI set this; a package that depends on GradViz is never broken by a new warning.
let strict: [SwiftSetting] =
  Context.environment["GRADVIZ_STRICT"] == nil ? [] : [.unsafeFlags(["-warnings-as-errors"])]

/// `scripts/fuzz.sh` sets this: libFuzzer watches what is reached, and the address sanitizer every access.
let fuzzed = Context.environment["GRADVIZ_FUZZ"] != nil
let watched: [SwiftSetting] =
  strict + (fuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])

/// What the command says it was built from: the commit, in packages.
let build: [CSetting] =
  Context.environment["GRADVIZ_BUILD"].map { [.define("GRADVIZ_BUILD", to: "\"\($0)\"")] } ?? []

/// What the command is linked with beyond what it needs, in packages.
let link: [LinkerSetting] =
  Context.environment["GRADVIZ_LINK"].map { [.unsafeFlags($0.split(separator: " ").map(String.init))] } ?? []

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
    .target(name: "Micrograd", dependencies: ["CSystem"], swiftSettings: watched),
    // The explorer's page, embedded.
    .target(name: "CExplorer", exclude: ["page"]),
    .target(name: "CNumberText"),
    .target(name: "LibC"),
    .target(name: "CVersion", cSettings: build),
    // The folders `GradViz` and `gradviz` are one folder on a case-insensitive disk, so the two
    // targets live in subfolders of different names.
    .target(
      name: "GradViz",
      dependencies: ["Micrograd", "CExplorer", "CGraphviz", "CNumberText", "LibC"],
      path: "Sources/GradViz/Library",
      swiftSettings: watched
    ),
    .executableTarget(
      name: "GradVizCLI",
      dependencies: [
        "CVersion", "GradViz", "LibC", "Micrograd",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/gradviz/Tool",
      swiftSettings: strict,
      linkerSettings: link
    ),
    // What malloc says, for the tests of memory.
    .target(name: "CLiveBytes", path: "Tests/CLiveBytes"),
    .testTarget(
      name: "MicrogradTests", dependencies: ["Micrograd", "CLiveBytes"], exclude: ["Reference"],
      swiftSettings: strict),
    .target(name: "TemporaryFolder", path: "Tests/TemporaryFolder", swiftSettings: strict),
    .testTarget(
      name: "GradVizTests", dependencies: ["GradViz", "CLiveBytes", "TemporaryFolder"],
      swiftSettings: strict),
    // What is fuzzed, by libFuzzer and by tests.
    .target(
      name: "FuzzTargets", dependencies: ["GradViz", "Micrograd"], path: "Tests/Fuzz/Targets",
      swiftSettings: watched),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "Micrograd"], swiftSettings: strict),
    // What README, articles and doc comments show, written by scripts/samples.py.
    .testTarget(name: "SampleTests", dependencies: ["GradViz", "Micrograd", "TemporaryFolder"]),
    .testTarget(
      name: "CommandTests", dependencies: ["GradViz", "GradVizCLI", "TemporaryFolder"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

if fuzzed {
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Tests/Fuzz/CLibFuzzer"),
    .executableTarget(
      name: "Fuzzer", dependencies: ["CLibFuzzer", "FuzzTargets"], path: "Tests/Fuzz/Fuzzer",
      swiftSettings: watched,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ]
}
