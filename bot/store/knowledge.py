"""Guide revisions: the published one is the truth at run time."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.work import Work
from bot.tables import guide_revision as revisions


@dataclass(frozen=True, slots=True)
class Published:
    """The revision that holds now: who published it, and why."""

    id: str
    author: str
    reason: str


async def published(work: Work) -> Published | None:
    row = await work.first(
        sa.select(revisions.c.id, revisions.c.author, revisions.c.reason)
        .where(revisions.c.published_at.is_not(None))
        .order_by(revisions.c.published_at.desc(), revisions.c.id)
        .limit(1)
    )
    return Published(row.id, row.author, row.reason) if row else None


async def documents(work: Work, revision: str) -> str:
    """The documents of a revision, as `knowledge.load` wrote them."""
    row = await work.first(sa.select(revisions.c.documents).where(revisions.c.id == revision))
    assert row is not None, "a published revision has documents"
    return str(row.documents)


async def publish(work: Work, revision: str, text: str, author: str, reason: str) -> None:
    """Publishes documents; a revision that was there before is published again."""
    values = {
        "id": revision,
        "documents": text,
        "author": author,
        "reason": reason,
        "created_at": work.now,
        "published_at": work.now,
    }
    insert = work.insert(revisions).values(values)
    await work.run(
        insert.on_conflict_do_update(
            index_elements=["id"], set_={key: values[key] for key in ("author", "reason", "published_at")}
        )
    )
