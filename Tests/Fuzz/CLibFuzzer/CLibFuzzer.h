// The one function of libFuzzer that a program with a main of its own calls; no header of the toolchain has it.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one)(const uint8_t *data, size_t size));
