"""The command as a process: start-up against `dot` and the Python package, and the largest graphs.

    python3 commands.py GRADVIZ GRAPH_OF_W1
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

gradviz = sys.argv[1]
folder = tempfile.mkdtemp()
lecture = "a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a * b\nd = e + c\nL = d * f\n"


def path(name):
    return os.path.join(folder, name)


def run(arguments, **options):
    """Seconds and megabytes of a process, which must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    assert status == 0, arguments
    return seconds, usage.ru_maxrss / 1024


def in_turn(rounds, commands):
    times = [[] for _ in commands]
    for turn in range(rounds + 1):
        for command, own in zip(commands, times):
            seconds, _ = run(command)
            if turn:
                own.append(1000 * seconds)
    return times


with open(path("lecture.txt"), "w") as file:
    file.write(lecture)
run([gradviz, "render", path("lecture.txt"), "-o", path("lecture.dot")])
commands = [("gradviz render, the lecture's expression", [gradviz, "render", path("lecture.txt"), "-o", path("a.svg")])]
commands.append(("gradviz --version", [gradviz, "--version"]))
if shutil.which("dot"):
    commands.insert(0, ("dot -Tsvg, the same DOT", ["dot", "-Tsvg", path("lecture.dot"), "-o", path("b.svg")]))
try:
    import graphviz  # noqa: F401

    script = f"import graphviz; graphviz.Source(open({path('lecture.dot')!r}).read()).render({path('c')!r}, format='svg')"
    commands.append(("the Python package graphviz, the same DOT", [sys.executable, "-c", script]))
except ImportError:
    pass
print("\n## Whole processes\n\n| command | ms (median of 21) | least and most | against the first |\n| --- | --- | --- | --- |")
times = in_turn(21, [command for _, command in commands])
first = statistics.median(times[0])
for (name, _), own in zip(commands, times):
    median = statistics.median(own)
    print(f"| {name} | {median:.1f} | {min(own):.1f} … {max(own):.1f} | {median / first:.2f} × |")


def chain(count):
    yield "x0 = 1.5\na = 1.0000001\n"
    for i in range(count - 2):
        yield f"x{i + 1} = x{i} {'*+'[i % 2]} a\n"


def fan_out(count):
    yield "a = 1.5\nL = sum(["
    yield ", ".join(f"tanh(a)" for _ in range(count // 2))
    yield "])\n"


def fan_in(count):
    for i in range(count // 2):
        yield f"x{i} = {i}.5\n"
    yield "L = sum([" + ", ".join(f"x{i}" for i in range(count // 2)) + "])\n"


print("\n## A million values\n\n| graph | eval | render, collapsed | JSON out | JSON in, drawn | JSON in and out |\n| --- | --- | --- | --- | --- | --- |")
for name, graph in [("a chain", chain), ("a fan-out", fan_out), ("a fan-in", fan_in)]:
    with open(path("big.txt"), "w") as file:
        file.writelines(graph(1_000_000))
    cells = []
    for arguments in [
        ["eval", path("big.txt")], ["render", path("big.txt"), "-o", path("big.svg")],
        ["render", path("big.txt"), "-o", path("big.json")], ["render", path("big.json"), "-o", path("big.svg")],
        ["render", path("big.json"), "-o", path("again.json")],
    ]:
        seconds, megabytes = run([gradviz] + arguments)
        cells.append(f"{seconds:.1f} s, {megabytes:.0f} MB")
    with open(path("big.json"), "rb") as one, open(path("again.json"), "rb") as other:
        assert one.read() == other.read()
    print(f"| {name} | {' | '.join(cells)} |")

print("\n## The whole batch of W1\n\n| what | median of 5 |\n| --- | --- |")
for name, flags in [("collapsed", []), ("every value, SVG", ["--max-nodes", "100000"])]:
    both = [run([gradviz, "render", sys.argv[2], "-o", path("batch.svg")] + flags) for _ in range(5)]
    print(f"| {name} | {statistics.median(s for s, _ in both):.2f} s, {max(m for _, m in both):.0f} MB |")
shutil.rmtree(folder)
