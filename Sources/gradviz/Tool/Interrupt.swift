import GradViz
import LibC
import Synchronization

/// Ends the process in order when it is interrupted or runs out of time: nothing half-written stays behind.
enum Interrupt {
  /// Whether the first signal is only noted, for work that ends in order by itself.
  static let isDeferred = Atomic<Bool>(false)
  private static let noted = Atomic<Int32>(0)

  /// The signal that was noted.
  static var request: Int32? {
    let number = noted.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Waits for Ctrl-C and its kin on a thread of its own, where more is allowed than in a signal handler.
  static func watch() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { sigaddset(&signals, number) }
    // Threads inherit the mask, so that only the waiting one takes these signals.
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    inBackground {
      var waited = sigset_t()
      sigemptyset(&waited)
      for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&waited, number) }
      var number: Int32 = 0
      repeat {
        while sigwait(&waited, &number) != 0 {}
      } while isDeferred.load(ordering: .relaxed) && noted.exchange(number, ordering: .relaxed) == 0
      OutputFile.removeTemporaries()
      _exit(128 + number)
    }
  }

  /// Under nohup, say.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if canImport(Darwin)
      return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
    #else
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    #endif
  }

  /// Ends the process after a time: a layout that has begun cannot be called off.
  static func afterSeconds(_ seconds: Double, what: String = "drawing", advice: String) {
    inBackground {
      let fraction = seconds - seconds.rounded(.down)
      var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(fraction * 1e9))
      var rest = timespec()
      while nanosleep(&time, &rest) != 0 && errno == EINTR { time = rest }
      OutputFile.removeTemporaries()
      Console.error(
        "error: \(what) took longer than \(NumberText(digits: 3, isFixed: false)(seconds)) s; \(advice)")
      _exit(EX_TEMPFAIL)
    }
  }

  private static func inBackground(_ body: @escaping @Sendable () -> Void) {
    // Enough for a message, however little threads get by default.
    if let thread = start(stackSize: 1 << 20, body) { pthread_detach(thread) }
  }

  /// Runs on a thread of its own; nil if the system gives none.
  static func start(stackSize: Int, _ body: @escaping @Sendable () -> Void) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t(bitPattern: 0)
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        let pointer: UnsafeMutableRawPointer? = argument
        Unmanaged<Box>.fromOpaque(pointer!).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    if status != 0 { box.release() }
    return status == 0 ? thread : nil
  }

  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
