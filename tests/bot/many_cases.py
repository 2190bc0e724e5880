"""Many cases at once, in every state that the queue knows, straight into the tables."""

import random
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.cases import CaseStatus, EventKind, Reason, new_number
from bot.desk import Office
from bot.tables import case, case_event, citizen, staff, task
from knowledge.plan.model import Hard

LANGS = ("ar", "uk", "tr", "de", "fa", "pl", "ro", "ru", "bg", "en", "de-simple")
DEPARTMENTS = ("jobcenter", "jugendamt", "wohngeldstelle", "familienkasse")
_AT_ONCE = 500
_STATES = ("nobody's", "unanswered", "answered", "with a department", "closed")


async def plant_cases(office: Office, many: int, cities: tuple[str, ...], owners: tuple[str, ...]) -> None:
    """So many cases, a fifth in each state; some urgent, with a deadline, or standing still. The same ones each time."""
    dice = random.Random(many)
    async with office.work() as work:
        hired = await work.all(sa.select(staff.c.id).where(staff.c.name.in_(owners)))
    ids = [row.id for row in hired]
    for first in range(0, many, _AT_ONCE):
        places = range(first, min(many, first + _AT_ONCE))
        rows = [_case(dice, _STATES[place % 5], office.clock(), cities, ids) for place in places]
        tasks = [_task(dice, row) for place, row in zip(places, rows, strict=True) if place % 5 == 3]
        people = [{"id": row["citizen"], "created_at": row["opened_at"]} for row in rows]
        async with office.work() as work:
            for table, values in (
                (citizen, people),
                (case, rows),
                (case_event, map(_event, rows)),
                (task, tasks),
            ):
                if found := list(values):
                    await work.run(sa.insert(table).values(found))


def _case(
    dice: random.Random, state: str, now: datetime, cities: tuple[str, ...], owners: list[int]
) -> dict[str, Any]:
    opened = now - timedelta(minutes=dice.randrange(60, 60 * 24 * 20))
    waits = opened + timedelta(minutes=dice.randrange(60))
    days = dice.choice((None, None, -2, 0, 3, 14, 40))
    return {
        "number": new_number(),
        "citizen": f"{dice.getrandbits(128):032x}",
        "city": dice.choice((*cities, None)),
        "lang": dice.choice(LANGS),
        "channel": "test",
        "status": {"nobody's": CaseStatus.OPEN, "closed": CaseStatus.CLOSED}.get(state, CaseStatus.CLAIMED),
        "owner": None if state == "nobody's" else dice.choice(owners),
        "reasons": ",".join(dice.choice(((Reason.ASKED,), (Reason.HARD,), (Reason.ASKED, Reason.DANGER)))),
        "urgent": dice.random() < 0.05,
        "opened_at": opened,
        "waiting_since": waits if state in ("nobody's", "unanswered") else None,
        "closed_at": now if state == "closed" else None,
        "revision": "bench",
        "hard": ",".join(dice.sample([*Hard], dice.randrange(3))),
        "deadline": (now + timedelta(days=days)).date() if days is not None else None,
        "moved_at": now - timedelta(days=dice.randrange(12)),
    }


def _event(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_number": row["number"],
        "at": row["opened_at"],
        "kind": EventKind.OPENED,
        "actor": "citizen",
    }


def _task(dice: random.Random, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_number": row["number"],
        "citizen": row["citizen"],
        "department": dice.choice(DEPARTMENTS),
        "city": row["city"],
        "status": "proposed",
        "created_at": row["opened_at"],
        "changed_at": row["opened_at"],
    }
