"""What single members of staff are to be told, until they have seen it."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.store.work import Work
from bot.tables import notice as notices
from bot.tasks import NoticeKind


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
