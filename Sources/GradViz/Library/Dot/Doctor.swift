/// What drawing needs, and what of it is there.
package struct Doctor: Sendable {
  /// The layout engines that are there.
  package let layouts: [String]
  /// The formats that are there.
  package let formats: [String]

  /// Asks Graphviz.
  package init() {
    (layouts, formats) = GraphvizExecutor.shared.wait {
      (Graphviz.plugins("layout"), Graphviz.plugins("device"))
    }
  }

  /// As Graphviz reports it.
  package static var graphvizVersion: String { GraphvizExecutor.shared.wait { Graphviz.version } }

  /// What is missing; empty if all is well.
  package var faults: [String] {
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
  package static var installLine: String {
    #if os(macOS)
      "brew install graphviz"
    #else
      "apt-get install libgraphviz-dev fontconfig fonts-dejavu-core   (Debian, Ubuntu; as root)"
    #endif
  }
}
