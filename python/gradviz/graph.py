"""Graphs of values as the command reads them."""

import json
import math


class Node:
    """One value: its operation and, in order, its operands."""

    __slots__ = ("op", "operands", "data", "grad", "label", "role")

    def __init__(self, op="", operands=(), data=0.0, grad=None, label="", role=None):
        self.op, self.operands, self.data, self.grad = op, list(operands), data, grad
        self.label, self.role = label, role


class Graph:
    """Nodes in topological order; the last is the root. Operands are places in that order."""

    def __init__(self, nodes):
        self.nodes = nodes

    def topology(self):
        """What stays the same from step to step."""
        return json.dumps([[node.op, node.label, node.role, node.operands] for node in self.nodes])

    def lines(self, with_numbers=True):
        for place, node in enumerate(self.nodes):
            members = {"id": place, "op": node.op}
            if node.label:
                members["label"] = node.label
            if node.role:
                members["role"] = node.role
            if with_numbers:
                members["data"] = number(node.data)
                if node.grad is not None:
                    members["grad"] = number(node.grad)
            members["prev"] = node.operands
            if not with_numbers:
                del members["id"]
            yield json.dumps(members)

    def json(self):
        nodes = ",\n".join(self.lines())
        return f'{{"format": "gradviz-graph", "version": 1, "root": {len(self.nodes) - 1},\n"nodes": [\n{nodes}\n]}}\n'


def number(value):
    """JSON has no NaN and no infinities; the command reads these names."""
    value = float(value)
    if math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def is_value(thing):
    """Whether it is a value that remembers how it was computed: micrograd's, or one like it."""
    return all(hasattr(thing, name) for name in ("_prev", "_op", "data", "grad"))


def graph_of(root, names):
    """The graph below a value. O(n), without recursion.

    `names` gives names to values by their id(), where they have no label of their own.
    """
    def name(value):
        return str(getattr(value, "label", "") or names.get(id(value), ""))

    nodes, places, stack = [], {}, [(root, False)]
    while stack:
        value, is_ready = stack.pop()
        if id(value) in places:
            continue
        previous = operands(value, name)
        if not is_ready:
            stack.append((value, True))
            stack += [(operand, False) for operand in reversed(previous) if id(operand) not in places]
            continue
        node = Node(str(value._op), data=value.data, grad=value.grad, label=name(value))
        node.operands = [places[id(operand)] for operand in previous]
        for constant in missing(node, [operand.data for operand in previous]):
            nodes.append(Node(data=constant, role="constant"))
            node.operands.append(len(nodes) - 1)
        if not previous and not node.label:
            node.role = "constant"
        places[id(value)] = len(nodes)
        nodes.append(node)
    return Graph(nodes)


BINARY = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
}
INVERSE = {"+": lambda y, a: y - a, "-": lambda y, a: a - y, "*": lambda y, a: y / a, "/": lambda y, a: a / y}


def operands(value, name):
    """The operands in order, as often as they were used.

    micrograd keeps them in a set, which forgets that in `a + a` the value stands twice, and which comes first in
    `a - b`. The operation and the numbers tell; where both orders give the number, names decide, so that a drawing
    is the same every time.
    """
    previous = list(value._prev)
    combine = BINARY.get(value._op)
    if combine is None or not isinstance(value._prev, (set, frozenset)):
        return previous
    if len(previous) == 1 and is_result(combine, previous * 2, value.data):
        return previous * 2
    if len(previous) == 2:
        previous.sort(key=lambda operand: (not name(operand), name(operand)))
        if not is_result(combine, previous, value.data) and is_result(combine, previous[::-1], value.data):
            return previous[::-1]
    return previous


def is_result(combine, operands, data):
    try:
        result = combine(*(operand.data for operand in operands))
        return result == data or math.isclose(result, data, rel_tol=1e-12) or (result != result and data != data)
    except (ArithmeticError, TypeError, ValueError):
        return False


def missing(node, data):
    """The number that a class did not keep as an operand: the 2 of `a**2`, and of some the 1 of `a + 1`."""
    if node.op.startswith("**") and len(data) == 1:
        try:
            exponent = float(node.op[2:])
        except ValueError:
            return []
        node.op = "**"
        return [exponent]
    if node.op not in BINARY or len(data) != 1:
        return []
    try:
        return [INVERSE[node.op](node.data, data[0])]
    except (KeyError, ArithmeticError):
        return []
