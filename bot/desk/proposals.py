"""A change to the guide, the author's side: begin, edit, see what others published, ask for a second person."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.desk.office import Office
from bot.desk.proposed import Draft, check, draft_of, hash_of, loaded, may_become, proposer, why
from bot.errors import (
    ConflictError,
    EmptyProposalError,
    ForbiddenError,
    NotAuthorError,
    ProposalMovedError,
    UnknownDocumentError,
)
from bot.proposals import EDITABLE, FORM, Edit, Proposal, ProposalStatus, may_edit
from bot.staff import Role, User
from bot.store import Work, knowledge, proposals
from knowledge.load import KINDS, Document

_LONGEST_ID = 96


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit of a document that others have published since: what it was made from, and what holds now."""

    edit: Edit
    was: Document | None
    now: Document | None


async def begin(office: Office, name: str, reason: str, source: str = FORM) -> int:
    """A new proposal; returns its number."""
    async with office.work() as work:
        return await proposals.begin(work, await proposer(work, name), why(reason), source)


def _check_place(user: User, place: tuple[str, str]) -> None:
    """Raises UnknownDocumentError for what can be no document, ForbiddenError for what is not theirs."""
    kind, id_ = place
    if kind not in KINDS or not 0 < len(id_) <= _LONGEST_ID:
        raise UnknownDocumentError(document="/".join(place))
    if not may_edit(user, kind, id_):
        raise ForbiddenError


async def propose(
    office: Office, name: str, reason: str, documents: Iterable[Document], source: str, *, whole: bool = False
) -> int:
    """A new proposal of everything that documents change; returns its number.

    `whole`: they are all there should be, so that what is not among them goes.
    """
    async with office.work() as work:
        user = await proposer(work, name)
        holds = await knowledge.published(work)
        now = await knowledge.hashes(work, holds.id) if holds else {}
        wanted = {(one.kind, one.id): one.data for one in documents}
        if whole:
            wanted |= dict.fromkeys(now.keys() - wanted.keys())
        edits = [
            Edit(*place, data, now.get(place))
            for place, data in wanted.items()
            if hash_of(data) != now.get(place)
        ]
        if not edits:
            raise EmptyProposalError
        for edit in edits:
            _check_place(user, edit.place)
        id_ = await proposals.begin(work, user, why(reason), source)
        await proposals.put(work, id_, edits)
        return id_


async def listing(
    office: Office, name: str, statuses: Collection[ProposalStatus] = ()
) -> tuple[Proposal, ...]:
    """The proposals in these states, the last changed first."""
    async with office.work() as work:
        await proposer(work, name)
        return await proposals.all_(work, statuses)


async def look(office: Office, name: str, id_: int) -> Draft:
    """A proposal as it stands over what is published now."""
    async with office.work() as work:
        await proposer(work, name)
        return await draft_of(work, id_)


@asynccontextmanager
async def _editing(office: Office, name: str, id_: int) -> AsyncIterator[tuple[Work, User, Draft]]:
    """Changes the author's own proposal: whatever it was, it is open after that."""
    async with office.work() as work:
        user = await proposer(work, name)
        draft = await draft_of(work, id_)
        proposal = draft.proposal
        if proposal.author.id != user.id:
            raise NotAuthorError(proposal=id_, author=proposal.author.name)
        if proposal.status not in EDITABLE:
            raise ProposalMovedError(proposal=id_, status=proposal.status)
        yield work, user, draft
        await proposals.move(work, proposal, ProposalStatus.OPEN)


async def put(
    office: Office,
    name: str,
    id_: int,
    document: tuple[str, str],
    data: Any | None,
    *,
    was: str | None = None,
) -> None:
    """A document as the author wants it; `data` None: it goes. What is as published is no edit.

    `was`: the hash of the content that a form was opened with; else the edit's own, else what is published.
    """
    async with _editing(office, name, id_) as (work, user, draft):
        _check_place(user, document)
        kind, key = document
        now = draft.hashes.get(document)
        before = next((edit.was for edit in draft.edits if edit.place == document), now)
        edit = Edit(kind, key, data, was or before)
        if hash_of(data) == now:
            await proposals.take_back(work, id_, kind, key)
        else:
            await proposals.put(work, id_, (edit,))


async def take_back(office: Office, name: str, id_: int, document: tuple[str, str]) -> None:
    """Leaves a document as it is published. Raises UnknownDocumentError where it was not edited."""
    async with _editing(office, name, id_) as (work, _, _):
        if not await proposals.take_back(work, id_, *document):
            raise UnknownDocumentError(document="/".join(document))


async def conflicts(office: Office, name: str, id_: int) -> tuple[Conflict, ...]:
    """Documents that others have published since they were edited here, with both texts and the one before."""
    async with office.work() as work:
        await proposer(work, name)
        draft = await draft_of(work, id_)
        return tuple(
            [
                Conflict(
                    edit,
                    await _content(work, edit, edit.was),
                    await _content(work, edit, draft.hashes.get(edit.place)),
                )
                for edit in draft.conflicts
            ]
        )


async def _content(work: Work, edit: Edit, hash_: str | None) -> Document | None:
    body = await knowledge.content(work, hash_) if hash_ else None
    return knowledge.read(((edit.kind, edit.id, body),))[0] if body else None


async def settle(office: Office, name: str, id_: int, document: tuple[str, str], seen: str | None) -> None:
    """The author has seen what others published (`seen`: its hash, None: it is gone), and stands by their own."""
    async with _editing(office, name, id_) as (work, _, draft):
        edit = next((edit for edit in draft.edits if edit.place == document), None)
        if edit is None:
            raise UnknownDocumentError(document="/".join(document))
        if draft.hashes.get(document) != seen:
            raise ConflictError(documents="/".join(document))
        await proposals.put(work, id_, (Edit(edit.kind, edit.id, edit.data, seen),))


async def submit(office: Office, name: str, id_: int) -> None:
    """Asks for a second person. Raises InvalidKnowledgeError with all problems, each with its file and field."""
    async with office.work() as work:
        user = await proposer(work, name)
        seen = await draft_of(work, id_)
        if seen.proposal.author.id != user.id:
            raise NotAuthorError(proposal=id_, author=seen.proposal.author.name)
        bodies = await knowledge.bodies_of(work, seen.base.id)
    check(seen, ProposalStatus.REVIEW)
    await asyncio.to_thread(loaded, bodies, seen.edits, None)
    async with office.work() as work:
        draft = await draft_of(work, id_)
        if draft.edits != seen.edits:
            raise ProposalMovedError(proposal=id_, status=draft.proposal.status)
        check(draft, ProposalStatus.REVIEW)
        await proposals.move(work, draft.proposal, ProposalStatus.REVIEW)


async def withdraw(office: Office, name: str, id_: int) -> None:
    """Nothing comes of it; the author or an administrator of all cities says so."""
    async with office.work() as work:
        user = await proposer(work, name)
        proposal = (await draft_of(work, id_)).proposal
        if user.id != proposal.author.id and (user.cities or user.role is not Role.ADMINISTRATOR):
            raise NotAuthorError(proposal=id_, author=proposal.author.name)
        may_become(proposal, ProposalStatus.WITHDRAWN)
        await proposals.move(work, proposal, ProposalStatus.WITHDRAWN)
