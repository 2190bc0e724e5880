"""What single members of staff are to be told, until they have seen it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.staff import User
from bot.store.work import Work
from bot.tables import notice as notices
from bot.tasks import NoticeKind

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a member of staff is to know."""

    id: int
    kind: str
    case: str | None
    task: int | None
    created_at: datetime


async def tell(
    work: Work, staff: Iterable[int], kind: NoticeKind, number: str, task: int | None = None
) -> None:
    """One notice for each of these members of staff."""
    rows = [
        {"staff": one, "kind": kind, "case_number": number, "task": task, "created_at": work.now}
        for one in staff
    ]
    if rows:
        await work.run(sa.insert(notices).values(rows))


async def is_told(work: Work, kind: NoticeKind, task: int) -> bool:
    """Whether anybody was told this of a task."""
    told = (notices.c.kind == kind, notices.c.task == task)
    return await work.first(sa.select(notices.c.id).where(*told).limit(1)) is not None


async def unseen_by(work: Work, user: User) -> tuple[Notice, ...]:
    """What a user has not seen yet, newest first."""
    rows = await work.all(
        sa.select(notices)
        .where(notices.c.staff == user.id, notices.c.seen_at.is_(None))
        .order_by(notices.c.id.desc())
        .limit(_SHOWN)
    )
    return tuple(Notice(row.id, row.kind, row.case_number, row.task, row.created_at) for row in rows)


async def see(work: Work, user: User, newest: int, notice: int | None = None) -> None:
    """The user saw one of their notices, or all up to the newest that they were shown."""
    which = notices.c.id == notice if notice else notices.c.id <= newest
    mine = (notices.c.staff == user.id, notices.c.seen_at.is_(None), which)
    await work.run(sa.update(notices).where(*mine).values(seen_at=work.now))
