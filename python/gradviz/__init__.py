"""Pictures of backpropagation, drawn by the `gradviz` command.

    from gradviz import draw_dot
    draw_dot(L)                  # in a notebook: the picture
    draw_dot(L).html()           # the explorer, in the cell
    draw_dot(L).save('L.png')    # svg, png, pdf, tikz, tex, dot, json, html

`draw_dot` takes micrograd's Value and every object with `data`, `grad`, `_prev` and `_op`, and scalars of PyTorch
that were computed `with gradviz.trace():`. `record()` keeps the steps of a loop.
"""

from .command import GradVizError
from .picture import Picture, draw_dot
from .recording import record
from .torch import trace

__all__ = ["GradVizError", "Picture", "draw_dot", "record", "trace"]
