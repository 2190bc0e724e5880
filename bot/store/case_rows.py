"""A case as a row and as a value: who it belongs to by name, what was passed on unsealed."""

import json
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.cases import Case, CaseStatus, Consent, Content, Outcome, PlanLine, Reason
from bot.errors import UnreadableError
from bot.store import people
from bot.store.work import Work
from bot.tables import case as cases
from bot.tables import staff

_OFFERED, _DEPUTY = sa.alias(staff), sa.alias(staff)
WITH_OWNER = (
    sa.select(
        cases,
        staff.c.name.label("owner_name"),
        staff.c.away_until.label("owner_away"),
        _OFFERED.c.name.label("offered_name"),
        _DEPUTY.c.name.label("deputy_name"),
    )
    .join(staff, staff.c.id == cases.c.owner, isouter=True)
    .join(_OFFERED, _OFFERED.c.id == cases.c.offered_to, isouter=True)
    .join(_DEPUTY, sa.and_(_DEPUTY.c.id == staff.c.deputy, _DEPUTY.c.active), isouter=True)
)


async def to_case(work: Work, row: sa.Row[Any]) -> Case:
    return replace(bare_case(work, row), content=await _content(work, row))


def bare_case(work: Work, row: sa.Row[Any]) -> Case:
    """A case without what was passed on: nothing is unsealed."""
    consent = Consent(row.consent_version, row.consent_at, row.consent_scope) if row.consent_at else None
    away = row.owner_away is not None and work.now < row.owner_away
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
        content=Content(),
        hard=tuple(filter(None, row.hard.split(","))),
        deadline=row.deadline,
        moved_at=row.moved_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        offered_to=row.offered_name,
        offered_city=row.offered_city,
        deputy=row.deputy_name if away else None,
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


async def told(work: Work, case: Case) -> dict[str, Any]:
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
