"""Working time: when Lotsen are there, how long somebody waits by that, and by when they should have an answer. Pure.

Waiting is counted in the opening hours of the city, else in those of the house, else in every hour of working days.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from bot.clock import BERLIN, today
from knowledge.hours import MIDNIGHT, Hours, Interval
from knowledge.workdays import is_rest_day

_DAY = timedelta(days=1)


class Limit(StrEnum):
    """What decides by when a person should have an answer: the reason of their case, or a deadline that is near."""

    DANGER = "danger"
    DEADLINE = "deadline"
    HARD = "hard"
    TECHNICAL = "technical"
    UNCLEAR = "unclear"
    ASKED = "asked"


# Hours of work until an answer should be there; of several reasons the shortest counts. Eight are a working day.
LIMITS: Mapping[str, float] = MappingProxyType(
    {
        Limit.DANGER: 0.5,
        Limit.DEADLINE: 4,
        Limit.HARD: 8,
        Limit.TECHNICAL: 8,
        Limit.UNCLEAR: 16,
        Limit.ASKED: 16,
    }
)
NEAR = timedelta(days=7)
WORKING_DAY = 8


@dataclass(frozen=True, slots=True)
class Times:
    """By what waiting is counted in a city. `manned`: when somebody may be there; `known`: these are its real hours."""

    counted: Hours
    manned: Hours
    known: bool

    def span(self, hours: float) -> timedelta:
        """So many hours of work. Where every hour of a working day counts, eight of them are a day all the same."""
        return timedelta(hours=hours if self.known else hours * 24 / WORKING_DAY)


_EVERY_HOUR = Hours((*((Interval(0, MIDNIGHT),),) * 5, ()))
# No promise and no count: only when it is sure enough that nobody is there.
_DAYTIME = Hours((*((Interval(7 * 60, 18 * 60),),) * 5, ()))
UNKNOWN = Times(_EVERY_HOUR, _DAYTIME, known=False)


def times_of(city: Hours | None, house: Hours | None) -> Times:
    """The times of a city with these hours, in a house with those."""
    hours = city or house
    return Times(hours, hours, known=True) if hours else UNKNOWN


def read_limits(text: str) -> Mapping[str, float]:
    """The table with the changes of a setting: «danger=1,asked=24». Raises ValueError with what is wrong."""
    changed = dict(LIMITS)
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, hours = pair.partition("=")
        if name not in LIMITS or not hours.replace(".", "", 1).isdigit() or not float(hours):
            raise ValueError(f"«{pair}» is not {'|'.join(LIMITS)}=hours")
        changed[name] = float(hours)
    return MappingProxyType(changed)


def limit_of(
    reasons: Iterable[str],
    *,
    urgent: bool,
    deadline: date | None,
    on: date,
    limits: Mapping[str, float] = LIMITS,
) -> float:
    """Hours of work until a case with these reasons should be answered, seen on a day."""
    found = {*reasons} | ({Limit.DANGER} if urgent else set())
    if deadline and deadline - on <= NEAR:
        found.add(Limit.DEADLINE)
    return min(limits[one] for one in found)


def openings(hours: Hours, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches at which it is open, beginning with the one that is not over yet."""
    day = today(since)
    while True:
        yield from (stretch for stretch in _of_day(hours, day) if stretch[1] > since)
        day += _DAY


@lru_cache(maxsize=4096)
def _of_day(hours: Hours, day: date) -> tuple[tuple[datetime, datetime], ...]:
    if is_rest_day(day):
        return ()
    return tuple((_at(day, one.start), _at(day, one.end)) for one in hours.days[day.weekday()])


def _at(day: date, minute: int) -> datetime:
    """The instant of a minute of a day in Germany, which may have 23 or 25 hours."""
    day += _DAY * (minute // MIDNIGHT)
    hour, minute = divmod(minute % MIDNIGHT, 60)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def opens(hours: Hours, at: datetime) -> datetime:
    """The instant itself when it is open, else the next opening."""
    start, _ = next(openings(hours, at))
    return max(start, at)


def is_open(hours: Hours, at: datetime) -> bool:
    return opens(hours, at) == at


def waited(hours: Hours, since: datetime, until: datetime) -> timedelta:
    """How much of the time between two instants it was open."""
    total = timedelta()
    for start, end in openings(hours, since):
        if start >= until:
            break
        total += min(end, until) - max(start, since)
    return total


def reached(hours: Hours, since: datetime, span: timedelta) -> datetime:
    """The first instant at which somebody who waits since then has waited so long."""
    for start, end in openings(hours, since):
        begin = max(start, since)
        if end - begin >= span:
            return begin + span
        span -= end - begin
    raise AssertionError("the openings do not end")


def expected(times: Times, since: datetime, hours: float) -> date:
    """The working day by which an answer can be expected, after so many hours of work."""
    return today(reached(times.counted, since, times.span(hours)) - timedelta(microseconds=1))


def is_same_closure(hours: Hours, earlier: datetime, now: datetime) -> bool:
    """Whether it is closed, and was all the time since then."""
    return not is_open(hours, now) and opens(hours, earlier) == opens(hours, now)
