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

    def html(self, height=700):
        """The timeline, in a cell."""
        run("timeline", self.folder)
        with open(os.path.join(self.folder, "timeline.html"), encoding="utf-8") as file:
            return Page(file.read(), height)

    def _repr_html_(self):
        return self.html()._repr_html_()
