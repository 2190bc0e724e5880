"""What is only counted, by day, city and language: no text, and nobody's."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from bot.clock import today
from bot.store.work import Work
from bot.tables import tally


class Tallied(StrEnum):
    """What is counted."""

    UNANSWERED = "unanswered"


async def count(work: Work, what: Tallied, city: str | None, lang: str) -> None:
    """One more today."""
    row = {"day": today(work.now), "city": city or "", "what": what, "lang": lang}
    insert = work.insert(tally).values(**row, count=1)
    await work.run(insert.on_conflict_do_update(index_elements=list(row), set_={"count": tally.c.count + 1}))


async def counted(work: Work, what: Tallied, city: str, first: date, last: date) -> int:
    """How many there were in a city, from one day to another."""
    here = (tally.c.what == what, tally.c.city == city, tally.c.day.between(first, last))
    row = await work.first(
        sa.select(sa.func.coalesce(sa.func.sum(tally.c.count), 0).label("all")).where(*here)
    )
    return int(row.all) if row else 0


async def cities(work: Work) -> set[str | None]:
    """The cities that something is counted for, and «none»."""
    return {row.city or None for row in await work.all(sa.select(tally.c.city).distinct())}


async def purge(work: Work, city: str | None, before: datetime) -> None:
    """Erases what was counted in a city before a day."""
    old = (tally.c.city == (city or ""), tally.c.day < today(before))
    await work.run(sa.delete(tally).where(*old))
