// Which GradViz this is, and what it was built from.
#ifndef GRADVIZ_VERSION_H
#define GRADVIZ_VERSION_H

/// The version that is released, or worked on; see CHANGELOG.md.
const char *gradviz_version(void);

/// The commit, as scripts/package.sh tells it, or that it is a source build.
const char *gradviz_build(void);

#endif
