"""The nouns of a reminder, frozen: what it is about, the day it reminds of, and when it is due."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReminderKind(StrEnum):
    """What a person is reminded of, or asked."""

    STEP = "step"
    FOLLOW_UP = "follow_up"
    RENEWAL = "renewal"
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message ahead.

    `about`: the id of the step, the fact or the birthday; `day`: what it reminds of; `on`: the day it was planned on;
    `exact`: the day is known, or only the earliest that is possible.
    """

    kind: ReminderKind
    about: str
    day: date
    on: date
    due_at: datetime
    exact: bool = True

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two of them the same, whenever they were planned."""
        return self.kind, self.about, self.day, self.due_at


@dataclass(frozen=True, slots=True)
class Followed:
    """A step whose outcome was asked: for which last day, how often, and (ISO) when the person wants it again."""

    step: str
    until: str
    times: int
    again: str | None = None
