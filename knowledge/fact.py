"""Facts: what the guide may need to know about a person, and what somebody told of it. Frozen, like `model.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.localized import Localized


class FactKind(StrEnum):
    """What the value of a fact is."""

    AGES = "ages"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    AMOUNT = "amount"
    DATE = "date"


# What the patterns of a fact are for; those of a choice or of choices stand under its options.
SAID: dict[FactKind, tuple[str, ...]] = {
    FactKind.AGES: ("child", "twins", "newborn", "other"),
    FactKind.NUMBER: ("number",),
    FactKind.YES_NO: ("yes", "no"),
    FactKind.AMOUNT: ("near",),
    FactKind.DATE: ("near",),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the guide may need to know about a person.

    `about` says in German what it is. `said` holds the patterns that tell it in passing: per option, per `yes` and
    `no`, or, where a number or a date is told, per what the words near it are (see `knowledge/understand/facts.py`).
    `name` names it in a list, `question` asks for it, `why` says why we ask, `labels` are the options on buttons. `services`: what a person who
    tells an option already gets. `group`: what it tells of (a letter), which not everybody has. `passing`: people tell
    it of themselves on the way to what they need; it is no need where one stands beside it.
    """

    id: str
    kind: FactKind
    options: tuple[str, ...]
    about: str
    said: Mapping[str, tuple[str, ...]]
    name: Localized
    question: Localized
    why: Localized
    labels: Mapping[str, Localized]
    services: Mapping[str, str]
    group: str = ""
    passing: bool = False


# Yes or no, a number, euros, a choice or a day ("2026-03-01", "2026-03", a city's id), years, choices.
Value = bool | int | float | str | tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that a message says in passing: the id of the fact or "city", its value, the words it came from."""

    fact: str
    value: Value
    words: str
