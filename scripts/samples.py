#!/usr/bin/env python3
"""Turns every Swift sample of README, articles and doc comments into a test.

Writes Tests/SampleTests/Samples.swift, which is not kept in git; scripts/test.sh runs it before it builds. A sample is
compiled and run as it is shown. Where a line is an expression with a result behind it,

    Op.multiply.result(2, -3)   // -6.0

the result is compared (see Shown.swift). What a sample uses and does not make comes from GIVEN. Samples that read
what another program left, or write files (FILES), are compiled only.
"""
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "Tests/SampleTests/Samples.swift"

# What samples of the middle of a program may use, in order of their dependences.
GIVEN = {
    "lecture": "let lecture = Lecture()",
    "L": "let L = lecture.L", "loss": "let loss = lecture.L", "a": "let a = lecture.a", "b": "let b = lecture.b",
    "x": "let x = Value(0.5)", "w": "let w = Value(0.7)", "graph": "let graph = Graph(of: lecture.L)",
    "net": "let net = MLP(WIDTH, [4, 1], seed: 1)",
    "optimizer": "let optimizer = SGD(net.parameters, learningRate: 0.05)",
    "bytes": 'let bytes = Array("{\\"root\\": 1, \\"prev\\": [0]}".utf8)', "root": "var root = 0", "prev": "var prev: [Int] = []",
}
NEEDS = {"L": "lecture", "loss": "lecture", "a": "lecture", "b": "lecture", "graph": "lecture", "optimizer": "net"}
FILES = ["ModelFile(path", "RunFile(path", "RunPictures(", ".write(to:"]


def blocks_of_markdown(path):
    text = path.read_text()
    for match in re.finditer(r"^```swift\n(.*?)^```", text, re.M | re.S):
        if not match.group(1).startswith("// swift-tools-version"):
            yield text[:match.start()].count("\n") + 2, match.group(1)


def blocks_of_source(path):
    lines = path.read_text().split("\n")
    at = 0
    while at < len(lines):
        starts = re.match(r"\s*///     \S", lines[at]) and at > 0 and lines[at - 1].strip() == "///"
        if not starts:
            at += 1
            continue
        first, block = at, []
        while at < len(lines) and (re.match(r"\s*///     ", lines[at]) or lines[at].strip() == "///"):
            block.append(re.sub(r"^\s*///(     )?", "", lines[at]))
            at += 1
        text = "\n".join(block).rstrip() + "\n"
        if not re.match(r"\S+:\d+:\d+: error:", text):
            yield first + 1, text


def split_comment(line):
    """The code and the comment behind it."""
    match = re.match(r'^((?:[^"/]|"(?:\\.|[^"\\])*"|/(?!/))*?)\s*//\s?(.*)$', line)
    return (match.group(1).rstrip(), match.group(2)) if match else (line.rstrip(), None)


def is_expression(code):
    words = code.strip()
    return bool(words) and not re.match(
        r"(let|var|for|while|if|switch|case|default|import|func|struct|return|defer|guard|\}|//|\.)\b|^[}\].)]", words
    ) and not re.search(r"(?<![=!<>])[-+*/]?=(?!=)", re.sub(r'"(?:\\.|[^"\\])*"|\{.*\}', "", words)) \
        and not words.endswith(("{", ",", "(")) and ";" not in words


def is_made(name, text):
    return re.search(rf"\b(?:let|var)\b[^\n]*\b{name}\s*(?::[^=\n]*)?=", text) or re.search(
        rf"\bfor (?:\(.*)?{name}\b|\{{ {name} in|\b{name}:", text)


def function(number, place, text):
    body = []
    for line in text.rstrip("\n").split("\n"):
        if line.strip().startswith("import ") or line.strip() == "…":
            continue
        code, comment = split_comment(line)
        indent = re.match(r"\s*", code).group()
        # Loops of a million steps show that nothing grows; here a thousand do.
        code = code.replace("1_000_000", "1_000").replace("print(", "say(")
        code = re.sub(r'"((?:output|graph|run|L|expr)[\w/.-]*\.(?:svg|html|png|pdf|json|jsonl)|output/\w+)"', r'"\\(folder)/\1"', code)
        if is_expression(code):
            words = code.strip()
            keyword = "try " if words.startswith("try ") else ""
            words = words.removeprefix("try ")
            if comment and re.match(r'["\[(.\d-]|(true|false|nil|inf|nan)\b', comment) and not re.match(r"\[[a-z]", comment):
                value = f"({words})" if re.match(r"[\w.]+, [\w.]+$", words) else words
                quoted = comment.replace("\\", "\\\\").replace('"', '\\"')
                code = f'{indent}{keyword}expect({value}, "{quoted}", "{place}")'
            elif not re.match(r"(try )?say\(", words):
                code = f"{indent}_ = {keyword}{words}"
        body.append("    " + code if code.strip() else "")
    plain = "\n".join(re.sub(r'"(?:\\.|[^"\\])*"', '""', split_comment(line)[0]) for line in text.split("\n"))
    used = [name for name in GIVEN if re.search(rf"(?<![.\w]){name}\b(?!:)", plain) and not is_made(name, plain)]
    used += [NEEDS[name] for name in used if name in NEEDS and NEEDS[name] not in used]
    inputs = re.search(r"net\(\[([^\]]*)\]\)", text)
    width = inputs.group(1).count(",") + 1 if inputs else 2
    given = ["    " + GIVEN[name].replace("WIDTH", str(width)) for name in GIVEN if name in used]
    if any(word in text for word in FILES) and "Recorder(" not in text:
        body = ["    func compiledOnly() throws {"] + ["  " + line for line in body] + ["    }"]
    return "\n".join([f"  /// {place}", f"  @Test func sample{number}() throws {{"] + given + body + ["  }"])


def main():
    sources = [ROOT / "README.md"] + sorted(ROOT.glob("Sources/**/*.docc/*.md"))
    samples = [(path, line, text) for path in sources for line, text in blocks_of_markdown(path)]
    for path in sorted(ROOT.glob("Sources/Micrograd/**/*.swift")) + sorted(ROOT.glob("Sources/GradViz/**/*.swift")):
        samples += [(path, line, text) for line, text in blocks_of_source(path)]
    counts, functions = {}, []
    for number, (path, _, text) in enumerate(samples, 1):
        counts[path] = counts.get(path, 0) + 1
        functions.append(function(number, f"{path.relative_to(ROOT)}, sample {counts[path]}", text))
    text = "// Written by scripts/samples.py from README, articles and doc comments.\n// swift-format-ignore-file\n"
    text += "import Testing\n\n@testable import GradViz\n@testable import Micrograd\n\nextension SampleTests {\n"
    text += "\n\n".join(functions) + "\n}\n"
    if not TARGET.exists() or TARGET.read_text() != text:
        TARGET.write_text(text)
    print(f"{len(samples)} samples")


if __name__ == "__main__":
    main()
