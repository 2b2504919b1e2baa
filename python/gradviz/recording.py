"""Loops, step by step: a run folder that `gradviz timeline` shows."""

import json
import os
import sys
import tempfile

from .command import run
from .graph import number
from .picture import Page, graph_below


def record(folder=None, overwrite=False):
    """Keeps the graphs of a loop.

        with gradviz.record() as steps:
            for k in range(20):
                ...
                loss.backward()
                steps.add(loss, accuracy=acc)    # before the update
                ...
        steps                                    # the timeline, in the cell

    Without a folder, one that is removed with the recording. A folder that holds a run is refused unless it may be
    overwritten (FileExistsError).
    """
    return Recording(folder, overwrite)


class Recording:
    """A run as it is written: a header, a line a topology, a line a step."""

    def __init__(self, folder=None, overwrite=False):
        self.temporary = tempfile.TemporaryDirectory(prefix="gradviz-") if folder is None else None
        self.folder = os.fspath(folder) if folder is not None else self.temporary.name
        self.topologies = {}
        self.count = 0
        os.makedirs(self.folder, exist_ok=True)
        self.file = open(os.path.join(self.folder, "run.jsonl"), "w" if overwrite else "x", encoding="utf-8")
        self.write({"format": "gradviz-run", "version": 1, "every": 1})

    def write(self, line):
        self.file.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        self.file.flush()

    def add(self, root, **metrics):
        """Adds a step: the graph of `root` as it is now, its number as the loss, and further numbers by name."""
        graph = graph_below(root, sys._getframe(1))
        topology = graph.topology()
        place = self.topologies.get(topology)
        if place is None:
            place = self.topologies[topology] = len(self.topologies)
            nodes = ", ".join(graph.lines(with_numbers=False))
            self.write(f'{{"graph": {place}, "root": {len(graph.nodes) - 1}, "nodes": [{nodes}]}}')
        self.write({
            "step": self.count,
            "metrics": {name: number(value) for name, value in {"loss": graph.nodes[-1].data, **metrics}.items()},
            "graph": place,
            "data": [number(node.data) for node in graph.nodes],
            "grad": [None if node.grad is None else number(node.grad) for node in graph.nodes],
        })
        self.count += 1

    def close(self):
        """Ends the recording; what was recorded stays."""
        self.file.close()

    def __del__(self):
        if self.temporary:
            self.file.close()
            self.temporary.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __repr__(self):
        return (
            f"<gradviz.Recording of {self.count} {'step' if self.count == 1 else 'steps'}:"
            " shown in a notebook; .save('timeline.html') writes it>"
        )

    def html(self, height=700):
        """The timeline, in a cell."""
        return Page(self.page(), height)

    def page(self):
        run("timeline", self.folder)
        with open(os.path.join(self.folder, "timeline.html"), encoding="utf-8") as file:
            return file.read()

    def save(self, path):
        """Writes the timeline to a file as a page, `.html` if the name has no suffix; returns the path.

        The file is written as a whole or not at all. ValueError for another suffix.
        """
        path = os.fspath(path)
        suffix = os.path.splitext(path)[1]
        if not suffix:
            path += ".html"
        elif suffix.lower() not in (".html", ".htm"):
            raise ValueError(f"a timeline is a page: save it as .html, not {suffix}")
        text = self.page()
        folder, name = os.path.split(os.path.abspath(path))
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, prefix=f".{name}.", delete=False) as file:
            try:
                file.write(text)
                file.close()
                # As the mode of a file that is opened would be.
                mask = os.umask(0)
                os.umask(mask)
                os.chmod(file.name, 0o666 & ~mask)
                os.replace(file.name, path)
            except BaseException:
                file.close()
                os.unlink(file.name)
                raise
        return path

    def _repr_html_(self):
        return self.html()._repr_html_()
