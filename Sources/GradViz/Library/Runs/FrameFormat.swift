/// What the drawings of the steps of a run are.
public enum FrameFormat: String, Sendable, Codable, CaseIterable {
  case svg, png
}
