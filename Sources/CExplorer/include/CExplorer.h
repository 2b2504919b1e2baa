// The files of the explorer's page, part of the program: an installed command is still one file.
#ifndef GRADVIZ_CEXPLORER_H
#define GRADVIZ_CEXPLORER_H

#include <stddef.h>

typedef struct cexplorer_file {
  const char *bytes;
  size_t length;
} cexplorer_file;

/// The body of the page.
cexplorer_file cexplorer_page(void);
cexplorer_file cexplorer_style(void);
/// The scripts: the one that unpacks and runs the others, then those in the order in which they build on each other.
/// NULL bytes behind the last.
cexplorer_file cexplorer_script(int index);

#endif
