"""Graphs of PyTorch's scalars.

`grad_fn` knows neither constants nor the numbers on the way, so operations are noted as they are called.
"""

import sys
import weakref

from .graph import Graph, Node

SYMBOLS = {
    "add": "+", "radd": "+", "sub": "-", "subtract": "-", "mul": "*", "multiply": "*", "rmul": "*", "div": "/",
    "divide": "/", "true_divide": "/", "truediv": "/", "pow": "**", "neg": "neg", "negative": "neg",
    "absolute": "abs",
}
# The number stands first: 1 - x.
REVERSED = {"rsub": "-", "rtruediv": "/", "rdiv": "/", "rpow": "**"}
# In place: total += loss.
CHANGING = {"iadd": "+", "isub": "-", "imul": "*", "itruediv": "/", "idiv": "/", "ipow": "**"}
# Operands that may be given by keyword, in the order in which they stand.
KEYWORDS = ("input", "other", "exponent", "target", "tensor1", "tensor2")
# What gives a number that is no result of the graph.
SILENT = {"item", "detach", "backward", "get", "set", "requires_grad_", "retain_grad", "zero_", "clone"}


def library():
    """PyTorch, if the program uses it."""
    return sys.modules.get("torch")


def is_tensor(thing):
    torch = library()
    return torch is not None and isinstance(thing, torch.Tensor)


class Past:
    """A scalar as it was before it was changed in place."""

    def __init__(self, tensor):
        self.op, self.operands = NOTES.get(tensor)
        self.data = tensor.item()


class Notes:
    """Which operation made which scalar, as long as the scalar lives."""

    def __init__(self):
        self.made = {}

    def add(self, tensor, op, operands):
        key = id(tensor)
        self.made[key] = (weakref.ref(tensor, lambda _: self.made.pop(key, None)), op, operands)

    def get(self, scalar):
        if isinstance(scalar, Past):
            return scalar.op, scalar.operands
        entry = self.made.get(id(scalar))
        return entry[1:] if entry and entry[0]() is scalar else ("", ())


NOTES = Notes()


def trace():
    """Notes the operations on scalars, so that `draw_dot` can draw what they gave.

        with gradviz.trace():
            o = torch.tanh(w * x + b)
        o.backward()
        draw_dot(o)

    Tensors of one element count as scalars. Gradients of results are kept (`retain_grad`).
    """
    import torch
    from torch.overrides import TorchFunctionMode

    class Trace(TorchFunctionMode):
        def __torch_function__(self, function, types, arguments=(), keywords=None):
            full = getattr(function, "__name__", "")
            name = full.strip("_")
            by_name = [keywords[word] for word in KEYWORDS if word in (keywords or {})]
            operands = [a for a in [*arguments, *by_name] if is_operand(a)]
            changes = name in CHANGING or name in SYMBOLS and full == name + "_"
            if changes and operands and is_tensor(operands[0]) and torch.is_grad_enabled():
                operands[0] = Past(operands[0])
            result = function(*arguments, **(keywords or {}))
            if not is_operand(result) or not is_tensor(result) or name in SILENT:
                return result
            # A tensor made of numbers is a leaf; so is one that an operation gave back as it came.
            if any(a is result for a in operands) or all(is_number(a) for a in operands):
                return result
            if name in REVERSED:
                operands.reverse()
            NOTES.add(result, CHANGING.get(name) or REVERSED.get(name) or SYMBOLS.get(name, name), operands)
            if result.requires_grad and not result.is_leaf:
                result.retain_grad()
            return result

    return Trace()


def is_operand(thing):
    if is_tensor(thing):
        return thing.numel() == 1
    return isinstance(thing, (int, float)) and not isinstance(thing, bool)


def graph_of(root, frame):
    """The graph of a scalar as it was noted. Numbers among the operands are constants."""
    if root.numel() != 1:
        raise TypeError(f"a tensor of {root.numel()} elements has no single graph: draw a scalar, such as its sum")
    names = {}
    for scope in (frame.f_locals, frame.f_globals):
        for name, thing in scope.items():
            if is_tensor(thing) and not name.startswith("_"):
                names.setdefault(id(thing), name)
    nodes, places, stack = [], {}, [(root, False)]
    while stack:
        scalar, is_ready = stack.pop()
        if id(scalar) in places:
            continue
        op, operands = NOTES.get(scalar)
        if not is_ready:
            stack.append((scalar, True))
            stack += [(a, False) for a in reversed(operands) if not is_number(a) and id(a) not in places]
            continue
        node = Node(op, data=number_of(scalar), grad=gradient_of(scalar), label=names.get(id(scalar), ""))
        for operand in operands:
            if is_number(operand):
                nodes.append(Node(data=operand, role="constant"))
                node.operands.append(len(nodes) - 1)
            else:
                node.operands.append(places[id(operand)])
        if not operands:
            is_parameter = is_tensor(scalar) and scalar.requires_grad
            node.role = "parameter" if is_parameter else "input" if node.label else "constant"
        places[id(scalar)] = len(nodes)
        nodes.append(node)
    return Graph(nodes)


def is_number(thing):
    return isinstance(thing, (int, float))


def number_of(scalar):
    return scalar.data if isinstance(scalar, Past) else scalar.detach().item()


def gradient_of(scalar):
    """None where it is not kept, or was not computed."""
    if isinstance(scalar, Past) or not (scalar.is_leaf or scalar.retains_grad) or scalar.grad is None:
        return None
    return scalar.grad.item()
