"""The Lotsen's queue as lists: which cases, in which order, how many. No sealed text is opened for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bot.cases import CaseStatus, Outcome, Reason
from bot.staff import User
from bot.store.work import Work
from bot.tables import Instant, staff
from bot.tables import case as cases
from bot.tables import notice as notices
from bot.tables import task as tasks

PAGE = 50
Moment = datetime | sa.BindParameter[datetime]
NOW = sa.bindparam("now", type_=Instant)
ORDER = (
    cases.c.urgent.desc(),
    cases.c.deadline.asc().nulls_last(),
    cases.c.waiting_since.asc().nulls_last(),
    cases.c.opened_at,
    cases.c.number,
)
"""Danger, then the deadline, then who waits longest."""
_COLUMNS = (
    cases.c.number,
    cases.c.city,
    cases.c.lang,
    cases.c.reasons,
    cases.c.hard,
    cases.c.urgent,
    cases.c.deadline,
    cases.c.waiting_since,
    cases.c.opened_at,
    cases.c.moved_at,
    cases.c.closed_at,
    cases.c.outcome,
    cases.c.demo,
    staff.c.name.label("owner_name"),
)
_OPEN_TASKS = ("proposed", "accepted")


class Tab(StrEnum):
    """The lists of the queue; `CITIZEN` and `DEPARTMENT`: for whom a case waits."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    CITIZEN = "citizen"
    DEPARTMENT = "department"
    STILL = "still"
    STAND_IN = "stand_in"
    ALL = "all"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue somebody wants to see; a filter that is empty lets everything through."""

    tab: Tab = Tab.MINE
    city: str = ""
    lang: str = ""
    reason: str = ""
    department: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list. `offered`: to who looks, or to their city, and not taken yet.

    `reasons`: why it was opened, and why it is hard; `departments`: whose answer it waits for.
    """

    number: str
    city: str | None
    lang: str
    owner: str | None
    reasons: tuple[str, ...]
    urgent: bool
    deadline: date | None
    waiting_since: datetime | None
    quiet_since: datetime
    closed_at: datetime | None
    outcome: Outcome | None
    offered: bool
    demo: bool
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, how many cases each list has, and how much waits for who looks."""

    lines: tuple[Line, ...]
    counts: Mapping[Tab, int]
    pending: int
    page: int
    pages: int


def visible(user: User, now: Moment) -> sa.ColumnElement[bool]:
    """The cases that a user may see: of their cities, their own, offered to them, or of somebody they stand in for."""
    if not user.cities:
        return sa.true()
    own = (cases.c.owner == user.id, cases.c.owner.in_(_absent(now, staff.c.deputy == user.id)))
    return sa.or_(cases.c.city.is_(None), cases.c.city.in_(user.cities), *own, _offered(user))


def _offered(user: User) -> sa.ColumnElement[bool]:
    """Handed on to the user or their city, by somebody else."""
    theirs = sa.or_(cases.c.offered_to == user.id, cases.c.offered_city.in_(user.cities))
    return sa.and_(cases.c.status != CaseStatus.CLOSED, theirs, sa.func.coalesce(cases.c.owner, 0) != user.id)


def _absent(now: Moment, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The members of staff who are away now."""
    return sa.select(staff.c.id).where(staff.c.away_until > now, which)


def _asked(departments: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The cases that wait for an answer of such departments."""
    asked = sa.select(tasks.c.case_number).where(tasks.c.status.in_(_OPEN_TASKS), departments)
    return cases.c.number.in_(asked)


def _stand_in(user: User, now: Moment) -> sa.ColumnElement[bool]:
    """Cases of colleagues who are away: for their deputy, and for everybody where none is there."""
    there = sa.alias(staff)
    deputies = sa.select(there.c.id).where(
        there.c.active, sa.or_(there.c.away_until.is_(None), there.c.away_until <= now)
    )
    alone = sa.or_(staff.c.deputy.is_(None), staff.c.deputy == user.id, staff.c.deputy.not_in(deputies))
    return cases.c.owner.in_(_absent(now, sa.and_(staff.c.id != user.id, alone)))


def _tabs(user: User) -> dict[Tab, sa.ColumnElement[bool]]:
    """What each list holds."""
    goes_on = cases.c.status != CaseStatus.CLOSED
    asked = _asked(sa.true())
    quiet_since = sa.func.coalesce(cases.c.moved_at, cases.c.opened_at)
    return {
        Tab.MINE: sa.and_(goes_on, sa.or_(cases.c.owner == user.id, _offered(user))),
        Tab.UNASSIGNED: cases.c.status == CaseStatus.OPEN,
        Tab.CITIZEN: sa.and_(
            cases.c.status == CaseStatus.CLAIMED, cases.c.waiting_since.is_(None), sa.not_(asked)
        ),
        Tab.DEPARTMENT: sa.and_(goes_on, asked),
        Tab.STILL: sa.and_(goes_on, quiet_since < sa.bindparam("still", type_=Instant)),
        Tab.STAND_IN: sa.and_(goes_on, _stand_in(user, NOW)),
        Tab.ALL: goes_on,
        Tab.CLOSED: cases.c.status == CaseStatus.CLOSED,
    }


def _filters(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.city:
        found.append(cases.c.city == wanted.city)
    if wanted.lang:
        found.append(cases.c.lang == wanted.lang)
    if wanted.reason:
        both = "," + cases.c.reasons + "," + cases.c.hard + ","
        found.append(both.contains(f",{wanted.reason},", autoescape=True))
    if wanted.department:
        found.append(_asked(tasks.c.department == wanted.department))
    return found


@lru_cache(maxsize=500)
def _queries(user: User, wanted: Wanted) -> tuple[sa.Executable, sa.Executable]:
    """How many cases each list has, and the lines of one. Kept: consoles ask the same again and again."""
    tabs = _tabs(user)
    seen = (visible(user, NOW), *_filters(wanted))
    counted = [sa.func.count().filter(holds).label(tab) for tab, holds in tabs.items()]
    counted.append(_pending(user, NOW).label("pending"))
    counts = sa.select(*counted).select_from(cases).where(*seen)
    lines = _lines(user, wanted.tab).where(tabs[wanted.tab], *seen)
    return counts, lines.limit(PAGE).offset(sa.bindparam("offset", type_=sa.Integer))


async def page_of(work: Work, user: User, wanted: Wanted, still_after: timedelta) -> Listed:
    """A page of a list; one beyond the last is the last."""
    counting, lines = _queries(user, replace(wanted, page=1))
    moment = {"now": work.now, "still": work.now - still_after}
    row = await work.first(counting, **moment)
    assert row is not None, "a count has a row"
    counts = dict(zip(Tab, map(int, row), strict=False))
    pages = max(1, -(-counts[wanted.tab] // PAGE))
    page = min(max(1, wanted.page), pages)
    found = await work.all(lines, **moment, offset=(page - 1) * PAGE)
    return Listed(await _with_departments(work, found), counts, int(row.pending), page, pages)


def _lines(user: User, tab: Tab) -> sa.Select[Any]:
    """In their order: what is offered comes before the rest; what ended, newest first."""
    offered = _offered(user).label("offered")
    rows = sa.select(*_COLUMNS, offered).join(staff, staff.c.id == cases.c.owner, isouter=True)
    if tab is Tab.CLOSED:
        return rows.order_by(cases.c.closed_at.desc(), cases.c.number)
    return rows.order_by(*((offered.desc(),) if tab is Tab.MINE else ()), *ORDER)


async def _with_departments(work: Work, found: tuple[sa.Row[Any], ...]) -> tuple[Line, ...]:
    if not found:
        return ()
    lines = [_line(row) for row in found]
    asked = await work.all(
        sa.select(tasks.c.case_number, tasks.c.department)
        .where(tasks.c.case_number.in_([line.number for line in lines]), tasks.c.status.in_(_OPEN_TASKS))
        .distinct()
        .order_by(tasks.c.department)
    )
    waited: dict[str, tuple[str, ...]] = {}
    for row in asked:
        waited[row.case_number] = (*waited.get(row.case_number, ()), row.department)
    return tuple(replace(line, departments=waited.get(line.number, ())) for line in lines)


def _line(row: sa.Row[Any]) -> Line:
    why = [*row.reasons.split(","), *row.hard.split(",")]
    known = dict.fromkeys(one for one in why if one and (one != Reason.HARD or not row.hard))
    return Line(
        number=row.number,
        city=row.city,
        lang=row.lang,
        owner=row.owner_name,
        reasons=tuple(known),
        urgent=row.urgent,
        deadline=row.deadline,
        waiting_since=row.waiting_since,
        quiet_since=row.moved_at or row.opened_at,
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        offered=bool(row.offered),
        demo=row.demo,
    )


def _pending(user: User, now: Moment) -> sa.ColumnElement[int]:
    """How much waits for a user: people who wait for them, cases that nobody has, and notices of others."""
    theirs = sa.or_(
        cases.c.status == CaseStatus.OPEN,
        sa.and_(cases.c.owner == user.id, cases.c.waiting_since.is_not(None)),
        _offered(user),
    )
    counted = sa.select(sa.func.count()).select_from(cases).where(theirs, visible(user, now))
    of_them = sa.select(cases.c.number).where(theirs, visible(user, now)).correlate(None)
    unseen = sa.select(sa.func.count()).where(
        notices.c.staff == user.id,
        notices.c.seen_at.is_(None),
        sa.or_(notices.c.case_number.is_(None), notices.c.case_number.not_in(of_them)),
    )
    return counted.correlate(None).scalar_subquery() + unseen.scalar_subquery()


async def pending(work: Work, user: User) -> int:
    """How much waits for a user."""
    row = await work.first(sa.select(_pending(user, work.now)))
    assert row is not None, "a count has a row"
    return int(row[0])


async def is_visible(work: Work, user: User, number: str) -> bool:
    """Whether there is such a case, and the user may see it."""
    found = sa.select(cases.c.number).where(cases.c.number == number, visible(user, work.now))
    return await work.first(found) is not None
