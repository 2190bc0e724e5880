"""Reminders ahead, each sealed with its person's key: what waits, what is due, what became of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.errors import UnreadableError
from bot.reminder import Reminder, ReminderKind
from bot.store import people
from bot.store.work import Work
from bot.tables import citizen as citizens
from bot.tables import reminder as reminders


class ReminderStatus(StrEnum):
    """What became of a reminder. `dropped`: it no longer held, or nobody could be reached."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Kept:
    """A reminder as it stands in the database; None where it can no longer be read."""

    id: int
    citizen: str
    reminder: Reminder | None


async def add(work: Work, citizen: str, new: Iterable[Reminder]) -> None:
    """Keeps reminders for a person."""
    seal = await people.seal_of(work, citizen)
    rows = [
        {
            "citizen": citizen,
            "kind": one.kind,
            "due_at": one.due_at,
            "sealed": seal.close(json.dumps(_written(one))),
            "status": ReminderStatus.WAITING,
            "created_at": work.now,
        }
        for one in new
    ]
    if rows:
        await work.run(sa.insert(reminders).values(rows))


def _written(one: Reminder) -> dict[str, Any]:
    days = {"day": one.day.isoformat(), "on": one.on.isoformat(), "due_at": one.due_at.isoformat()}
    return asdict(one) | days


async def waiting(work: Work, citizen: str) -> tuple[Kept, ...]:
    """What waits for a person, soonest first."""
    theirs = (reminders.c.citizen == citizen, reminders.c.status == ReminderStatus.WAITING)
    rows = await work.all(sa.select(reminders).where(*theirs).order_by(reminders.c.due_at, reminders.c.id))
    return tuple([await _kept(work, row) for row in rows])


async def take(work: Work) -> Kept | None:
    """The next reminder that is due, locked with its person for this transaction; none where others have them all.

    Both rows are locked at once and neither is waited for: a conversation locks its person first and then writes here.
    """
    row = await work.first(
        sa.select(reminders)
        .join(citizens, citizens.c.id == reminders.c.citizen)
        .where(reminders.c.status == ReminderStatus.WAITING, reminders.c.due_at <= work.now)
        .order_by(reminders.c.due_at, reminders.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=[reminders, citizens])
    )
    return await _kept(work, row) if row else None


async def _kept(work: Work, row: sa.Row[Any]) -> Kept:
    try:
        seal = await people.seal_of(work, row.citizen)
        data = json.loads(seal.open(row.sealed)) if row.sealed else None
    except UnreadableError:
        data = None
    return Kept(row.id, row.citizen, _read(data) if data else None)


def _read(data: dict[str, Any]) -> Reminder:
    return Reminder(
        kind=ReminderKind(data["kind"]),
        about=data["about"],
        day=date.fromisoformat(data["day"]),
        on=date.fromisoformat(data["on"]),
        due_at=datetime.fromisoformat(data["due_at"]),
        exact=data["exact"],
    )


async def settle(work: Work, ids: Iterable[int], status: ReminderStatus) -> None:
    """What became of reminders; what they were about is erased."""
    values = {"status": status, "sealed": None}
    await work.run(sa.update(reminders).where(reminders.c.id.in_(tuple(ids))).values(values))


async def postpone(work: Work, reminder_id: int, due_at: datetime) -> None:
    """Puts one back that could not be sent."""
    await work.run(sa.update(reminders).where(reminders.c.id == reminder_id).values(due_at=due_at))


async def next_due(work: Work, citizen: str) -> datetime | None:
    """When the next reminder for a person is due."""
    theirs = (reminders.c.citizen == citizen, reminders.c.status == ReminderStatus.WAITING)
    row = await work.first(sa.select(reminders.c.due_at).where(*theirs).order_by(reminders.c.due_at).limit(1))
    return row.due_at if row else None
