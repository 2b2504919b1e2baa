#include "open_tape.h"

_Thread_local struct open_tape gradviz_open_tape;
