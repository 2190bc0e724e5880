"""Where an answer came from: the moment it was given and the revision that gave it. No word of it is opened."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.work import Work
from bot.tables import case_event as events
from bot.tables import outbox


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to somebody, without the words."""

    outbox: int
    at: datetime
    city: str | None
    revision: str


_ANSWERS = sa.select(outbox.c.id, outbox.c.created_at, outbox.c.city, outbox.c.revision)


async def answer(work: Work, id_: int) -> Answer | None:
    """By its id in the outbox."""
    return await _answer(work, _ANSWERS.where(outbox.c.id == id_))


async def answer_of_event(work: Work, event: int) -> Answer | None:
    """That which an event of a case sent."""
    return await _answer(
        work, _ANSWERS.join(events, events.c.outbox == outbox.c.id).where(events.c.id == event)
    )


async def _answer(work: Work, which: sa.Select[tuple[int, datetime, str | None, str]]) -> Answer | None:
    row = await work.first(which)
    return Answer(row.id, row.created_at, row.city, row.revision) if row else None
