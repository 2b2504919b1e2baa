#!/usr/bin/env python3
"""Which folders of Sources use what other folders declare, and whether these arrows run in a circle.

    scripts/arrows.py             the arrows, and every circle with the names that close it
    scripts/arrows.py --names     with the names behind each arrow

A folder is a stage that data passes through, so arrows only point down. Exit code 1 if some run in a circle.

An arrow goes from a folder to the one folder that declares a type or a function which the first one names.
Names that several folders declare say nothing and are left out; so are members, which cannot be told apart
without the compiler, and functions of the C library and of Swift.
"""
import re
import sys
from collections import defaultdict
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "Sources"
# From the lowest module to the highest: none can name what is in one above it.
MODULES = ["Micrograd", "GradViz", "gradviz"]
ELSEWHERE = set(
    "abs acos acosh asin asinh atan atanh close cos cosh erf exp expm1 floor fmod gamma lgamma log log10 log1p log2 "
    "max min open pow print read repeatElement round sin sinh sqrt stat tan tanh type write zip".split())

DECLARATION = re.compile(
    r"^(?P<before>(?:@\w+(?:\([^)]*\))? |[a-z]\w*(?:\([^)]*\))? )*)"
    r"(?:struct|class|enum|protocol|actor|typealias|func|macro) (?P<name>\w+)", re.M)
MEMBER = re.compile(
    r"^\s+(?:@\w+ |\w+ )*(?:struct|class|enum|protocol|actor|typealias|case|func|let|var) (\w+)", re.M)
USE = re.compile(r"(?<![.\w])(?:[A-Z]\w*|[a-z]\w*(?=\())")


def code(text):
    """The text without comments and without strings, but with the code that is inserted into strings."""
    out, at, inserted = [], 0, []
    token = re.compile(r'//[^\n]*|/\*.*?\*/|(#*)"""|(#*)"|\\(#*)\(|[()]|\n', re.S)

    def string(at, fence, quote):
        """Goes on behind a string's end or at its next insertion."""
        end = quote + fence
        while at < len(text):
            if text.startswith(end, at):
                return at + len(end), False
            if text.startswith("\\" + fence + "(", at):
                return at + len(fence) + 2, True
            at += 2 if text[at] == "\\" and not fence else 1
        return at, False

    while match := token.search(text, at):
        out.append(text[at:match.start()])
        found, at = match.group(), match.end()
        if found.startswith("/"):
            continue
        if found.endswith('"'):
            fence = match.group(1) if match.group(1) is not None else match.group(2)
            quote = found[len(fence):]
            at, opens = string(at, fence, quote)
            if opens:
                inserted.append([fence, quote, 1])
            out.append(" ")
        elif found in "()" and inserted:
            inserted[-1][2] += 1 if found == "(" else -1
            if inserted[-1][2] == 0:
                fence, quote, _ = inserted.pop()
                at, opens = string(at, fence, quote)
                if opens:
                    inserted.append([fence, quote, 1])
                out.append(" ")
            else:
                out.append(found)
        else:
            out.append(found)
    out.append(text[at:])
    return "".join(out)


def read_arrows():
    """For each folder, the folders that it uses, and for each of those the names."""
    files = {path: code(path.read_text()) for path in sorted(SOURCES.rglob("*.swift"))}
    folder = {path: str(path.parent.relative_to(SOURCES)) for path in files}
    declared_in, members_of = defaultdict(set), defaultdict(set)
    for path, text in files.items():
        for match in DECLARATION.finditer(text):
            if "private" not in match["before"]:
                declared_in[match["name"]].add(folder[path])
        members_of[folder[path]].update(MEMBER.findall(text))
    arrows = {name: defaultdict(set) for name in sorted(set(folder.values()))}
    for path, text in files.items():
        here = folder[path]
        for name in set(USE.findall(text)):
            if len(declared_in[name]) != 1 or name in members_of[here] or name in ELSEWHERE:
                continue
            (there,) = declared_in[name]
            if there != here and level(there) <= level(here):
                arrows[here][there].add(f"{name} in {path.name}")
    return arrows


def level(folder):
    return MODULES.index(folder.split("/")[0])


def circles(arrows):
    """Sets of folders that reach each other."""
    def reached(start):
        seen, rest = set(), [start]
        while rest:
            for there in arrows[rest.pop()]:
                if there not in seen:
                    seen.add(there)
                    rest.append(there)
        return seen

    reach = {folder: reached(folder) for folder in arrows}
    return {frozenset(b for b in reach[a] if a in reach[b]) for a in arrows if a in reach[a]}


def main():
    arrows = read_arrows()
    for here, there in arrows.items():
        print(f"{here} -> {', '.join(sorted(there)) or 'nothing'}")
        if "--names" in sys.argv[1:]:
            for folder in sorted(there):
                print(f"    {folder}: {', '.join(sorted(there[folder]))}")
    found = circles(arrows)
    for circle in found:
        print(f"\nerror: these folders use each other in a circle: {', '.join(sorted(circle))}", file=sys.stderr)
        for here in sorted(circle):
            for there in sorted(circle & arrows[here].keys()):
                print(f"  {here} -> {there}: {', '.join(sorted(arrows[here][there]))}", file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
