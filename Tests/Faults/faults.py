#!/usr/bin/env python3
"""Breaks the command from outside: kills, full disks, limits, closed pipes, two at once.

    faults.py GRADVIZ [--scale 0.01] [NAME ...]

Each kind of fault prints one line, how often it was tried and what was not in order; the exit code says whether all
was. `--scale` shortens the long ones. Full and read-only disks need the right to mount (on Linux, root).
"""
import argparse
import filecmp
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

EXPRESSION = "a = 2.0; b = -3.0; c = 10.0\nd = tanh(a*b + c/4)\nL = d**2 + exp(b)\n"
LOOP = """from micrograd.nn import MLP
random.seed(1)
n = MLP(2, [3, 1])
for k in range(15):
  loss = (n([1.0, 2.0]) - 1)**2
  n.zero_grad(); loss.backward()
  for p in n.parameters(): p.data -= 0.05 * p.grad
"""
ROWS = "size,price\n" + "".join(f"{100 * i},{1000 + 7 * i * i}\n" for i in range(12))
TRAININGS = [
    "train moons --samples 20 --steps 20 --hidden 4",
    "train lecture --steps 20",
    "train xor --samples 8 --hidden 3 --steps 30 --every 5 --frames none",
    "train rows.csv --hidden 3 --steps 20 --optimizer adamw",
    "train circles --samples 16 --steps 12 --batch 4 --hidden 3",
]
FORMATS = ["svg", "png", "pdf", "dot", "json", "html"]


class Faults:
    def __init__(self, binary, scale):
        self.binary, self.scale = str(Path(binary).resolve()), scale
        self.random = random.Random(7)
        self.folder = Path(tempfile.mkdtemp(prefix="gradviz-faults-"))
        (self.folder / "expr.txt").write_text(EXPRESSION)
        (self.folder / "loop.py").write_text(LOOP)
        (self.folder / "rows.csv").write_text(ROWS)
        self.tried, self.wrong = 0, []

    # What a fault may do: end in words with a code, never in a signal, never in silence.

    def command(self, words, **options):
        words = words.split() if isinstance(words, str) else words
        options = {"cwd": self.folder, "stdin": subprocess.DEVNULL, "capture_output": True, "timeout": 120} | options
        return subprocess.run([self.binary, *words], **options)

    def require(self, is_right, what):
        self.tried += 1
        if not is_right:
            self.wrong.append(what)

    def ends_in_words(self, run, what, codes=range(1, 128)):
        self.require(
            run.returncode in codes and (run.returncode == 0 or run.stderr.strip()),
            f"{what}: exit code {run.returncode}, {run.stderr[-200:]!r}")

    def fresh(self, name):
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        return path

    def times(self, count):
        return max(2, round(count * self.scale))

    # The faults.

    def killed_recordings(self):
        """kill -9 while a training is recorded, then --resume: the bytes of one that was not killed"""
        whole, seconds = [], []
        for index, training in enumerate(TRAININGS):
            path = self.fresh(f"whole{index}")
            begin = time.monotonic()
            run = self.command(f"{training} -q --record {path.name}")
            seconds.append(time.monotonic() - begin)
            self.require(run.returncode == 0, f"{training}: {run.stderr}")
            whole.append(path)
        for attempt in range(self.times(1000)):
            index = attempt % len(TRAININGS)
            path = self.fresh("killed")
            words = f"{TRAININGS[index]} -q --record killed".split()
            process = subprocess.Popen([self.binary, *words], cwd=self.folder, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0, 1.1 * seconds[index]))
            process.kill()
            process.wait()
            run = self.command("train --resume -q --record killed")
            if run.returncode != 0:
                # It had not yet recorded a step; a training into the same folder must not be refused.
                self.ends_in_words(run, "resume")
                run = self.command(words)
            moment = f"kill {attempt} of {TRAININGS[index]}"
            self.require(run.returncode == 0, f"{moment}: {run.stderr}")
            self.require(not self.differences(whole[index], path), f"{moment}: {self.differences(whole[index], path)}")

    def differences(self, one, other):
        def files(path):
            return {str(file.relative_to(path)) for file in path.rglob("*") if file.is_file()}
        ours, theirs = files(one), files(other)
        return sorted(ours ^ theirs) + sorted(
            name for name in ours & theirs if not filecmp.cmp(one / name, other / name, shallow=False))

    def killed_writers(self):
        """kill -9 while a file is written over another: the old file or the new one, and nothing is left"""
        path = self.fresh("written")
        path.mkdir()
        begin = time.monotonic()
        words = ["render", "../expr.txt"] + [f"-ograph.{suffix}" for suffix in FORMATS]
        self.command(words, cwd=path)
        seconds = time.monotonic() - begin
        new = {suffix: (path / f"graph.{suffix}").read_bytes() for suffix in FORMATS}
        for attempt in range(self.times(300)):
            for suffix in FORMATS:
                (path / f"graph.{suffix}").write_bytes(b"old")
            process = subprocess.Popen([self.binary, *words], cwd=path, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0, 1.1 * seconds))
            process.kill()
            process.wait()
            for suffix in FORMATS:
                now = (path / f"graph.{suffix}").read_bytes()
                self.require(now in (b"old", new[suffix]), f"graph.{suffix} is {len(now)} bytes, half of {len(new[suffix])}")
        self.command(words, cwd=path)
        left = sorted(file.name for file in path.iterdir() if file.suffix[1:] not in FORMATS)
        self.require(not left, f"left behind: {left}")

    def full_disks(self):
        """a disk that is full after so many bytes: an error, and the old file as it was"""
        disk = self.fresh("disk")
        disk.mkdir()
        commands = [["render", "expr.txt", "-o", f"disk/graph.{suffix}"] for suffix in FORMATS] + [
            "train moons --samples 20 --steps 10 --hidden 3 --overwrite -q --record disk/run".split(),
            "render loop.py -q --record disk/loop".split(),
            "render loop.py -q -o disk/loop.html".split()]
        sizes = [4096 * 2**n for n in range(8)]
        sizes = sizes if self.scale >= 1 else sizes[1:8:3]
        for size in sizes:
            for words in commands:
                with Mount(disk, f"size={size}"):
                    target = disk / Path(words[-1]).name
                    if target.suffix:
                        target.write_bytes(b"old")
                    run = self.command(words)
                    self.ends_in_words(run, f"{words} on {size} bytes", range(0, 128))
                    if target.suffix and run.returncode != 0:
                        self.require(target.read_bytes() == b"old", f"{words} on {size} bytes: the old file is gone")
                    left = [file.name for file in disk.rglob(".gradviz-*")]
                    self.require(not left, f"{words} on {size} bytes leaves {left}")
                    if "--record" in words and words[0] == "train" and run.returncode != 0:
                        # With room again it goes on, or says that there is nothing to go on with.
                        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
                        again = self.command("train --resume -q --record disk/run")
                        self.ends_in_words(again, f"resume after {size} bytes", range(0, 128))

    def read_only_disks(self):
        """a disk that cannot be written: an error"""
        disk = self.fresh("disk")
        disk.mkdir()
        with Mount(disk, "size=1m"):
            (disk / "graph.svg").write_bytes(b"old")
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            for words in ["render expr.txt -o disk/graph.svg", "render expr.txt -o disk/new.png",
                          "train xor --steps 2 -q --record disk/run", "render loop.py -q --record disk/loop"]:
                self.ends_in_words(self.command(words), words)
            self.require((disk / "graph.svg").read_bytes() == b"old", "the old file is gone")

    def closed_pipes(self):
        """a reader that goes away: no signal, no half error"""
        for words in ["render expr.txt -T svg", "render expr.txt -T html", "eval expr.txt", "train moons --steps 30",
                      "eval expr.txt --json", "check expr.txt", "predict whole3 rows.csv", "--help", "examples --help"]:
            if "whole3" in words and not (self.folder / "whole3").exists():
                self.command(f"{TRAININGS[3]} -q --record whole3")
            for taken in [0, 1, 100]:
                process = subprocess.Popen([self.binary, *words.split()], cwd=self.folder, stdin=subprocess.DEVNULL,
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                process.stdout.read(taken)
                process.stdout.close()
                error = process.stderr.read()
                self.require(process.wait(60) in range(0, 128), f"{words} | head -c {taken}: {process.returncode} {error!r}")
        for words in ["render expr.txt -T svg", "eval expr.txt", "train xor --steps 2"]:
            for closed in [">&-", "2>&-", "<&-", "<&- >&- 2>&-"]:
                run = subprocess.run(f"'{self.binary}' {words} {closed}", shell=True, cwd=self.folder, capture_output=True)
                self.require(run.returncode in range(0, 128), f"{words} {closed}: {run.returncode}")

    def limits(self):
        """limits of memory, files, stack, file size and time: an error in words, or none"""
        kinds = [(resource.RLIMIT_AS, [2**n << 20 for n in range(6, 13)]), (resource.RLIMIT_NOFILE, [3, 4, 5, 6, 8, 12, 16, 32]),
                 (resource.RLIMIT_STACK, [64 << 10, 128 << 10, 1 << 20]), (resource.RLIMIT_FSIZE, [0, 1, 4096, 1 << 16])]
        names = {resource.RLIMIT_AS: "memory", resource.RLIMIT_NOFILE: "files", resource.RLIMIT_STACK: "stack", resource.RLIMIT_FSIZE: "file size"}
        for kind, values in kinds:
            for value in values:
                for words in ["render expr.txt -o limited.svg", "render expr.txt -o limited.png", "eval expr.txt", "check expr.txt",
                              "train xor --samples 8 --steps 5 -q --record limited --overwrite", "render loop.py -q -o limited.html"]:
                    self.fresh("limited")
                    try:
                        run = self.command(words, preexec_fn=lambda: resource.setrlimit(kind, (value, value)))
                    except OSError:
                        continue  # too little to start a process at all
                    # The loader has its own words, and code 127, before a line of ours runs.
                    self.ends_in_words(run, f"{names[kind]} {value}: {words}", range(0, 128))

    def environments(self):
        """no HOME, an empty environment, decimal commas, odd terminals: the same bytes"""
        locales = self.folder / "locales"
        locales.mkdir(exist_ok=True)
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", str(locales / "de_DE.UTF-8")], capture_output=True)
        environments = [{}, {"HOME": "/nonexistent"}, {"TMPDIR": "/nonexistent"}, {"PATH": ""}, {"TERM": "dumb"}, {"COLUMNS": "0"},
                        {"LC_ALL": "xx_YY"}, {"LANG": "C"}, {"TZ": "Pacific/Kiritimati"}]
        if made.returncode in (0, 1) and (locales / "de_DE.UTF-8").exists():
            environments.append({"LOCPATH": str(locales), "LC_ALL": "de_DE.UTF-8"})
        for words in ["eval expr.txt", "eval expr.txt --json", "render expr.txt -T svg", "render expr.txt -T dot", "render expr.txt -T json",
                      "check expr.txt", "train xor --samples 8 --steps 3"]:
            expected = self.command(words).stdout
            for environment in environments:
                run = self.command(words, env=environment)
                self.require(run.returncode == 0 and run.stdout == expected, f"{words} with {environment}: {run.returncode} {run.stderr!r}")

    def two_at_once(self):
        """two processes on one folder or file: one is refused in words, or both write the same"""
        for attempt in range(self.times(50)):
            self.fresh("both")
            words = f"{TRAININGS[attempt % len(TRAININGS)]} -q --record both".split()
            with ThreadPoolExecutor(2) as pool:
                runs = list(pool.map(lambda _: self.command(words), range(2)))
            for run in runs:
                self.ends_in_words(run, f"two of {words}", range(0, 128))
            self.require(any(run.returncode == 0 for run in runs), f"two of {words}: {[run.stderr for run in runs]}")
            again = self.command("timeline both")
            self.require(again.returncode == 0, f"after two of {words}: {again.stderr}")
            with ThreadPoolExecutor(4) as pool:
                runs = list(pool.map(lambda _: self.command("render expr.txt -o both.svg"), range(4)))
            self.require(all(run.returncode == 0 for run in runs), "four renders of one file")
            expected = self.command("render expr.txt -T svg").stdout
            self.require((self.folder / "both.svg").read_bytes() == expected, "four renders of one file: other bytes")

    def signals(self):
        """Ctrl-C and its kin at any moment: exit code 128 + signal or the end, nothing half, and it goes on"""
        for attempt in range(self.times(100)):
            number = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP][attempt % 3]
            path = self.fresh("stopped")
            words = "train moons --samples 20 --steps 40 --hidden 4 --record stopped".split()
            process = subprocess.Popen([self.binary, *words], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(self.random.uniform(0, 0.3))
            process.send_signal(number)
            error = process.stderr.read()
            code = process.wait(60)
            # Before the command is there to wait for it, the system's own answer is the signal.
            self.require(code in (0, 128 + number, -number), f"{number.name}: exit code {code}, {error[-200:]!r}")
            left = [file.name for file in path.rglob(".gradviz-*")] if code != -number else []
            self.require(not left, f"{number.name} leaves {left}")
            if (path / "run.jsonl").exists():
                again = self.command("train --resume -q --record stopped")
                self.ends_in_words(again, f"resume after {number.name}", range(0, 128))


class Mount:
    """A small disk in memory."""

    def __init__(self, path, options):
        self.path, self.options = path, options

    def __enter__(self):
        subprocess.run(["mount", "-t", "tmpfs", "-o", self.options, "tmpfs", self.path], check=True)

    def __exit__(self, *_):
        subprocess.run(["umount", self.path], check=True)


NAMES = ["killed_recordings", "killed_writers", "full_disks", "read_only_disks", "closed_pipes", "limits", "environments",
         "two_at_once", "signals"]
MOUNTED = {"full_disks", "read_only_disks"}


def can_mount(folder):
    place = folder / "try"
    place.mkdir()
    return (shutil.which("mount") is not None and os.geteuid() == 0
            and subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True).returncode == 0
            and subprocess.run(["umount", place]).returncode == 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES])
    arguments = parser.parse_intermixed_args()
    faults = Faults(arguments.binary, arguments.scale)
    failed = 0
    mounts = can_mount(faults.folder)
    try:
        for name in arguments.names or NAMES:
            if name in MOUNTED and not mounts:
                print(f"{name}: not tried, as nothing can be mounted here")
                continue
            faults.tried, faults.wrong = 0, []
            begin = time.monotonic()
            getattr(faults, name)()
            print(f"{name}: {faults.tried} claims, {len(faults.wrong)} wrong, {time.monotonic() - begin:.0f} s", flush=True)
            for what in faults.wrong[:20]:
                print(f"  {what}")
            failed += len(faults.wrong)
    finally:
        shutil.rmtree(faults.folder, ignore_errors=True)
    print(f"{0 if failed else 1} passed, {1 if failed else 0} failed")
    return 1 if failed else 0


sys.exit(main())
