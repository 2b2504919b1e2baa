extension Program {
  /// Parses a text.
  ///
  /// - Parameters:
  ///   - text: the source, UTF-8.
  ///   - source: what error messages call it.
  /// - Throws: `SourceError` with every mistake of the text.
  public init(parsing text: String, source: String = "<expression>") throws(SourceError) {
    try self.init(parsing: Array(text.utf8), source: source)
  }

  /// Parses a text that comes as bytes, which need not be valid UTF-8.
  ///
  /// - Throws: `SourceError` with every mistake, each with its place.
  public init(parsing bytes: [UInt8], source: String = "<expression>") throws(SourceError) {
    try self.init(SourceText(name: source, bytes: bytes))
  }

  /// Parses the cells of a notebook.
  ///
  /// - Parameter cells: texts of the cells and what error messages call each.
  package init(cells: [(name: String, text: String)], source: String) throws(SourceError) {
    try self.init(SourceText(name: source, cells: cells))
  }

  private init(_ text: SourceText) throws(SourceError) {
    guard text.bytes.count <= Program.largestSource else {
      let fault = Fault(offset: 0, message: "the text is larger than 64 MB, the most that is read")
      throw SourceText(name: text.name, bytes: []).error([fault], count: 1)
    }
    if let offset = text.firstInvalidByte {
      let byte = String(text.bytes[offset], radix: 16)
      throw text.error(
        [Fault(offset: offset, message: "byte 0x\(byte) is not UTF-8; save the text as UTF-8")], count: 1)
    }
    var compiler = Compiler(Parser(text.bytes, cells: text.cells.map(\.start)))
    compiler.run()
    self.text = text
    codes = compiler.codes
    sites = compiler.sites
    names = compiler.parser.names.names
    constants = compiler.parser.constants.constants
    keywordLists = compiler.keywordLists
    ownClasses = compiler.parser.ownClasses
    neuron = compiler.parser.neuron
    notes = SiteNote.all(compiler.codes[0], compiler.parser.lexer.comments, text)
    guard !compiler.parser.faults.isEmpty else { return }
    // What else is wrong with the text, as far as that can be known beside its mistakes.
    var options = Options()
    options.mostSteps = Machine.mostStepsOfTrial
    var machine = Machine(self, options, isTrial: true)
    machine.run()
    machine.graveyard.clear()
    throw text.error(
      compiler.parser.faults + machine.faults, count: compiler.parser.faultCount + machine.faultCount)
  }
}
