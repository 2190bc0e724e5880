"""A change to the guide, the second person's side: refuse it, or make it the guide that holds."""

import asyncio
from datetime import datetime

from bot.desk.office import Office, make_ready
from bot.desk.proposed import Draft, check, draft_of, loaded, may_become, proposer, why
from bot.errors import EmptyProposalError, ForbiddenError, ProposalMovedError, SecondPersonError
from bot.proposals import ProposalStatus, may_decide, may_edit
from bot.staff import User
from bot.store import Work, knowledge, proposals
from knowledge.load import Document

_TRIES = 5  # so often others may publish while a draft is read


async def _deciding(
    office: Office, work: Work, name: str, id_: int, seen: datetime | None
) -> tuple[User, Draft]:
    user = await proposer(work, name)
    draft = await draft_of(work, id_)
    if seen and draft.proposal.changed_at != seen:
        raise ProposalMovedError(proposal=id_, status=draft.proposal.status)
    if not all(may_edit(user, *edit.place) for edit in draft.edits):
        raise ForbiddenError
    if not may_decide(user, draft.proposal, draft.edits, four_eyes=office.four_eyes):
        raise SecondPersonError(proposal=id_)
    return user, draft


async def refuse(office: Office, name: str, id_: int, note: str, *, seen: datetime | None = None) -> None:
    """Not like this: the author reads why, and may change it. `seen`: when what the reviewer saw was changed."""
    async with office.work() as work:
        user, draft = await _deciding(office, work, name, id_, seen)
        may_become(draft.proposal, ProposalStatus.REFUSED)
        await proposals.decide(work, draft.proposal, ProposalStatus.REFUSED, user, note=why(note))


async def publish(
    office: Office, name: str, id_: int, *, note: str = "", seen: datetime | None = None
) -> str:
    """Makes a proposal the guide that holds; returns its revision. One transaction: all of it or nothing.

    The draft is read and encoded before it, so that nobody waits; what others publish meanwhile is looked at anew.
    Raises InvalidKnowledgeError with all problems, ConflictError, ProposalMovedError, SecondPersonError.
    """
    note = why(note) if note.strip() else ""
    for _ in range(_TRIES):
        async with office.work() as work:
            _, draft = await _deciding(office, work, name, id_, seen)
            check(draft, ProposalStatus.PUBLISHED)
            bodies = await knowledge.bodies_of(work, draft.base.id)
        documents, guide = await asyncio.to_thread(loaded, bodies, draft.edits, office.encoder)
        if guide.revision == draft.base.id:
            raise EmptyProposalError
        await make_ready(office.store, guide, office.clock())
        if await _published(office, name, draft, documents, guide.revision, note):
            office.guide = guide
            return guide.revision
    raise ProposalMovedError(proposal=id_, status=ProposalStatus.REVIEW)


async def _published(
    office: Office, name: str, read: Draft, documents: tuple[Document, ...], revision: str, note: str
) -> bool:
    """Publishes what was read; False where another revision holds by now."""
    proposal = read.proposal
    async with office.work() as work:
        await knowledge.lock(work)
        user, draft = await _deciding(office, work, name, proposal.id, proposal.changed_at)
        check(draft, ProposalStatus.PUBLISHED)
        if draft.edits != read.edits:
            raise ProposalMovedError(proposal=proposal.id, status=draft.proposal.status)
        if draft.base.id != read.base.id:
            return False
        await knowledge.publish(work, revision, documents, proposal.author.name, proposal.reason)
        await proposals.decide(work, proposal, ProposalStatus.PUBLISHED, user, note=note, revision=revision)
    return True
