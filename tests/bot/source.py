"""Reads our own source for what it names: texts by key, and the verbs of choices."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def _calls(*folders: str) -> Iterator[tuple[str, list[ast.expr]]]:
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
                    yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr), node.args


def _constants(function: str, place: int, *folders: str) -> set[str]:
    return {
        part.value
        for name, arguments in _calls(*folders)
        if name == function and len(arguments) > place
        for part in ast.walk(arguments[place])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def verbs() -> set[str]:
    """The verbs of all choices and of all views that «back» can return to."""
    places = (("choice", 1), ("data", 0), ("went", 2))
    return {verb for function, place in places for verb in _constants(function, place, "bot/handlers")}


def texts_named() -> set[str]:
    """Every word in our source that could be the key of a text."""
    return {
        node.value
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def texts_said() -> set[str]:
    """The keys of the texts that our source says."""
    said = _constants("say", 0, "bot/handlers", "bot/desk") | _constants("choice", 0, "bot/handlers")
    return {key for key in said | _constants("Say", 0, "bot") if not key.endswith(".")}
