extension Machine {
  /// The most elements of a list that get what is said of the list.
  private static let mostNoted = 100

  /// What the text says of the values that its names stand for now.
  var notes: [Value: String] {
    var notes: [Value: String] = [:]
    func note(_ object: Object, _ text: String) {
      if let value = object.value, notes[value] == nil { notes[value] = text }
    }
    for each in program.notes {
      switch bindings.objects[Int(each.site)] {
      case .list(let list)?: for item in list.items.prefix(Machine.mostNoted) { note(item, each.text) }
      case .tuple(let tuple)?: for item in tuple.items.prefix(Machine.mostNoted) { note(item, each.text) }
      case let object?: note(object, each.text)
      case nil: continue
      }
    }
    return notes
  }
}
