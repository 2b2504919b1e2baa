"""The names that values have where they are drawn."""

import itertools
import types

from .graph import is_value

DEEPEST = 6
LONGEST = 10_000


def names_in(frame):
    """Names of values by their id(): variables, then elements and attributes, `xs[0]`, `model.layers[0].neurons[1].w[2]`.

    The first name stands; nearer scopes come first. Only lists, tuples and objects with `parameters()` are looked
    into, the first 10,000 elements of each and six deep.
    """
    names, seen = {}, set()
    variables = list(frame.f_locals.items()) + list(frame.f_globals.items())
    variables = [(name, thing) for name, thing in variables if not name.startswith("_")]
    for name, thing in variables:
        if is_value(thing):
            names.setdefault(id(thing), name)
    stack = [(name, thing, 0) for name, thing in reversed(variables) if not is_value(thing)]
    while stack:
        name, thing, depth = stack.pop()
        if is_value(thing):
            names.setdefault(id(thing), name)
            continue
        if depth == DEEPEST or id(thing) in seen:
            continue
        parts = list(parts_of(name, thing))
        if parts:
            seen.add(id(thing))
            stack += [(part, inner, depth + 1) for part, inner in reversed(parts)]
    return names


def parts_of(name, thing):
    if isinstance(thing, (list, tuple)):
        for place, inner in enumerate(itertools.islice(thing, LONGEST)):
            if is_value(inner) or isinstance(inner, (list, tuple)) or is_module(inner):
                yield f"{name}[{place}]", inner
    elif is_module(thing):
        for attribute, inner in vars(thing).items():
            if not attribute.startswith("_"):
                yield f"{name}.{attribute}", inner


def is_module(thing):
    return (
        hasattr(thing, "__dict__")
        and not isinstance(thing, (type, types.ModuleType))
        and callable(getattr(type(thing), "parameters", None))
    )
