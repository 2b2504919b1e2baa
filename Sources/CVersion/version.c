#include "version.h"

#ifndef GRADVIZ_BUILD
#define GRADVIZ_BUILD "source build"
#endif

const char *gradviz_version(void) { return "0.2.0"; }

const char *gradviz_build(void) { return GRADVIZ_BUILD; }
