"""Cases and their history."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.cases import (
    STANDS_STILL,
    Case,
    CaseStatus,
    Consent,
    Content,
    Event,
    EventKind,
    Outcome,
    PlanLine,
    Reason,
)
from bot.errors import UnreadableError
from bot.staff import User
from bot.store import people
from bot.store.work import Work
from bot.tables import case as cases
from bot.tables import case_event as events
from bot.tables import draft as drafts
from bot.tables import notice as notices
from bot.tables import outbox, staff
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
# Somebody is there: the next call, should one be needed, is the first again.
_CALLED_OFF: dict[str, Any] = {"announced_at": None, "announcements": 0}
_OFFERED = sa.alias(staff)
_WITH_OWNER = (
    sa.select(cases, staff.c.name.label("owner_name"), _OFFERED.c.name.label("offered_name"))
    .join(staff, staff.c.id == cases.c.owner, isouter=True)
    .join(_OFFERED, _OFFERED.c.id == cases.c.offered_to, isouter=True)
)


async def _case(work: Work, row: sa.Row[Any]) -> Case:
    consent = Consent(row.consent_version, row.consent_at, row.consent_scope) if row.consent_at else None
    return Case(
        number=row.number,
        citizen=row.citizen,
        city=row.city,
        lang=row.lang,
        channel=row.channel,
        status=CaseStatus(row.status),
        owner=row.owner_name,
        reasons=tuple(Reason(reason) for reason in row.reasons.split(",")),
        urgent=row.urgent,
        opened_at=row.opened_at,
        waiting_since=row.waiting_since,
        closed_at=row.closed_at,
        revision=row.revision,
        consent=consent,
        content=await _content(work, row),
        hard=tuple(filter(None, row.hard.split(","))),
        deadline=row.deadline,
        moved_at=row.moved_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        offered_to=row.offered_name,
        offered_city=row.offered_city,
        demo=row.demo,
    )


async def _content(work: Work, row: sa.Row[Any]) -> Content:
    """What was passed on; empty when the person had it erased."""
    if row.sealed is None:
        return Content()
    try:
        seal = await people.seal_of(work, row.citizen)
    except UnreadableError:
        return Content()
    data = json.loads(seal.open(row.sealed))
    return Content(
        needs=tuple(data["needs"]),
        words=tuple(data["words"]),
        danger=data["danger"],
        facts=tuple((id_, value) for id_, value in data.get("facts", ())),
        plan=tuple(PlanLine(**{**one, "services": tuple(one["services"])}) for one in data.get("plan", ())),
        reasons=tuple(data.get("reasons", ())),
    )


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
            **await _told(work, case),
        )
    )


async def save_told(work: Work, case: Case) -> None:
    """A case that is open already, after the person agreed to pass on more."""
    await work.run(sa.update(cases).where(cases.c.number == case.number).values(await _told(work, case)))


async def _told(work: Work, case: Case) -> dict[str, Any]:
    """The columns that what a person tells decides."""
    seal = await people.seal_of(work, case.citizen)
    consent = case.consent
    return {
        "city": case.city,
        "lang": case.lang,
        "reasons": ",".join(case.reasons),
        "urgent": case.urgent,
        "waiting_since": case.waiting_since,
        "hard": ",".join(case.content.reasons),
        "deadline": _first_day(case.content),
        "consent_version": consent.version if consent else None,
        "consent_at": consent.at if consent else None,
        "consent_scope": consent.scope if consent else None,
        "sealed": seal.close(json.dumps(asdict(case.content), ensure_ascii=False)),
    }


def _first_day(content: Content) -> date | None:
    """The first last day of what is still to be done."""
    days = (date.fromisoformat(step.until) for step in content.plan if step.until and not step.mark)
    return min(days, default=None)


async def open_case_of(work: Work, citizen: str) -> Case | None:
    row = await work.first(_WITH_OWNER.where(cases.c.citizen == citizen, cases.c.status != CaseStatus.CLOSED))
    return await _case(work, row) if row else None


async def cases_of(work: Work, citizen: str) -> tuple[Case, ...]:
    rows = await work.all(_WITH_OWNER.where(cases.c.citizen == citizen).order_by(cases.c.opened_at))
    return tuple([await _case(work, row) for row in rows])


async def get(work: Work, number: str) -> Case | None:
    row = await work.first(_WITH_OWNER.where(cases.c.number == number))
    return await _case(work, row) if row else None


async def queue(work: Work, user: User, *, closed: bool = False) -> tuple[Case, ...]:
    """The cases a member of staff may see: urgent first, then who waits longest."""
    wanted = cases.c.status == CaseStatus.CLOSED if closed else cases.c.status != CaseStatus.CLOSED
    rows = await work.all(
        _WITH_OWNER.where(wanted).order_by(
            cases.c.urgent.desc(),
            cases.c.waiting_since.is_(None),
            cases.c.waiting_since,
            cases.c.opened_at,
        )
    )
    return tuple([await _case(work, row) for row in rows if user.may_see(row.city)])


async def claim(work: Work, number: str, user: User) -> bool:
    """Makes a free case the user's; of two who try, one wins."""
    result = await work.run(
        sa.update(cases)
        .where(cases.c.number == number, cases.c.owner.is_(None), cases.c.status == CaseStatus.OPEN)
        .values(owner=user.id, status=CaseStatus.CLAIMED, **_CALLED_OFF)
        .returning(cases.c.number)
    )
    return result.first() is not None


async def release(work: Work, user: User) -> tuple[Case, ...]:
    """Frees the cases of a user who leaves; returns them."""
    mine = (cases.c.owner == user.id, cases.c.status == CaseStatus.CLAIMED)
    rows = await work.all(_WITH_OWNER.where(*mine))
    await work.run(sa.update(cases).where(*mine).values(owner=None, status=CaseStatus.OPEN))
    return tuple([await _case(work, row) for row in rows])


async def close(work: Work, number: str, outcome: Outcome | None = None) -> bool:
    """Ends a case; False when it has ended already."""
    ended = {"status": CaseStatus.CLOSED, "closed_at": work.now, "waiting_since": None, "outcome": outcome}
    result = await work.run(
        sa.update(cases)
        .where(cases.c.number == number, cases.c.status != CaseStatus.CLOSED)
        .values(ended)
        .returning(cases.c.number)
    )
    return result.first() is not None


async def wait(work: Work, number: str, *, urgent: bool = False) -> None:
    """The person wrote: their waiting begins, unless it has begun."""
    values: dict[str, Any] = {"waiting_since": sa.func.coalesce(cases.c.waiting_since, work.now)}
    if urgent:
        values["urgent"] = True
    await work.run(sa.update(cases).where(cases.c.number == number).values(values))


async def answered(work: Work, number: str) -> None:
    """A human answered: nobody waits any more."""
    await work.run(sa.update(cases).where(cases.c.number == number).values(waiting_since=None, **_CALLED_OFF))


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
    text = (await people.seal_of(work, case.citizen)).open(row.sealed) if row.sealed else ""
    return Event(row.at, EventKind(row.kind), row.name or row.actor, text, row.status or "", row.id, row.task)


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
    await work.run(sa.update(cases).where(cases.c.citizen == citizen).values(ERASED))
