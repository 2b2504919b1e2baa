#include "CExplorer.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// `#embed` is C23; clang has it from release 19 on.
#if defined(__has_embed)
static const unsigned char page[] = {
#embed "page/page.html"
};
static const unsigned char style[] = {
#embed "page/page.css"
};
static const unsigned char boot[] = {
#embed "page/boot.js"
};
// Every module after those that it imports.
static const unsigned char model_bytes[] = {
#embed "page/model/bytes.js"
};
static const unsigned char model_graph[] = {
#embed "page/model/graph.js"
};
static const unsigned char model_engine[] = {
#embed "page/model/engine.js"
};
static const unsigned char model_numbers[] = {
#embed "page/model/numbers.js"
};
static const unsigned char words_text[] = {
#embed "page/words/text.js"
};
static const unsigned char words_names[] = {
#embed "page/words/names.js"
};
static const unsigned char words_shut[] = {
#embed "page/words/shut.js"
};
static const unsigned char stage_view[] = {
#embed "page/stage/view.js"
};
static const unsigned char play_player[] = {
#embed "page/play/player.js"
};
static const unsigned char words_rule[] = {
#embed "page/words/rule.js"
};
static const unsigned char play_shown[] = {
#embed "page/play/shown.js"
};
static const unsigned char stage_choice[] = {
#embed "page/stage/choice.js"
};
static const unsigned char lens_find[] = {
#embed "page/lens/find.js"
};
static const unsigned char run_run[] = {
#embed "page/run/run.js"
};
static const unsigned char lens_descend[] = {
#embed "page/lens/descend.js"
};
static const unsigned char state[] = {
#embed "page/state.js"
};
static const unsigned char lens_plane[] = {
#embed "page/lens/plane.js"
};
static const unsigned char app[] = {
#embed "page/app.js"
};
static const unsigned char dom_pointer[] = {
#embed "page/dom/pointer.js"
};
static const unsigned char dom_render[] = {
#embed "page/dom/render.js"
};
static const unsigned char keys[] = {
#embed "page/keys.js"
};
static const unsigned char lens_paths[] = {
#embed "page/lens/paths.js"
};
static const unsigned char dom_icons[] = {
#embed "page/dom/icons.js"
};
static const unsigned char panel_bar[] = {
#embed "page/panel/bar.js"
};
static const unsigned char lens_slope[] = {
#embed "page/lens/slope.js"
};
static const unsigned char lens_overlay[] = {
#embed "page/lens/overlay.js"
};
static const unsigned char panel_header[] = {
#embed "page/panel/header.js"
};
static const unsigned char words_formula[] = {
#embed "page/words/formula.js"
};
static const unsigned char dom_formula[] = {
#embed "page/dom/formula.js"
};
static const unsigned char lens_ticks[] = {
#embed "page/lens/ticks.js"
};
static const unsigned char run_timeline[] = {
#embed "page/run/timeline.js"
};
static const unsigned char dom_plot[] = {
#embed "page/dom/plot.js"
};
static const unsigned char panel_editor[] = {
#embed "page/panel/editor.js"
};
static const unsigned char panel_guess[] = {
#embed "page/panel/guess.js"
};
static const unsigned char panel_heading[] = {
#embed "page/panel/heading.js"
};
static const unsigned char panel_slope[] = {
#embed "page/panel/slope.js"
};
static const unsigned char panel_order[] = {
#embed "page/panel/order.js"
};
static const unsigned char panel_paths[] = {
#embed "page/panel/paths.js"
};
static const unsigned char panel_descend[] = {
#embed "page/panel/descend.js"
};
static const unsigned char panel_leaves[] = {
#embed "page/panel/leaves.js"
};
static const unsigned char run_history[] = {
#embed "page/run/history.js"
};
static const unsigned char panel_panel[] = {
#embed "page/panel/panel.js"
};
static const unsigned char play_narration[] = {
#embed "page/play/narration.js"
};
static const unsigned char panel_strip[] = {
#embed "page/panel/strip.js"
};
static const unsigned char stage_emphasis[] = {
#embed "page/stage/emphasis.js"
};
static const unsigned char stage_scene[] = {
#embed "page/stage/scene.js"
};
static const unsigned char stage_shapes[] = {
#embed "page/stage/shapes.js"
};
static const unsigned char stage_camera[] = {
#embed "page/stage/camera.js"
};
static const unsigned char stage_minimap[] = {
#embed "page/stage/minimap.js"
};
static const unsigned char stage_stage[] = {
#embed "page/stage/stage.js"
};
static const unsigned char stage_travel[] = {
#embed "page/stage/travel.js"
};
static const unsigned char play_playback[] = {
#embed "page/play/playback.js"
};
static const unsigned char words_latex[] = {
#embed "page/words/latex.js"
};
static const unsigned char share_frame[] = {
#embed "page/share/frame.js"
};
static const unsigned char share_address[] = {
#embed "page/share/address.js"
};
static const unsigned char share_copy[] = {
#embed "page/share/copy.js"
};
static const unsigned char share_drawing[] = {
#embed "page/share/drawing.js"
};
static const unsigned char share_present[] = {
#embed "page/share/present.js"
};
static const unsigned char share_print[] = {
#embed "page/share/print.js"
};
static const unsigned char share_share[] = {
#embed "page/share/share.js"
};
static const unsigned char stage_tween[] = {
#embed "page/stage/tween.js"
};
static const unsigned char run_plane[] = {
#embed "page/run/plane.js"
};
static const unsigned char main[] = {
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
      FILE_OF(boot),
      FILE_OF(model_bytes),
      FILE_OF(model_graph),
      FILE_OF(model_engine),
      FILE_OF(model_numbers),
      FILE_OF(words_text),
      FILE_OF(words_names),
      FILE_OF(words_shut),
      FILE_OF(stage_view),
      FILE_OF(play_player),
      FILE_OF(words_rule),
      FILE_OF(play_shown),
      FILE_OF(stage_choice),
      FILE_OF(lens_find),
      FILE_OF(run_run),
      FILE_OF(lens_descend),
      FILE_OF(state),
      FILE_OF(lens_plane),
      FILE_OF(app),
      FILE_OF(dom_pointer),
      FILE_OF(dom_render),
      FILE_OF(keys),
      FILE_OF(lens_paths),
      FILE_OF(dom_icons),
      FILE_OF(panel_bar),
      FILE_OF(lens_slope),
      FILE_OF(lens_overlay),
      FILE_OF(panel_header),
      FILE_OF(words_formula),
      FILE_OF(dom_formula),
      FILE_OF(lens_ticks),
      FILE_OF(run_timeline),
      FILE_OF(dom_plot),
      FILE_OF(panel_editor),
      FILE_OF(panel_guess),
      FILE_OF(panel_heading),
      FILE_OF(panel_slope),
      FILE_OF(panel_order),
      FILE_OF(panel_paths),
      FILE_OF(panel_descend),
      FILE_OF(panel_leaves),
      FILE_OF(run_history),
      FILE_OF(panel_panel),
      FILE_OF(play_narration),
      FILE_OF(panel_strip),
      FILE_OF(stage_emphasis),
      FILE_OF(stage_scene),
      FILE_OF(stage_shapes),
      FILE_OF(stage_camera),
      FILE_OF(stage_minimap),
      FILE_OF(stage_stage),
      FILE_OF(stage_travel),
      FILE_OF(play_playback),
      FILE_OF(words_latex),
      FILE_OF(share_frame),
      FILE_OF(share_address),
      FILE_OF(share_copy),
      FILE_OF(share_drawing),
      FILE_OF(share_present),
      FILE_OF(share_print),
      FILE_OF(share_share),
      FILE_OF(stage_tween),
      FILE_OF(run_plane),
      FILE_OF(main),
  };
  if (index < 0 || index >= (int)(sizeof scripts / sizeof *scripts)) return (cexplorer_file){0, 0};
  return scripts[index];
}
