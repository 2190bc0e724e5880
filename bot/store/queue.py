"""Inbox and outbox: what came in is kept before it is read, what goes out is kept before it is sent.

Order is kept inside a chat: only the oldest row of a chat is ever taken.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.model import Address, Message, Offer
from bot.store import people
from bot.store.work import Work, living
from bot.tables import inbox, outbox


class InboxStatus(StrEnum):
    """What became of an update."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"


class OutboxStatus(StrEnum):
    """What became of a message. `uncertain`: nobody knows whether it arrived."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class OutboxKind(StrEnum):
    """Who speaks: the guide, a Lotse, or the guide leaving a group."""

    GUIDE = "guide"
    LOTSE = "lotse"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came in."""

    id: int
    address: Address
    raw: str
    tries: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way."""

    id: int
    citizen: str
    address: Address
    kind: OutboxKind
    message: Message
    tries: int
    case: str | None


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
        "due_at": work.now,
        "received_at": work.now,
    }
    insert = work.insert(inbox).values(values)
    result = await work.run(
        insert.on_conflict_do_nothing(index_elements=["channel", "bot", "update_id"]).returning(inbox.c.id)
    )
    return result.first() is not None


def _heads(table: sa.Table, *open_: str) -> sa.ScalarSelect[Any]:
    """The oldest unfinished row of each chat."""
    return (
        sa.select(sa.func.min(table.c.id))
        .where(table.c.status.in_(open_))
        .group_by(table.c.channel, table.c.bot, table.c.chat)
        .scalar_subquery()
    )


async def waiting(work: Work, channel: str, bot: str, limit: int) -> tuple[Received, ...]:
    """The next update of each chat of a bot, oldest first; nothing is locked."""
    rows = await work.all(
        sa.select(inbox)
        .where(
            inbox.c.id.in_(_heads(inbox, InboxStatus.NEW)),
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


async def again(work: Work, inbox_id: int, due_at: datetime) -> int:
    """Puts an update back after a failure; returns how often it was tried."""
    result = await work.run(
        sa.update(inbox)
        .where(inbox.c.id == inbox_id)
        .values(tries=inbox.c.tries + 1, due_at=due_at)
        .returning(inbox.c.tries)
    )
    return int(result.scalar_one())


async def put(
    work: Work,
    citizen: str,
    where: Address,
    message: Message,
    *,
    revision: str,
    city: str | None,
    kind: OutboxKind = OutboxKind.GUIDE,
    case: str | None = None,
) -> int:
    """Queues a message for a person; sealed with their key."""
    seal = await people.seal_of(work, citizen)
    values = {
        "citizen": citizen,
        "channel": where.channel,
        "bot": where.bot,
        "chat": where.external_id,
        "kind": kind,
        "sealed": seal.close(json.dumps(asdict(message), ensure_ascii=False)),
        "revision": revision,
        "city": city,
        "case_number": case,
        "status": OutboxStatus.QUEUED,
        "tries": 0,
        "due_at": work.now,
        "created_at": work.now,
    }
    result = await work.run(sa.insert(outbox).values(values).returning(outbox.c.id))
    return int(result.scalar_one())


async def take_out(
    work: Work, channel: str, bot: str, holder: str, until: datetime, limit: int
) -> tuple[Outgoing, ...]:
    """Takes the next message of each chat to send; it stays ours until `until`."""
    due = (
        sa.select(outbox.c.id)
        .where(
            outbox.c.id.in_(_heads(outbox, OutboxStatus.QUEUED, OutboxStatus.SENDING)),
            outbox.c.status == OutboxStatus.QUEUED,
            outbox.c.channel == channel,
            outbox.c.bot == bot,
            outbox.c.due_at <= work.now,
        )
        .order_by(outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = [row.id for row in await work.all(due)]
    if not ids:
        return ()
    rows = await work.all(
        sa.update(outbox)
        .where(outbox.c.id.in_(ids))
        .values(status=OutboxStatus.SENDING, holder=holder, tries=outbox.c.tries + 1, due_at=until)
        .returning(*outbox.c)
    )
    return tuple([await _outgoing(work, row) for row in sorted(rows, key=lambda row: row.id)])


async def _outgoing(work: Work, row: sa.Row[Any]) -> Outgoing:
    seal = await people.seal_of(work, row.citizen)
    data = json.loads(seal.open(row.sealed))
    message = Message(**(data | {"offers": tuple(Offer(**offer) for offer in data["offers"])}))
    where = Address(row.channel, row.bot, row.chat)
    return Outgoing(row.id, row.citizen, where, OutboxKind(row.kind), message, row.tries, row.case_number)


async def settle(
    work: Work,
    outbox_id: int,
    status: OutboxStatus,
    *,
    external_id: str | None = None,
    error: str | None = None,
) -> None:
    """What became of a message that was being sent."""
    sent_at = work.now if status is OutboxStatus.SENT else None
    values = {
        "status": status,
        "external_id": external_id,
        "error": error,
        "sent_at": sent_at,
        "holder": None,
    }
    await work.run(sa.update(outbox).where(outbox.c.id == outbox_id).values(values))


async def pace(work: Work, where: Address, due_at: datetime) -> None:
    """What waits for a chat goes out no sooner than `due_at`."""
    await work.run(
        sa.update(outbox)
        .where(
            outbox.c.channel == where.channel,
            outbox.c.bot == where.bot,
            outbox.c.chat == where.external_id,
            outbox.c.status == OutboxStatus.QUEUED,
            outbox.c.due_at < due_at,
        )
        .values(due_at=due_at)
    )


async def postpone(work: Work, outbox_id: int, due_at: datetime, error: str) -> None:
    """Puts a message that was being sent back; one that was erased or given up meanwhile stays so."""
    values = {"status": OutboxStatus.QUEUED, "due_at": due_at, "error": error, "holder": None}
    sending = (outbox.c.id == outbox_id, outbox.c.status == OutboxStatus.SENDING)
    await work.run(sa.update(outbox).where(*sending).values(values))


async def move_chat(work: Work, where: Address, chat: str) -> None:
    """Waiting messages follow a chat to its new id."""
    await work.run(
        sa.update(outbox)
        .where(
            outbox.c.channel == where.channel, outbox.c.bot == where.bot, outbox.c.chat == where.external_id
        )
        .values(chat=chat)
    )


async def lost(work: Work, holder: str, *, alone: bool) -> tuple[Outgoing, ...]:
    """Messages whose sender died: past their time, of no living process, or (`alone`) of any but `holder`."""
    dead = sa.or_(outbox.c.due_at < work.now, outbox.c.holder.not_in(living(work)))
    if alone:
        dead = sa.or_(dead, outbox.c.holder != holder)
    rows = await work.all(
        sa.update(outbox)
        .where(outbox.c.status == OutboxStatus.SENDING, dead)
        .values(status=OutboxStatus.UNCERTAIN, holder=None, error="sender died")
        .returning(*outbox.c)
    )
    return tuple([await _outgoing(work, row) for row in rows])


async def count_waiting(work: Work, citizen: str) -> int:
    """How many messages to a citizen are still on their way."""
    row = await work.first(
        sa.select(sa.func.count())
        .select_from(outbox)
        .where(
            outbox.c.citizen == citizen,
            outbox.c.status.in_([OutboxStatus.QUEUED, OutboxStatus.SENDING]),
        )
    )
    return int(row[0]) if row else 0


async def depth(work: Work) -> dict[str, int]:
    """How many rows stand in each open state, for the metrics."""
    counts: dict[str, int] = {}
    for table, states in (
        (inbox, (InboxStatus.NEW, InboxStatus.PARKED)),
        (outbox, (OutboxStatus.QUEUED, OutboxStatus.SENDING, OutboxStatus.UNCERTAIN, OutboxStatus.FAILED)),
    ):
        rows = await work.all(
            sa.select(table.c.status, sa.func.count().label("number"))
            .where(table.c.status.in_(states))
            .group_by(table.c.status)
        )
        found = {row.status: row.number for row in rows}
        counts |= {f"{table.name}_{state}": found.get(state, 0) for state in states}
    return counts


async def erase(work: Work, citizen: str, where: tuple[Address, ...]) -> None:
    """Erases what is on its way to a person, and what of theirs was parked."""
    await work.run(
        sa.update(outbox)
        .where(outbox.c.citizen == citizen)
        .values(
            sealed=None,
            chat="",
            status=sa.case(
                (outbox.c.status.in_([OutboxStatus.QUEUED, OutboxStatus.SENDING]), OutboxStatus.FAILED),
                else_=outbox.c.status,
            ),
        )
    )
    for one in where:
        await work.run(
            sa.update(inbox)
            .where(
                inbox.c.channel == one.channel,
                inbox.c.bot == one.bot,
                inbox.c.chat == one.external_id,
                inbox.c.status == InboxStatus.PARKED,
            )
            .values(sealed=None, status=InboxStatus.DONE)
        )
