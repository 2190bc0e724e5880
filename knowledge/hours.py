"""Opening hours of a week: several intervals a day, as they are written in documents and settings. Frozen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Monday first; nobody works at a town hall on a Sunday.
WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa")
MIDNIGHT = 24 * 60
_INTERVAL = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Interval:
    """From a minute of the day to another, `end` excluded; 1440 is the midnight behind it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hours:
    """The intervals of each weekday, Monday first, in their order. On holidays nobody is there."""

    days: tuple[tuple[Interval, ...], ...]


def hours_of(week: Mapping[str, Sequence[str]]) -> Hours:
    """Hours from weekdays and their intervals: {"mo": ["08:30-12:00", "13:30-16:00"]}.

    Raises ValueError with what is wrong: a day or interval that is none, intervals that overlap, a week without any.
    """
    for name in week:
        if name not in WEEKDAYS:
            raise ValueError(f"«{name}» is none of {', '.join(WEEKDAYS)}")
    days = tuple(_day(name, week.get(name, ())) for name in WEEKDAYS)
    if not any(days):
        raise ValueError("there is no interval")
    return Hours(days)


def read_hours(text: str) -> Hours:
    """Hours as a setting writes them: «mo-do 08:30-12:00 13:30-16:00, fr 08:30-12:00».

    Raises ValueError with what is wrong.
    """
    week: dict[str, list[str]] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        names, *intervals = part.split()
        for name in _span(names):
            week.setdefault(name, []).extend(intervals)
    return hours_of(week)


def _span(names: str) -> tuple[str, ...]:
    """The days of «mo-do», or the one that is named."""
    first, dash, last = names.partition("-")
    if not dash:
        return (first,)
    if first not in WEEKDAYS or last not in WEEKDAYS or WEEKDAYS.index(first) >= WEEKDAYS.index(last):
        raise ValueError(f"«{names}» are no days, as in mo-do")
    return WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1]


def _day(name: str, written: Sequence[str]) -> tuple[Interval, ...]:
    if isinstance(written, str):
        raise ValueError(f"«{name}» must be a list of intervals")  # noqa: TRY004 - a value as any other
    intervals = tuple(_interval(one) for one in written)
    for earlier, later in pairwise(intervals):
        if earlier.end >= later.start:
            raise ValueError(f"«{name}»: the intervals overlap or are not in order")
    return intervals


def _interval(written: str) -> Interval:
    found = _INTERVAL.fullmatch(str(written))
    if not found:
        raise ValueError(f"«{written}» is no interval, as in 08:30-12:00")
    hour, minute, end_hour, end_minute = map(int, found.groups())
    interval = Interval(hour * 60 + minute, end_hour * 60 + end_minute)
    if not interval.start < interval.end <= MIDNIGHT:
        raise ValueError(f"«{written}» ends before it begins")
    return interval
