"""The nouns of a case, frozen: what it is, what may become of it, and its number."""

import secrets
from dataclasses import dataclass
from datetime import datetime
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


class Role(StrEnum):
    """What a member of staff does."""

    LOTSE = "lotse"
    EDITOR = "editor"
    DEPARTMENT = "department"
    ADMINISTRATOR = "administrator"


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


@dataclass(frozen=True, slots=True)
class User:
    """A member of staff. Without cities: all of them (administrators)."""

    id: int
    name: str
    role: Role
    cities: tuple[str, ...]

    def may_see(self, city: str | None) -> bool:
        """A case without a city is everybody's."""
        return city is None or not self.cities or city in self.cities


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
    """A person's matter with the Lotse. `waiting_since`: their first unanswered message."""

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


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a case's history. `delivery`: what became of a reply."""

    at: datetime
    kind: EventKind
    actor: str
    text: str = ""
    delivery: str = ""


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
