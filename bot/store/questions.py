"""What the guide did not understand: masked, sealed with the person's key, gone with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.errors import UnreadableError
from bot.store import people
from bot.store.work import Work
from bot.tables import question as questions


class QuestionKind(StrEnum):
    """Why a text is kept for editors."""

    UNANSWERED = "unanswered"
    CORRECTED = "corrected"
    DANGER = "danger"


class QuestionStatus(StrEnum):
    """Whether somebody has looked after it."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Question:
    """A masked text of somebody. It is still personal: an editor retypes a phrase and never copies it."""

    id: int
    citizen: str
    city: str | None
    lang: str
    kind: QuestionKind
    revision: str
    text: str
    at: datetime


async def keep(
    work: Work, citizen: str, kind: QuestionKind, text: str, *, city: str | None, lang: str, revision: str
) -> None:
    """Keeps a masked text for the editors."""
    values = {
        "citizen": citizen,
        "city": city,
        "lang": lang,
        "kind": kind,
        "revision": revision,
        "sealed": (await people.seal_of(work, citizen)).close(text),
        "status": QuestionStatus.OPEN,
        "created_at": work.now,
    }
    await work.run(sa.insert(questions).values(values))


async def open_ones(work: Work, cities: tuple[str, ...], limit: int = 2000) -> tuple[Question, ...]:
    """The newest questions nobody has looked after, of these cities (all of them where none is named)."""
    mine = (questions.c.city.in_(cities),) if cities else ()
    rows = await work.all(
        sa.select(questions)
        .where(questions.c.status == QuestionStatus.OPEN, *mine)
        .order_by(questions.c.id.desc())
        .limit(limit)
    )
    found = []
    for row in rows:
        try:
            found.append(await _question(work, row))
        except UnreadableError:
            continue
    return tuple(found)


async def _question(work: Work, row: sa.Row[Any]) -> Question:
    text = (await people.seal_of(work, row.citizen)).open(row.sealed)
    kind = QuestionKind(row.kind)
    return Question(row.id, row.citizen, row.city, row.lang, kind, row.revision, text, row.created_at)


async def settle(work: Work, ids: tuple[int, ...]) -> int:
    """Somebody has looked after these; returns how many were still open."""
    still = (questions.c.id.in_(ids), questions.c.status == QuestionStatus.OPEN)
    done = sa.update(questions).where(*still).values(status=QuestionStatus.DONE)
    return (await work.run(done)).rowcount
