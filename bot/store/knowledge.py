"""Guide revisions: which documents each one has, and which one holds. A document that did not change is kept once."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store.work import Work
from bot.tables import document as bodies
from bot.tables import guide_revision as revisions
from bot.tables import revision_document as parts
from knowledge.load import KINDS, Document

_AT_ONCE = 200
_LOCK = "guide.publish"
Body = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of the guide: who made it, and why; `published_at` is empty while it never held."""

    id: str
    author: str
    reason: str
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """A document as a revision has it; `hash` is the same where its content is."""

    revision: Revision
    hash: str


def body_of(data: Any) -> str:
    """A document's content as it is kept: days as ISO text, keys in order."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)


def hash_of(body: str) -> str:
    """Names a content."""
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def _revision(row: sa.Row[Any]) -> Revision:
    return Revision(row.id, row.author, row.reason, row.created_at, row.published_at)


async def published(work: Work) -> Revision | None:
    """The revision that holds now."""
    row = await work.first(
        sa.select(revisions)
        .where(revisions.c.published_at.is_not(None))
        .order_by(revisions.c.published_at.desc(), revisions.c.id)
        .limit(1)
    )
    return _revision(row) if row else None


async def all_revisions(work: Work, limit: int = 100) -> tuple[Revision, ...]:
    """The newest revisions that were published, newest first."""
    held = sa.select(revisions).where(revisions.c.published_at.is_not(None))
    newest = held.order_by(revisions.c.published_at.desc(), revisions.c.id).limit(limit)
    return tuple(_revision(row) for row in await work.all(newest))


async def bodies_of(work: Work, revision: str) -> tuple[Body, ...]:
    """Kind, id and body of each document of a revision; `read` makes them documents, off the event loop."""
    rows = await work.all(
        sa.select(parts.c.kind, parts.c.id, bodies.c.body)
        .join(bodies, bodies.c.hash == parts.c.hash)
        .where(parts.c.revision == revision)
    )
    assert rows, "a published revision has documents"
    return tuple((row.kind, row.id, row.body) for row in rows)


def read(found: Iterable[Body]) -> tuple[Document, ...]:
    """Documents in the order in which a folder is read."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    documents = (Document(kind, id_, json.loads(body)) for kind, id_, body in found)
    return tuple(sorted(documents, key=lambda one: (order.get(one.kind, len(order)), one.id)))


async def documents(work: Work, revision: str) -> tuple[Document, ...]:
    """The documents of a revision, in the order in which a folder is read."""
    return read(await bodies_of(work, revision))


async def content(work: Work, hash_: str) -> str | None:
    """The body that a hash names."""
    row = await work.first(sa.select(bodies.c.body).where(bodies.c.hash == hash_))
    return str(row.body) if row else None


async def get(work: Work, revision: str) -> Revision | None:
    """A revision, whether it ever held or not."""
    row = await work.first(sa.select(revisions).where(revisions.c.id == revision))
    return _revision(row) if row else None


async def one(work: Work, revision: str, kind: str, id_: str) -> Document | None:
    """One document of a revision."""
    row = await work.first(
        sa.select(bodies.c.body)
        .join(parts, parts.c.hash == bodies.c.hash)
        .where(parts.c.revision == revision, parts.c.kind == kind, parts.c.id == id_)
    )
    return Document(kind, id_, json.loads(row.body)) if row else None


async def hashes(work: Work, revision: str) -> dict[tuple[str, str], str]:
    """Kind and id → hash of the content, of every document of a revision."""
    rows = await work.all(sa.select(parts).where(parts.c.revision == revision))
    return {(row.kind, row.id): row.hash for row in rows}


async def versions(work: Work, kind: str, id_: str) -> tuple[Version, ...]:
    """The contents that a document has had, newest first, each with the revision that brought it."""
    rows = await work.all(
        sa.select(revisions, parts.c.hash)
        .join(parts, parts.c.revision == revisions.c.id)
        .where(parts.c.kind == kind, parts.c.id == id_, revisions.c.published_at.is_not(None))
        .order_by(revisions.c.published_at, revisions.c.id)
    )
    brought: list[Version] = []
    for row in rows:
        if not brought or brought[-1].hash != row.hash:
            brought.append(Version(_revision(row), row.hash))
    return tuple(reversed(brought))


async def lock(work: Work) -> None:
    """Waits until nobody else publishes; what is read after it holds until the end. SQLite has one writer anyway."""
    if not work.is_sqlite:
        await work.run(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(_LOCK, 0))))


async def publish(work: Work, revision: str, found: Iterable[Document], author: str, reason: str) -> None:
    """Publishes documents; a revision that was there before is published again.

    It is newer than any other, whatever the clocks of two machines say.
    """
    await lock(work)
    last = await published(work)
    at = work.now
    if last and last.published_at:
        at = max(at, last.published_at + timedelta(microseconds=1))
    values = {"id": revision, "author": author, "reason": reason, "created_at": work.now, "published_at": at}
    insert = work.insert(revisions).values(values)
    again = {key: values[key] for key in ("author", "reason", "published_at")}
    await work.run(insert.on_conflict_do_update(index_elements=["id"], set_=again))
    await _keep(work, revision, tuple(found))


async def _keep(work: Work, revision: str, found: tuple[Document, ...]) -> None:
    """What the revision is made of; contents that are known already are not written again."""
    known = await hashes(work, revision)
    kept = {(one.kind, one.id): body_of(one.data) for one in found}
    new = {place: body for place, body in kept.items() if place not in known}
    by_hash = {hash_of(body): body for body in new.values()}
    for some in _batches([{"hash": hash_, "body": body} for hash_, body in by_hash.items()]):
        insert = work.insert(bodies).values(some)
        await work.run(insert.on_conflict_do_nothing(index_elements=["hash"]))
    rows = [
        {"revision": revision, "kind": kind, "id": id_, "hash": hash_of(body)}
        for (kind, id_), body in new.items()
    ]
    for some in _batches(rows):
        await work.run(sa.insert(parts).values(some))


def _batches(rows: list[dict[str, str]]) -> Iterable[list[dict[str, str]]]:
    for begin in range(0, len(rows), _AT_ONCE):
        yield rows[begin : begin + _AT_ONCE]
