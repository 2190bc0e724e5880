"""What happens to cases, as it comes in: read by its id, for those who look at a screen."""

from collections.abc import Collection

import sqlalchemy as sa

from bot.cases import EventKind, Happening
from bot.store.work import Work
from bot.tables import case as cases
from bot.tables import case_event as events
from bot.tables import task as tasks

_HAPPENINGS = (
    sa.select(
        events.c.id,
        events.c.kind,
        events.c.case_number,
        events.c.task,
        cases.c.city,
        cases.c.offered_to,
        cases.c.offered_city,
        tasks.c.department,
        tasks.c.city.label("task_city"),
    )
    .join(cases, cases.c.number == events.c.case_number)
    .join(tasks, tasks.c.id == events.c.task, isouter=True)
    .order_by(events.c.id)
)


async def newest(work: Work, many: int) -> tuple[int, ...]:
    """The ids of the newest events, falling."""
    rows = await work.all(sa.select(events.c.id).order_by(events.c.id.desc()).limit(many))
    return tuple(row.id for row in rows)


async def after(work: Work, last: int, gaps: Collection[int]) -> tuple[Happening, ...]:
    """The events behind an id, and those of the gaps before it that are there by now."""
    which = sa.or_(events.c.id > last, events.c.id.in_(gaps)) if gaps else events.c.id > last
    rows = await work.all(_HAPPENINGS.where(which))
    return tuple(
        Happening(
            id=row.id,
            kind=EventKind(row.kind),
            case=row.case_number,
            city=row.city,
            offered_to=row.offered_to,
            offered_city=row.offered_city,
            task=row.task,
            department=row.department,
            task_city=row.task_city,
        )
        for row in rows
    )
