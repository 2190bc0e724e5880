"""What a bot did against the Bot API: recorded, so that one assertion at the end of a test shows it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Which check found it."""

    UNKNOWN_METHOD = "unknown method"
    NOT_PLAYED = "method not played by this double"
    PARAMETER = "parameter"
    LIMIT = "limit"
    MARKUP = "markup"
    SECOND_OPINION = "second opinion"
    UPDATE = "update of this double"
    ANSWER = "answer of this double"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach: where (a method or an update's kind) and what."""

    kind: Kind
    where: str
    problem: str
