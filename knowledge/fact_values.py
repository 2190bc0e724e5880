"""Facts as they are kept (JSON) into values that conditions look at; an age grows with the day it was told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.condition import Facts
from knowledge.errors import InvalidFactsError
from knowledge.fact import Fact, FactKind, Value

OLDEST = 27
"""Up to this age somebody counts as a child of the household."""
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)
_MOST_EUROS = 1_000_000
_MOST_COUNTED = 150  # years, months, classes: what is more is a year or a slip
_DAY, _MONTH = len("2026-03-01"), len("2026-03")


def known(raw: Mapping[str, Any], facts: Mapping[str, Fact], told_on: date, today: date) -> Facts:
    """The facts as values on a day; None in `raw` says that there is none of it.

    Children are whole years on the day they were told, or birth months ("2024-05"), none of them ahead. Raises InvalidFactsError with
    the ids of those that no fact can have.
    """
    found: dict[str, Value | None] = {}
    wrong: list[str] = []
    for id_, value in raw.items():
        try:
            found[id_] = None if value is None else _value(facts[id_], value, told_on, today)
        except (KeyError, ValueError, TypeError):
            wrong.append(id_)
    if wrong:
        raise InvalidFactsError(ids=tuple(wrong))
    return found


def can_be(fact: Fact, value: Value | None, today: date) -> bool:
    """Whether a fact can have this value, told today."""
    try:
        known({fact.id: value}, {fact.id: fact}, today, today)
    except InvalidFactsError:
        return False
    return True


def day(text: str) -> date:
    """A day, or the first of a month. Raises ValueError where it is none, or far off."""
    if len(text) not in (_DAY, _MONTH):
        raise ValueError(text)
    found = date.fromisoformat(text if len(text) == _DAY else f"{text}-01")
    if not _EARLIEST <= found < _LATEST:
        raise ValueError(text)
    return found


def years(since: date, until: date) -> int:
    """Whole years between two days."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def _value(fact: Fact, value: Any, told_on: date, today: date) -> Value:
    """One value as its kind asks for it. Raises ValueError or TypeError where it cannot be one."""
    match fact.kind:
        case FactKind.AGES:
            ages = (_age(one, told_on, today) for one in _listed(value))
            return tuple(sorted(age for age in ages if age < OLDEST + 1))
        case FactKind.NUMBER:
            return _whole(value, _MOST_COUNTED)
        case FactKind.AMOUNT:
            return float(_bounded(value, _MOST_EUROS))
        case FactKind.YES_NO if isinstance(value, bool):
            return value
        case FactKind.CHOICE:
            return fact.options[fact.options.index(value)]
        case FactKind.CHOICES:
            chosen = {fact.options.index(one) for one in _listed(value)}
            return tuple(fact.options[place] for place in sorted(chosen))
        case FactKind.DATE:
            day(value)
            return str(value)
    raise ValueError(value)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return list(value)


def _age(value: Any, told_on: date, today: date) -> float:
    """Whole years; with a birth month, years and their part (a float), so that a later age can be told."""
    if isinstance(value, str):
        born = day(value)
        if (born.year, born.month) > (told_on.year, told_on.month):
            raise ValueError(value)
        months = (today.year - born.year) * 12 + today.month - born.month
        return max(months, 0) / 12
    return _whole(value, _MOST_COUNTED) + max(years(told_on, today), 0)


def _whole(value: Any, most: int) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return int(_bounded(value, most))


def _bounded(value: Any, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(value)
    return value
