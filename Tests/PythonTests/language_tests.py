"""Compares `gradviz` with CPython and the reference micrograd.

    GRADVIZ=.build/debug/gradviz python3 language_tests.py [--programs 2000] [--seed 1] [--only TITLE]
    python3 language_tests.py --record     # writes into lecture.txt what CPython prints

- `lecture.txt`: texts that learners type along the lecture. What those print that are Python is recorded from CPython;
  what the others print, whose words are GradViz's own, is written by hand.
- `notebooks/`: the lecture's notebooks, retyped; what they must print is kept in them, as notebooks keep it.
- Random programs (`programs.py`), the same for the same seed.

Numbers may differ by 1e-12, relative to the larger of 1 and the number; the text between them may not.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import warnings

import programs
import reference

HERE = pathlib.Path(__file__).parent
NUMBER = re.compile(r"([-+]?(?:\d[\d_,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")


def same(actual, expected):
    if actual == expected:
        return True
    left, right = NUMBER.split(actual), NUMBER.split(expected)
    if len(left) != len(right):
        return False
    return all(a == b or place % 2 and near(a, b) for place, (a, b) in enumerate(zip(left, right)))


def near(a, b):
    a, b = (float(text.replace(",", "").replace("_", "")) for text in (a, b))
    return abs(a - b) <= 1e-12 * max(1, abs(b))


def gradviz(*arguments, text=None, folder="."):
    command = os.environ.get("GRADVIZ") or str(HERE / "../../.build/debug/gradviz")
    return subprocess.run(
        [os.path.abspath(command), *arguments], input=text, capture_output=True, encoding="utf-8", cwd=folder, timeout=300)


def difference(title, text, expected, result):
    return (f"✘ {title}\n{text}\n--- exit {result.returncode}, expected\n{expected}--- printed\n{result.stdout}"
            f"{result.stderr[:2000]}")


# The lecture's texts


def sections():
    """Title, text, the kind of what is expected, and that."""
    for part in re.split(r"^=== ", (HERE / "lecture.txt").read_text("utf-8"), flags=re.M)[1:]:
        title, rest = part.split("\n", 1)
        text, *tail = re.split(r"^--- (prints|numbers|refused|python)\n", rest, flags=re.M)
        yield title, text, *(tail or ["unrecorded", ""])


def record():
    """What CPython prints, behind every text that has nothing behind it yet, and anew where it has."""
    parts = []
    for title, text, kind, expected in sections():
        if kind in ("unrecorded", "python"):
            kind, expected = "python", reference.run(text)
        parts.append(f"=== {title}\n{text}--- {kind}\n{expected}")
    (HERE / "lecture.txt").write_text("".join(parts), "utf-8")


def check_section(section):
    title, text, kind, expected = section
    if kind == "python" and (printed := reference.run(text)) != expected and not same(printed, expected):
        return f"✘ {title}: CPython prints {printed!r} and not {expected!r}"
    result = gradviz("eval", "-", *(["--json"] if kind == "numbers" else []), text=text)
    if kind == "refused":
        right = result.returncode == 65 and expected.strip() in result.stderr and result.stdout == ""
    elif kind == "numbers":
        values = {}
        if result.returncode == 0:
            values = {v["name"]: (v["value"], v["gradient"]) for v in json.loads(result.stdout)["values"]}
        rows = [line.split() for line in expected.splitlines()]
        right = all(
            name in values and near(repr(values[name][0]), data) and near(repr(values[name][1]), grad)
            for name, data, grad in rows)
    else:
        right = result.returncode == 0 and same(result.stdout, expected)
    return None if right else difference(title, text, expected, result)


# Notebooks


def check_notebook(path):
    """Everything that the notebook's cells are kept to have printed."""
    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    streams = [output for cell in cells for output in cell["outputs"] if output.get("name") == "stdout"]
    expected = "".join("".join(stream["text"]) for stream in streams)
    result = gradviz("eval", path.name, folder=path.parent)
    right = result.returncode == 0 and same(result.stdout, expected)
    return None if right else difference(path.name, "", expected, result)


# Random programs


def valid_programs(count, first):
    """Programs that CPython runs, and that print finite numbers."""
    seed = first
    while count > 0:
        text = programs.program(seed)
        try:
            printed = reference.run(text)
            if not re.search(r"\b(nan|inf)\b", printed):
                yield f"program {seed}", text, printed
                count -= 1
        except Exception:
            pass  # Python refuses it: so would a learner's
        seed += 1


def check_program(case):
    title, text, expected = case
    result = gradviz("eval", "-", text=text)
    return None if result.returncode == 0 and same(result.stdout, expected) else difference(title, text, expected, result)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="texts whose title contains this")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--show", type=int, default=5, help="how many failures are shown in full")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # about what the texts compare
    if options.record:
        return record()
    chosen = lambda title: options.only is None or options.only in title
    work = [
        ("texts", check_section, [s for s in sections() if chosen(s[0])]),
        ("notebooks", check_notebook, [p for p in sorted((HERE / "notebooks").glob("*.ipynb")) if chosen(p.name)]),
        ("programs", check_program, [c for c in valid_programs(options.programs, options.seed) if chosen(c[0])]),
    ]
    failed = 0
    # One after the other where CPython runs in this process, whose output is redirected.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, check, cases in work:
            failures = [f for f in (map if name == "texts" else pool.map)(check, cases) if f]
            print(f"{name}: {len(cases) - len(failures)} of {len(cases)} as CPython")
            for failure in failures[: options.show]:
                print(failure)
            failed += len(failures)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
