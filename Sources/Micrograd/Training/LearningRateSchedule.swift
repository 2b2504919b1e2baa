import CSystem

/// How the learning rate changes over a training.
///
///     LearningRateSchedule.linear(to: 0.1).factor(at: 50, of: 100)   // 0.55
public enum LearningRateSchedule: Sendable, Equatable {
  case constant
  /// In a straight line from 1 to a factor, which it would reach behind the last step.
  case linear(to: Double)
  /// Along half a cosine, slow at both ends.
  case cosine(to: Double)

  /// What the learning rate is multiplied with at a step, counted from 0.
  public func factor(at step: Int, of steps: Int) -> Double {
    let progress = steps > 0 ? Double(step) / Double(steps) : 0
    switch self {
    case .constant: return 1
    case .linear(let end): return 1 - (1 - end) * progress
    case .cosine(let end): return end + (1 - end) * (1 + cos(Double.pi * progress)) / 2
    }
  }
}
