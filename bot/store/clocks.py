"""What the clock needs of cases, without any of their texts: who waits for whom, since when, and who was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.cases import CallKind, CaseStatus, EventKind
from bot.store.work import Work
from bot.tables import case as cases
from bot.tables import case_event as events
from bot.tables import notice as notices

_WRITTEN = (EventKind.OPENED, EventKind.MESSAGE, EventKind.EDITED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an open case stands. `owner`, `offered_to`: ids of staff; `announcements`: how often people were called."""

    number: str
    citizen: str
    city: str | None
    status: CaseStatus
    owner: int | None
    reasons: tuple[str, ...]
    urgent: bool
    deadline: date | None
    opened_at: datetime
    waiting_since: datetime | None
    announced_at: datetime | None
    announcements: int
    offered_to: int | None
    offered_city: str | None
    offered_at: datetime | None


_COLUMNS = tuple(cases.c[name] for name in Standing.__dataclass_fields__)


async def standing(work: Work, number: str | None = None) -> tuple[Standing, ...]:
    """The cases that wait for somebody of the staff, or one of them: who waits longest comes first."""
    waits = sa.or_(
        cases.c.status == CaseStatus.OPEN, cases.c.offered_at.is_not(None), cases.c.waiting_since.is_not(None)
    )
    wanted = (cases.c.number == number,) if number else ()
    found = sa.select(*_COLUMNS).where(cases.c.status != CaseStatus.CLOSED, waits, *wanted)
    rows = await work.all(found.order_by(cases.c.urgent.desc(), cases.c.opened_at))
    return tuple(_standing(row) for row in rows)


def _standing(row: sa.Row[Any]) -> Standing:
    status, reasons = CaseStatus(row.status), tuple(row.reasons.split(","))
    return Standing(**{**row._mapping, "status": status, "reasons": reasons})  # noqa: SLF001 - its public name


async def announced(work: Work, one: Standing) -> bool:
    """Marks a case as announced once more; False when it no longer stands so, or somebody else announced it."""
    same = (cases.c[name] == getattr(one, name) for name in ("number", "status", "announcements"))
    as_before = [
        cases.c[name].is_not_distinct_from(getattr(one, name))
        for name in ("owner", "announced_at", "waiting_since", "offered_at")
    ]
    values = {"announced_at": work.now, "announcements": one.announcements + 1}
    changed = sa.update(cases).where(*same, *as_before).values(values).returning(cases.c.number)
    return (await work.run(changed)).first() is not None


async def call(work: Work, staff: Iterable[int], kind: CallKind, number: str) -> None:
    """A notice for each of these people. What they have not seen of the same is replaced, so that none piles up."""
    people = tuple(staff)
    await work.run(
        sa.delete(notices).where(
            notices.c.staff.in_(people),
            notices.c.case_number == number,
            notices.c.kind == kind,
            notices.c.seen_at.is_(None),
        )
    )
    rows = [{"staff": one, "kind": kind, "case_number": number, "created_at": work.now} for one in people]
    if rows:
        await work.run(sa.insert(notices).values(rows))


async def last_written(work: Work, number: str) -> datetime | None:
    """When the person of a case wrote last."""
    row = await work.first(
        sa.select(events.c.at)
        .where(events.c.case_number == number, events.c.actor == "citizen", events.c.kind.in_(_WRITTEN))
        .order_by(events.c.id.desc())
        .limit(1)
    )
    return row.at if row else None
