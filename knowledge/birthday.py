"""Birthdays of a child that change an aid: from which age, and what could be different then. Frozen."""

from dataclasses import dataclass

from knowledge.localized import Checked, Law, Localized


@dataclass(frozen=True, slots=True)
class Birthday:
    """What could change when a child turns `age`, and the services that it is about."""

    id: str
    age: int
    services: tuple[str, ...]
    text: Localized
    laws: tuple[Law, ...]
    checked: Checked
