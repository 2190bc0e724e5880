"""What came in is kept before it is read, and erased in the transaction that answers it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.model import Address
from bot.store.queue.order import heads
from bot.store.work import Work
from bot.tables import inbox


class InboxStatus(StrEnum):
    """What became of an update."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came in."""

    id: int
    address: Address
    raw: str
    tries: int


async def receive(work: Work, where: Address, update_id: str, raw: str) -> bool:
    """Keeps a raw update; False when it is known already."""
    values = {
        "channel": where.channel,
        "bot": where.bot,
        "chat": where.external_id,
        "update_id": update_id,
        "sealed": work.seal.close(raw),
        "status": InboxStatus.NEW,
        "tries": 0,
        "told": False,
        "due_at": work.now,
        "received_at": work.now,
    }
    insert = work.insert(inbox).values(values)
    result = await work.run(
        insert.on_conflict_do_nothing(index_elements=["channel", "bot", "update_id"]).returning(inbox.c.id)
    )
    return result.first() is not None


async def waiting(work: Work, channel: str, bot: str, limit: int) -> tuple[Received, ...]:
    """The next update of each chat of a bot, oldest first; nothing is locked."""
    rows = await work.all(
        sa.select(inbox)
        .where(
            inbox.c.id.in_(heads(inbox, InboxStatus.NEW)),
            inbox.c.channel == channel,
            inbox.c.bot == bot,
            inbox.c.due_at <= work.now,
        )
        .order_by(inbox.c.id)
        .limit(limit)
    )
    return tuple(
        Received(row.id, Address(row.channel, row.bot, row.chat), work.seal.open(row.sealed), row.tries)
        for row in rows
    )


async def take(work: Work, inbox_id: int) -> bool:
    """Locks an update for this transaction; False when somebody else has it or had it."""
    row = await work.first(
        sa.select(inbox.c.id)
        .where(inbox.c.id == inbox_id, inbox.c.status == InboxStatus.NEW)
        .with_for_update(skip_locked=True)
    )
    return row is not None


async def finish(work: Work, inbox_id: int, status: InboxStatus = InboxStatus.DONE) -> None:
    """An update that is done is erased but for its key; a parked one is kept for those who mend."""
    values: dict[str, Any] = {"status": status, "done_at": work.now}
    if status is InboxStatus.DONE:
        values["sealed"] = None
    await work.run(sa.update(inbox).where(inbox.c.id == inbox_id).values(values))


@dataclass(frozen=True, slots=True)
class Failed:
    """How often an update was tried, and whether the person was told."""

    tries: int
    told: bool


async def again(work: Work, inbox_id: int, now: datetime) -> Failed:
    """Puts an update back after a failure, twice as long each time."""
    row = await work.first(sa.select(inbox.c.tries, inbox.c.told).where(inbox.c.id == inbox_id))
    assert row is not None, "an update that was taken is there"
    due_at = now + timedelta(seconds=0.5 * 2**row.tries)
    values = {"tries": row.tries + 1, "due_at": due_at}
    await work.run(sa.update(inbox).where(inbox.c.id == inbox_id).values(values))
    return Failed(row.tries + 1, row.told)


async def told(work: Work, inbox_id: int) -> None:
    """The person knows that their update could not be answered."""
    await work.run(sa.update(inbox).where(inbox.c.id == inbox_id).values(told=True))


async def erase_received(work: Work, where: tuple[Address, ...]) -> None:
    """Erases what of a person's was parked, and whose the finished updates were; their keys stay."""
    for one in where:
        await work.run(
            sa.update(inbox)
            .where(
                inbox.c.channel == one.channel,
                inbox.c.bot == one.bot,
                inbox.c.chat == one.external_id,
                inbox.c.status != InboxStatus.NEW,
            )
            .values(sealed=None, chat="", status=InboxStatus.DONE)
        )
