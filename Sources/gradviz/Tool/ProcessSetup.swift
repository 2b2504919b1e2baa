import GradViz
import LibC

/// What a process needs before it may do anything, whoever started it.
enum ProcessSetup {
  /// Puts something on the descriptors 0 to 2 where they are closed, so that no file gets one of them and is
  /// read or written as if it were a standard one.
  ///
  /// They are opened the wrong way round: whoever reads or writes them gets the error that it is.
  static func openStandardFiles() {
    for file in STDIN_FILENO...STDERR_FILENO where fcntl(file, F_GETFD) == -1 && errno == EBADF {
      _ = open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Turns the signals of a closed pipe and of a limit of file sizes into errors of writing.
  static func ignoreSignalsOfWriting() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Ends the process. Nothing is left to be flushed: what is written is written at once.
  static func end(_ code: Int32) -> Never { GraphvizStart.hasBegun ? _exit(code) : exit(code) }

  /// Runs on a thread with room enough, if the stack that the process was given is smaller than what parsing
  /// arguments takes (`ulimit -s 64`).
  static func withEnoughStack(_ body: @escaping @Sendable () -> Void) {
    var limit = rlimit()
    #if canImport(Glibc)
      let status = getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit)
    #else
      let status = getrlimit(RLIMIT_STACK, &limit)
    #endif
    guard status == 0, limit.rlim_cur < leastStack else { return body() }
    #if canImport(Glibc)
      // Libraries start threads as well, that of fonts among them.
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      pthread_attr_setstacksize(&attributes, Int(leastStack))
      // Swift does not import what is GNU's own; nil stands for all libraries that are loaded.
      if let symbol = dlsym(nil, "pthread_setattr_default_np") {
        typealias SetDefault = @convention(c) (UnsafePointer<pthread_attr_t>) -> Int32
        _ = unsafeBitCast(symbol, to: SetDefault.self)(&attributes)
      }
      pthread_attr_destroy(&attributes)
    #endif
    guard let thread = Interrupt.start(stackSize: Int(leastStack), body) else { return body() }
    pthread_join(thread, nil)
  }

  private static let leastStack: rlim_t = 4 << 20
}
