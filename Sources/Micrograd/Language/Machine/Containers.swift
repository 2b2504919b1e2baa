final class List: Container {
  /// What its elements are called by: `x` for `x[0]`.
  var name = ""
}

final class Tuple: Container {}

/// The start, the end and the step of a slice.
final class Slice: Container {}

/// A variable that functions share.
final class Cell: Container {
  init(_ object: Object, _ graveyard: Graveyard) { super.init([object], graveyard) }

  var object: Object {
    // An emptied one has nothing.
    get { items.first ?? .unbound }
    set { if items.isEmpty { items = [newValue] } else { items[0] = newValue } }
  }
}

/// A function of the text, with its defaults as items.
final class Function: Container {
  let code: Int
  let name: String
  let captures: [Cell]

  init(_ code: Int, _ name: String, _ defaults: [Object], _ captures: [Cell], _ graveyard: Graveyard) {
    self.code = code
    self.name = name
    self.captures = captures
    super.init(defaults, graveyard)
  }
}

/// A method with the object that it belongs to.
final class Method: Container {
  let name: Int32

  init(_ object: Object, _ name: Int32, _ graveyard: Graveyard) {
    self.name = name
    super.init([object], graveyard)
  }

  var object: Object { items.first ?? .none }
}
