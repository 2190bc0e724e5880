"""What members of staff have begun to write in a case: sealed with the citizen's key, one of a kind for each."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from bot.cases import Case
from bot.errors import UnreadableError
from bot.staff import User
from bot.store import people
from bot.store.work import Work
from bot.tables import draft as drafts
from bot.tables import staff


class DraftKind(StrEnum):
    """For whom it is: the person, or the house."""

    REPLY = "reply"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is not sent yet, by whom. `lang`: the one it is written in; the text of somebody else stays closed."""

    kind: DraftKind
    author: str
    at: datetime
    text: str = ""
    lang: str = ""


async def keep(work: Work, case: Case, user: User, kind: DraftKind, text: str, lang: str) -> None:
    """Keeps a text in place of the one before."""
    sealed = (await people.seal_of(work, case.citizen)).close(json.dumps([text, lang], ensure_ascii=False))
    values = {"case_number": case.number, "staff": user.id, "kind": kind}
    kept = {"sealed": sealed, "updated_at": work.now}
    insert = work.insert(drafts).values(values | kept)
    await work.run(insert.on_conflict_do_update(index_elements=list(values), set_=kept))


async def drop(work: Work, case: Case, user: User, kind: DraftKind) -> None:
    await work.run(
        sa.delete(drafts).where(
            drafts.c.case_number == case.number, drafts.c.staff == user.id, drafts.c.kind == kind
        )
    )


async def of_case(work: Work, case: Case, user: User) -> tuple[Draft, ...]:
    """Everybody's drafts in a case, the newest first; only the user's own with their texts."""
    rows = await work.all(
        sa.select(drafts, staff.c.name)
        .join(staff, staff.c.id == drafts.c.staff)
        .where(drafts.c.case_number == case.number)
        .order_by(drafts.c.updated_at.desc())
    )
    found = []
    for row in rows:
        text, lang = await _text(work, case, row.sealed) if row.staff == user.id else ("", "")
        found.append(Draft(DraftKind(row.kind), row.name, row.updated_at, text, lang))
    return tuple(found)


async def _text(work: Work, case: Case, sealed: bytes | None) -> tuple[str, str]:
    """The text and its language; empty when the person had it erased."""
    try:
        text, lang = json.loads((await people.seal_of(work, case.citizen)).open(sealed or b""))
    except UnreadableError:
        return "", ""
    return text, lang
