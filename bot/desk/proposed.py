"""A proposal over what is published: what it changes, what stands in its way, the guide that it would make."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.desk.office import Office
from bot.errors import (
    ConflictError,
    EmptyProposalError,
    ForbiddenError,
    ProposalMovedError,
    UnknownProposalError,
    UnknownUserError,
    WhyError,
)
from bot.proposals import MAY_PROPOSE, PROPOSAL_MAY_BECOME, Edit, Proposal, ProposalStatus
from bot.staff import User
from bot.store import Work, knowledge, proposals, staff
from knowledge.difference import DocumentDifference, differences
from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.load import Document, load
from knowledge.model import Encoder, Guide

_LONGEST_WHY = 255


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal over the revision that holds: `hashes` names what is published, `conflicts` what changed below it."""

    proposal: Proposal
    edits: tuple[Edit, ...]
    base: knowledge.Revision
    hashes: dict[tuple[str, str], str]

    @property
    def conflicts(self) -> tuple[Edit, ...]:
        """Where both changed a document, unless both made the same of it."""
        return tuple(
            edit for edit in self.edits if self.hashes.get(edit.place) not in (edit.was, hash_of(edit.data))
        )


def hash_of(data: Any | None) -> str | None:
    return None if data is None else knowledge.hash_of(knowledge.body_of(data))


async def proposer(work: Work, name: str) -> User:
    """Whoever may propose. Raises UnknownUserError or ForbiddenError."""
    user = await staff.find(work, name)
    if user is None:
        raise UnknownUserError(name=name)
    if user.role not in MAY_PROPOSE:
        raise ForbiddenError
    return user


def why(text: str) -> str:
    """A reason. Raises WhyError where there is none, or a whole novel."""
    text = " ".join(text.split())
    if not 0 < len(text) <= _LONGEST_WHY:
        raise WhyError(most=_LONGEST_WHY)
    return text


async def draft_of(work: Work, id_: int) -> Draft:
    proposal = await proposals.get(work, id_)
    if proposal is None:
        raise UnknownProposalError(proposal=id_)
    base = await knowledge.published(work)
    assert base, "an office is opened with a guide"
    return Draft(proposal, await proposals.edits_of(work, id_), base, await knowledge.hashes(work, base.id))


def may_become(proposal: Proposal, status: ProposalStatus) -> None:
    if status not in PROPOSAL_MAY_BECOME[proposal.status]:
        raise ProposalMovedError(proposal=proposal.id, status=proposal.status)


def check(draft: Draft, status: ProposalStatus) -> None:
    """What stands in the way of publishing, before the documents are read."""
    may_become(draft.proposal, status)
    if not draft.edits:
        raise EmptyProposalError
    if draft.conflicts:
        named = ", ".join("/".join(edit.place) for edit in draft.conflicts)
        raise ConflictError(documents=named)


def overlaid(bodies: Iterable[knowledge.Body], edits: Iterable[Edit]) -> tuple[Document, ...]:
    """The published documents with the edits over them, in the order in which a folder is read."""
    found = {(kind, id_): body for kind, id_, body in bodies}
    for edit in edits:
        found.pop(edit.place, None)
        if not edit.is_gone:
            found[edit.place] = knowledge.body_of(edit.data)
    return knowledge.read((kind, id_, body) for (kind, id_), body in found.items())


def loaded(
    bodies: tuple[knowledge.Body, ...], edits: tuple[Edit, ...], encoder: Encoder | None
) -> tuple[tuple[Document, ...], Guide]:
    """The documents and the guide that they make. Slow: off the event loop, and outside a transaction."""
    documents = overlaid(bodies, edits)
    return documents, load(documents, encoder)


async def _read(office: Office, name: str, id_: int) -> tuple[Draft, tuple[knowledge.Body, ...]]:
    async with office.work() as work:
        await proposer(work, name)
        draft = await draft_of(work, id_)
        return draft, await knowledge.bodies_of(work, draft.base.id)


async def guide_of(office: Office, name: str, id_: int) -> Guide:
    """The guide as it would be. Raises InvalidKnowledgeError."""
    draft, bodies = await _read(office, name, id_)
    _, guide = await asyncio.to_thread(loaded, bodies, draft.edits, office.encoder)
    return guide


async def problems(office: Office, name: str, id_: int) -> tuple[Problem, ...]:
    """Everything wrong with the guide as it would be, each with file and field."""
    try:
        await guide_of(office, name, id_)
    except InvalidKnowledgeError as error:
        return error.problems
    return ()


async def changes(office: Office, name: str, id_: int) -> tuple[DocumentDifference, ...]:
    """What the proposal changes of what is published, to be read."""
    draft, bodies = await _read(office, name, id_)
    return await asyncio.to_thread(lambda: differences(knowledge.read(bodies), overlaid(bodies, draft.edits)))
