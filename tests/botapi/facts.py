"""The Bot API as facts: which parameters and fields there are, of which type, required or not.

Reads facts.json once, compiles a checker per type on first use. Limits told only in prose are in limits.py.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .wire import Upload

Checker = Callable[[Any], str | None]
"""Takes a value, gives the problem as text, or None where the value fits."""

ARRAY = "Array of "


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of a type."""

    types: tuple[str, ...]
    required: bool


Fields = dict[str, Field]


@dataclass(frozen=True, slots=True)
class Facts:
    version: str
    methods: dict[str, Fields]
    returns: dict[str, tuple[str, ...]]
    types: dict[str, Fields]
    unions: dict[str, tuple[str, ...]]

    @property
    def update_kinds(self) -> tuple[str, ...]:
        """The names allowed in allowed_updates."""
        return tuple(name for name in self.types["Update"] if name != "update_id")


def _fields(entries: dict[str, Any]) -> dict[str, Fields]:
    return {
        name: {field: Field(tuple(types), required) for field, (types, required) in fields.items()}
        for name, fields in entries.items()
    }


@cache
def facts() -> Facts:
    raw = json.loads(Path(__file__).with_name("facts.json").read_text(encoding="utf-8"))
    return Facts(
        version=raw["version"],
        methods=_fields(raw["methods"]),
        returns={name: tuple(types) for name, types in raw["returns"].items()},
        types=_fields(raw["types"]),
        unions={name: tuple(types) for name, types in raw["unions"].items()},
    )


@cache
def method_names() -> dict[str, str]:
    """Lower case → the method's name; Telegram does not mind the case."""
    return {name.lower(): name for name in facts().methods}


def _exactly(expected: str, *types: type) -> Checker:
    def check(value: Any) -> str | None:
        return None if type(value) in types else f" is {type(value).__name__}, expected {expected}"

    return check


SCALARS: dict[str, Checker] = {
    "Integer": _exactly("Integer", int),
    "String": _exactly("String", str),
    "Boolean": _exactly("Boolean", bool),
    "Float": _exactly("Float", int, float),
    "InputFile": _exactly("InputFile", Upload),
}


def _array(kind: str) -> Checker:
    def check(value: Any) -> str | None:
        if type(value) is not list:
            return f" is {type(value).__name__}, expected {ARRAY}{kind}"
        inner = checker(kind)
        for index, item in enumerate(value):
            if problem := inner(item):
                return f"[{index}]{problem}"
        return None

    return check


def _object(name: str, fields: Fields) -> Checker:
    required = [field for field, fact in fields.items() if fact.required]

    def check(value: Any) -> str | None:
        if type(value) is not dict:
            return f" is {type(value).__name__}, expected {name}"
        for key, item in value.items():
            if key not in fields:
                return f".{key} is not a field of {name}"
            if problem := one_of(fields[key].types)(item):
                return f".{key}{problem}"
        missing = [key for key in required if key not in value]
        return f".{missing[0]} is missing in {name}" if missing else None

    return check


@cache
def checker(kind: str) -> Checker:
    """The compiled check of one type, by its name in the Bot API."""
    if kind in SCALARS:
        return SCALARS[kind]
    if kind.startswith(ARRAY):
        return _array(kind.removeprefix(ARRAY))
    if kind in facts().unions:
        return one_of(facts().unions[kind])
    return _object(kind, facts().types[kind])


@cache
def one_of(kinds: tuple[str, ...]) -> Checker:
    """A check that is content when one of the types fits; else it tells the most telling problem."""
    if len(kinds) == 1:
        return _later(kinds[0])

    def check(value: Any) -> str | None:
        problems = []
        for kind in kinds:
            problem = checker(kind)(value)
            if problem is None:
                return None
            problems.append(problem)
        return max(problems, key=len)

    return check


def _later(kind: str) -> Checker:
    """Looked up at the first value, because types refer to themselves."""

    def check(value: Any) -> str | None:
        return checker(kind)(value)

    return check
