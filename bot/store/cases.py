"""Cases and their history."""

from typing import Any

import sqlalchemy as sa

from bot.cases import STANDS_STILL, Case, CaseStatus, Event, EventKind, Outcome, Reason
from bot.errors import UnreadableError
from bot.staff import User
from bot.store import people
from bot.store.case_rows import WITH_OWNER, to_case, told
from bot.store.listing import ORDER, visible
from bot.store.work import Work
from bot.tables import case as cases
from bot.tables import case_event as events
from bot.tables import department_consent, outbox, staff
from bot.tables import draft as drafts
from bot.tables import notice as notices
from bot.tables import task as tasks
from knowledge.localized import GERMAN

# What stays of a forgotten person's case, and what is written over the rest.
KEPT_EVENTS = (EventKind.OPENED, EventKind.CLOSED, EventKind.WITHDRAWN, EventKind.READ)
ERASED = {
    "sealed": None,
    "reasons": Reason.ASKED,
    "urgent": False,
    "lang": GERMAN,
    "hard": "",
    "deadline": None,
}
_LONGEST_REF = 64
NO_OFFER = {"offered_to": None, "offered_city": None, "offered_at": None}
# Somebody is there: the next call, should one be needed, is the first again.
CALLED_OFF: dict[str, Any] = {"announced_at": None, "announcements": 0}
FREE = {"owner": None, "status": CaseStatus.OPEN} | CALLED_OFF | NO_OFFER


async def save_new(work: Work, case: Case) -> None:
    """A new case; the database allows one open case a citizen."""
    await work.run(
        sa.insert(cases).values(
            number=case.number,
            citizen=case.citizen,
            channel=case.channel,
            status=case.status,
            opened_at=case.opened_at,
            revision=case.revision,
            demo=case.demo,
            **await told(work, case),
        )
    )


async def save_told(work: Work, case: Case) -> None:
    """A case that is open already, after the person agreed to pass on more."""
    await work.run(sa.update(cases).where(cases.c.number == case.number).values(await told(work, case)))


async def open_case_of(work: Work, citizen: str) -> Case | None:
    row = await work.first(WITH_OWNER.where(cases.c.citizen == citizen, cases.c.status != CaseStatus.CLOSED))
    return await to_case(work, row) if row else None


async def cases_of(work: Work, citizen: str) -> tuple[Case, ...]:
    rows = await work.all(WITH_OWNER.where(cases.c.citizen == citizen).order_by(cases.c.opened_at))
    return tuple([await to_case(work, row) for row in rows])


async def get(work: Work, number: str) -> Case | None:
    row = await work.first(WITH_OWNER.where(cases.c.number == number))
    return await to_case(work, row) if row else None


async def queue(work: Work, user: User, *, closed: bool = False) -> tuple[Case, ...]:
    """The cases a member of staff may see: urgent first, then by deadline, then who waits longest."""
    wanted = cases.c.status == CaseStatus.CLOSED if closed else cases.c.status != CaseStatus.CLOSED
    rows = await work.all(WITH_OWNER.where(wanted, visible(user, work.now)).order_by(*ORDER))
    return tuple([await to_case(work, row) for row in rows])


def is_open_to(case: Case, user: User) -> bool:
    """Whether a user may see and handle a case: of their cities, offered to them, or held for somebody absent."""
    offered = user.name == case.offered_to or (
        case.offered_city is not None and user.may_see(case.offered_city)
    )
    return user.may_see(case.city) or offered or case.is_held_by(user.name)


async def claim(work: Work, number: str, user: User) -> bool:
    """Makes a free case the user's; of two who try, one wins."""
    result = await work.run(
        sa.update(cases)
        .where(cases.c.number == number, cases.c.owner.is_(None), cases.c.status == CaseStatus.OPEN)
        .values(owner=user.id, status=CaseStatus.CLAIMED, **CALLED_OFF)
        .returning(cases.c.number)
    )
    return result.first() is not None


async def release(work: Work, user: User) -> tuple[Case, ...]:
    """Frees the cases of a user who leaves; returns them."""
    mine = (cases.c.owner == user.id, cases.c.status == CaseStatus.CLAIMED)
    rows = await work.all(WITH_OWNER.where(*mine))
    await work.run(sa.update(cases).where(*mine).values(FREE))
    await work.run(sa.update(cases).where(cases.c.offered_to == user.id).values(NO_OFFER))
    return tuple([await to_case(work, row) for row in rows])


async def free(work: Work, number: str) -> None:
    """Nobody's again; its owner is looked for anew."""
    await work.run(sa.update(cases).where(cases.c.number == number).values(FREE))


async def close(work: Work, number: str, outcome: Outcome | None = None) -> bool:
    """Ends a case; False when it has ended already."""
    ended = {"status": CaseStatus.CLOSED, "closed_at": work.now, "waiting_since": None, "outcome": outcome}
    result = await work.run(
        sa.update(cases)
        .where(cases.c.number == number, cases.c.status != CaseStatus.CLOSED)
        .values(ended | NO_OFFER)
        .returning(cases.c.number)
    )
    return result.first() is not None


async def mark_demo(work: Work, number: str) -> None:
    """Says of a case that it is made up."""
    await work.run(sa.update(cases).where(cases.c.number == number).values(demo=True))


async def wait(work: Work, number: str, *, urgent: bool = False) -> None:
    """The person wrote: their waiting begins, unless it has begun."""
    values: dict[str, Any] = {"waiting_since": sa.func.coalesce(cases.c.waiting_since, work.now)}
    if urgent:
        values["urgent"] = True
    await work.run(sa.update(cases).where(cases.c.number == number).values(values))


async def answered(work: Work, number: str) -> None:
    """A human answered: nobody waits any more."""
    await work.run(sa.update(cases).where(cases.c.number == number).values(waiting_since=None, **CALLED_OFF))


async def record(
    work: Work,
    number: str,
    citizen: str,
    kind: EventKind,
    *,
    actor: str = "guide",
    user: User | None = None,
    text: str = "",
    outbox_id: int | None = None,
    task: int | None = None,
    lang: str | None = None,
    ref: str = "",
) -> None:
    """One line of a case's history: who did what, when; a text is sealed with the citizen's key."""
    sealed = (await people.seal_of(work, citizen)).close(text) if text else None
    await work.run(
        sa.insert(events).values(
            case_number=number,
            at=work.now,
            kind=kind,
            actor="staff" if user else actor,
            staff=user.id if user else None,
            sealed=sealed,
            outbox=outbox_id,
            task=task,
            lang=lang,
            ref=ref[:_LONGEST_REF] or None,
        )
    )
    if kind not in STANDS_STILL:
        await work.run(sa.update(cases).where(cases.c.number == number).values(moved_at=work.now))


async def history(work: Work, case: Case) -> tuple[Event, ...]:
    """What happened to a case, oldest first."""
    rows = await work.all(
        sa.select(events, staff.c.name, outbox.c.status)
        .join(staff, staff.c.id == events.c.staff, isouter=True)
        .join(outbox, outbox.c.id == events.c.outbox, isouter=True)
        .where(events.c.case_number == case.number)
        .order_by(events.c.id)
    )
    return tuple([await _event(work, case, row) for row in rows])


async def _event(work: Work, case: Case, row: sa.Row[Any]) -> Event:
    return Event(
        at=row.at,
        kind=EventKind(row.kind),
        actor=row.name or row.actor,
        text=await _text(work, case, row),
        delivery=row.status or "",
        id=row.id,
        task=row.task,
        lang=row.lang,
        ref=row.ref or "",
    )


async def _text(work: Work, case: Case, row: sa.Row[Any]) -> str:
    """The text of an event; empty when the person had it erased."""
    if row.sealed is None:
        return ""
    try:
        return (await people.seal_of(work, case.citizen)).open(row.sealed)
    except UnreadableError:
        return ""


async def has_replied(work: Work, case: Case, user: User, text: str, after: int) -> bool:
    """Whether the user has answered with this very text since an event."""
    since = (events.c.case_number == case.number, events.c.id > after)
    theirs = (events.c.kind == EventKind.REPLY, events.c.staff == user.id)
    rows = await work.all(sa.select(events.c.sealed).where(*since, *theirs))
    return any([await _text(work, case, row) == text for row in rows])


async def has_written(work: Work, case: Case, user: User, kind: EventKind, after: int) -> bool:
    """Whether the user has done something to a case since an event."""
    since = (events.c.case_number == case.number, events.c.id > after)
    theirs = (events.c.kind == kind, events.c.staff == user.id)
    return await work.first(sa.select(events.c.id).where(*since, *theirs).limit(1)) is not None


async def is_sent_as(work: Work, reply: Event, outbox_id: int | None) -> None:
    """A reply goes out as another message."""
    await work.run(sa.update(events).where(events.c.id == reply.id).values(outbox=outbox_id))


async def readers(work: Work, citizen: str) -> tuple[Event, ...]:
    """Who has seen a citizen's cases, the newest look of each."""
    rows = await work.all(
        sa.select(sa.func.max(events.c.at).label("at"), staff.c.name)
        .join(staff, staff.c.id == events.c.staff)
        .join(cases, cases.c.number == events.c.case_number)
        .where(cases.c.citizen == citizen)
        .group_by(staff.c.name)
        .order_by(staff.c.name)
    )
    # max() of an Instant comes back as one, since the type stands on the column
    return tuple(Event(row.at, EventKind.READ, row.name) for row in rows)


async def erase(work: Work, citizen: str) -> None:
    """Erases what cases of a citizen hold; that there was one, its number, city, dates and consent stay."""
    numbers = sa.select(cases.c.number).where(cases.c.citizen == citizen).scalar_subquery()
    await work.run(
        sa.delete(events).where(events.c.case_number.in_(numbers), events.c.kind.not_in(KEPT_EVENTS))
    )
    await work.run(sa.update(events).where(events.c.case_number.in_(numbers)).values(sealed=None))
    await work.run(sa.delete(drafts).where(drafts.c.case_number.in_(numbers)))
    await work.run(sa.delete(notices).where(notices.c.case_number.in_(numbers)))
    await work.run(sa.delete(tasks).where(tasks.c.citizen == citizen))
    await work.run(sa.delete(department_consent).where(department_consent.c.citizen == citizen))
    await work.run(sa.update(cases).where(cases.c.citizen == citizen).values(ERASED))
