"""Proposals and the documents in them. Who may do what, and when, the desk decides."""

import json
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from bot.proposals import Edit, Proposal, ProposalStatus
from bot.staff import User
from bot.store import staff
from bot.store.knowledge import body_of
from bot.store.work import Work
from bot.tables import proposal as proposals
from bot.tables import proposal_document as edits


async def begin(work: Work, author: User, reason: str, source: str) -> int:
    """A new, open proposal; returns its id."""
    values = {
        "reason": reason,
        "author": author.id,
        "city": author.cities[0] if author.cities else None,
        "source": source,
        "status": ProposalStatus.OPEN,
        "created_at": work.now,
        "changed_at": work.now,
    }
    row = await work.first(sa.insert(proposals).values(values).returning(proposals.c.id))
    assert row, "an insert returns what it made"
    return int(row.id)


async def get(work: Work, id_: int) -> Proposal | None:
    """A proposal; nobody else changes it before this transaction ends."""
    row = await work.first(sa.select(proposals).where(proposals.c.id == id_).with_for_update())
    return await _proposal(work, row) if row else None


async def all_(
    work: Work, statuses: Collection[ProposalStatus] = (), limit: int = 200
) -> tuple[Proposal, ...]:
    """The proposals in these states (in any, where none is named), the last changed first."""
    these = (proposals.c.status.in_(statuses),) if statuses else ()
    newest = sa.select(proposals).where(*these).order_by(proposals.c.changed_at.desc(), proposals.c.id.desc())
    return tuple([await _proposal(work, row) for row in await work.all(newest.limit(limit))])


async def became(work: Work, revision: str) -> Proposal | None:
    """The last proposal that was published as this revision."""
    last = sa.select(proposals).where(proposals.c.revision == revision).order_by(proposals.c.id.desc())
    row = await work.first(last.limit(1))
    return await _proposal(work, row) if row else None


async def _proposal(work: Work, row: sa.Row[Any]) -> Proposal:
    author = await staff.get(work, row.author)
    assert author, "members of staff leave, their rows do not"
    return Proposal(
        id=row.id,
        reason=row.reason,
        author=author,
        city=row.city,
        source=row.source,
        status=ProposalStatus(row.status),
        created_at=row.created_at,
        changed_at=row.changed_at,
        reviewer=await staff.get(work, row.reviewer) if row.reviewer else None,
        decided_at=row.decided_at,
        note=row.note or "",
        report=row.report or "",
        revision=row.revision,
    )


async def move(work: Work, proposal: Proposal, status: ProposalStatus) -> None:
    """Takes a proposal on, or back."""
    await _set(work, proposal, status=status)


async def decide(
    work: Work,
    proposal: Proposal,
    status: ProposalStatus,
    reviewer: User,
    *,
    note: str = "",
    revision: str | None = None,
) -> None:
    """What a reviewer made of it."""
    decided = {"reviewer": reviewer.id, "decided_at": work.now, "note": note or None, "revision": revision}
    await _set(work, proposal, status=status, **decided)


async def keep_report(work: Work, proposal: Proposal, report: str) -> None:
    """What was measured of it."""
    await work.run(sa.update(proposals).where(proposals.c.id == proposal.id).values(report=report))


async def _set(work: Work, proposal: Proposal, **values: object) -> None:
    changed = sa.update(proposals).where(proposals.c.id == proposal.id)
    await work.run(changed.values(changed_at=work.now, **values))


async def edits_of(work: Work, proposal: int) -> tuple[Edit, ...]:
    """What a proposal changes, by kind and id."""
    mine = sa.select(edits).where(edits.c.proposal == proposal).order_by(edits.c.kind, edits.c.id)
    return tuple(
        Edit(row.kind, row.id, None if row.body is None else json.loads(row.body), row.was)
        for row in await work.all(mine)
    )


async def put(work: Work, proposal: int, found: Iterable[Edit]) -> None:
    """Keeps edits, each in place of the one of the same document."""
    for edit in found:
        body = None if edit.is_gone else body_of(edit.data)
        values = {"was": edit.was, "body": body, "changed_at": work.now}
        insert = work.insert(edits).values(proposal=proposal, kind=edit.kind, id=edit.id, **values)
        await work.run(insert.on_conflict_do_update(index_elements=["proposal", "kind", "id"], set_=values))


async def take_back(work: Work, proposal: int, kind: str, id_: str) -> bool:
    """Leaves a document as it is published; False where there was no edit of it."""
    mine = (edits.c.proposal == proposal, edits.c.kind == kind, edits.c.id == id_)
    return (await work.run(sa.delete(edits).where(*mine))).rowcount > 0
