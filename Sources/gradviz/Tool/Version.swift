import CVersion
import GradViz

/// What `--version` says.
enum Version {
  /// By the rules of semantic versions.
  static let number = String(cString: gradviz_version())

  /// The number, and the commit or that it is a source build.
  static let line = "gradviz \(number) (\(String(cString: gradviz_build())))"

  /// That of Graphviz's library.
  static var graphviz: String {
    let version = Doctor.graphvizVersion
    return version == "2.43.0" ? "2.43.0 (Debian's 2.42.2 reports itself as 2.43.0)" : version
  }
}
