// What Swift calls by another module's name on each system: the functions of mathematics, and threads.
#ifndef GRADVIZ_SYSTEM_H
#define GRADVIZ_SYSTEM_H

#include <math.h>
#include <pthread.h>

#endif
