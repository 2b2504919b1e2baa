// The tape that a thread records on, where each operation finds it with one instruction.
//
// Swift has no thread-local variables; pthread_getspecific costs as much as recording an operation does.
#ifndef GRADVIZ_OPEN_TAPE_H
#define GRADVIZ_OPEN_TAPE_H

#include <stdint.h>

struct open_tape {
  // An unowned reference to the tape; its owner is the thread's writer. NULL before the first operation.
  void *tape;
  // The tape's nodes: the number in use, and the room. Both 0 before the first operation, so that no thread
  // needs a set-up of its own.
  void *nodes;
  uint32_t count;
  uint32_t capacity;
  // The tape's sequence number.
  uint64_t sequence;
  // The thread's writer, owned by a thread-specific key that releases it when the thread ends.
  void *writer;
};

extern _Thread_local struct open_tape gradviz_open_tape;

static inline struct open_tape *gradviz_current_open_tape(void) { return &gradviz_open_tape; }

#endif
