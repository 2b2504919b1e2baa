#!/usr/bin/env python3
"""Names every public declaration of the libraries without a comment, and every one that throws without saying what.

Exit code 1 if there is one.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODIFIERS = r"(?:(?:private|package|internal)\(set\)|static|final|mutating|convenience|indirect|prefix|nonisolated)\s+"
PUBLIC = re.compile(
    rf"\s*(?:@\w+(?:\([^)]*\))?\s+)*public\s+(?:{MODIFIERS})*"
    r"(struct|class|enum|protocol|actor|typealias|func|var|let|init|subscript|case)\b")


def faults(path):
    lines = path.read_text().split("\n")
    for number, line in enumerate(lines):
        match = PUBLIC.match(line)
        if not match:
            continue
        above = number - 1
        while lines[above].strip().startswith("@"):
            above -= 1
        comment = []
        while lines[above].strip().startswith("///"):
            comment.append(lines[above])
            above -= 1
        if not comment:
            yield number, "has no comment", line
        elif match.group(1) in ("func", "init"):
            end = number
            while "{" not in lines[end] and end < number + 10:
                end += 1
            signature = " ".join(lines[number:end + 1]).split("{")[0]
            if re.search(r"\b(re)?throws\b", signature) and not any("Throws:" in text for text in comment):
                yield number, "throws, and its comment does not say what", line


found = [
    f"{path.relative_to(ROOT)}:{number + 1}: error: {what}: {line.strip()[:80]}"
    for folder in ("Sources/Micrograd", "Sources/GradViz")
    for path in sorted((ROOT / folder).rglob("*.swift")) for number, what, line in faults(path)
]
print("\n".join(found), end="\n" if found else "", file=sys.stderr)
sys.exit(1 if found else 0)
