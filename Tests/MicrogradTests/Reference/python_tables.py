"""What CPython draws and prints, for the tests to compare with.

    python3 python_tables.py random DRAWS            # JSON: draws of every kind for every seed
    python3 python_tables.py text SEED COUNT         # JSON: formats and what they write; null where Python refuses

The tests run it where there is a python3; `python-random.json` (three draws of a thousand) and
`python-text.json` are kept from `random 1000 kept` and `text 1 400` of CPython 3.11.
"""

import json
import random
import struct
import sys

SEEDS = [0, 1, 2, 42, 1337, -5, 2**31, 2**32, 2**63 - 1, -2**63]


def draws(seed, count):
    def fresh():
        random.seed(seed)
        return range(count)

    items = list(range(1000))
    result = {"seed": seed}
    result["random"] = [random.random().hex() for _ in fresh()]
    result["uniform"] = [random.uniform(-1, 3.5).hex() for _ in fresh()]
    result["gauss"] = [random.gauss(0.5, 2).hex() for _ in fresh()]
    result["randint"] = [random.randint(-(3 ** (i % 39)), 7 ** (i % 22)) for i in fresh()]
    result["randrange"] = [random.randrange(-i, 5 * i + 1, i % 7 + 1) for i in fresh()]
    result["choice"] = [random.choice(items) for _ in fresh()]
    fresh()
    random.shuffle(items)
    result["shuffle"] = items
    fresh()
    sizes = [(n, k) for n in (1, 21, 22, 85, 86, 400, 3000) for k in (0, 1, 5, 6, 20, 300) if k <= n]
    result["sample"] = [index for n, k in sizes for index in random.sample(range(n), k)]
    return result


def kept(result):
    """The first two draws and the last; of what is drawn at once, everything would be too much too."""
    return {k: v if k == "seed" else v[:2] + v[-1:] for k, v in result.items()}


def some_float(r):
    kind = r.randrange(8)
    if kind == 0:
        return struct.unpack("<d", struct.pack("<Q", r.getrandbits(64)))[0]
    if kind == 1:
        return r.choice([0.0, -0.0, 1.0, -1.0, 0.5, 2.5, 1e16, 1e15, 9999999999999998.0, 1e-4, 1e-5, 0.00015, 1e22,
                         1e23, 5e-324, 1.7976931348623157e308, 2.0**-1022, float("inf"), -float("inf"), float("nan"),
                         0.1, 123456789.0, 999999.5, 0.5e-6, 1e100, -2.675, 1.005, 99.99999999])
    if kind == 2:
        return 2.0 ** r.randint(-1074, 1023)
    if kind == 3:
        return r.randint(-10**6, 10**6) / 2 ** r.randrange(8)
    if kind == 4:
        return round(r.uniform(-100, 100), r.randrange(8))
    if kind == 5:
        return r.gauss(0, 1)
    if kind == 6:
        return 10.0 ** r.randint(-30, 30) * r.choice([1, -1])
    return r.uniform(-1, 1) * 10 ** r.randint(-20, 20)


def some_int(r):
    return r.choice([0, 1, -1, 7, 255, -255, 1000, 1234567, r.randint(-10**6, 10**6), r.randint(-2**63, 2**63 - 1)])


TEXTS = ["", "a", "loss", "it's", 'say "x"', "both ' and \"", "tab\there", "line\nbreak", "back\\slash", "\x00\x1f\x7f",
         "é", "日本語", "\u2028", "\u200b", "\xa0", "😀", "\U000e0001", "µ"]


def some_datum(r):
    kind = r.choice("fffffiiiisb")
    if kind == "f":
        return "float", some_float(r)
    if kind == "i":
        return "int", some_int(r)
    if kind == "b":
        return "bool", r.random() < 0.5
    return "string", r.choice(TEXTS)


def some_spec(r, kind):
    """Mostly right, sometimes not."""
    spec = ""
    if r.random() < 0.4:
        if r.random() < 0.4:
            spec += r.choice("*_ 0=<xé")
        spec += r.choice("<>^=" if kind != "string" else "<>^")
    if r.random() < (0.3 if kind != "string" else 0.03):
        spec += r.choice("+- ")
    if r.random() < 0.05 and sys.version_info >= (3, 11):
        spec += "z"
    if r.random() < 0.1:
        spec += "#"
    if r.random() < 0.2 and (kind != "string" or sys.version_info >= (3, 10)):
        spec += "0"
    if r.random() < 0.6:
        spec += str(r.choice([1, 5, 8, 10, 12, 20, 30]))
    if r.random() < 0.2:
        spec += r.choice(",_")
    if r.random() < (0.6 if kind != "int" else 0.2):
        spec += "." + r.choice(["", "0", "1", "2", "3", "4", "6", "10", "17", "30"])
    if r.random() < 0.85:
        usual = {"float": "fffeggEGF%n", "int": "ddddxXobcnef%g", "bool": "ds", "string": "s"}[kind]
        spec += r.choice(usual if r.random() < 0.93 else "sdxz!%fgc")
    return spec


def some_conversion(r):
    flags = "".join(r.sample("-+ #0", r.choice([0, 0, 0, 1, 1, 2, 3])))
    width = r.choice(["", "", "", "5", "8", "12", "*"])
    precision = r.choice(["", "", "", ".", ".0", ".2", ".4", ".10", ".*"])
    kind = r.choice("ddiufffeEgGFsssrraxXoc")
    arguments = []
    for star, least in (width, -12), (precision, 0):
        if "*" in star:
            arguments.append(("int", r.randint(least, 12)))
    if kind in "sra":
        arguments.append(some_datum(r))
    elif kind == "c":
        arguments.append(r.choice([("int", r.choice([65, 97, 8364, -1, 2**40])), ("string", r.choice(["z", "", "zz"]))]))
    else:
        arguments.append(r.choice([("float", some_float(r)), ("int", some_int(r)), ("bool", True)]))
        if r.random() < 0.03:
            arguments[-1] = ("string", "x")
    return "%" + flags + width + precision + r.choice(["", "", "", "l"]) + kind, arguments


def some_template(r):
    pieces, arguments = [], []
    for _ in range(r.randint(1, 3)):
        text, more = some_conversion(r)
        pieces += [text, r.choice(["", " ", ", ", "%%", " = "])]
        arguments += more
    if r.random() < 0.03:
        arguments = arguments[1:]
    if r.random() < 0.03:
        arguments.append(("int", 1))
    if r.random() < 0.02:
        pieces.append(r.choice(["%", "%y", "%5"]))
    return "".join(pieces), arguments


def some_braces(r):
    """Mostly right, sometimes not."""
    arguments = [some_datum(r) for _ in range(r.randint(1, 3))]
    places = r.random() < 0.4
    pieces = []
    for i, (kind, _) in enumerate(arguments):
        name = "" if not places else str(r.randrange(len(arguments) + (r.random() < 0.05)))
        if r.random() < 0.02:
            name = r.choice(["0", "", "x"])
        spec = r.choice(["", "!r", "!s", "!a", ":" + some_spec(r, kind), ":" + some_spec(r, kind), "!s:>9"])
        if not places and r.random() < 0.1 and i + 1 == len(arguments):
            arguments.append(("int", r.randint(0, 9)))
            spec = ":{}"
        pieces += ["{" + name + spec + "}", r.choice(["", " ", "{{", "}}", "{{x}}", "é"])]
    if r.random() < 0.05:
        pieces.append(r.choice(["{", "}", "{0", "{!x}", "{:{:{}}}", "{0!r5}"]))
    return "".join(pieces), arguments


def carried(kind, value):
    return {"kind": kind, "value": value.hex() if kind == "float" else repr(int(value)) if kind in ("int", "bool") else value}


def attempt(action):
    try:
        return action()
    except (ValueError, TypeError, OverflowError, MemoryError, IndexError, KeyError):
        return None


def cases(seed, count):
    r = random.Random(seed)
    for _ in range(count):
        way = r.randrange(5)
        if way == 0:
            kind, value = some_datum(r)
            yield {"way": "repr", "arguments": [carried(kind, value)], "text": "", "expected": repr(value)}
        elif way == 1:
            text, arguments = some_template(r)
            expected = attempt(lambda: text % tuple(value for _, value in arguments))
            yield {"way": "percent", "arguments": [carried(*a) for a in arguments], "text": text, "expected": expected}
        elif way == 2:
            text, arguments = some_braces(r)
            expected = attempt(lambda: text.format(*(value for _, value in arguments)))
            yield {"way": "brace", "arguments": [carried(*a) for a in arguments], "text": text, "expected": expected}
        else:
            kind, value = some_datum(r)
            spec = some_spec(r, kind)
            expected = attempt(lambda: format(value, spec))
            yield {"way": "format", "arguments": [carried(kind, value)], "text": spec, "expected": expected}


def main():
    what, *rest = sys.argv[1:]
    if what == "random":
        rows = [draws(seed, int(rest[0])) for seed in SEEDS]
        rows = [kept(row) for row in rows] if "kept" in rest else rows
    else:
        rows = cases(int(rest[0]), int(rest[1]))
        # Neither half characters, which Swift has none of, nor widths beyond its limit.
        rows = [row for row in rows if len(row["expected"] or "") < 5000]
        rows = [row for row in rows if not any(0xD800 <= ord(c) < 0xE000 for c in row["expected"] or "")]
    print("[" + ",\n".join(json.dumps(row) for row in rows) + "]")


main()
