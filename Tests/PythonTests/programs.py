"""Random programs of the language's subset of Python; the same seed gives the same program.

Expressions come from a grammar by type, so that programs are right by construction: what a block binds is not used
after it, integers are kept small, divisors positive. Leaves are written `Value(…)`.
"""

import random
import re

LISTS = {"ints": "int", "floats": "float", "values": "value", "strs": "str"}

# `<int>` is any integer expression, `<int!>` a short one without quotes, `<name:ints>` a name of a list,
# `<each:floats:int>` a generator over a list of floats that gives integers, `<call:int>` a function of the program,
# `<1-9>` a number.
GRAMMAR = {
    "int": """
        (<int> + <int>) | (<int> - <int>) | ((<int>) * (<int>) % <5-997>) | ((<int>) // <2-9>) | ((<int>) % <2-9>)
        (<int!> + <int!> - <int!>) | -(<int>) | abs(<int>) | max(<int>, <int>) | min(<int>, <int>, <0-9>)
        (<int> if <bool> else <int>) | (int(<float> * 10) % 1000) | int(<float>) % 97 | round(<float>) % 97
        len(<ints>) | len(<str>) | (sum(<ints>) % 1009) | (sum(<each:ints:int>) % 1013) | ((<bool>) + (<bool>) + <int!>)
        2**<0-9> | ((<int>) % 4)**2 | sum(1 for q in <ints> if q > <0-9>) | (-<1-9> // <2-9> + <int!> % -<2-9>)
        <name:ints>[0] | <name:ints>[-1] | <name:ints>[<0-50> % len(<same>)] | <call:int> | <call:int>
        sum([len(q) for q in <strs>]) | (<int> and <int>) | (<int> or <int>)
    """,
    "float": """
        (<float> + <float>) | (<float> - <float>) | (<float!> * <float!>) | (<float!> - <float!> * <float!> + <float!>)
        (<float!> - (<float!> - <float!>)) | (<float>) / ((<float>)**2 + 1.5) | (<float!> / <1-9> / <1-9>.5) | -(<float>)
        (-<1-9>.25**2 + <float!>) | 2**-<1-9> | <float!> * <int!> | (<int>) / <1-9> | float(<int>) | <1-9>.5e-3
        math.tanh(<float>) | math.sin(<float>) | math.cos(<float> + <float>) | math.exp(math.tanh(<float>))
        math.sqrt(abs(<float>)) | math.log((<float>)**2 + 1.0) | abs(<float>) | max(<float>, <float>) | min([<float>, <float>])
        round(math.tanh(<float>), <1-6>) | (<float> if <bool> else <float>) | sum(<floats>) | sum(<each:floats:float>)
        sum([<each:ints:float>], <float>) | (<value>).data | (math.pi * <float!>) | math.pow(abs(<float!>) + 0.5, 1.5)
        ((<float>) // 2.0) | ((<float>) % 1.5) | <name:floats>[0] | <name:floats>[-1] | <call:float> | <call:float>
        <name:value>.grad | (abs(<float!>) + 1)**0.5
    """,
    "value": """
        (<value> + <value>) | (<value> - <value>) | (<value>) * (<value>) | (<value> + <float>) | (<int> * (<value>))
        (<float!> - (<value>)) | (<value>) / ((<value>)**2 + 1.5) | (1.0 / ((<value>)**2 + 1.0)) | -(<value>) | (<value>)**2
        (<name:value>*<float!> - <name:value>**2*0.5 + <name:value>/4) | (<value>)**3 | (<value>).tanh()
        (<value>).tanh().exp() | (<value>).relu() | ((<value>)**2 + 1.0).log() | ((<value>)**2 + 0.5).sqrt()
        (<value>).sin() | (<value>).cos() | (<value>).sigmoid() | ((<value>)**2 + 1)**-0.5 | abs(<value>)
        (<value> if <bool> else <value>) | sum(<values>) | sum(<each:values:value>) | sum([<value>, <value>], <float>)
        sum((a*b for a, b in zip(<values>, <floats>)), <value>) | <name:values>[0] | <name:values>[-1]
        <call:value> | <call:value> | 2**((<value>).tanh())
    """,
    "bool": """
        <int> < <int> | <float> >= <float> | <int> == <int> | <float> != <float> | (<int> <= <float>) | 0 < <int> <= <int>
        (<bool> and <bool>) | (<bool> or <bool>) | (not <bool>) | not <float!> > <int!> | (<int> in <ints>)
        (<str!> not in <strs>) | any(<each:floats:bool>) | all(<each:ints:bool>) | isinstance(<int!>, int)
        ((<value>).data > 0) | (len(<ints>) > <0-9>) | ((<bool>) == (<bool>)) | (<str!> == <str!>) | (<ints> == <ints>)
        <int> in (<1-9>, <1-9>) | <name:value> is <name:value> | <int!> is not None | isinstance(<value>, Value)
    """,
    "str": """
        f'{<int!>}' | f'{<float!>}' | f'<1-9>:{<float!>:<spec:float>}' | f'{<int!>:<spec:int>} {{x}} {<float!>:.<1-9>f}'
        f'{<str!>!r:>8} {<bool!>}' | f"{<str!>:<spec:str>}|{<value!>}" | f'{<float!>:{<5-9>}.{<1-4>}f}'
        (<str> + <str!>) | <str!> * <0-3> | str(<int>) | str(<float>) | str(<bool>) | str(<ints>) | str(<strs>)
        '%d %s' % (<int>, <float>) | '%.4f|%8.2e|%5d%%' % (<float>, <float>, <int>) | '%r %-8s.' % (<str>, <float>)
        '%6.3f' % <float!> | '%s' % <value!> | '{} -> {:.3f}'.format(<int>, <float>) | '{0:>5}{1!r}{0}'.format(<int>, <str>)
        'abcdefg'[<0-3>:<2-7>] | 'abcdefg'[::-1] | 'abcdefg'[-3:] | 'abcdefg'[<0-6>] | (<str> if <bool> else <str>)
        <name:strs>[0] | <call:str> | <call:str>
    """,
    "list": """
        [<of> for i in range(<1-5>)] | [<of> for i in range(<3-8>) if i % 2 == <0-1>] | [<each:these:of>] | (<these> + <these>)
        <these>[::-1] | <these>[:<1-4>] | <these>[-<1-3>:] | <these>[::2] | <these>[<0-2>:<1-5>] | [<of>] * <1-3>
        list(map(lambda q: q, <these>)) | list(<these>) | list(reversed(<these>)) | [q for q, _ in zip(<these>, range(<1-5>))]
        [q for i, q in enumerate(<these>) if i != <0-3>] | [q for row in [<these>, <these>] for q in row]
    """,
    "sortable": """
        sorted(<these>) | sorted(<these>, reverse=True) | sorted(set(<these>))
    """,
    "ints": """
        list(range(<1-5>)) | list(range(<0-2>, <5-9>, <1-3>)) | list(range(<1-5>, -2, -1)) | [i*j for i in range(<1-3>) for j in range(<1-3>)]
        list(filter(lambda q: q > <0-5>, <ints>)) | list(map(int, <floats>)) | [len(q) for q in <strs>] | [int(q) % 7 for q in <floats>]
    """,
    "floats": """
        list(map(float, <ints>)) | [q / 2 for q in <ints>] | [q.data for q in <values>] | [math.sin(q) for q in <floats>]
    """,
    "values": """
        [Value(q) for q in <floats>] | list(map(Value, <floats>)) | [q * 2 for q in <values>] | [(q - 1.0).tanh() for q in <values>]
    """,
    "strs": """
        [str(q) for q in <ints>] | [f'{q:.2f}' for q in <floats>] | list(map(str, <ints>))
    """,
}
RULES = {kind: [rule.strip() for line in text.strip().split("\n") for rule in line.split(" | ")] for kind, text in GRAMMAR.items()}
for kind, element in LISTS.items():
    shared = RULES["list"] + (RULES["sortable"] if element != "value" else [])
    RULES[kind] += [rule.replace("these", kind).replace("<of>", f"<{element}>").replace(":of", f":{element}") for rule in shared]

SPECS = {
    "int": ["d", "5d", "<6", ">8", "^7d", "+d", "04d", ",", "x", "b", "#o", ".2f", "6.1f", "=+6d", "e"],
    "float": [".4f", ".2f", "8.3f", "<12.5f", ">+10.3e", ".3g", "g", ".0f", "+.6f", "010.2f", "_>12.4f", ".1%", ",.2f",
              "^14.3e", ".10g", "8", ".3"],
    "str": [">10", "<8", "^9", "*^11", ".2", "s"],
}
SHORT = {"int": "-1", "float": "0.5", "bool": "True", "value": "Value(1.5)", "str": "str(7)"}
STATEMENTS = [
    "pass", "pass  # a comment", "'a bare string'", "assert <int> >= -10**9, 'small'", "[<int>,\n  <float>]",
    "a = 3; b = a / 2; print(a, b)", "a = b = <int!>; print(a + b)", "a, b = <int>, <float>; a, b = b, a; print(a, b)",
    "s = set(); s.add(1); s.add(<1-3>); s.add(1); print(len(s), 2 in s, 5 in s)",
    "rows = [(i, x) for i, x in enumerate(<floats>)]; print(rows, rows[:1])", "(a, b), c = (1, <float>), 'z'; print(a, b, c)",
    "print([[i*j for j in range(3)] for i in range(<1-3>)])", "print((lambda x, y=2: x**y)(<2-6>), (lambda: <int>)())",
    "fs = [lambda x: x + k for k in range(3)]; print([f(<int>) for f in fs])", "print(tuple([1, <float>]), (), (3,), [], [[]])",
    "print(1 < 2 < 3, not 0, 5 and 0, '' or 'x', None, 7 // -2, -7 % 3, 2**-1, 1e16, 1e-5, 5 / 1)",
    "print(round(2.5), round(3.5), round(2.675, 2), int(-3.7), int('12'), float('1.5'), abs(-3), 10**15)",
    "print(sum([True, False, <bool>]) / 3, max([3, <int>, 4]), min(2.5, <int>), len('abc'))",
    "print(sorted([3, <int>, 2])[::-1], list(zip([1, 2], 'ab')), list(enumerate('xy')))",
    "print(<int!>, <float!>, sep='|'); print('a', end=' ;'); print()", "print([(<int>, <float>), (<bool>,)], [<str>, None])",
    "row = <floats>; total = 0.0\nfor x in row: total += x\nprint(total, sum(row))",
    "grid = [[<float>, <float>], [<float>, <float>]]; print(grid[1][0], [r[0] for r in grid], grid)",
    "xs = <ints> + [1, 2, 3]; xs[0], xs[-1] = xs[-1], xs[0]; del_ = xs.pop(); print(xs, del_)",
    "a = <value>; b = a; a += 1; print(a.data - b.data, a is b)", "print(<value>, [<value>], (<value>, <str>))",
    "x = Value(<1-9>.5); x.data = <float>; x.grad = <float>; print(x, x.grad)",
    "if <bool>: print(<str>)\nelse: print(<int>)", "n = <int!>; n *= 3; n -= 1; n //= 2; n %= 100; n **= 2; print(n)",
]


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.depth = 0
        self.names = {}  # by kind
        self.functions = []  # name, kinds of parameters, how many have defaults, kind of the result
        self.count = 0
        self.in_loop = False
        self.in_function = False

    def line(self, text):
        for part in text.split("\n"):
            self.lines.append("  " * self.depth + part)

    def pick(self, *options):
        return self.r.choice(options)

    def chance(self, p):
        return self.r.random() < p

    def fresh(self, kind):
        self.count += 1
        return {"ints": "ns", "floats": "xs", "values": "vs", "strs": "ts"}.get(kind, kind[0]) + str(self.count)

    def bind(self, kind, name):
        self.names = {k: [n for n in names if n != name] for k, names in self.names.items()}
        self.names.setdefault(kind, []).append(name)

    def block(self, body):
        outer = self.names
        self.depth += 1
        body()
        self.depth -= 1
        self.names = outer

    # Expressions

    def atom(self, kind):
        names = self.names.get(kind)
        if names and self.chance(0.75):
            return self.r.choice(names)
        if kind == "int":
            return str(self.r.randint(0, 12))
        if kind == "float":
            return self.pick("0.5", "2.0", "1e-3", ".25", "3.", "1.5", "1_000.5", str(round(self.r.uniform(0, 3), 3)))
        if kind == "bool":
            return self.pick("True", "False")
        if kind == "str":
            return self.pick("'loss'", "'step'", '"it\'s"', "''", "'é'", "'a b'", "'\\tx\\\\n'")
        if kind == "value":
            return f"Value({self.r.uniform(-2, 2):.2f})"
        return "[" + ", ".join(self.atom(LISTS[kind]) for _ in range(self.r.randint(1, 4))) + "]"

    def expression(self, kind, depth=2):
        if depth <= 0 or self.chance(0.15):
            return self.atom(kind)
        return self.expand(self.r.choice(RULES[kind]), kind, depth)

    def expand(self, rule, kind=None, depth=2):
        """A rule with its holes filled; an atom if a hole cannot be filled."""
        last = None
        pieces = re.split(r"(<[a-z0-9][^<>]*>)", rule)
        for place in range(1, len(pieces), 2):
            filled = last if pieces[place] == "<same>" else self.fill(pieces[place][1:-1], depth)
            if filled is None:
                return self.atom(kind)
            pieces[place] = filled
            last = filled if pieces[place].isidentifier() else last
        return "".join(pieces)

    def fill(self, hole, depth):
        if match := re.fullmatch(r"(\d+)-(\d+)", hole):
            return str(self.r.randint(*map(int, match.groups())))
        if hole.endswith("!"):
            # Short, and able to stand within an f-string of any Python.
            text = self.atom(hole[:-1]) if self.chance(0.7) else self.expression(hole[:-1], 1)
            return text if not re.search(r"['\"\\{}:]", text) else (self.names.get(hole[:-1]) or [SHORT[hole[:-1]]])[0]
        kind, *rest = hole.split(":")
        if kind == "name":
            return self.r.choice(self.names[rest[0]]) if self.names.get(rest[0]) else None
        if kind == "spec":
            return self.r.choice(SPECS[rest[0]])
        if kind == "call":
            return self.call(rest[0], depth - 1)
        if kind == "each":
            return self.each(*rest)
        return self.expression(kind, depth - 1)

    def each(self, source, result):
        outer, text = self.names, self.expression(source, 1)
        name = self.fresh("q")
        self.bind(LISTS[source], name)
        text = f"{self.expression(result, 1)} for {name} in {text}"
        if self.chance(0.3):
            text += f" if ({self.expression('bool', 1)})"
        self.names = outer
        return text

    def call(self, kind, depth):
        fitting = [f for f in self.functions if f[3] == kind]
        if not fitting:
            return None
        name, kinds, defaults, _ = self.r.choice(fitting)
        given = kinds[: len(kinds) - self.r.randint(0, defaults)]
        arguments = [self.expression(k, depth) for k in given]
        if arguments and self.chance(0.2):
            arguments[-1] = f"p{len(given) - 1}={arguments[-1]}"
        return f"{name}({', '.join(arguments)})"

    def bounded(self, kind, depth=3):
        """What may be bound: small integers, in loops also small floats, lists that are never empty."""
        text = self.expression(kind, depth)
        if kind == "int":
            return f"({text}) % 1013"
        if kind in LISTS:
            return f"{text} or [{self.atom(LISTS[kind])}]"
        if kind == "float" and self.in_loop:
            return f"math.tanh({text})"
        if kind == "value" and self.in_loop:
            return f"({text}).tanh()"
        return text

    # Statements

    def assign(self):
        kind = self.pick("int", "float", "float", "value", "value", "value", "bool", "str", *LISTS)
        names = self.names.get(kind)
        name = self.r.choice(names) if names and self.chance(0.25) else self.fresh(kind)
        text = self.bounded(kind)
        if kind == "value" and self.chance(0.3):
            text = f"Value({self.r.uniform(-2, 2):.3f})"
            if self.chance(0.3):
                text = f"{text[:-1]}, label='{name}')"
        self.line(f"{name} = {text}")
        self.bind(kind, name)

    def assign_several(self):
        kinds = [self.pick("int", "float", "value", "str") for _ in range(self.r.randint(2, 3))]
        texts = [self.bounded(kind, 2) for kind in kinds]
        names = [self.fresh(kind) for kind in kinds]
        self.line(f"{', '.join(names)} = {', '.join(texts)}")
        for kind, name in zip(kinds, names):
            self.bind(kind, name)

    def augment(self):
        kind = self.pick("int", "float", "value")
        if not self.names.get(kind):
            return self.assign()
        name = self.r.choice(self.names[kind])
        if kind == "int":
            self.line(f"{name} {self.pick('+=', '-=')} {self.expression('int', 1)}")
        elif kind == "float":
            self.line(f"{name} {self.pick('+=', '-=')} math.tanh({self.expression('float', 1)})")
        else:
            self.line(f"{name} {self.pick('+=', '-=', '*=')} {self.expression(self.pick('value', 'float'), 1)}")
            if self.in_loop:
                self.line(f"{name} = {name}.tanh()")
        if self.chance(0.2):
            self.line(f"{name} {self.pick('*= 2', '/= 2.0', '/= 4')}" if kind == "value" else f"{name} -= 1")

    def change_list(self):
        kind = self.pick(*LISTS)
        if not self.names.get(kind):
            return self.assign()
        name, element = self.r.choice(self.names[kind]), self.bounded(LISTS[kind], 1)
        ways = [f"{name}.append({element})", f"{name}[{self.pick(0, -1)}] = {element}", f"{name} += [{element}]"]
        ways += {"ints": [f"{name}[-1] += 2"], "floats": [f"{name}[0] *= 0.5"], "values": [f"{name}[0] += 1.0"]}.get(kind, [])
        self.line(self.r.choice(ways))
        if self.chance(0.2):
            self.line(f"if len({name}) > 3: {name}.pop({self.pick('', 0, -1)})")

    def show(self):
        kinds = [self.pick("int", "float", "value", "bool", "str", *LISTS) for _ in range(self.r.randint(1, 3))]
        self.line(f"print({', '.join(self.expression(kind) for kind in kinds)})")

    def other(self):
        self.line(self.expand(self.r.choice(STATEMENTS)))

    def loop(self):
        kind = self.pick("range", "range", *LISTS, "zip", "enumerate")
        name, outer = self.fresh("k"), self.in_loop
        bound = [("int" if kind in ("range", "zip", "enumerate") else LISTS[kind], name)]
        if kind == "range":
            head = f"{name} in range({self.expand(self.pick('<1-5>', '-<0-2>, <2-6>', '<5-9>, 0, -2'))})"
        elif kind in LISTS:
            head = f"{name} in {self.atom(kind)}[:{self.r.randint(2, 5)}]"
        else:
            source, other = self.pick("ints", "floats", "values"), self.fresh("j")
            bound.append((LISTS[source], other))
            rows = f"zip(range({self.r.randint(2, 5)}), {self.atom(source)})" if kind == "zip" else f"enumerate({self.atom(source)}[:4])"
            head = f"{name}, {other} in {rows}"
        self.line(f"for {head}:")
        self.in_loop = True

        def body():
            for bound_kind, bound_name in bound:
                self.bind(bound_kind, bound_name)
            self.statements(self.r.randint(1, 3))
            if self.chance(0.3):
                self.line(f"if {self.expression('bool', 1)}: {self.pick('break', 'continue')}")
                self.statements(1)

        self.block(body)
        self.in_loop = outer

    def repeat(self):
        name, outer = self.fresh("n"), self.in_loop
        self.line(f"{name} = {self.r.randint(1, 5)}")
        self.line(f"while {name} > 0" + (f" and {self.expression('bool', 1)}:" if self.chance(0.5) else ":"))
        self.in_loop = True

        def body():
            self.line(f"{name} -= 1")
            self.statements(self.r.randint(1, 2))
            if self.chance(0.3):
                self.line(f"if {self.expression('bool', 1)}:\n  {self.pick('break', 'continue')}")

        self.block(body)
        self.in_loop = outer

    def branch(self):
        self.line(f"if {self.expression('bool')}:")
        self.block(lambda: self.statements(self.r.randint(1, 2)))
        for _ in range(self.pick(0, 0, 1, 2)):
            self.line(f"elif {self.expression('bool', 1)}:")
            self.block(lambda: self.statements(1))
        if self.chance(0.5):
            self.line("else:")
            self.block(lambda: self.statements(1))

    def define(self):
        self.count += 1
        name = f"f{self.count}"
        if self.chance(0.15):
            return self.recursive(name)
        kinds = [self.pick("float", "value", "int") for _ in range(self.r.randint(1, 3))]
        result, defaults = self.pick("float", "value", "int", "str"), self.r.randint(0, 1)
        heads = [f"p{i}" for i in range(len(kinds))]
        if defaults:
            heads[-1] += "=" + {"float": "0.25", "int": "3", "value": "Value(0.5)"}[kinds[-1]]
        is_lambda = self.chance(0.25)
        if not is_lambda:
            self.line(f"def {name}({', '.join(heads)}):")

        def body():
            for i, kind in enumerate(kinds):
                self.bind(kind, f"p{i}")
            if is_lambda:
                self.depth -= 1
                self.line(f"{name} = lambda {', '.join(heads)}: {self.expression(result)}")
                self.depth += 1
                return
            if self.chance(0.3):
                self.line(f'"""{name} of {len(kinds)}"""')
            self.statements(self.r.randint(0, 2))
            if self.chance(0.4):
                self.line(f"if {self.expression('bool', 1)}: return {self.expression(result, 1)}")
            self.line(f"return {self.expression(result)}")

        self.in_function = self.in_loop = True
        self.block(body)
        self.in_function = self.in_loop = False
        self.functions.append((name, kinds, defaults, result))

    def recursive(self, name):
        base, step = self.pick(
            ("1", f"(n + {name}(n - 1) * 2) % 1009"), ("0.5", f"math.sin(n * {name}(n - 1))"),
            ("Value(0.5)", f"({name}(n - 1) * 1.5 + n).tanh()"))
        short = f"  return {base} if n <= 0 else {step}"
        self.line(f"def {name}(n):\n" + self.pick(short, f"  if n < 1:\n    return {base}\n  return {step}"))
        self.line(f"print({name}({self.r.randint(0, 12)}))")

    def draw(self):
        """Random numbers, seeded as the lecture seeds them."""
        number, numbers = self.fresh("float"), self.fresh("ints")
        self.line(f"random.seed({self.r.randint(0, 99999)})")
        how = self.pick("random()", "uniform(-1, 1)", "gauss(0, 1)", "uniform(0.0, 5)", "gauss(0.5, 0.1)")
        self.line(f"{number} = random.{how}")
        self.line(f"{numbers} = [random.randint(1, {self.r.randint(2, 90)}) for _ in range({self.r.randint(3, 6)})]")
        self.bind("float", number)
        self.bind("ints", numbers)
        self.line(self.pick(
            f"random.shuffle({numbers})", f"print(random.choice({numbers}))", f"print(random.sample({numbers}, 2))",
            f"print(random.sample(range(50), 4), {number})"))

    def learn(self):
        """A graph, its gradients, and an update or a few."""
        leaves = [self.fresh("w") for _ in range(self.r.randint(1, 3))]
        for leaf in leaves:
            self.line(f"{leaf} = Value({self.r.uniform(-1.5, 1.5):.3f})")
            self.bind("value", leaf)
        loss, every = self.fresh("L"), ", ".join(leaves)
        formula = (f"({self.expression('value')} * {leaves[-1]} + {leaves[0]}**2 - {self.pick('0.5', '1', '2.0')}).tanh()"
                   f" + {leaves[-1]}*{leaves[0]}")
        if self.chance(0.5):
            self.line(f"{loss} = {formula}")
            if self.chance(0.2):
                self.line(f"{loss}.label = 'loss'")
            self.line(f"{loss}.backward()")
            if self.chance(0.2):
                self.line(f"{loss}.backward()")
        else:
            self.line(f"for s in range({self.r.randint(2, 4)}):")
            self.line(f"  {loss} = {formula}\n  for p in [{every}]:\n    p.grad = 0.0\n  {loss}.backward()")
            self.line(f"  for p in [{every}]:\n    p.data {self.pick('-= 0.05', '+= -0.05')} * p.grad")
            self.line(f"  print(s, {loss}.data, f'{{{leaves[0]}.grad:.6f}}')")
        self.bind("value", loss)
        self.line(f"print({loss}, {', '.join(leaf + '.grad' for leaf in leaves)})")

    def statements(self, count):
        for _ in range(count):
            ways = [self.assign] * 5 + [self.augment, self.show, self.show, self.change_list, self.assign_several, self.other]
            if self.depth < 3:
                ways += [self.loop, self.branch, self.repeat]
            if self.depth == 0:
                ways += [self.define, self.define, self.learn, self.learn, self.draw]
            self.r.choice(ways)()
        if not count:
            self.line("pass")

    def program(self):
        self.line("import math\nimport random")
        self.statements(self.r.randint(4, 12))
        self.show()
        return "\n".join(self.lines) + "\n"


def program(seed):
    return Generator(seed).program()


if __name__ == "__main__":
    import sys

    print(program(int(sys.argv[1])), end="")
