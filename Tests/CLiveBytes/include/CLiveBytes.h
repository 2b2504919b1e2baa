#ifndef CLIVEBYTES_H
#define CLIVEBYTES_H
#include <stddef.h>

/// Bytes that malloc has given out and not got back; 0 where it does not tell.
size_t live_bytes(void);

#endif
