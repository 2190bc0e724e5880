"""Working days in North Rhine-Westphalia, and months as the law counts them. The home of `holidays`."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a law names it."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0


def is_working_day(day: date) -> bool:
    """Whether it is neither a Saturday, nor a Sunday, nor a holiday in North Rhine-Westphalia."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def is_rest_day(day: date) -> bool:
    """Whether it is a Sunday or a holiday in North Rhine-Westphalia."""
    return day.weekday() == _SUNDAY or day in _holidays(day.year)


@lru_cache(maxsize=200)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=year))


def forward(day: date) -> date:
    """The day, or the next working day: where the end of a term falls (§ 193 BGB, § 64(3) SGG)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def back(day: date) -> date:
    """The day, or the working day before it: for what should be done by then."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def ahead(day: date, count: int) -> date:
    """The working day that comes so many working days after a day."""
    for _ in range(count):
        day = forward(day + timedelta(days=1))
    return day


def later(day: date, span: Span) -> date:
    """So much after a day; where a month has no such day, its last one (§ 188(3) BGB)."""
    return _moved(day, span, 1)


def earlier(day: date, span: Span) -> date:
    """So much before a day; where a month has no such day, its last one."""
    return _moved(day, span, -1)


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _moved(day: date, span: Span, sign: int) -> date:
    months = day.year * 12 + day.month - 1 + sign * (span.years * 12 + span.months)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    moved = date(year, month + 1, min(day.day, last))
    return moved + sign * timedelta(weeks=span.weeks, days=span.days)
