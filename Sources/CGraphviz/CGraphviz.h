// What GradViz needs of libgvc and libcgraph, in a form that Swift imports well: opaque handles, const
// strings, and one length type over all releases of Graphviz.
//
// Graphviz is not thread safe: every function here must be called on one and the same thread.
#ifndef GRADVIZ_CGRAPHVIZ_H
#define GRADVIZ_CGRAPHVIZ_H

#if __has_include(<graphviz/gvc.h>)
#include <graphviz/gvc.h>
#elif __has_include(<gvc.h>)
#include <gvc.h>
#else
#error "Graphviz's headers are missing. Debian, Ubuntu: apt-get install libgraphviz-dev. macOS: brew install graphviz."
#endif
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct cgv_context cgv_context;
typedef struct cgv_graph cgv_graph;
typedef struct cgv_object cgv_object; // a graph, a node or an edge

typedef enum cgv_kind { cgv_kind_graph, cgv_kind_node, cgv_kind_edge } cgv_kind;

static inline cgv_context *cgv_new_context(void) { return (cgv_context *)gvContext(); }

static inline const char *cgv_version(cgv_context *context) { return gvcVersion((GVC_t *)context); }

/// A context without plugins, which can tell its version and nothing more.
static inline cgv_context *cgv_new_bare_context(void) { return (cgv_context *)gvNEWcontext(NULL, 0); }

/// Routes Graphviz's messages to `handler`, which is called several times for one message.
static inline void cgv_handle_messages(int (*handler)(char *)) {
  agseterrf(handler);
  // Once a handler is set, 2.42 crashes on a message of more than 1,024 bytes: the formatter reuses its
  // argument list after a first, too short attempt. Growing its static buffer once avoids the second
  // attempt; the arguments stand twice on purpose, for the attempt that reads past the first set. Labels are cut
  // to far less than this.
  agerr(AGWARN, "%*s", 1 << 16, "", 1 << 16, "");
}

// Subgraphs are kept in order of their ids, which by default are addresses of their names: another order,
// and so another drawing, from one moment to the next. These ids follow from the numbers in the names.
enum { cgv_most_groups = 4096 };

static inline int cgv_is_group(int type, IDTYPE id) {
  return type == AGRAPH && id % 2 == 0 && id > 0 && id <= 2 * cgv_most_groups;
}

static inline __typeof__(AgIdDisc.map(NULL, 0, NULL, NULL, 0))
cgv_map_id(void *state, int type, char *text, IDTYPE *id, int create) {
  int number;
  if (type == AGRAPH && text && sscanf(text, "cluster_%d", &number) == 1 && number >= 0 && number < cgv_most_groups) {
    *id = 2 * ((IDTYPE)number + 1); // even, as ids of named objects are; no address is that small
    return 1;
  }
  return AgIdDisc.map(state, type, text, id, create);
}

static inline void cgv_free_id(void *state, int type, IDTYPE id) {
  if (!cgv_is_group(type, id)) AgIdDisc.free(state, type, id);
}

static inline char *cgv_print_id(void *state, int type, IDTYPE id) {
  // In front of a name the writer looks for the head that its own strings have, which says whether they are
  // HTML: zeros say that they are not.
  static struct { char head[64]; char text[16]; } names[cgv_most_groups];
  if (!cgv_is_group(type, id)) return AgIdDisc.print(state, type, id);
  int number = (int)(id / 2 - 1);
  snprintf(names[number].text, sizeof names[number].text, "cluster_%d", number);
  return names[number].text;
}

static inline cgv_graph *cgv_open(const char *name) {
  static Agiddisc_t ids;
  ids = AgIdDisc;
  ids.map = cgv_map_id;
  ids.free = cgv_free_id;
  ids.print = cgv_print_id;
  Agdisc_t discipline = {0};
  discipline.id = &ids;
  return (cgv_graph *)agopen((char *)name, Agdirected, &discipline);
}

static inline void cgv_close(cgv_graph *graph) { agclose((Agraph_t *)graph); }

/// Declares an attribute of a kind of object, with its default.
static inline void cgv_declare(cgv_graph *graph, cgv_kind kind, const char *name, const char *value) {
  int raw = kind == cgv_kind_graph ? AGRAPH : kind == cgv_kind_node ? AGNODE : AGEDGE;
  agattr((Agraph_t *)graph, raw, (char *)name, (char *)value);
}

static inline cgv_object *cgv_add_node(cgv_graph *graph, const char *name) {
  return (cgv_object *)agnode((Agraph_t *)graph, (char *)name, 1);
}

static inline cgv_object *cgv_add_edge(cgv_graph *graph, cgv_object *tail, cgv_object *head) {
  return (cgv_object *)agedge((Agraph_t *)graph, (Agnode_t *)tail, (Agnode_t *)head, NULL, 1);
}

/// Adds a group of nodes with a border. Each number below `cgv_most_groups` is for one group of a drawing.
static inline cgv_graph *cgv_add_group(cgv_graph *graph, int number) {
  char name[16];
  snprintf(name, sizeof name, "cluster_%d", number);
  return (cgv_graph *)agsubg((Agraph_t *)graph, name, 1);
}

static inline void cgv_include(cgv_graph *subgraph, cgv_object *node) {
  agsubnode((Agraph_t *)subgraph, (Agnode_t *)node, 1);
}

/// Sets an attribute that was declared for the kind of the object.
static inline void cgv_set(cgv_object *object, const char *name, const char *value) {
  agset(object, (char *)name, (char *)value);
}

/// Sets an attribute of one object, declaring it without effect on others.
static inline void cgv_set_any(cgv_object *object, const char *name, const char *value) {
  agsafeset(object, (char *)name, (char *)value, (char *)"");
}

/// Sets an attribute of one subgraph, declaring it without effect on others.
static inline void cgv_set_subgraph(cgv_graph *graph, const char *name, const char *value) {
  agsafeset((Agraph_t *)graph, (char *)name, (char *)value, (char *)"");
}

/// An attribute that was declared for the kind of the object; NULL if it was not.
static inline const char *cgv_get(cgv_object *object, const char *name) {
  return agget(object, (char *)name);
}

static inline int cgv_layout(cgv_context *context, cgv_graph *graph, const char *engine) {
  return gvLayout((GVC_t *)context, (Agraph_t *)graph, engine);
}

static inline void cgv_free_layout(cgv_context *context, cgv_graph *graph) {
  gvFreeLayout((GVC_t *)context, (Agraph_t *)graph);
}

/// The size of a drawing that has been laid out, in points.
static inline void cgv_size(cgv_graph *graph, double *width, double *height) {
  boxf box = GD_bb((Agraph_t *)graph);
  *width = box.UR.x - box.LL.x;
  *height = box.UR.y - box.LL.y;
}

/// Sets the resolution of a drawing that has been laid out, in pixels per inch.
static inline void cgv_set_resolution(cgv_graph *graph, double dpi) {
  GD_drawing((Agraph_t *)graph)->dpi = dpi;
}

/// Enlarges a drawing that has been laid out to a page of this size, in points.
static inline void cgv_set_page(cgv_graph *graph, double width, double height) {
  layout_t *drawing = GD_drawing((Agraph_t *)graph);
  drawing->size.x = width;
  drawing->size.y = height;
  drawing->filled = 1;
}

/// Renders into memory that `cgv_free_data` gives back. 0 if it went well; then look at `length` too.
static inline int cgv_render(cgv_context *context, cgv_graph *graph, const char *format, char **data, size_t *length) {
  // An unsigned int up to Graphviz 11, a size_t since; on little-endian machines a cleared size_t is both.
  size_t size = 0;
  int status = gvRenderData((GVC_t *)context, (Agraph_t *)graph, format, data, (void *)&size);
  *length = size;
  return status;
}

static inline void cgv_free_data(char *data) { gvFreeRenderData(data); }

/// Writes the graph as DOT text without positions, into memory that `free` gives back. NULL if that failed.
static inline char *cgv_write(cgv_graph *graph, size_t *length) {
  char *text = NULL;
  FILE *stream = open_memstream(&text, length);
  if (!stream) return NULL;
  int status = agwrite((Agraph_t *)graph, stream);
  if (fclose(stream) != 0 || status != 0) {
    free(text);
    return NULL;
  }
  return text;
}

/// The names of the plugins of a kind ("device", "layout", …), a list that `cgv_free_list` gives back.
static inline char **cgv_plugins(cgv_context *context, const char *kind, int *count) {
  return gvPluginList((GVC_t *)context, kind, count, NULL);
}

static inline void cgv_free_list(char **list, int count) {
  for (int i = 0; i < count; i++) free(list[i]);
  free(list);
}

#endif
