import Micrograd

/// A network and where its training stands, as it is kept in `model.json`.
///
///     let model = try ModelFile(path: "output/run/model.json")
///     let net = model.network()
///     net([Value(0.5), Value(1.0)])[0].data
public struct ModelFile: Sendable, Codable, Equatable {
  /// The name of the format.
  public private(set) var format = "gradviz-model"
  /// The version of the format.
  public private(set) var version = 1
  /// How it was trained.
  public var plan: TrainingPlan
  /// The names of the inputs.
  public var columns: [String]
  /// The names of the classes; empty if numbers are predicted.
  public var classNames: [String]
  /// How many outputs the network has.
  public var outputs: Int
  /// How rows of the data file become inputs; nil for sets that are made.
  public var preparation: Preparation?
  /// Its numbers, and where its training stands.
  public var state: Trainer.State

  /// What a trainer has reached.
  public init(_ trainer: Trainer, preparation: Preparation? = nil) {
    self.preparation = preparation
    plan = trainer.plan
    columns = trainer.data.columns
    classNames = trainer.data.classNames
    outputs = trainer.plan.outputCount(for: trainer.data)
    state = trainer.state
  }

  /// Reads a file.
  ///
  /// - Throws: `RunFileError` if there is none, or it holds no model.
  public init(path: String) throws(RunFileError) {
    let bytes: [UInt8]
    do throws(InputError) {
      bytes = try InputFile.bytes(of: path)
    } catch {
      throw RunFileError(description: "cannot read '\(path)': \(error)", isMissing: !error.isTooLarge)
    }
    do throws(JSONError) {
      var reader = JSONReader(bytes, source: path)
      self = try reader.decode(ModelFile.self)
      try reader.end()
    } catch {
      throw RunFileError(description: "\(error); restore the file from a copy")
    }
    guard format == "gradviz-model", version == 1 else {
      throw RunFileError(description: "\(path): error: 'gradviz-model' version 1 is expected")
    }
    if let fault {
      throw RunFileError(description: "\(path): error: \(fault); restore the file from a copy")
    }
  }

  /// The network with its numbers.
  public func network() -> MLP {
    let net = plan.network(inputs: columns.count, outputs: outputs)
    for (parameter, data) in zip(net.parameters, state.parameters) { parameter.data = data }
    return net
  }

  /// Keys in order, numbers to the last bit.
  func json() throws -> [UInt8] {
    Array((try JSONText.encoded(self, isIndented: true) + "\n").utf8)
  }
}
