"""What is drawn, and how a notebook shows it."""

import html
import os
import sys

from . import torch
from .command import run
from .graph import graph_of, is_value
from .naming import names_in


def draw_dot(root, format="svg", rankdir="LR", **options):
    """Draws the graph of a value; a drop-in for the lecture's function.

    Values are named by their label, else by the variable that holds them where this is called. Options are those
    of `gradviz render`: `draw_dot(L, style="lecture", digits=2, theme="dark")`.

    - root: a Value of micrograd or of one's own with `data`, `grad`, `_prev` and `_op`; or a scalar of PyTorch that
      was computed `with gradviz.trace():`.
    - format: what `save()` and `render()` write when the name has no suffix.

    Raises TypeError for anything else, and GradVizError with the command's words when that refuses.
    """
    graph = graph_below(root, sys._getframe(1))
    return Picture(graph, format, {"rankdir": rankdir, **options})


def graph_below(root, frame):
    """The graph of a value of either kind, its names from where it is used."""
    if torch.is_tensor(root):
        return torch.graph_of(root, frame)
    if is_value(root):
        return graph_of(root, names_in(frame))
    raise TypeError(f"a {type(root).__name__} has no graph; a Value or a PyTorch scalar has")


class Picture:
    """A graph, drawn when it is looked at."""

    def __init__(self, graph, format="svg", options=None):
        self.graph = graph
        self.format = format
        self.arguments = []
        for name, value in (options or {}).items():
            flag = "--" + name.replace("_", "-")
            self.arguments += [flag] if value is True else [] if value in (False, None) else [f"{flag}={value}"]

    def __repr__(self):
        count = len(self.graph.nodes)
        return (
            f"<gradviz.Picture of {count} {'value' if count == 1 else 'values'}:"
            " shown in a notebook; .save('graph.svg') writes it, .html() is the explorer>"
        )

    def drawn(self, format):
        """The bytes of the drawing in a format: svg, png, pdf, tikz, tex, dot, json or html."""
        return self.draw(format, "-T", format)

    def draw(self, format, *output):
        # JSON is the graph, which no option of a drawing changes.
        arguments = [] if format == "json" else self.arguments
        return run("render", "-", "-q", *output, *arguments, graph=self.graph.json().encode())

    def _repr_svg_(self):
        return self.drawn("svg").decode()

    def html(self, height=600, embed=False):
        """The explorer, in a cell of its own height; with embed without its head and panel."""
        return Page(self.drawn("html").decode(), height, embed)

    def save(self, path):
        """Writes the drawing to a file, in the format of its suffix; returns the path.

        The file is written as a whole or not at all.
        """
        path = os.fspath(path)
        format = os.path.splitext(path)[1][1:]
        if not format:
            format, path = self.format, f"{path}.{self.format}"
        self.draw(format.lower(), "-o", os.path.abspath(path))
        return path

    def render(self, filename="gout", format=None):
        """As graphviz's `render`: writes `filename.svg`, or in the format of the picture."""
        return self.save(f"{filename}.{format or self.format}")

    @property
    def source(self):
        """The graph in DOT."""
        return self.drawn("dot").decode()


class Page:
    """A page within a cell, apart from the notebook's own."""

    def __init__(self, text, height, embed=False):
        self.text = text
        self.height = height
        self.embed = embed

    def _repr_html_(self):
        name = ' name="embed"' if self.embed else ""
        return (
            f'<iframe{name} srcdoc="{html.escape(self.text)}" width="100%" height="{int(self.height)}"'
            ' style="border: 0" sandbox="allow-scripts allow-downloads allow-modals" allow="fullscreen; clipboard-write"></iframe>')
