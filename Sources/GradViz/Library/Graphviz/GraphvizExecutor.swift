#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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

  private init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
    precondition(
      GraphvizExecutor.stackSizes.contains { start(stackSize: $0) },
      "The system gave no thread for Graphviz; it may be out of memory or threads.")
  }

  private func start(stackSize: Int) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return false }
    let me = Unmanaged.passRetained(self).toOpaque()
    let status = pthread_create(&thread, &attributes, { argument in
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

  private func add(_ job: @escaping () -> Void) {
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
  func wait<Success: Sendable, Failure: Error>(
    for body: @Sendable @GraphvizActor () throws(Failure) -> Success
  ) throws(Failure) -> Success {
    nonisolated(unsafe) var result: Result<Success, Failure>?
    withoutActuallyEscaping(body) { body in
      let done = Semaphore()
      add {
        result = GraphvizActor.assumeIsolated { () -> Result<Success, Failure> in
          do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
        }
        done.signal()
      }
      done.wait()
    }
    return try result!.get()
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

/// Lets one thread wait for another, once.
private final class Semaphore: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var isSignalled = false

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

  func signal() {
    pthread_mutex_lock(mutex)
    isSignalled = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func wait() {
    pthread_mutex_lock(mutex)
    while !isSignalled { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }
}
