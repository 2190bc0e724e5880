"""Numbers that show a city's work and nobody in it: periods, and figures that hide few people. Pure.

A figure of fewer than five people is not given. All others are rounded to five, so that none can be found out by
taking one from another: not a part from its whole, not a month from its quarter, not one breakdown from the next.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bot.clock import BERLIN

FEW = 5
# The slowest tenth is one person or more only here.
_FEW_FOR_P90 = 10
_STEP = 5
_HALF_HOUR = timedelta(minutes=30)
_WRITTEN = re.compile(r"(\d{4})-(?:(\d{2})|Q([1-4]))")


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a quarter. `name`: 2026-11, 2026-Q4; `end`: the first day behind it."""

    name: str
    first: date
    end: date

    @property
    def since(self) -> datetime:
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        return _midnight(self.end)

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BERLIN)


def month_of(day: date) -> Period:
    return _period(f"{day:%Y-%m}", day.year, day.month, 1)


def quarter_of(day: date) -> Period:
    quarter = (day.month + 2) // 3
    return _period(f"{day.year}-Q{quarter}", day.year, quarter * 3 - 2, 3)


def _period(name: str, year: int, month: int, months: int) -> Period:
    years, behind = divmod(month - 1 + months, 12)
    return Period(name, date(year, month, 1), date(year + years, behind + 1, 1))


def read_period(written: str, today: date) -> Period:
    """The period of a name; this month where it is none."""
    found = _WRITTEN.fullmatch(written)
    year = int(found[1]) if found else 0
    if not found or not date.min.year < year < date.max.year:
        return month_of(today)
    if found[3]:
        return quarter_of(date(year, int(found[3]) * 3, 1))
    return month_of(date(year, int(found[2]), 1)) if 1 <= int(found[2]) <= 12 else month_of(today)


def periods(today: date) -> tuple[Period, ...]:
    """What can be chosen: this month and the eleven before it, this quarter and the three before it."""
    months, quarters = [month_of(today)], [quarter_of(today)]
    for chosen, one_of, count in ((months, month_of, 12), (quarters, quarter_of, 4)):
        while len(chosen) < count:
            chosen.append(one_of(chosen[-1].first - timedelta(days=1)))
    return (*months, *quarters)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may be shown; `value` None: too few people. `hours`: of work, else it counts."""

    value: float | None
    hours: bool = False


def count(people: Iterable[str]) -> Figure:
    """How many people, one name each: rounded to five; zero is no secret, one to four are."""
    number = len(set(people))
    return Figure(None if 0 < number < FEW else rounded(number))


def rounded(number: int) -> int:
    """To the nearest five."""
    return (number + _STEP // 2) // _STEP * _STEP


def middle(waits: Sequence[timedelta]) -> Figure:
    """The time that half of the people waited at most, one wait each, in half hours."""
    if len(waits) < FEW:
        return Figure(None, hours=True)
    return Figure(_hours(timedelta(seconds=median(wait.total_seconds() for wait in waits))), hours=True)


def slowest(waits: Sequence[timedelta]) -> Figure:
    """The time that nine of ten waited at most; among fewer than ten people that would be somebody's own."""
    if len(waits) < _FEW_FOR_P90:
        return Figure(None, hours=True)
    return Figure(_hours(sorted(waits)[-(-9 * len(waits) // 10) - 1]), hours=True)


def _hours(wait: timedelta) -> float:
    return round(wait / _HALF_HOUR) / 2
