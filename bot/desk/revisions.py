"""What the guide was: revisions compared, brought back, and found again from an answer that was given."""

import asyncio
import json
from dataclasses import dataclass

from bot.desk.office import Office
from bot.desk.proposed import proposer, why
from bot.errors import (
    EmptyProposalError,
    ForbiddenError,
    UnknownAnswerError,
    UnknownRevisionError,
    UnknownUserError,
)
from bot.proposals import FORM, Edit, Proposal, may_edit
from bot.staff import Role
from bot.store import Work, knowledge, proposals, staff, traces
from knowledge.difference import DocumentDifference, differences
from knowledge.load import Document


@dataclass(frozen=True, slots=True)
class Trace:
    """Where an answer came from. `revision` and `proposal` are empty for what no longer stands or nobody proposed."""

    answer: traces.Answer
    revision: knowledge.Revision | None
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it stood when an answer was given, and whether it still does."""

    document: Document
    hash: str
    holds: bool


async def history(office: Office, name: str) -> tuple[knowledge.Revision, ...]:
    """The revisions that held, the newest first."""
    async with office.work() as work:
        await proposer(work, name)
        return await knowledge.all_revisions(work)


async def _known(work: Work, revision: str) -> str:
    if await knowledge.get(work, revision) is None:
        raise UnknownRevisionError(revision=revision)
    return revision


async def compare(office: Office, name: str, before: str, after: str) -> tuple[DocumentDifference, ...]:
    """What is different between two revisions, by document and field."""
    async with office.work() as work:
        await proposer(work, name)
        old = await knowledge.bodies_of(work, await _known(work, before))
        new = await knowledge.bodies_of(work, await _known(work, after))
    same = set(old) & set(new)
    return await asyncio.to_thread(
        lambda: differences(
            knowledge.read(one for one in old if one not in same),
            knowledge.read(one for one in new if one not in same),
        )
    )


async def bring_back(
    office: Office, name: str, revision: str, reason: str, document: tuple[str, str] | None = None
) -> int:
    """A new proposal that restores a revision, or one document of it; returns its number."""
    async with office.work() as work:
        user = await proposer(work, name)
        then = {
            (kind, id_): body
            for kind, id_, body in await knowledge.bodies_of(work, await _known(work, revision))
        }
        holds = await knowledge.published(work)
        now = await knowledge.hashes(work, holds.id) if holds else {}
        edits = [
            Edit(*place, json.loads(then[place]) if place in then else None, now.get(place))
            for place in sorted({document} if document else then.keys() | now.keys())
            if now.get(place) != (knowledge.hash_of(then[place]) if place in then else None)
        ]
        if not edits:
            raise EmptyProposalError
        if not all(may_edit(user, *edit.place) for edit in edits):
            raise ForbiddenError
        id_ = await proposals.begin(work, user, why(reason), FORM)
        await proposals.put(work, id_, edits)
        return id_


async def _answer(work: Work, name: str, outbox: int | None, event: int | None) -> traces.Answer:
    """What was said to somebody in a city of the user. Raises UnknownAnswerError."""
    user = await staff.find(work, name)
    if user is None:
        raise UnknownUserError(name=name)
    found = await traces.answer(work, outbox) if outbox is not None else None
    if event is not None:
        found = await traces.answer_of_event(work, event)
    if found is None or user.role is Role.DEPARTMENT or not user.may_see(found.city):
        raise UnknownAnswerError
    return found


async def trace(office: Office, name: str, *, outbox: int | None = None, event: int | None = None) -> Trace:
    """Which revision gave an answer, by its id in the outbox or the event of a case: who made it, why, and when."""
    async with office.work() as work:
        answer = await _answer(work, name, outbox, event)
        return Trace(
            answer,
            await knowledge.get(work, answer.revision),
            await proposals.became(work, answer.revision),
        )


async def source_of(
    office: Office, name: str, kind: str, id_: str, *, outbox: int | None = None, event: int | None = None
) -> Source | None:
    """A document as the answer had it: what a card of this service was made from."""
    async with office.work() as work:
        answer = await _answer(work, name, outbox, event)
        document = await knowledge.one(work, answer.revision, kind, id_)
        if document is None:
            return None
        hash_ = (await knowledge.hashes(work, answer.revision))[kind, id_]
        holds = await knowledge.published(work)
        now = await knowledge.hashes(work, holds.id) if holds else {}
        return Source(document, hash_, now.get((kind, id_)) == hash_)
