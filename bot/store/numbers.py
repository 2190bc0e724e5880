"""The rows that numbers are made of: whose they are, when, what about; no text and nobody of the staff."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from bot.cases import EventKind
from bot.store.work import Work
from bot.tables import case as cases
from bot.tables import case_event as events
from bot.tables import task as tasks
from bot.tables import task_need as needs

_DONE = "done"
_ANSWERED = ("accepted", "refused", _DONE)
_WAITS = "proposed"


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened. `answered_at`: when a human answered first."""

    citizen: str
    lang: str
    reasons: tuple[str, ...]
    hard: tuple[str, ...]
    deadline: date | None
    opened_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Passed:
    """A task that waited for another one: from that one's end until its own department answered, if it has."""

    citizen: str
    first: str
    then: str
    begun: datetime
    ended: datetime | None


async def opened(work: Work, city: str, since: datetime, until: datetime) -> tuple[Opened, ...]:
    """The cases that people of a city opened between two instants; made-up ones do not count."""
    replied = (
        sa.select(events.c.case_number, sa.func.min(events.c.at).label("at"))
        .where(events.c.kind == EventKind.REPLY)
        .group_by(events.c.case_number)
        .subquery()
    )
    rows = await work.all(
        sa.select(cases, replied.c.at.label("answered_at"))
        .join(replied, replied.c.case_number == cases.c.number, isouter=True)
        .where(cases.c.city == city, cases.c.opened_at >= since, cases.c.opened_at < until, ~cases.c.demo)
        .order_by(cases.c.opened_at)
    )
    return tuple(
        Opened(
            citizen=row.citizen,
            lang=row.lang,
            reasons=tuple(row.reasons.split(",")),
            hard=tuple(filter(None, row.hard.split(","))),
            deadline=row.deadline,
            opened_at=row.opened_at,
            answered_at=row.answered_at,
        )
        for row in rows
    )


async def waiting(work: Work, city: str) -> tuple[str, ...]:
    """Who waits for an answer in a city now."""
    waits = (cases.c.city == city, cases.c.waiting_since.is_not(None), ~cases.c.demo)
    return tuple(row.citizen for row in await work.all(sa.select(cases.c.citizen).where(*waits)))


async def passed(work: Work, city: str, since: datetime, until: datetime) -> tuple[Passed, ...]:
    """The tasks of a city's cases whose turn came between two instants, since the one before was done."""
    before = sa.alias(tasks)
    rows = await work.all(
        sa.select(
            tasks.c.citizen,
            tasks.c.status,
            tasks.c.department,
            tasks.c.created_at,
            tasks.c.changed_at,
            before.c.department.label("first"),
            before.c.changed_at.label("done_at"),
        )
        .join(needs, needs.c.task == tasks.c.id)
        .join(before, before.c.id == needs.c.needs)
        .join(cases, cases.c.number == tasks.c.case_number)
        .where(
            cases.c.city == city,
            ~cases.c.demo,
            before.c.status == _DONE,
            before.c.changed_at >= since,
            before.c.changed_at < until,
            tasks.c.status.in_((_WAITS, *_ANSWERED)),
            before.c.department != tasks.c.department,
        )
    )
    return tuple(
        Passed(
            citizen=row.citizen,
            first=row.first,
            then=row.department,
            begun=max(row.done_at, row.created_at),
            ended=row.changed_at if row.status in _ANSWERED else None,
        )
        for row in rows
    )
