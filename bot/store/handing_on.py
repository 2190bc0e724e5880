"""Cases handed on: offered, taken, kept; and who had one before."""

from datetime import datetime

import sqlalchemy as sa

from bot.cases import Case, CaseStatus, EventKind
from bot.staff import User
from bot.store.cases import CALLED_OFF, NO_OFFER
from bot.store.work import Work
from bot.tables import case as cases
from bot.tables import case_event as events


async def offer(work: Work, case: Case, *, to: User | None = None, city: str | None = None) -> None:
    """Offers a case to a colleague or to a city; a second offer replaces the first."""
    offered = {"offered_to": to.id if to else None, "offered_city": city, "offered_at": work.now}
    await work.run(sa.update(cases).where(cases.c.number == case.number).values(offered | CALLED_OFF))


async def take(work: Work, case: Case, user: User) -> None:
    """Makes an offered case the user's, and their city's where it was offered to that."""
    taken = {"owner": user.id, "status": CaseStatus.CLAIMED, "city": case.offered_city or case.city}
    await work.run(
        sa.update(cases).where(cases.c.number == case.number).values(taken | NO_OFFER | CALLED_OFF)
    )


async def end_offer(work: Work, case: Case) -> None:
    await work.run(sa.update(cases).where(cases.c.number == case.number).values(NO_OFFER))


async def had_it_until(work: Work, number: str, user: User) -> datetime | None:
    """When the case was taken from this user, where they were the last to have it before."""
    rows = await work.all(
        sa.select(events.c.at, events.c.kind, events.c.staff)
        .where(events.c.case_number == number, events.c.kind.in_((EventKind.CLAIMED, EventKind.TAKEN)))
        .order_by(events.c.id.desc())
        .limit(2)
    )
    if len(rows) == 2 and rows[0].kind == EventKind.TAKEN and rows[1].staff == user.id:
        return rows[0].at  # type: ignore[no-any-return]
    return None
