extension Value {
  /// Labels it, unless it has a label.
  func name(_ name: String) {
    if isLeaf {
      if label.isEmpty { label = name }
    } else {
      tape.withNotes { if $0.labels[slot] == nil { $0.labels[slot] = name } }
    }
  }
}

/// What values are called by: the first name that they are bound to, or their place in what is.
extension Machine {
  /// The most elements of a list that get labels when it is bound.
  private static let mostLabelled = 1000
  /// The most elements of a list that `--set` and the tables go through.
  static let mostListed = 10_000

  /// What an object becomes when it gets a name.
  func named(_ object: Object, _ name: String, isCounter: Bool) -> Object {
    switch object {
    case .int, .float: isCounter ? object : input(object, name)
    case .list, .dictionary, .tuple: label(object, name)
    default: element(object, name)
    }
  }

  /// A plain number that gets a name.
  private func input(_ object: Object, _ name: String) -> Object {
    let leaf = makeInput(settings?.bound(object, name) ?? object, label: name)
    if let value = leaf.value { settings?.note(value, name) }
    return leaf
  }

  /// What an object becomes that has a place in a list or a dictionary: a plain number stays one, unless it
  /// is set.
  func element(_ object: Object, _ path: @autoclosure () -> String) -> Object {
    switch object {
    case .int, .float:
      guard let settings, case let path = path(), settings.plan.byName[path] != nil else { return object }
      return input(object, path)
    case .value(let value), .real(let value):
      let path = path()
      value.name(path)
      settings?.bind(object, path)
    case .whole(let whole):
      let path = path()
      whole.value.name(path)
      settings?.bind(object, path)
    case .network(let part):
      part.take(name: path())
      settings?.bind(part)
    default: break
    }
    return object
  }

  /// Labels what is in a list, a dictionary or a tuple, and in those within. Of a tuple, which is made anew
  /// by every `zip`, the networks alone.
  private func label(_ object: Object, _ name: String) -> Object {
    var rest = [(object, name)]
    var count = 0
    let most = settings == nil ? Machine.mostLabelled : Machine.mostListed
    /// Leaves what holds others for later.
    func labelled(_ item: Object, _ path: String) -> Object {
      switch item {
      case .list, .dictionary, .tuple:
        rest.append((item, path))
        return item
      default: return element(item, path)
      }
    }
    while let (container, path) = rest.popLast() {
      switch container {
      case .list(let list):
        if list.name.isEmpty { list.name = path } else if count > 0 { continue }
        for index in list.items.indices {
          count += 1
          guard count <= most else { return object }
          list.items[index] = labelled(list.items[index], "\(list.name)[\(index)]")
        }
      case .dictionary(let table):
        guard table.name.isEmpty else { continue }
        table.name = path
        for place in table.valuePlaces {
          count += 1
          guard count <= most else { return object }
          table.items[place] = labelled(table.items[place], table.path(at: place))
        }
      case .tuple(let tuple):
        for (index, item) in tuple.items.enumerated() {
          count += 1
          guard count <= most else { return object }
          if item.isNetwork { _ = element(item, "\(path)[\(index)]") }
        }
      default: continue
      }
    }
    return object
  }
}
