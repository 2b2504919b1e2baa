#include "CExplorer.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// `#embed` is C23; clang has it from release 19 on.
#if defined(__has_embed)
static const unsigned char page[] = {
#embed "page/page.html"
};
static const unsigned char style[] = {
#embed "page/explorer.css"
};
static const unsigned char engine[] = {
#embed "page/engine.js"
};
static const unsigned char graph[] = {
#embed "page/graph.js"
};
static const unsigned char text[] = {
#embed "page/text.js"
};
static const unsigned char view[] = {
#embed "page/view.js"
};
static const unsigned char stage[] = {
#embed "page/stage.js"
};
static const unsigned char player[] = {
#embed "page/player.js"
};
static const unsigned char lens[] = {
#embed "page/lens.js"
};
static const unsigned char inspector[] = {
#embed "page/inspector.js"
};
static const unsigned char timeline[] = {
#embed "page/timeline.js"
};
static const unsigned char app[] = {
#embed "page/main.js"
};
#else
#error "GradViz needs a Swift toolchain of 6.2 or later: its C compiler embeds the explorer's page with #embed."
#endif

#define FILE_OF(array) ((cexplorer_file){(const char *)array, sizeof array})

cexplorer_file cexplorer_page(void) { return FILE_OF(page); }

cexplorer_file cexplorer_style(void) { return FILE_OF(style); }

cexplorer_file cexplorer_script(int index) {
  const cexplorer_file scripts[] = {
      FILE_OF(engine), FILE_OF(graph), FILE_OF(text), FILE_OF(view), FILE_OF(stage),
      FILE_OF(player), FILE_OF(lens), FILE_OF(inspector), FILE_OF(timeline), FILE_OF(app),
  };
  if (index < 0 || index >= (int)(sizeof scripts / sizeof *scripts)) return (cexplorer_file){0, 0};
  return scripts[index];
}
