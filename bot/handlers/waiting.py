"""What somebody who waits for a Lotse is told: by when to expect an answer, and at night whom to call instead."""

from datetime import datetime

from bot import clocks
from bot.clock import BERLIN, today
from bot.clocks import Times
from bot.handlers.danger import number_line
from bot.model import Say, say
from knowledge.model import Danger, Guide, Number


def told(
    times: Times, since: datetime, hours: float, now: datetime, danger: str | None, guide: Guide
) -> tuple[Say, ...]:
    """What is said to somebody who waits since then for an answer within so many hours of work.

    A day that has passed is not promised again. While nobody is there, it is said which numbers help now.
    """
    says = []
    day = clocks.expected(times, since, hours)
    if day >= today(now):
        says.append(say("waiting.expected", day=day))
    if not clocks.is_open(times.manned, now):
        says += [_closed(times, now), _numbers(danger, guide)]
    return tuple(says)


def is_news(times: Times, before: datetime | None, now: datetime) -> bool:
    """Whether it is closed, and the person who wrote last at `before` has not been told so since it closed."""
    closed = not clocks.is_open(times.manned, now)
    return closed and (before is None or not clocks.is_same_closure(times.manned, before, now))


def _closed(times: Times, now: datetime) -> Say:
    """Only real hours promise a time of day."""
    if not times.known:
        return say("waiting.closed_usually")
    return say("waiting.closed", at=clocks.opens(times.manned, now).astimezone(BERLIN))


def _numbers(danger: str | None, guide: Guide) -> Say:
    """The numbers of a danger, else all that answer day and night."""
    known: Danger | None = next((one for id_, one in guide.dangers.items() if id_ == danger), None)
    if known:
        return say("waiting.numbers", lines=tuple(number_line(guide.numbers[id_]) for id_ in known.numbers))
    always = (number for number in guide.numbers.values() if number.always)
    return say("waiting.numbers", lines=tuple(_short(number) for number in always))


def _short(number: Number) -> Say:
    return say("waiting.number", numbers=", ".join(number.numbers), name=number.name)
