"""Short words for tests of the dialogue: a session, what a person does, and what a Turn says and offers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.handlers import answer
from bot.model import Address, Incoming, IncomingKind, Say, Turn
from bot.session import Session, Step
from knowledge.model import Candidate, Decision, Guide, Understanding

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WHERE = Address("test", "bot", "1")


def a_session(step: Step = Step.ASK, **state: Any) -> Session:
    """Somebody who has been greeted and lives in Marl."""
    standing: dict[str, Any] = {"citizen": "c", "lang": "de", "city": "marl", "greeted": True, "step": step}
    return Session(**(standing | state))


def meant(decision: Decision, *services: str, sure: bool = False, **more: Any) -> Understanding:
    """What a message was understood as."""
    candidates = tuple(Candidate(service, 0.5, f"words of {service}") for service in services)
    return Understanding(decision, needs=services if sure else (), candidates=candidates, **more)


def said(text: str, understood: Understanding | None = None, **more: Any) -> Incoming:
    return Incoming(WHERE, IncomingKind.TEXT, text, ref="r1", understood=understood, **more)


def does(session: Session, guide: Guide, kind: IncomingKind, text: str = "", **more: Any) -> Turn:
    return answer(session, Incoming(WHERE, kind, text, **more), guide, NOW)


def presses(session: Session, guide: Guide, data: str) -> Turn:
    return does(session, guide, IncomingKind.PRESS, data)


def says(session: Session, guide: Guide, incoming: Incoming) -> Turn:
    return answer(session, incoming, guide, NOW)


def keys(turn: Turn) -> tuple[str, ...]:
    """The texts that a Turn says, by key."""
    return tuple(one.key for one in turn.says)


def offers(turn: Turn) -> tuple[str, ...]:
    """The data of everything that can be chosen."""
    return tuple(choice.data for one in turn.says for choice in one.choices)


def inner(value: Any) -> Iterator[Say]:
    """A Say and every Say within it."""
    if isinstance(value, Say):
        yield value
        for parameter in value.params.values():
            yield from inner(parameter)
    elif isinstance(value, tuple):
        for part in value:
            yield from inner(part)


def all_keys(turn: Turn) -> set[str]:
    return {one.key for outer in turn.says for one in inner(outer)}
