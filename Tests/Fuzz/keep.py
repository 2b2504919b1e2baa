#!/usr/bin/env python3
"""Writes what fuzzing came to know the code by into one file, the shortest first, up to 200 KB.

    FUZZ=language Fuzzer -merge=1 output/fuzz/kept output/fuzz/language/corpus
    Tests/Fuzz/keep.py output/fuzz/kept language

An input a line: a new line is `\\n`, a backslash `\\\\`, any other byte that is not printable ASCII `\\x` and its digits.
"""
import pathlib
import sys

MOST = 200_000


def line(text):
    signs = {10: "\\n", 92: "\\\\"}
    return "".join(signs.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}") for byte in text)


lines, size = [], 0
for text in sorted((path.read_bytes() for path in pathlib.Path(sys.argv[1]).iterdir()), key=lambda t: (len(t), t)):
    if text and size + len(line(text)) < MOST:
        lines.append(line(text))
        size += len(lines[-1]) + 1
(pathlib.Path(__file__).parent / "kept" / f"{sys.argv[2]}.txt").write_text("\n".join(lines) + "\n")
print(f"{len(lines)} texts, {size} bytes")
