"""A micrograd of our own, that follows the rules of GradViz's language under CPython.

What the tests compare `gradviz` with: the operations of the engine, `/` that divides, gradients of interior values
that start afresh at every `backward()` while those of leaves add up, and a text printed as the lecture's Value
prints, or the package's after `from micrograd.engine import Value`.
"""

import builtins
import contextlib
import csv
import io
import math
import os
import random
import sys
import types


class Value:
    """A number that remembers how it was computed."""

    package = False  # prints as the package's, with the gradient

    def __init__(self, data, label=""):
        self.data = data.data if isinstance(data, Value) else data
        self.grad = 0 if Value.package else 0.0
        self.label = label
        self.operands = ()
        self.partials = lambda: ()
        self.op = ""

    @classmethod
    def recorded(cls, op, data, operands, partials):
        value = cls(data)
        value.op, value.operands, value.partials = op, operands, partials
        return value

    def _backward(self):
        """One application of the chain rule."""
        for operand, partial in zip(self.operands, self.partials()):
            operand.grad += partial * self.grad

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            value, done = stack.pop()
            if done:
                order.append(value)
            elif id(value) not in seen:
                seen.add(id(value))
                stack.append((value, True))
                stack += [(operand, False) for operand in value.operands]
        for value in order:
            if value.operands:
                value.grad = 0.0
        self.grad = self.grad + 1.0 if not self.operands else 1.0
        for value in reversed(order):
            value._backward()

    @property
    def _prev(self):
        return set(self.operands)

    @property
    def _op(self):
        return self.op

    def __add__(self, other):
        other = wrapped(other)
        return Value.recorded("+", self.data + other.data, (self, other), lambda: (1.0, 1.0))

    def __sub__(self, other):
        other = wrapped(other)
        return Value.recorded("-", self.data - other.data, (self, other), lambda: (1.0, -1.0))

    def __mul__(self, other):
        other = wrapped(other)
        return Value.recorded("*", self.data * other.data, (self, other), lambda: (other.data, self.data))

    def __truediv__(self, other):
        other = wrapped(other)
        return Value.recorded(
            "/", self.data / other.data, (self, other), lambda: (1 / other.data, -self.data / other.data**2))

    def __pow__(self, other):
        other = wrapped(other)
        result = self.data**other.data

        def partials():
            exponent = result * math.log(self.data) if self.data > 0 else 0.0
            return other.data * self.data ** (other.data - 1), exponent

        return Value.recorded("**", result, (self, other), partials)

    def __radd__(self, other):
        return wrapped(other) + self

    def __rsub__(self, other):
        return wrapped(other) - self

    def __rmul__(self, other):
        return wrapped(other) * self

    def __rtruediv__(self, other):
        return wrapped(other) / self

    def __rpow__(self, other):
        return wrapped(other) ** self

    def __neg__(self):
        return Value.recorded("neg", -self.data, (self,), lambda: (-1.0,))

    def __abs__(self):
        return Value.recorded("abs", abs(self.data), (self,), lambda: (float((self.data > 0) - (self.data < 0)),))

    def item(self):
        return self.data

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})" if Value.package else f"Value(data={self.data})"


def wrapped(number):
    return number if isinstance(number, Value) else Value(number)


def unary(name, function, derivative):
    """A function of one number, as a method and for the namespaces; on plain numbers it gives plain numbers."""

    def method(self):
        result = function(self.data)
        return Value.recorded(name, result, (self,), lambda: (derivative(self.data, result),))

    setattr(Value, name, method)
    return lambda x: method(x) if isinstance(x, Value) else function(x)


def sigmoid_of(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


FUNCTIONS = {
    name: unary(name, function, derivative)
    for name, function, derivative in [
        ("tanh", math.tanh, lambda x, y: 1 - y * y),
        ("exp", math.exp, lambda x, y: y),
        ("log", math.log, lambda x, y: 1 / x),
        ("sqrt", math.sqrt, lambda x, y: 0.5 / y),
        ("sin", math.sin, lambda x, y: math.cos(x)),
        ("cos", math.cos, lambda x, y: -math.sin(x)),
        ("relu", lambda x: x if x > 0 else 0.0, lambda x, y: 1.0 if x > 0 else 0.0),
        ("sigmoid", sigmoid_of, lambda x, y: y * (1 - y)),
    ]
}


class Module:
    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):
    """The lecture's neuron draws its bias and applies tanh; the package's starts at 0 and applies ReLU."""

    lecture = True

    def __init__(self, inputs, nonlin=True):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(inputs)]
        self.b = Value(random.uniform(-1, 1)) if Neuron.lecture else Value(0.0)
        self.activation = "tanh" if Neuron.lecture else "relu" if nonlin else None

    def __call__(self, x):
        total = self.b
        for weight, xi in zip(self.w, x):
            total = total + weight * xi
        return getattr(total, self.activation)() if self.activation else total

    def parameters(self):
        return self.w + [self.b]

    def __repr__(self):
        return f"{'ReLU' if self.activation else 'Linear'}Neuron({len(self.w)})"


class Layer(Module):
    def __init__(self, inputs, outputs, nonlin=True):
        self.neurons = [Neuron(inputs, nonlin) for _ in range(outputs)]

    def __call__(self, x):
        outputs = [neuron(x) for neuron in self.neurons]
        return outputs[0] if len(outputs) == 1 else outputs

    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]

    def __repr__(self):
        return f"Layer of [{', '.join(map(repr, self.neurons))}]"


class MLP(Module):
    def __init__(self, inputs, outputs):
        sizes = [inputs] + outputs
        self.layers = [
            Layer(sizes[i], sizes[i + 1], nonlin=i != len(outputs) - 1) for i in range(len(outputs))]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

    def __repr__(self):
        return f"MLP of [{', '.join(map(repr, self.layers))}]"


def load(name):
    with open(name, newline="") as file:
        rows = [[float(field) for field in row] for row in csv.reader(file) if row and row[0][:1] in "-.0123456789"]
    answers = [row[-1] for row in rows]
    return [row[:-1] for row in rows], [int(y) if y == int(y) else y for y in answers]


NETWORKS = {"Neuron": Neuron, "Layer": Layer, "MLP": MLP}


def names():
    """What a text finds defined."""
    return {"Value": Value, **NETWORKS, **FUNCTIONS, "math": math, "random": random, "load": load, "draw_dot": lambda *_, **__: None}


def packages():
    """`micrograd` and `torch`-free stand-ins, so that a text's imports work."""
    engine, nn, package = (types.ModuleType(n) for n in ("micrograd.engine", "micrograd.nn", "micrograd"))
    engine.Value, package.engine, package.nn = Value, engine, nn
    nn.Module = Module
    for name, network in NETWORKS.items():
        setattr(nn, name, network)
    return {"micrograd": package, "micrograd.engine": engine, "micrograd.nn": nn}


def run(text, name="<text>", folder="."):
    """What a text prints under CPython with this micrograd. Raises what the text raises."""
    Value.package = "from micrograd" in text
    Neuron.lecture = "from micrograd" not in text
    random.seed(0)
    output = io.StringIO()
    place = os.getcwd()
    sys.modules.update(packages())
    try:
        os.chdir(folder)
        with contextlib.redirect_stdout(output):
            exec(builtins.compile(text, name, "exec"), names())
    finally:
        os.chdir(place)
    return output.getvalue()
