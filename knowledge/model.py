"""The nouns of the knowledge, frozen. Terms follow Open Referral HSDS where it has a word.

A `Guide` is one published state of all documents; whoever holds one may keep it as long as it likes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.birthday import Birthday
from knowledge.canned import CannedReply
from knowledge.deadline import Deadline
from knowledge.fact import Fact, Told
from knowledge.hours import Hours
from knowledge.interlock import Interlock
from knowledge.localized import Checked, Law, Localized, Origin
from knowledge.mark import Mark
from knowledge.situation import Situation

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Texts to directions of meaning. `recall`: of the knowledge, whose vectors are kept; `encode`: of messages."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors: ...

    def recall(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Responsible:
    """A department that answers for a service, and (in German) on which condition."""

    department: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A help that exists; what is not known of it is None or empty. `synonyms`: words people use, per language.

    `description`: a long text, to match against and not to show. `source`: where a text of others stands, and whose it is.
    `leika`: its key in the catalogue of German public services, 14 digits. `source_id`: what it is in the format that it
    was imported from (so too in other nouns).
    """

    id: str
    topic: str
    departments: tuple[Responsible, ...]
    name: Localized
    summary: Localized
    who: Localized | None
    first_step: Localized | None
    deadline: Localized | None
    cost: Localized | None
    papers: tuple[str, ...]
    laws: tuple[Law, ...]
    synonyms: Mapping[str, tuple[str, ...]]
    checked: Checked
    description: Localized | None = None
    source: str = ""
    leika: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """An office (Fachbereich). `find`: how to find it without a number that nobody verified."""

    id: str
    level: str
    name: Localized
    serves: Localized
    find: Localized
    checked: Checked
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a city's department is reached; only with the day on which it was assured (HSDS: assured_date)."""

    department: str
    assured_date: date
    phone: str = ""
    address: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """One of the ten houses: what it changes of the district's text. `without`: departments that it does not have.

    `hours`: when its Lotsen are there, which are also its waiting times; None where nobody told.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    infostelle: bool
    contacts: tuple[Contact, ...]
    checked: Checked
    without: tuple[str, ...] = ()
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A required document, translated once."""

    id: str
    name: Localized
    note: Localized | None
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of life: the way to browse."""

    id: str
    order: int
    name: Localized
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A national phone number with its source. `always`: somebody answers day and night."""

    id: str
    name: Localized
    numbers: tuple[str, ...]
    hours: Localized | None
    note: Localized
    source: str
    checked: Checked
    always: bool = False


class DangerKind(StrEnum):
    """What makes a message urgent, most urgent first."""

    SUICIDE = "suicide"
    VIOLENCE = "violence"
    CHILD = "child"
    MEDICAL = "medical"
    HOMELESS = "homeless"
    HUNGER = "hunger"


@dataclass(frozen=True, slots=True)
class Danger:
    """What is said first in a danger, and who helps now."""

    id: DangerKind
    numbers: tuple[str, ...]
    services: tuple[str, ...]
    departments: tuple[str, ...]
    text: Localized
    laws: tuple[Law, ...]
    patterns: tuple[str, ...]
    checked: Checked


@dataclass(frozen=True, slots=True)
class Change:
    """Words that say what became of a step of the plan."""

    mark: Mark
    patterns: tuple[str, ...]
    checked: Checked


class PhraseKind(StrEnum):
    """What a phrase is an example of."""

    SERVICE = "service"
    DANGER = "danger"
    NEAR_DANGER = "near_danger"
    OOS = "oos"
    HUMAN = "human"
    SMALLTALK = "smalltalk"
    COMMAND = "command"
    MULTI = "multi"


class Command(StrEnum):
    """Words that work in every step, in every language."""

    HELP = "help"
    BACK = "back"
    RESTART = "restart"
    LANGUAGE = "language"
    CITY = "city"
    HUMAN = "human"
    PRIVACY = "privacy"
    MY_DATA = "my_data"
    DELETE_MY_DATA = "delete_my_data"
    STOP = "stop"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence as people write it. `targets`: service ids, a danger kind or a command, as `kind` says.

    `parts`: of a sentence with several needs, the words that each target comes from.
    """

    kind: PhraseKind
    lang: str
    text: str
    targets: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    origin: Origin = Origin.MACHINE


@dataclass(frozen=True, eq=False)
class Guide:
    """Everything the guide knows in one revision (a hash of its documents); compared by identity.

    `encoder`: what it reads meaning with; None where the machine has none, then words alone decide.
    """

    revision: str
    services: Mapping[str, Service]
    departments: Mapping[str, Department]
    cities: Mapping[str, City]
    papers: Mapping[str, Paper]
    topics: Mapping[str, Topic]
    numbers: Mapping[str, Number]
    dangers: Mapping[DangerKind, Danger]
    phrases: tuple[Phrase, ...] = field(repr=False)
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    interlocks: Mapping[str, Interlock] = field(default_factory=lambda: MappingProxyType({}))
    deadlines: Mapping[str, Deadline] = field(default_factory=lambda: MappingProxyType({}))
    changes: Mapping[str, Change] = field(default_factory=lambda: MappingProxyType({}))
    situations: Mapping[str, Situation] = field(default_factory=lambda: MappingProxyType({}))
    birthdays: Mapping[str, Birthday] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, CannedReply] = field(default_factory=lambda: MappingProxyType({}))
    encoder: Encoder | None = field(default=None, repr=False)

    def of_topic(self, topic: str) -> tuple[Service, ...]:
        return tuple(service for service in self.services.values() if service.topic == topic)


class Decision(StrEnum):
    """How far the guide goes with what it understood."""

    SURE = "sure"
    UNSURE = "unsure"
    NONE = "none"
    HUMAN = "human"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service that could be meant, how likely (0 to 1), and the words it came from."""

    service: str
    confidence: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message says: danger first, then a command, then needs (only when sure) and candidates, best first.

    `facts` are told beside all that, one value a fact. `change`: something the person had to do is done or refused.
    """

    decision: Decision
    danger: DangerKind | None = None
    command: Command | None = None
    needs: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    facts: tuple[Told, ...] = ()
    change: Mark | None = None
