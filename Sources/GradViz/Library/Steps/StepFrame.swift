/// What one picture of a sequence shows of a layout.
struct StepFrame: Sendable {
  /// A box of a value, or of many.
  struct Box: Sendable, Equatable {
    var data: String
    var grad: String
    /// What a neuron applies and adds.
    var note: String?
    /// Not computed yet.
    var isPending = false
    /// What the step is about.
    var isActive = false
    /// More is to be added to its gradient.
    var isPartial = false
    /// A number that is not finite.
    var isAlarming = false
    /// A closed box all of whose relus let nothing through.
    var isDead = false

    /// By which the style sheet finds it.
    var classes: String {
      (isPending ? " pending" : "") + (isAlarming ? " alarm" : "") + (isDead ? " dead" : "")
        + (isActive ? " now" : "")
    }
  }

  var boxes: [GraphView.Place: Box]
  /// The ids of operations that the step is about.
  var activeOperations: Set<Int> = []
  /// Of relus that let nothing through.
  var deadOperations: Set<Int> = []
  /// What the step runs along.
  var activeEdges: [StepEdge] = []
  /// The numbers of the weights that are drawn as edges, by id.
  var weights: [Int: Double] = [:]
  /// Whether it runs from results to operands.
  var isBackward = false
  var caption: StepCaption
}

/// Edges of a drawing, by what they stand for.
enum StepEdge: Hashable, Sendable {
  /// All that lead into a value or a box, an operation in between included.
  case into(GraphView.Place)
  /// The one from an operand at a place of a value's operands, and that from the operation to the value.
  case operand(GraphView.Place, place: Int, of: Int)
}
