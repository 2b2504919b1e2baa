"""Pictures of graphs from Python: `python3 -m unittest discover python/tests`.

Needs the `gradviz` command (or its path in GRADVIZ); micrograd and PyTorch where they are installed.
"""

import json
import os
import pathlib
import sys
import tempfile
import unittest
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

import gradviz
from gradviz.graph import graph_of

try:
    import micrograd.engine
    import micrograd.nn
except ImportError:
    micrograd = None
try:
    import nbconvert
    import nbformat
except ImportError:
    nbconvert = None
try:
    import torch
except ImportError:
    torch = None


class Value:
    """As the lecture's: operands in a set."""

    def __init__(self, data, _children=(), _op="", label=""):
        self.data, self.grad, self.label = data, 0.0, label
        self._prev, self._op = set(_children), _op

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), "+")

    def __sub__(self, other):
        return Value(self.data - other.data, (self, other), "-")

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), "*")

    def __pow__(self, exponent):
        return Value(self.data**exponent, (self,), f"**{exponent}")

    def plus(self, number):
        """A class that does not keep its constants."""
        return Value(self.data + number, (self,), "+")


def read_back(picture):
    """The graph as the command read it: the nodes, by label or place."""
    graph = json.loads(picture.drawn("json"))
    return graph["nodes"], {node.get("label"): node for node in graph["nodes"]}


def lines_of(steps):
    text = pathlib.Path(steps.folder, "run.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


class ValuesTest(unittest.TestCase):
    def test_twice_the_same_operand_has_two_edges(self):
        for operation in (lambda a: a + a, lambda a: a * a, lambda a: a - a):
            a = Value(3.0, label="a")
            nodes, _ = read_back(gradviz.draw_dot(operation(a)))
            self.assertEqual(len(nodes[-1]["prev"]), 2)
            self.assertEqual(len(set(nodes[-1]["prev"])), 1)

    def test_operands_in_a_set_are_put_in_order_by_their_numbers(self):
        for _ in range(20):  # sets have another order every time
            a, b = Value(3.0, label="a"), Value(10.0, label="b")
            nodes, _ = read_back(gradviz.draw_dot(b - a))
            self.assertEqual([nodes[i]["label"] for i in nodes[-1]["prev"]], ["b", "a"])
            keep = [Value(0.0) for _ in range(7)]  # so that the next values lie elsewhere
            del keep

    def test_constants_that_a_class_forgets_are_found(self):
        a = Value(3.0, label="a")
        nodes, _ = read_back(gradviz.draw_dot(a.plus(4.0)))
        self.assertEqual([nodes[i]["data"] for i in nodes[-1]["prev"]], [3.0, 4.0])

    def test_powers_have_their_exponent(self):
        a = Value(3.0, label="a")
        nodes, _ = read_back(gradviz.draw_dot(a**-2))
        self.assertEqual(nodes[-1]["op"], "**")
        self.assertEqual([nodes[i]["data"] for i in nodes[-1]["prev"]], [3.0, -2.0])

    def test_values_are_named_by_label_or_variable(self):
        left = Value(2.0, label="w")
        right = Value(5.0)
        rows = [Value(1.0), [Value(4.0)]]
        out = left * right + rows[0] * rows[1][0]
        _, by_label = read_back(gradviz.draw_dot(out))
        self.assertEqual(by_label["out"]["data"], 14.0)
        self.assertLessEqual({"w", "right", "rows[0]", "rows[1][0]", "out"}, set(by_label))

    def test_a_deep_graph_is_walked_without_recursion(self):
        total = Value(0.0)
        one = Value(1.0)
        for _ in range(50_000):
            total = total + one
        graph = graph_of(total, {})
        self.assertEqual(len(graph.nodes), 50_002)

    def test_markup_in_a_label_stays_text(self):
        a = Value(1.0, label="<b>&\"'</b>")
        self.assertIn("&lt;b&gt;&amp;", gradviz.draw_dot(a + a)._repr_svg_())

    def test_numbers_that_are_not_finite(self):
        a, b = Value(float("inf"), label="a"), Value(float("nan"), label="b")
        _, by_label = read_back(gradviz.draw_dot(a + b))
        self.assertEqual((by_label["a"]["data"], by_label["b"]["data"]), ("inf", "nan"))

    def test_what_has_no_graph_is_refused(self):
        with self.assertRaisesRegex(TypeError, "float has no graph"):
            gradviz.draw_dot(2.0)

    def test_the_command_speaks_for_itself(self):
        a = Value(1.0)
        with self.assertRaisesRegex(gradviz.GradVizError, "theme"):
            gradviz.draw_dot(a + a, theme="sepia")._repr_svg_()

    def test_options_are_called_as_in_python(self):
        a = Value(1.0)
        with self.assertRaises(gradviz.GradVizError) as caught:
            gradviz.draw_dot(a + a, max_nodez=3)._repr_svg_()
        self.assertEqual(str(caught.exception), "error: Unknown option 'max_nodez'. Did you mean 'max_nodes'?")
        with self.assertRaisesRegex(gradviz.GradVizError, "error: digits is between 0 and 17, not 30$"):
            gradviz.draw_dot(a + a, digits=30)._repr_svg_()

    def test_without_a_command_there_is_one_clear_error(self):
        kept = dict(os.environ)
        try:
            os.environ.pop("GRADVIZ", None)
            os.environ["PATH"] = "/nowhere"
            with self.assertRaisesRegex(gradviz.GradVizError, "no gradviz command"):
                gradviz.draw_dot(Value(1.0) + Value(2.0))._repr_svg_()
        finally:
            os.environ.clear()
            os.environ.update(kept)


class PictureTest(unittest.TestCase):
    def setUp(self):
        a, b = Value(2.0, label="a"), Value(-3.0, label="b")
        self.picture = gradviz.draw_dot(a * b, rankdir="TB", style="lecture")

    def test_a_cell_shows_svg(self):
        svg = self.picture._repr_svg_()
        self.assertIn("<svg", svg)
        self.assertIn("data &#45;3.0000", svg)
        self.assertEqual(svg, self.picture._repr_svg_())

    def test_the_explorer_stands_in_a_frame(self):
        cell = self.picture.html(height=300)._repr_html_()
        self.assertTrue(cell.startswith("<iframe srcdoc="))
        self.assertIn('height="300"', cell)
        self.assertNotIn("<script", cell)

    def test_files_are_of_the_kind_their_suffix_says(self):
        with tempfile.TemporaryDirectory() as folder:
            for suffix, start in [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("json", b"{")]:
                path = self.picture.save(os.path.join(folder, f"g.{suffix}"))
                data = pathlib.Path(path).read_bytes()
                self.assertTrue(data.startswith(start) or b"<svg" in data[:200], suffix)
            self.assertTrue(self.picture.render(os.path.join(folder, "gout")).endswith("gout.svg"))

    def test_a_picture_says_what_it_is(self):
        self.assertRegex(repr(self.picture), r"^<gradviz.Picture of 3 values: .*\.save\(")

    def test_source_is_dot(self):
        self.assertTrue(self.picture.source.startswith("digraph"))


class RecordingTest(unittest.TestCase):
    def loop(self, steps, count):
        w = Value(1.0, label="w")
        for _ in range(count):
            loss = w**2
            loss.grad, w.grad = 1.0, 2 * w.data
            steps.add(loss, accuracy=0.5)
            w.data -= 0.1 * w.grad

    def test_a_loop_becomes_a_timeline(self):
        with gradviz.record() as steps:
            self.loop(steps, 5)
        lines = lines_of(steps)
        self.assertEqual([line["step"] for line in lines if "step" in line], [0, 1, 2, 3, 4])
        self.assertEqual(len([line for line in lines if "nodes" in line]), 1)
        self.assertAlmostEqual(lines[-1]["metrics"]["loss"], 0.8**8, 12)
        self.assertIn("<iframe", steps._repr_html_())

    def test_a_timeline_is_saved_as_a_page(self):
        with gradviz.record() as steps:
            self.loop(steps, 2)
        self.assertRegex(repr(steps), r"^<gradviz.Recording of 2 steps: .*\.save\(")
        with tempfile.TemporaryDirectory() as folder:
            path = steps.save(os.path.join(folder, "loop"))
            self.assertEqual(path, os.path.join(folder, "loop.html"))
            text = pathlib.Path(path).read_text(encoding="utf-8")
            self.assertTrue(text.startswith("<!DOCTYPE html>") and text.rstrip().endswith("</html>"))
            self.assertEqual(os.listdir(folder), ["loop.html"])
            with self.assertRaisesRegex(ValueError, "save it as .html, not .svg"):
                steps.save(os.path.join(folder, "loop.svg"))
            with self.assertRaises(OSError):
                steps.save(os.path.join(folder, "none", "loop.html"))

    def test_a_changed_graph_starts_a_new_topology(self):
        with gradviz.record() as steps:
            a = Value(1.0, label="a")
            steps.add(a + a)
            steps.add(a * a)
            steps.add(a + a)
        lines = lines_of(steps)
        self.assertEqual([line["graph"] for line in lines if "step" in line], [0, 1, 0])

    def test_a_run_is_not_overwritten_in_silence(self):
        with tempfile.TemporaryDirectory() as folder:
            gradviz.record(folder).close()
            with self.assertRaises(FileExistsError):
                gradviz.record(folder)
            gradviz.record(folder, overwrite=True).close()


@unittest.skipUnless(micrograd, "micrograd is not installed")
class MicrogradTest(unittest.TestCase):
    def test_the_readme_example(self):
        from micrograd.engine import Value

        a, b = Value(-4.0), Value(2.0)
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + (b + a).relu()
        d += 3 * d + (b - a).relu()
        e = c - d
        f = e**2
        g = f / 2.0
        g += 10.0 / f
        g.backward()
        nodes, by_label = read_back(gradviz.draw_dot(g))
        self.assertAlmostEqual(by_label["g"]["data"], 24.70408163265306, 12)
        self.assertAlmostEqual(by_label["a"]["grad"], 138.83381924198252, 9)
        self.assertAlmostEqual(by_label["b"]["grad"], 645.5772594752186, 9)

    def test_parameters_are_named_by_their_place(self):
        model = micrograd.nn.MLP(2, [2, 1])
        y = model([1.0, -2.0])
        y.backward()
        _, by_label = read_back(gradviz.draw_dot(y))
        self.assertIn("model.layers[0].neurons[1].w[0]", by_label)
        self.assertIn("<svg", gradviz.draw_dot(y)._repr_svg_())


@unittest.skipUnless(micrograd and nbconvert, "micrograd or nbconvert is not installed")
class NotebookTest(unittest.TestCase):
    def test_the_examples_show_pictures(self):
        from nbconvert.preprocessors import ExecutePreprocessor

        folder = pathlib.Path(__file__).parent.parent
        notebook = nbformat.read(folder / "examples.ipynb", as_version=4)
        ExecutePreprocessor(timeout=120).preprocess(notebook, {"metadata": {"path": str(folder)}})
        shown = [set(output["data"]) for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
        self.assertEqual(len(shown), 3)
        self.assertIn("image/svg+xml", shown[0])
        self.assertIn("text/html", shown[1])
        self.assertIn("text/html", shown[2])


@unittest.skipUnless(torch, "PyTorch is not installed")
class TorchTest(unittest.TestCase):
    def test_the_lectures_neuron(self):
        with gradviz.trace():
            x1 = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
            w1 = torch.tensor(-3.0, dtype=torch.float64, requires_grad=True)
            b = torch.tensor(6.8813735870195432, dtype=torch.float64, requires_grad=True)
            n = x1 * w1 + b
            o = torch.tanh(2 - (2 - n * 1))
        o.backward()
        nodes, by_label = read_back(gradviz.draw_dot(o))
        self.assertAlmostEqual(by_label["o"]["data"], 0.7071067811865476, 12)
        self.assertAlmostEqual(by_label["x1"]["grad"], x1.grad.item(), 12)
        self.assertAlmostEqual(by_label["n"]["grad"], n.grad.item(), 12)
        self.assertEqual(by_label["o"]["op"], "tanh")
        constants = [node["data"] for node in nodes if node.get("role") == "constant"]
        self.assertEqual(sorted(constants), [1.0, 2.0, 2.0])

    def test_a_value_used_twice(self):
        with gradviz.trace():
            a = torch.tensor(3.0, requires_grad=True)
            b = a * a
        b.backward()
        nodes, by_label = read_back(gradviz.draw_dot(b))
        self.assertEqual(len(by_label["b"]["prev"]), 2)
        self.assertEqual(by_label["a"]["grad"], 6.0)

    def test_operands_by_keyword(self):
        with gradviz.trace():
            a, b = torch.tensor(3.0, requires_grad=True), torch.tensor(1.0)
            c = torch.nn.functional.mse_loss(target=b, input=torch.sub(a, other=0.5))
        c.backward()
        nodes, by_label = read_back(gradviz.draw_dot(c))
        self.assertEqual((by_label["c"]["data"], by_label["a"]["grad"]), (2.25, 3.0))
        self.assertIn(0.5, [node["data"] for node in nodes if node.get("role") == "constant"])

    def test_a_sum_that_grows_in_place(self):
        with gradviz.trace():
            w = torch.tensor(2.0, requires_grad=True)
            total = torch.tensor(0.0)
            for y in (1.0, 5.0):
                total += (w - y) ** 2
        total.backward()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            nodes, by_label = read_back(gradviz.draw_dot(total))
        self.assertEqual([node["op"] for node in nodes].count("+"), 2)
        self.assertEqual((by_label["total"]["data"], by_label["w"]["grad"]), (10.0, -4.0))

    def test_a_loop(self):
        w = torch.tensor(1.0, requires_grad=True)
        with gradviz.record() as steps, gradviz.trace():
            for _ in range(3):
                loss = (w - 2) ** 2
                w.grad = None
                loss.backward()
                steps.add(loss)
                with torch.no_grad():
                    w -= 0.1 * w.grad
        self.assertEqual(steps.count, 3)
        self.assertEqual(len(steps.topologies), 1)

    def test_many_elements_are_refused(self):
        with self.assertRaisesRegex(TypeError, "3 elements"):
            gradviz.draw_dot(torch.ones(3))


if __name__ == "__main__":
    unittest.main()
