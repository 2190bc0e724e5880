"""The numbers of a city in a period: how many, how fast, about what, and where time is lost. None of fewer than five people."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import today
from bot.clocks import waited
from bot.desk.office import Office
from bot.errors import UnknownCityError
from bot.numbers import FEW, Figure, Period, count, middle, rounded, slowest
from bot.staff import User
from bot.store import numbers as rows
from bot.store import tally
from bot.store.numbers import Opened, Passed
from bot.store.tally import Tallied
from knowledge.hours import Hours
from knowledge.plan.model import Hard


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a city is shown. Of `reasons` and `languages` how many people; of `pairs` of departments the time between them."""

    city: str
    period: Period
    waiting: Figure
    opened: Figure
    answered: Figure
    first_answer: Figure
    slowest_answer: Figure
    gaps: Figure
    unanswered: Figure
    reasons: tuple[tuple[str, Figure], ...]
    languages: tuple[tuple[str, Figure], ...]
    pairs: tuple[tuple[tuple[str, str], Figure], ...]


def cities_of(office: Office, user: User) -> tuple[str, ...]:
    """The cities whose numbers a member of staff may see."""
    return tuple(city for city in office.guide.cities if user.may_see(city))


async def numbers(office: Office, user: User, city: str, period: Period) -> Numbers:
    """The numbers of a city. Raises UnknownCityError where it is not the user's."""
    if city not in (known := cities_of(office, user)):
        raise UnknownCityError(city=city, cities=", ".join(known))
    async with office.work() as work:
        cases = await rows.opened(work, city, period.since, period.until)
        waiting = await rows.waiting(work, city)
        passed = await rows.passed(work, city, period.since, period.until)
        unanswered = await tally.counted(work, Tallied.UNANSWERED, city, period.first, period.last)
    hours = office.times(city).counted
    waits = _waits(cases, hours)
    return Numbers(
        city=city,
        period=period,
        waiting=count(waiting),
        opened=count(case.citizen for case in cases),
        answered=count(case.citizen for case in cases if case.answered_at),
        first_answer=middle(waits),
        slowest_answer=slowest(waits),
        gaps=count(case.citizen for case in cases if _in_time(case)),
        # These are messages: who wrote them nobody knows, so that few of them may be of one person.
        unanswered=Figure(None if 0 < unanswered < FEW else rounded(unanswered)),
        reasons=_by(cases, lambda case: case.reasons),
        languages=_by(cases, lambda case: (case.lang,)),
        pairs=_by_pair(passed, hours, office.clock()),
    )


def _waits(cases: Iterable[Opened], hours: Hours) -> tuple[timedelta, ...]:
    """How long each person waited for a first answer: their longest wait, in opening hours."""
    longest: dict[str, timedelta] = {}
    for case in cases:
        if case.answered_at:
            wait = waited(hours, case.opened_at, case.answered_at)
            longest[case.citizen] = max(wait, longest.get(case.citizen, wait))
    return tuple(longest.values())


def _in_time(case: Opened) -> bool:
    """Whether a gap of the plan was seen before it could hurt."""
    return Hard.GAP in case.hard and (case.deadline is None or today(case.opened_at) <= case.deadline)


def _by(
    cases: Iterable[Opened], parts: Callable[[Opened], tuple[str, ...]]
) -> tuple[tuple[str, Figure], ...]:
    """How many people each part has, most first; those with few stand behind, in no order that tells."""
    people: Mapping[str, set[str]] = defaultdict(set)
    for case in cases:
        for part in parts(case):
            people[part].add(case.citizen)
    figures = {part: count(theirs) for part, theirs in people.items()}
    return tuple(sorted(figures.items(), key=_most_first))


def _by_pair(
    passed: Iterable[Passed], hours: Hours, now: datetime
) -> tuple[tuple[tuple[str, str], Figure], ...]:
    """The time between two departments, the longest first: half of the people waited at most so long."""
    longest: Mapping[tuple[str, str], dict[str, timedelta]] = defaultdict(dict)
    for one in passed:
        theirs = longest[one.first, one.then]
        wait = waited(hours, one.begun, max(one.ended or now, one.begun))
        theirs[one.citizen] = max(wait, theirs.get(one.citizen, wait))
    figures = {pair: middle(tuple(theirs.values())) for pair, theirs in longest.items()}
    return tuple(sorted(figures.items(), key=_most_first))


def _most_first(item: tuple[object, Figure]) -> tuple[bool, float, str]:
    name, figure = item
    return figure.value is None, -(figure.value or 0), str(name)
