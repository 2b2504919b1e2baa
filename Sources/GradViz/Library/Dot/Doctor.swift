/// What drawing needs, and what of it is there.
public struct Doctor: Sendable {
  /// As Graphviz reports it.
  public let graphvizVersion: String
  /// The layout engines that are there.
  public let layouts: [String]
  /// The formats that are there.
  public let formats: [String]

  /// Asks Graphviz.
  public init() {
    (graphvizVersion, layouts, formats) = GraphvizExecutor.shared.wait {
      (Graphviz.version, Graphviz.plugins("layout"), Graphviz.plugins("device"))
    }
  }

  /// What is missing; empty if all is well.
  public var faults: [String] {
    var faults: [String] = []
    if !layouts.contains("dot") {
      faults.append(
        "the layout engine 'dot' is missing: run 'libgvc6-config-update -c' (or 'dot -c') as root")
    }
    for format in ["svg", "png", "pdf"] where !formats.contains(format) {
      faults.append("the format '\(format)' is missing: \(Doctor.installLine)")
    }
    return faults
  }

  /// How to install Graphviz on this system.
  public static var installLine: String {
    #if os(macOS)
      "brew install graphviz"
    #else
      "apt-get install libgraphviz-dev fontconfig fonts-dejavu-core   (Debian, Ubuntu; as root)"
    #endif
  }
}
