"""Graphs of PyTorch's scalars.

`grad_fn` knows neither constants nor the numbers on the way, so operations are noted as they are called.
"""

import sys
import weakref

from .graph import Graph, Node

SYMBOLS = {
    "add": "+", "__add__": "+", "__radd__": "+", "__iadd__": "+", "add_": "+", "sub": "-", "subtract": "-",
    "__sub__": "-", "mul": "*", "multiply": "*", "__mul__": "*", "__rmul__": "*", "div": "/", "divide": "/",
    "true_divide": "/", "__truediv__": "/", "__div__": "/", "pow": "**", "__pow__": "**", "neg": "neg",
    "negative": "neg", "__neg__": "neg", "absolute": "abs", "__abs__": "abs",
}
# The number stands first: 1 - x.
REVERSED = {"__rsub__": "-", "rsub": "-", "__rtruediv__": "/", "__rdiv__": "/", "__rpow__": "**"}
# What gives a number that is no result of the graph.
SILENT = {"item", "detach", "backward", "__get__", "__set__", "requires_grad_", "retain_grad", "zero_", "clone"}


def library():
    """PyTorch, if the program uses it."""
    return sys.modules.get("torch")


def is_tensor(thing):
    torch = library()
    return torch is not None and isinstance(thing, torch.Tensor)


class Notes:
    """Which operation made which scalar, as long as the scalar lives."""

    def __init__(self):
        self.made = {}

    def add(self, tensor, op, operands):
        key = id(tensor)
        self.made[key] = (weakref.ref(tensor, lambda _: self.made.pop(key, None)), op, operands)

    def get(self, tensor):
        entry = self.made.get(id(tensor))
        return entry[1:] if entry and entry[0]() is tensor else ("", ())


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
            result = function(*arguments, **(keywords or {}))
            name = getattr(function, "__name__", "")
            if isinstance(result, torch.Tensor) and result.numel() == 1 and name not in SILENT:
                operands = [a for a in arguments if is_operand(a)]
                if name in REVERSED:
                    operands.reverse()
                # A tensor made of numbers is a leaf; so is one that an operation gave back as it came.
                if any(is_tensor(a) for a in operands) and not any(result is a for a in operands):
                    NOTES.add(result, REVERSED.get(name) or SYMBOLS.get(name, name), operands)
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
        tensor, is_ready = stack.pop()
        if id(tensor) in places:
            continue
        op, operands = NOTES.get(tensor)
        if not is_ready:
            stack.append((tensor, True))
            stack += [(a, False) for a in reversed(operands) if is_tensor(a) and id(a) not in places]
            continue
        node = Node(op, data=tensor.detach().item(), label=names.get(id(tensor), ""))
        if tensor.requires_grad and tensor.grad is not None:
            node.grad = tensor.grad.item()
        for operand in operands:
            if is_tensor(operand):
                node.operands.append(places[id(operand)])
            else:
                nodes.append(Node(data=operand, role="constant"))
                node.operands.append(len(nodes) - 1)
        if not operands:
            node.role = "parameter" if tensor.requires_grad else "constant" if not node.label else "input"
        places[id(tensor)] = len(nodes)
        nodes.append(node)
    return Graph(nodes)
