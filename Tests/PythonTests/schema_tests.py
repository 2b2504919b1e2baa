#!/usr/bin/env python3
"""The schemas in schemas/ hold for every file that the command and the Python package write, and they refuse what
the command refuses: files are changed in every place, and both have to answer alike.

GRADVIZ names the command. Needs jsonschema (scripts/setup-python-tests.sh). Of the changes every sixth is tried;
GRADVIZ_STRIDE=1 tries all.
"""
import copy
import itertools
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = os.environ.get("GRADVIZ") or str(ROOT / ".build/debug/gradviz")
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "schemas").glob("*.json"))}
REGISTRY = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values())
VALIDATORS = {name: Draft202012Validator(schema, registry=REGISTRY) for name, schema in SCHEMAS.items()}

STRIDE = int(os.environ.get("GRADVIZ_STRIDE", "6"))

# What no schema can say: what is wrong between two places of a file.
BETWEEN_PLACES = re.compile(
    r"no node \S+|does not exist|does not reach|do not reach|circle|cycle|twice|takes \d operand|no operation|is expected here|comes after"
    r"|numbers for \d+ operands|nodes; the line has|there is no graph|parameters; a network|remembers other"
    r"|is none of the|points of|is of class|outputs for|needs an output|needs two classes|columns of the file"
    r"|is no member of a node|interval|inside of one another|overlap|beyond the nodes|first, end|more than 1,000,000"
    r"|not a number from 0|has no root|record the run anew|there is no column|graphs of different shapes")


def run(*arguments, folder, text=None):
    return subprocess.run([COMMAND, *arguments], cwd=folder, input=text, capture_output=True, text=True)


def errors(name, value):
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(value)]


def places(value, path=()):
    """Every place of a JSON value, but of long lists only the first and the last."""
    yield path
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], path + (name,))
    elif isinstance(value, list):
        for index in sorted({0, len(value) - 1} if value else ()):
            yield from places(value[index], path + (index,))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def changed(value):
    """The value with one place changed, for every place: gone, or of another kind."""
    for path in places(value):
        if not path:
            continue
        old = at(value, path)
        for new in [None, "surprise", -1, 0.5, True, [], {}]:
            if type(new) is type(old) and new == old:
                continue
            copied = copy.deepcopy(value)
            at(copied, path[:-1])[path[-1]] = new
            yield path, new, copied
        if isinstance(path[-1], str):
            copied = copy.deepcopy(value)
            del at(copied, path[:-1])[path[-1]]
            yield path, "nothing", copied


class SchemaTests(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="gradviz-schemas-")
        self.folder = self.temporary.name
        self.addCleanup(self.temporary.cleanup)

    def check(self, name, value, what):
        self.assertEqual(errors(name, value)[:3], [], what)

    def run_well(self, *arguments, **rest):
        result = run(*arguments, folder=self.folder, **rest)
        self.assertEqual(result.returncode, 0, f"{arguments}: {result.stderr}")
        return result.stdout

    def check_run(self, folder, has_model=True):
        with open(os.path.join(self.folder, folder, "run.jsonl")) as file:
            lines = [json.loads(line) for line in file]
        for number, line in enumerate(lines, 1):
            self.check("run", line, f"{folder}/run.jsonl:{number}")
        if has_model:
            with open(os.path.join(self.folder, folder, "model.json")) as file:
                self.check("model", json.load(file), f"{folder}/model.json")
        return lines

    def test_schemas_are_schemas(self):
        self.assertEqual(sorted(SCHEMAS), ["graph", "model", "run", "table", "training"])
        for schema in SCHEMAS.values():
            Draft202012Validator.check_schema(schema)

    def test_graphs_and_tables(self):
        texts = [
            "a = 2.0; b = -3.0; e = a * b  # a note", "a = 3; b = a + a", "a = 0.0; b = a / a; L = b + exp(1000.0)",
            "a = 1", "net = MLP(2, [3, 1], seed=1)\nL = net([1.0, 2.0])", "x = Value(2.0, label='\\u202e<b>\"')\ny = x ** 2",
            "a = 2.0; g = grad(a * a * a, a)", "a = -1; L = relu(a) + abs(a) + max(a, 1) + a.gelu()",
        ]
        for text in texts:
            for options in [[], ["--no-backward"]]:
                graph = json.loads(self.run_well("render", "-e", text, "-T", "json", *options))
                self.check("graph", graph, text)
                self.check("table", json.loads(self.run_well("eval", "-e", text, "--json", *options)), text)
        chosen = self.run_well("render", "-e", texts[0], "-T", "json", "--set", "a=5", "--root", "e")
        self.check("graph", json.loads(chosen), "--set --root")

    def test_recorded_runs(self):
        quiet = ["--frames", "none", "-q"]
        self.run_well("train", "lecture", "--steps", "3", "--record", "lecture", *quiet)
        self.run_well("train", "moons", "--steps", "5", "--every", "2", "--batch", "10", "--optimizer", "adamw",
                      "--test", "0.2", "--record", "moons", *quiet)
        self.run_well("train", "--resume", "--steps", "7", "--record", "moons", "-q")
        rows = "size,colour,price\n" + "".join(f"{n},{'red' if n % 2 else 'blue'},{1000 * n + n % 3}\n" for n in range(30))
        pathlib.Path(self.folder, "rows.csv").write_text(rows)
        self.run_well("train", "rows.csv", "--steps", "4", "--record", "rows", "--frames", "png", "-q")
        diverging = run("train", "moons", "--lr", "1e300", "--steps", "9", "--record", "diverging", *quiet, folder=self.folder)
        self.assertEqual(diverging.returncode, 1, diverging.stderr)
        pathlib.Path(self.folder, "loop.py").write_text(
            "w = 0.0\nfor k in range(4):\n  L = (w * 2 - 1) ** 2  # squared\n  L.backward()\n  w.data -= 0.1 * w.grad\n"
            .replace("w = 0.0", "w = Value(0.0)"))
        self.run_well("render", "loop.py", "--record", "loop", "-q")
        kinds = set()
        for folder in ["lecture", "moons", "rows", "diverging", "loop"]:
            lines = self.check_run(folder, has_model=folder != "loop")
            kinds |= {key for line in lines for key in line}
        self.assertLessEqual({"format", "training", "graph", "nodes", "step", "metrics", "data", "grad", "steps"}, kinds)

    def test_the_python_package(self):
        import gradviz
        from micrograd.engine import Value
        a, b = Value(2.0), Value(-3.0)
        loss = (a * b + a).relu() + a * a
        loss.backward()
        steps = gradviz.record(os.path.join(self.folder, "package"))
        steps.add(loss)
        steps.add(loss, accuracy=float("nan"))
        steps.file.close()
        self.check_run("package", has_model=False)

    def compare(self, name, value, refused):
        """What the command refuses, the schema refuses, and the other way round."""
        differences, count = [], 0
        for path, new, copied in itertools.islice(changed(value), 0, None, STRIDE):
            message = refused(copied)
            found = errors(name, copied)
            count += bool(found)
            if message is None and found:
                differences.append(f"only the schema: {path} = {new!r}: {found[0]}")
            elif message is not None and not found and not BETWEEN_PLACES.search(message):
                differences.append(f"only the command: {path} = {new!r}: {message.strip()}")
        self.assertEqual(differences, [])
        self.assertGreater(count, 0)

    def test_changed_graphs(self):
        text = "x = [1.0, 2.0]; n = Neuron(2, seed=1); L = n(x) * 2  # twice"
        graph = json.loads(self.run_well("render", "-e", text, "-T", "json"))

        def refused(value):
            result = run("render", "-", "-T", "json", folder=self.folder, text=json.dumps(value))
            return None if result.returncode == 0 else result.stderr
        self.compare("graph", graph, refused)

    def test_changed_models(self):
        self.run_well("train", "lecture", "--steps", "1", "--hidden", "2", "--record", "run", "--frames", "none", "-q")
        path = pathlib.Path(self.folder, "run/model.json")
        rows = ",".join(json.loads(path.read_text())["columns"]) + "\n1,2,3\n"
        pathlib.Path(self.folder, "rows.csv").write_text(rows)

        def refused(value):
            path.write_text(json.dumps(value))
            result = run("predict", "run", "rows.csv", folder=self.folder)
            return None if result.returncode == 0 else result.stderr
        self.compare("model", json.loads(path.read_text()), refused)

    def test_changed_runs(self):
        self.run_well("train", "lecture", "--steps", "2", "--hidden", "1", "--record", "run", "--frames", "none", "-q")
        path = pathlib.Path(self.folder, "run/run.jsonl")
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        for number in range(3):
            def refused(value):
                path.write_text("".join(
                    json.dumps(value if index == number else line) + "\n" for index, line in enumerate(lines)))
                result = run("timeline", "run", "--steps", "/dev/null", "--every", "2", "--format", "svg", folder=self.folder)
                return None if result.returncode == 0 else result.stderr
            self.compare("run", lines[number], refused)


if __name__ == "__main__":
    unittest.main()
