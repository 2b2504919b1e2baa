import ArgumentParser
import GradViz
import LibC
import Micrograd

/// An error of the command itself, with the exit code that says of what kind it is.
struct Failure: Error {
  let code: Int32
  /// nil for an end that needs no words.
  let message: String?

  static func usage(_ message: String) -> Failure { Failure(code: EX_USAGE, message: "error: " + message) }
  static func noInput(_ message: String) -> Failure {
    Failure(code: EX_NOINPUT, message: "error: " + message)
  }
  static func badInput(_ message: String) -> Failure {
    Failure(code: EX_DATAERR, message: "error: " + message)
  }

  /// Says what went wrong on standard error and ends the process with the code of sysexits.
  static func end(_ error: Error) -> Never {
    let failure = Failure(error)
    if let message = failure.message { Console.error(message) }
    ProcessSetup.end(failure.code)
  }

  init(code: Int32, message: String?) {
    self.code = code
    self.message = message
  }

  private init(_ error: Error) {
    switch error {
    case let error as Failure: self = error
    case let error as SourceError: self.init(code: EX_DATAERR, message: error.description)
    case let error as JSONError: self.init(code: EX_DATAERR, message: error.description)
    case let error as EvaluationError: self = .badInput(error.description)
    case let error as RebuildError: self = .badInput(error.description)
    case let error as GraphViewError: self = .badInput(error.description)
    case let error as TikzError: self = .badInput(error.description)
    case let error as ColourError: self = .usage(error.description)
    case let error as StepPicturesError: self = .badInput(error.description)
    case let error as RunFileError:
      self.init(code: error.isMissing ? EX_NOINPUT : EX_DATAERR, message: Failure.marked(error.description))
    case let error as CSVError:
      self.init(code: error.isMissing ? EX_NOINPUT : EX_DATAERR, message: Failure.marked(error.description))
    case TrainingError.unfit(let reason): self = .usage(reason)
    case let error as TrainingError: self.init(code: 1, message: "error: " + error.description)
    case let error as GraphvizError:
      self.init(code: error.isMissing ? EX_UNAVAILABLE : EX_SOFTWARE, message: "error: " + error.description)
    case OutputError.closedPipe: self.init(code: 0, message: nil)
    case let error as OutputError:
      self.init(code: Failure.code(error), message: "error: " + error.description)
    default: self.init(parsing: error)
    }
  }

  /// Errors of files that are read name the place in front of the word.
  private static func marked(_ text: String) -> String { text.contains("error:") ? text : "error: " + text }

  private static func code(_ error: OutputError) -> Int32 {
    switch error {
    case .unknownFormat: EX_USAGE
    case .cannotCreate, .inUse: EX_CANTCREAT
    case .cannotWrite, .closedPipe: EX_IOERR
    }
  }

  /// Help, version and mistakes in the arguments.
  private init(parsing error: Error) {
    let code = GradVizCommand.exitCode(for: error).rawValue
    var message = GradVizCommand.fullMessage(for: error)
    if code == 0 {
      // Only here, so that no other start asks Graphviz.
      if message == Version.line { message += "\nGraphviz \(Version.graphviz)" }
      do { try Console.print(message.hasSuffix("\n") ? message : message + "\n") } catch {
        Failure.end(error)
      }
      self.init(code: 0, message: nil)
    } else if message.hasPrefix("Error: ") {
      let text = message.dropFirst("Error: ".count)
      let words = Array(CommandLine.arguments.dropFirst())
      let meant = Arguments.withValueMeant(
        Arguments.withOutputMeant(Arguments.withOptionMeant(String(text), words)), words)
      self.init(code: code, message: "error: " + meant)
    } else {
      self.init(code: code, message: message.isEmpty ? nil : "error: " + message)
    }
  }
}
