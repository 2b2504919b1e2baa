"""The language against CPython: the notebook of micrograd's demo, and a million lines.

    python3 language.py GRADVIZ

CPython runs the same text with classes like micrograd's, those that the language is tested against; of the million
lines a tenth, as it takes too much memory for more.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[2] / "Tests/PythonTests"
gradviz = os.path.abspath(sys.argv[1])


def run(arguments, folder="."):
    """Seconds of computing and megabytes of a process, which must succeed."""
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, arguments
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def median(runs):
    return sorted(runs)[len(runs) // 2]


def python(path, folder="."):
    code = "import sys; sys.path.insert(0, sys.argv[1]); import reference; reference.run(open(sys.argv[2]).read())"
    return run([sys.executable, "-c", code, str(TESTS), path], folder)


folder = tempfile.mkdtemp()
demo = os.path.join(folder, "demo.py")
cells = json.loads((TESTS / "notebooks/demo.ipynb").read_text("utf-8"))["cells"]
code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
with open(demo, "w") as file:
    # Without plots, what the notebook reads itself, and what needs packages that may not be here.
    skipped = ("%", "plt.", "import matplotlib", "np.random")
    file.write("\n".join(line for line in "\n".join(code).split("\n") if not line.lstrip().startswith(skipped)))


def lines(count):
    path = os.path.join(folder, f"{count}.txt")
    with open(path, "w") as file:
        file.write("x = Value(0.5); a = Value(0.999); b = Value(0.25)\n" + "x = x*a + b\n" * count + "x.backward()\n")
    return path


print("\n## The language\n\n| text | gradviz, s | MB | CPython, s | |\n| --- | --- | --- | --- | --- |")
own = median([run([gradviz, "eval", "demo.ipynb"], TESTS / "notebooks") for _ in range(5)])
other = python(demo, TESTS / "notebooks")
print(f"| micrograd's demo, 100 steps | {own[0]:.2f} | {own[1]:.0f} | {other[0]:.1f} | {other[0] / own[0]:.0f} × |")
many, few = lines(1_000_000), lines(100_000)
other = python(few)
for title, flags in [("a million lines x = x*a + b, its table", []), ("the same, --json", ["--json"])]:
    own = median([run([gradviz, "eval", many, *flags]) for _ in range(3)])
    print(
        f"| {title} | {own[0]:.2f} | {own[1]:.0f} | {other[0]:.1f} for a tenth | {10 * other[0] / own[0]:.0f} × |")
