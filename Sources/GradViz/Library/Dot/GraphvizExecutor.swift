import LibC

/// The one thread that calls Graphviz, which is not thread safe in any part.
///
/// Its stack is large, as `dot` recurses along the graph; the system commits it page by page.
final class GraphvizExecutor: SerialExecutor, @unchecked Sendable {
  static let shared = GraphvizExecutor()

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  /// Guarded by `mutex`.
  private var jobs: [() -> Void] = []
  private var thread = pthread_t(bitPattern: 0)

  private static let stackSizes = [1 << 30, 1 << 28, 1 << 26, 1 << 24]

  /// How many bytes of addresses the process may use (`ulimit -v`).
  static let addresses: Int = {
    var limit = rlimit()
    #if canImport(Glibc)
      let status = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #else
      let status = getrlimit(RLIMIT_AS, &limit)
    #endif
    return status == 0 ? Int(clamping: limit.rlim_cur) : .max
  }()

  /// An eighth of the addresses: libraries of fonts start threads as well.
  private static var mostStack: Int { max(stackSizes.last!, addresses / 8) }

  private init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
    precondition(
      GraphvizExecutor.stackSizes.contains { $0 <= GraphvizExecutor.mostStack && start(stackSize: $0) },
      "The system gave no thread for Graphviz; it may be out of memory or threads.")
  }

  private func start(stackSize: Int) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return false }
    let me = Unmanaged.passRetained(self).toOpaque()
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        let pointer: UnsafeMutableRawPointer? = argument
        Unmanaged<GraphvizExecutor>.fromOpaque(pointer!).takeRetainedValue().run()
      }, me)
    if status != 0 { Unmanaged<GraphvizExecutor>.fromOpaque(me).release() }
    return status == 0
  }

  private func run() -> Never {
    while true {
      pthread_mutex_lock(mutex)
      while jobs.isEmpty { pthread_cond_wait(condition, mutex) }
      let due = jobs
      jobs.removeAll()
      pthread_mutex_unlock(mutex)
      for job in due { job() }
    }
  }

  func add(_ job: @escaping () -> Void) {
    pthread_mutex_lock(mutex)
    jobs.append(job)
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    add { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func checkIsolated() {
    precondition(pthread_equal(pthread_self(), thread) != 0, "Graphviz is called on a thread not its own.")
  }

  /// Runs `body` on the thread and waits for it.
  func wait<Success: Sendable, Problem: Error>(
    for body: @escaping @Sendable @GraphvizActor () throws(Problem) -> Success
  ) throws(Problem) -> Success {
    let handover = Handover<Result<Success, Problem>>()
    add {
      handover.give(
        GraphvizActor.assumeIsolated {
          do throws(Problem) { return .success(try body()) } catch { return .failure(error) }
        })
    }
    return try handover.take().get()
  }
}

/// The isolation of everything that calls Graphviz.
@globalActor
actor GraphvizActor {
  static let shared = GraphvizActor()

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    GraphvizExecutor.shared.asUnownedSerialExecutor()
  }

  static func assumeIsolated<Success: Sendable>(_ body: @GraphvizActor () -> Success) -> Success {
    GraphvizExecutor.shared.checkIsolated()
    // The thread was checked; only the type of the function has to lose its isolation.
    return withoutActuallyEscaping(body) { body in
      unsafeBitCast(body, to: (() -> Success).self)()
    }
  }
}

/// Hands one value from a thread to another that waits for it.
private final class Handover<Value: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Guarded by `mutex`.
  private var value: Value?

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func give(_ given: Value) {
    pthread_mutex_lock(mutex)
    value = given
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func take() -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let value { return value }
      pthread_cond_wait(condition, mutex)
    }
  }
}
