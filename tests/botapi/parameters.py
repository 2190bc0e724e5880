"""From text to typed values: reads a method's parameters by the facts and names every problem.

Types and presence only; lengths and patterns are limits.py.
"""

import json
from collections.abc import Iterator
from typing import Any

from .body import Raw
from .facts import ARRAY, Field, facts, one_of
from .wire import JsonObject, Upload

TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def typed(method: str, raw: Raw) -> JsonObject:
    """The known parameters, each as near to its type as the text allows."""
    known = facts().methods[method]
    return {name: _value(known[name], value, raw) for name, value in raw.items() if name in known}


def problems(method: str, raw: Raw, params: JsonObject) -> Iterator[str]:
    """What is unknown, missing or of a wrong type."""
    known = facts().methods[method]
    for name, value in raw.items():
        if name not in known and not _attached(name, value, raw):
            yield f"{name} is not a parameter of {method}"
    for name, fact in known.items():
        if name not in params:
            if fact.required:
                yield f"{name} is missing"
        elif problem := one_of(fact.types)(params[name]):
            yield f"{name}{problem}"


def _attached(name: str, value: Any, raw: Raw) -> bool:
    """Whether the file is named by another parameter, as attach://name."""
    mark = f"attach://{name}"
    return isinstance(value, Upload) and any(
        isinstance(other, str) and mark in other for other in raw.values()
    )


def _value(fact: Field, value: Any, raw: Raw) -> Any:
    if not isinstance(value, str):
        return value
    if "InputFile" in fact.types and value.startswith("attach://"):
        return raw.get(value.removeprefix("attach://"), value)
    for kind in fact.types:
        read = _read(kind, value)
        if read is not None:
            return read
    return value


def _read(kind: str, text: str) -> Any:
    """The text as a value of the type, None if it cannot be."""
    match kind:
        case "String":
            return text
        case "InputFile":
            return None
        case "Boolean":
            return TRUTH.get(text.lower())
        case "Integer" | "Float":
            return _number(kind, text)
    return _structure(kind, text)


def _number(kind: str, text: str) -> float | None:
    try:
        return int(text) if kind == "Integer" else float(text)
    except ValueError:
        return None


def _structure(kind: str, text: str) -> Any:
    expected = list if kind.startswith(ARRAY) else dict
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, expected) else None
