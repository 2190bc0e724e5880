"""What the guide remembers of a conversation, frozen: where it stands, and what the person told."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.cases import Reason
from bot.reminder import Followed
from knowledge.mark import Mark

KEPT_WORDS = 10


class Step(StrEnum):
    """Where a conversation stands."""

    LANGUAGE = "language"
    CITY = "city"
    ASK = "ask"
    CHOOSE = "choose"
    TOPICS = "topics"
    CARD = "card"
    INTERVIEW = "interview"
    PLAN = "plan"
    WHY = "why"
    CONSENT = "consent"
    HUMAN = "human"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice as it was shown: typed data, and the words on it.

    `numbered`: its number stands before it and can be typed; not where a number is itself an answer.
    """

    data: str
    label: str
    numbered: bool = True

    def shown(self, number: int) -> str:
        """The words on it, with its number where it has one."""
        return f"{number}. {self.label}" if self.numbered else self.label


@dataclass(frozen=True, slots=True)
class Word:
    """Something the person wrote, masked, and which message it was."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact as it is kept: its id, the value as JSON has it (None: there is none), and the day it was told."""

    id: str
    value: Any
    on: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of a step of the plan."""

    step: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Session:
    """What the guide remembers of a conversation. `after`: the step that a city or language was asked for.

    `facts`: what the person told; `asked`: facts that were asked, answered or not; `question`: the one asked now;
    `marks`: what became of steps of the plan; `planned`: the person has seen it. `reminders`: they want to be reminded;
    `followed`: steps whose outcome was asked.
    """

    citizen: str
    lang: str
    city: str | None = None
    step: Step = Step.LANGUAGE
    after: Step | None = None
    offered: tuple[Offer, ...] = ()
    words: tuple[Word, ...] = ()
    needs: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    danger: str | None = None
    reason: Reason | None = None
    unclear: int = 0
    case: str | None = None
    album: str = ""
    greeted: bool = False
    facts: tuple[ToldFact, ...] = ()
    asked: tuple[str, ...] = ()
    question: str | None = None
    marks: tuple[Marked, ...] = ()
    planned: bool = False
    reminders: bool = False
    followed: tuple[Followed, ...] = ()

    def without_matter(self) -> "Session":
        """The session after a matter ended: language, city and an open case stay."""
        return Session(
            citizen=self.citizen,
            lang=self.lang,
            city=self.city,
            step=self.step,
            case=self.case,
            album=self.album,
            greeted=self.greeted,
        )

    def heard(self, ref: str, text: str) -> tuple[Word, ...]:
        """The words kept after one more text; a known ref is a new wording."""
        others = tuple(word for word in self.words if not ref or word.ref != ref)
        return (*others, Word(ref, text))[-KEPT_WORDS:]
