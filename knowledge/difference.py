"""What is different between two states of the guide, to be read by people: document, field, and the words of a text. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from knowledge.load import KINDS, Document

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Side(StrEnum):
    """Where something stands: on both sides, before alone, or after alone."""

    BOTH = "both"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a text that stand on one side or on both."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field as it was and as it is, None where it does not stand. `parts`: of texts, all words in order."""

    field: str
    before: Any
    after: Any
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """A document that came (`side` is AFTER), went (BEFORE) or has other fields (BOTH)."""

    kind: str
    id: str
    side: Side
    fields: tuple[FieldDifference, ...]

    @property
    def source(self) -> str:
        return Document(self.kind, self.id, None).source


def differences(before: Iterable[Document], after: Iterable[Document]) -> tuple[DocumentDifference, ...]:
    """Every document that is not the same on both sides, in the order of a folder."""
    old = {(one.kind, one.id): one.data for one in before}
    new = {(one.kind, one.id): one.data for one in after}
    order = {kind: place for place, kind in enumerate(KINDS)}
    places = sorted(old.keys() | new.keys(), key=lambda place: (order.get(place[0], len(order)), place))
    found = []
    for place in places:
        side = Side.BOTH if place in old and place in new else Side.BEFORE if place in old else Side.AFTER
        if fields := tuple(_fields("", old.get(place), new.get(place))):
            found.append(DocumentDifference(*place, side, fields))
    return tuple(found)


def _fields(path: str, before: Any, after: Any) -> Iterator[FieldDifference]:
    """The fields below a path, down to what has none: `translations.en.name`, `departments[0].when`."""
    if _print(before) == _print(after):
        return
    if _both(Mapping, before, after):
        for key in dict.fromkeys((*(before or {}), *(after or {}))):
            inner = f"{path}.{key}" if path else str(key)
            yield from _fields(inner, (before or {}).get(key), (after or {}).get(key))
    elif _both(list, before, after) and any(
        isinstance(one, Mapping) for one in (*_list(before), *_list(after))
    ):
        yield from _rows(path, _list(before), _list(after))
    else:
        parts = words(before, after) if isinstance(before, str) and isinstance(after, str) else ()
        yield FieldDifference(path, before, after, parts)


def _both(type_: type, before: Any, after: Any) -> bool:
    """Is each side of a type or absent?"""
    return all(one is None or isinstance(one, type_) for one in (before, after))


def _list(value: Any) -> list[Any]:
    return value or []


def _print(value: Any) -> str:
    """The same for a day and its text, and whatever the order of keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _rows(path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[FieldDifference]:
    """Rows of a list: what moved is not different, what was replaced is compared one by one."""
    matcher = SequenceMatcher(None, [_print(one) for one in before], [_print(one) for one in after], False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            continue
        for step in range(max(end - start, new_end - new_start)):
            old = before[start + step] if start + step < end else None
            new = after[new_start + step] if new_start + step < new_end else None
            place = start + step if new is None else new_start + step
            if old is None or new is None:
                yield FieldDifference(f"{path}[{place}]", old, new)
            else:
                yield from _fields(f"{path}[{place}]", old, new)


def words(before: str, after: str) -> tuple[Part, ...]:
    """Both texts in one, word by word: without AFTER it is the old one, without BEFORE the new one."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Part] = []
    for what, start, end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "equal":
            found.append(Part(Side.BOTH, "".join(old[start:end])))
            continue
        if end > start:
            found.append(Part(Side.BEFORE, "".join(old[start:end])))
        if new_end > new_start:
            found.append(Part(Side.AFTER, "".join(new[new_start:new_end])))
    return tuple(found)
