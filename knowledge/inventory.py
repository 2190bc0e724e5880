"""Counts what a guide holds: per language, stale, not checked."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from knowledge.localized import Checked, Localized, Origin
from knowledge.model import Guide


@dataclass(frozen=True, slots=True)
class Inventory:
    """Counts: documents per kind; per language texts, stale, machine, reviewed, phrases; what nobody checked."""

    documents: Mapping[str, int]
    languages: Mapping[str, Counter[str]]
    checkable: int
    unchecked: int
    contacts: int


def take_inventory(guide: Guide) -> Inventory:
    kinds = (
        "services", "departments", "cities", "papers", "topics", "numbers", "dangers", "facts", "interlocks",
        "deadlines", "changes", "situations", "birthdays", "answers",
    )  # fmt: skip
    values = [value for kind in kinds for value in getattr(guide, kind).values()]
    languages: dict[str, Counter[str]] = {}
    for localized in (text for value in values for text in _texts(value)):
        for lang, text in localized.texts.items():
            counts = languages.setdefault(lang, Counter())
            counts["texts"] += 1
            counts["stale"] += text.stale
            counts["machine"] += text.origin is Origin.MACHINE
            counts["reviewed"] += text.origin is Origin.REVIEWED
    for phrase in guide.phrases:
        languages.setdefault(phrase.lang, Counter())["phrases"] += 1
    checks = [value.checked for value in values if isinstance(getattr(value, "checked", None), Checked)]
    return Inventory(
        documents={kind: len(getattr(guide, kind)) for kind in kinds},
        languages=languages,
        checkable=len(checks),
        unchecked=sum(1 for checked in checks if checked.on is None),
        contacts=sum(len(city.contacts) for city in guide.cities.values()),
    )


def _texts(value: Any) -> Iterator[Localized]:
    for field in fields(value):
        text = getattr(value, field.name)
        if isinstance(text, Localized):
            yield text
        elif isinstance(text, Mapping):
            yield from (part for part in text.values() if isinstance(part, Localized))
