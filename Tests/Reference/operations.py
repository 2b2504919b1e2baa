#!/usr/bin/env python3
"""Fills in operations.json: the results and partial derivatives of every operation, to 40 digits.

A row says where an operation is looked at, `"at": ["0.5", "2"]`, as decimal numbers that stand for the nearest
double. The rest is computed here with mpmath at 1,600 digits, the derivatives by differences, so that nothing is
taken from the engine under test:

    python3 Tests/Reference/operations.py          # fills in what is missing
    python3 Tests/Reference/operations.py --check  # computes all of it anew, fails if a digit differs

A row that has `"says"` is a convention, not arithmetic (kinks, infinities, NaN), and is left as it was written, with
the reason. Such a row may have `"gradient"` and `"contributions"`: what the operands get of that gradient of the
result, where it is not simply the product. To add an operation, add its rows; if mpmath does not know it by the
same name, add it to OTHERS as well. Needs mpmath (pip install mpmath).
"""
import json
import pathlib
import sys

from mpmath import mp, mpf

# Enough to see a difference beside 1e300, and below 1e-300.
mp.dps = 1600
FILE = pathlib.Path(__file__).with_name("operations.json")

OTHERS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "neg": lambda a: -a,
    "relu": lambda a: max(a, mpf(0)),
    "sigmoid": lambda a: 1 / (1 + mp.exp(-a)),
    "abs": lambda a: abs(a),
    "softplus": lambda a: mp.log1p(mp.exp(a)),
    "max": lambda a, b: max(a, b),
    "min": lambda a, b: min(a, b),
    "step": lambda a: mpf(1 if a > 0 else 0),
    "greater": lambda a, b: mpf(1 if a > b else 0),
    "gate": lambda a, b: a * b,
    "log2": lambda a: mp.log(a, 2),
}


def text(number):
    return mp.nstr(number, 40, strip_zeros=True, min_fixed=-5, max_fixed=20)


def fill(name, row):
    rule = OTHERS.get(name) or getattr(mp, name)
    at = [mpf(float(number)) for number in row["at"]]
    row["result"] = text(rule(*at))
    row["partials"] = [
        text(mp.diff(rule, tuple(at), tuple(int(i == place) for i in range(len(at))))
             if len(at) > 1 else mp.diff(rule, at[0]))
        for place in range(len(at))
    ]
    return row


def written(table):
    lines = ['{"about": ' + json.dumps(table["about"]) + ",", '"operations": {']
    for name, rows in table["operations"].items():
        lines.append(f"{json.dumps(name)}: [")
        lines += [json.dumps(row, ensure_ascii=False) + ("," if row is not rows[-1] else "") for row in rows]
        lines.append("]" + ("," if name != list(table["operations"])[-1] else ""))
    return "\n".join(lines) + "\n}}\n"


def main():
    table = json.loads(FILE.read_text())
    check = "--check" in sys.argv
    for name, rows in table["operations"].items():
        for row in rows:
            if "says" not in row and (check or "result" not in row):
                before = dict(row)
                fill(name, row)
                if check and row != before:
                    sys.exit(f"error: {name} at {row['at']}: {before} should be {row}")
    if not check:
        FILE.write_text(written(table))


main()
