#include "peers.h"
#include <graphviz/gvc.h>
#include <time.h>

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return 1e3 * now.tv_sec + 1e-6 * now.tv_nsec;
}

double peers_graphviz(const char *dot) {
  static GVC_t *context;
  if (!context) context = gvContext();
  Agraph_t *graph = agmemread(dot);
  if (!graph) return -1;
  double start = milliseconds();
  char *data = NULL;
  // As the library wants it: an unsigned int up to Graphviz 11, a size_t since.
  size_t length = 0;
  int status = gvLayout(context, graph, "dot");
  if (status == 0) status = gvRenderData(context, graph, "svg", &data, (void *)&length);
  double time = milliseconds() - start;
  if (data) gvFreeRenderData(data);
  gvFreeLayout(context, graph);
  agclose(graph);
  return status == 0 && length > 0 ? time : -1;
}
