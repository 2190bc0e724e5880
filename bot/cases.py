"""The nouns of a case, frozen: what it is, what may become of it, and its number."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

_DIGITS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else
_LENGTH = 6


class CaseStatus(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


MAY_BECOME: dict[CaseStatus, tuple[CaseStatus, ...]] = {
    CaseStatus.OPEN: (CaseStatus.CLAIMED, CaseStatus.CLOSED),
    CaseStatus.CLAIMED: (CaseStatus.OPEN, CaseStatus.CLOSED),
    CaseStatus.CLOSED: (),
}


class Reason(StrEnum):
    """Why a case was opened; each can be explained to the person."""

    ASKED = "asked"
    DANGER = "danger"
    UNCLEAR = "unclear"
    HARD = "hard"
    TECHNICAL = "technical"


class Outcome(StrEnum):
    """What became of a case, as its Lotse says when closing it."""

    HELPED = "helped"
    PASSED_ON = "passed_on"
    NOT_REACHED = "not_reached"
    NOT_WANTED = "not_wanted"
    MISTAKE = "mistake"


class EventKind(StrEnum):
    """What happened to a case."""

    OPENED = "opened"
    MESSAGE = "message"
    EDITED = "edited"
    CLAIMED = "claimed"
    RELEASED = "released"
    FAILED = "failed"
    REPLY = "reply"
    NOTE = "note"
    READ = "read"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    UNREACHABLE = "unreachable"
    DANGER = "danger"
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    ANNOUNCED = "announced"
    TASK = "task"
    AGREED = "agreed"
    REVOKED = "revoked"
    KEPT = "kept"
    RESENT = "resent"


class CallKind(StrEnum):
    """Why staff are called to a case: nobody claimed it, or took it over, its owner is away, its person waits too long."""

    WAITS = "waits"
    OFFERED = "offered"
    AWAY = "away"
    LATE = "late"


# What is recorded without anything being done in the case.
STANDS_STILL = (EventKind.READ, EventKind.ANNOUNCED)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to: which text, when, for what."""

    version: str
    at: datetime
    scope: str = "lotse"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A step of the plan as it was passed on. `age`: of the child it is for; `until`: a day (ISO)."""

    id: str
    services: tuple[str, ...]
    age: int | None = None
    until: str | None = None
    missed: bool = False
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a person agreed to pass on; stands sealed. `reasons`: why the case is hard, as the plan saw it."""

    needs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    danger: str | None = None
    facts: tuple[tuple[str, Any], ...] = ()
    plan: tuple[PlanLine, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A person's matter with the Lotse.

    `waiting_since`: their first unanswered message; `hard`: why, as the plan saw it; `deadline`: the first last day of
    the plan; `moved_at`: when something was done last; `offered_to`, `offered_city`: to whom it was handed on and who
    has not taken it yet; `deputy`: who stands in for the owner now; `demo`: it is made up.
    """

    number: str
    citizen: str
    city: str | None
    lang: str
    channel: str
    status: CaseStatus
    owner: str | None
    reasons: tuple[Reason, ...]
    urgent: bool
    opened_at: datetime
    waiting_since: datetime | None
    closed_at: datetime | None
    revision: str
    consent: Consent | None
    content: Content
    hard: tuple[str, ...] = ()
    deadline: date | None = None
    moved_at: datetime | None = None
    outcome: Outcome | None = None
    offered_to: str | None = None
    offered_city: str | None = None
    deputy: str | None = None
    demo: bool = False

    def is_held_by(self, name: str) -> bool:
        """Whether somebody owns the case, or stands in for its owner now."""
        return name in (self.owner, self.deputy)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a case's history.

    `delivery`: what became of a reply; `task`: the task it is about; `lang`: that of the text; `ref`: the message it
    is, which an edit has too.
    """

    at: datetime
    kind: EventKind
    actor: str
    text: str = ""
    delivery: str = ""
    id: int = 0
    task: int | None = None
    lang: str | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """That something happened to a case, without what.

    `city`, `offered_to`, `offered_city`: of the case, as it is now; `department`, `task_city`: of the task it is about.
    """

    id: int
    kind: EventKind
    case: str
    city: str | None
    offered_to: int | None = None
    offered_city: str | None = None
    task: int | None = None
    department: str | None = None
    task_city: str | None = None


def new_number() -> str:
    """A random case number with a check digit: tells nothing, and a slip of the pen does not name another case."""
    body = "".join(secrets.choice(_DIGITS) for _ in range(_LENGTH))
    return f"{body[:3]}-{body[3:]}-{check_digit(body)}"


def check_digit(body: str) -> str:
    """The check character of a number's body (Luhn mod N: finds every single wrong character)."""
    total, factor = 0, 2
    for char in reversed(body):
        addend = factor * _DIGITS.index(char)
        factor = 3 - factor
        total += addend // len(_DIGITS) + addend % len(_DIGITS)
    return _DIGITS[-total % len(_DIGITS)]


def parse_number(text: str) -> str | None:
    """A case number as somebody typed it, in its written form; None when it is none."""
    plain = "".join(char for char in text.upper() if char in _DIGITS)
    if len(plain) != _LENGTH + 1 or check_digit(plain[:-1]) != plain[-1]:
        return None
    return f"{plain[:3]}-{plain[3:6]}-{plain[6]}"
