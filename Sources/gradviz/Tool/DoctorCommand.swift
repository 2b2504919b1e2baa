import ArgumentParser
import GradViz
import LibC

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what drawing needs, and whether it is there.")

  func run() throws {
    let doctor = Doctor()
    let fonts = DoctorCommand.hasFonts
    try Console.print(
      """
      gradviz    \(Version.number)
      Graphviz   \(Version.graphviz)
      layouts    \(doctor.layouts.sorted().joined(separator: " "))
      formats    \(Set(doctor.formats).sorted().joined(separator: " "))
      fonts      \(fonts ? "found" : "none found: PNG and PDF will have no text; install fontconfig and a font")
      to install \(Doctor.installLine)

      """)
    guard doctor.faults.isEmpty else {
      throw Failure(code: EX_UNAVAILABLE, message: "error: " + doctor.faults.joined(separator: "; "))
    }
    try Console.print("all is well\n")
  }

  private static var hasFonts: Bool {
    ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"]
      .contains { !InputFile.names(in: $0).isEmpty }
  }
}
