"""JSON of others within limits: what is too large, too deep or ambiguous is refused before anybody looks at it."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, NoReturn

from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.formats.markup import seen
from knowledge.reading import Reader

MOST_BYTES = 48 * 1024 * 1024
MOST_VALUES = 1_000_000
MOST_SERVICES = 5_000
MOST_LETTERS = 200_000
DEEPEST = 40
_LARGEST = 2**63
_NAMED = 60


class _RefusedError(ValueError):
    """Something that JSON allows and we do not; the message says what."""


def parse(content: bytes, source: str) -> Any:
    """The value that a file holds; `source` names it in problems.

    Raises InvalidKnowledgeError with the line where it is no JSON, or the name of what is beyond the limits.
    """
    if len(content) > MOST_BYTES:
        refuse(source, "file", f"is larger than {MOST_BYTES // 2**20} MiB")
    if sum(content.count(mark) for mark in (b",", b"[", b"{")) > MOST_VALUES:
        refuse(source, "file", f"holds more than {MOST_VALUES} values")
    try:
        value = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        refuse(source, f"line {error.lineno}", f"is no JSON: {error.msg} (column {error.colno})")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        refuse(source, f"line {line}", f"is no UTF-8: {error.reason}")
    except RecursionError:
        refuse(source, "file", _too_deep())
    except ValueError as error:
        refuse(source, "file", str(error))
    _look_through(value, source)
    return value


def refuse(source: str, field: str, why: str) -> NoReturn:
    raise InvalidKnowledgeError((Problem(source, field, why),)) from None


def named(key: str) -> str:
    """A name out of a file, fit to be printed."""
    return seen(key[:_NAMED])


def _too_deep() -> str:
    return f"is nested deeper than {DEEPEST} levels"


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        message = f"«{named(twice)}» stands twice in one object"
        raise _RefusedError(message)
    return found


def _no_constant(name: str) -> NoReturn:
    message = f"{name} is no number"
    raise _RefusedError(message)


def _look_through(value: Any, source: str) -> None:
    """Looks at every value once, without recursion; refuses the first that is beyond the limits."""
    waiting: list[tuple[Any, str, int]] = [(value, "file", 1)]
    while waiting:
        one, key, depth = waiting.pop()
        if isinstance(one, (dict, list)):
            if depth > DEEPEST:
                refuse(source, named(key), _too_deep())
            if isinstance(one, dict):
                for name in one:
                    if why := _wrong_text(name):
                        refuse(source, named(name) or "file", why)
                waiting.extend((part, name, depth + 1) for name, part in one.items())
            else:
                waiting.extend((part, key, depth + 1) for part in one)
        elif why := _wrong(one):
            refuse(source, named(key), why)


def _wrong(value: Any) -> str:
    if isinstance(value, str):
        return _wrong_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "is no number"
    return "is too large a number" if isinstance(value, int) and abs(value) >= _LARGEST else ""


def _wrong_text(text: str) -> str:
    if len(text) > MOST_LETTERS:
        return f"is longer than {MOST_LETTERS} letters"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half of a character"
    return ""


def text_of(part: Reader, field: str) -> str:
    """A text that may be missing or null; "" then."""
    value = part.data.get(field)
    if value is None or isinstance(value, str):
        return seen(value or "").strip()
    part.say(field, "must be a text")
    return ""
