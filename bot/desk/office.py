"""What every use case works with: the store, the texts, the guide of the day, the clock."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot import clock
from bot.clocks import LIMITS, Times, times_of
from bot.desk.bell import Bell
from bot.errors import SettingsError, UnreadableError
from bot.model import Address, File, Message
from bot.store import Store, Work, knowledge, people, proposals, queue, vectors
from bot.texts import Texts
from knowledge.errors import InvalidKnowledgeError
from knowledge.hours import Hours
from knowledge.load import folder_digest, load, read_folder
from knowledge.model import Encoder, Guide
from knowledge.understand import prepare
from knowledge.understand.examples import sentences_of
from knowledge.understand.vectors import Kept, key_of


@dataclass(slots=True)
class Office:
    """One deployment's desk.

    `guide` is replaced whole when a revision is published; `encoder` is what guides read meaning with here; `begun`: a
    transaction that all work is done in; `task_days`: working days after which a department that has not answered is
    asked again. `four_eyes`: what somebody proposes another publishes. `hours`: of the house, for cities without their own; `limits`: until when a case should be answered;
    `still_after`: without movement.
    """

    store: Store
    texts: Texts
    guide: Guide
    retention: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    clock: Callable[[], datetime] = clock.now
    encoder: Encoder | None = None
    begun: Work | None = None
    task_days: int = 3
    four_eyes: bool = True
    hours: Hours | None = None
    limits: Mapping[str, float] = field(default_factory=lambda: LIMITS)
    still_after: timedelta = timedelta(days=7)
    bell: Bell = field(default_factory=lambda: Bell({}))

    def work(self) -> AbstractAsyncContextManager[Work]:
        return nullcontext(self.begun) if self.begun else self.store.work(self.clock())

    def within(self, work: Work) -> "Office":
        """The same desk inside a transaction that has begun: its use cases become part of it."""
        return replace(self, begun=work)

    def times(self, city: str | None) -> Times:
        """By what waiting is counted in a city."""
        known = self.guide.cities.get(city or "")
        return times_of(known.hours if known else None, self.hours)

    async def put(
        self,
        work: Work,
        citizen: str,
        where: Address,
        message: Message,
        *,
        city: str | None = None,
        case: str | None = None,
        kind: queue.OutboxKind = queue.OutboxKind.GUIDE,
    ) -> int:
        """Queues a message, with the revision that it came from; returns its outbox id.

        Where Telegram carries only a bell, the message goes to the page, and the bell before it.
        """
        return await self._put(work, citizen, where, message, city=city, case=case, kind=kind)

    async def put_file(
        self, work: Work, citizen: str, where: Address, file: File, lang: str, *, city: str | None
    ) -> int:
        """Queues a file behind what is said; returns its outbox id."""
        kind = queue.OutboxKind.FILE
        return await self._put(work, citizen, where, Message("", lang), city=city, kind=kind, file=file)

    async def _put(
        self,
        work: Work,
        citizen: str,
        where: Address,
        message: Message,
        *,
        city: str | None,
        kind: queue.OutboxKind,
        case: str | None = None,
        file: File | None = None,
    ) -> int:
        revision = self.guide.revision
        way = await self.bell.way(work, self.texts, citizen, where, message, city=city, kind=kind)
        if way.rings:
            await queue.put(work, citizen, *way.rings, revision=revision, city=city)
        return await queue.put(
            work, citizen, way.where, message, revision=revision, city=city, kind=kind, case=case, file=file
        )


async def check_key(store: Store, now: datetime) -> None:
    """Raises SettingsError when the database was sealed with another key than ours."""
    async with store.work(now) as work:
        try:
            await people.try_key(work)
        except UnreadableError:
            raise SettingsError(why="LOTSE_KEY is not the key that this database was sealed with") from None


_SEED = "seed"
_NAMED = 5
log = structlog.get_logger()


async def open_guide(store: Store, folder: Path, now: datetime, encoder: Encoder | None = None) -> Guide:
    """The published guide. Where none is, or the seed that it came from has changed, the folder is published.

    What people published stays: a seed never replaces it. A changed seed with problems is refused, and the guide
    goes on with what it had. Raises InvalidKnowledgeError where there is nothing to go on with.
    """
    digest = folder_digest(folder)
    async with store.work(now) as work:
        await knowledge.lock(work)
        published = await knowledge.published(work)
        if published is None:
            return await _publish_seed(work, folder, digest, encoder)
        by_seed = published.author == _SEED and await proposals.became(work, published.id) is None
        if by_seed and published.reason != digest:
            try:
                return await _publish_seed(work, folder, digest, encoder)
            except InvalidKnowledgeError as error:
                log.error("guide.seed_refused", problems=[str(one) for one in error.problems[:_NAMED]])
        bodies = await knowledge.bodies_of(work, published.id)
    return await asyncio.to_thread(_loaded, published.id, bodies, encoder)


def _loaded(revision: str, bodies: tuple[knowledge.Body, ...], encoder: Encoder | None) -> Guide:
    """A guide of a revision; it keeps its name, however revisions are named today. Slow: off the event loop."""
    return replace(load(knowledge.read(bodies), encoder), revision=revision)


async def _publish_seed(work: Work, folder: Path, digest: str, encoder: Encoder | None) -> Guide:
    documents = read_folder(folder)
    guide = load(documents, encoder)
    await knowledge.publish(work, guide.revision, documents, _SEED, digest)
    return guide


async def make_ready(store: Store, guide: Guide, now: datetime) -> None:
    """Prepares a guide off the event loop. What a process has encoded once no other encodes again."""
    encoder = guide.encoder
    if not isinstance(encoder, Kept):
        await asyncio.to_thread(prepare, guide)
        return
    missing = encoder.missing(sentences_of(guide))
    if missing:
        async with store.work(now) as work:
            encoder.add(await vectors.find(work, encoder.name, [key_of(text) for text in missing]))
    await asyncio.to_thread(prepare, guide)
    if made := encoder.fresh():
        async with store.work(now) as work:
            await vectors.keep(work, encoder.name, made)


async def refresh(office: Office) -> bool:
    """Takes over a guide that was published elsewhere; meanwhile the one that was there answers."""
    async with office.work() as work:
        published = await knowledge.published(work)
        if published is None or published.id == office.guide.revision:
            return False
        bodies = await knowledge.bodies_of(work, published.id)
    guide = await asyncio.to_thread(_loaded, published.id, bodies, office.encoder)
    await make_ready(office.store, guide, office.clock())
    office.guide = guide
    return True
