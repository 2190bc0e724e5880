"""What goes out is kept before it is sent, and so is what became of it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.errors import UnreadableError
from bot.model import Address, File, Message
from bot.session import Offer
from bot.store import people
from bot.store.queue.order import heads
from bot.store.work import Work, living
from bot.tables import outbox


class OutboxStatus(StrEnum):
    """What became of a message. `uncertain`: nobody knows whether it arrived."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class OutboxKind(StrEnum):
    """Who speaks: the guide, the guide once more, a Lotse, the guide with a file, or the guide leaving a group."""

    GUIDE = "guide"
    AGAIN = "again"
    LOTSE = "lotse"
    FILE = "file"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. With a `file`, the text of the message is what stands below it."""

    id: int
    citizen: str
    address: Address
    kind: OutboxKind
    message: Message
    tries: int
    case: str | None
    created_at: datetime
    file: File | None = None


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
    file: File | None = None,
) -> int:
    """Queues a message or a file for a person; sealed with their key."""
    seal = await people.seal_of(work, citizen)
    values = {
        "citizen": citizen,
        "channel": where.channel,
        "bot": where.bot,
        "chat": where.external_id,
        "kind": kind,
        "sealed": seal.close(pack(message, file)),
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


def pack(message: Message, file: File | None) -> str:
    """A message and a file as one text."""
    data = asdict(message)
    if file:
        data["file"] = {"name": file.name, "mime": file.mime, "content": b64encode(file.content).decode()}
    return json.dumps(data, ensure_ascii=False)


def unpack(text: str) -> tuple[Message, File | None]:
    """What `pack` made a text of."""
    data = json.loads(text)
    found = data.pop("file", None)
    file = File(found["name"], found["mime"], b64decode(found["content"])) if found else None
    return Message(**(data | {"offers": tuple(Offer(**offer) for offer in data["offers"])})), file


async def take_out(work: Work, channel: str, bot: str, holder: str, limit: int) -> tuple[Outgoing, ...]:
    """Takes the next message of each chat to send; it is ours as long as we live."""
    due = (
        sa.select(outbox.c.id)
        .where(
            outbox.c.id.in_(heads(outbox, OutboxStatus.QUEUED, OutboxStatus.SENDING)),
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
        .values(status=OutboxStatus.SENDING, holder=holder, tries=outbox.c.tries + 1)
        .returning(*outbox.c)
    )
    return await _readable(work, sorted(rows, key=lambda row: row.id))


async def _readable(work: Work, rows: Iterable[sa.Row[Any]]) -> tuple[Outgoing, ...]:
    """The messages of rows; one whose key is gone is nobody's any more and holds up nobody."""
    found = []
    for row in rows:
        try:
            found.append(await _outgoing(work, row))
        except UnreadableError:
            await settle(work, row.id, OutboxStatus.FAILED, error="unreadable")
    return tuple(found)


async def _outgoing(work: Work, row: sa.Row[Any]) -> Outgoing:
    seal = await people.seal_of(work, row.citizen)
    message, file = unpack(seal.open(row.sealed))
    return Outgoing(
        id=row.id,
        citizen=row.citizen,
        address=Address(row.channel, row.bot, row.chat),
        kind=OutboxKind(row.kind),
        message=message,
        tries=row.tries,
        case=row.case_number,
        created_at=row.created_at,
        file=file,
    )


async def settle(
    work: Work,
    outbox_id: int,
    status: OutboxStatus,
    *,
    external_id: str | None = None,
    error: str | None = None,
) -> bool:
    """What became of a message that was being sent; False when somebody else has settled it."""
    sent_at = work.now if status is OutboxStatus.SENT else None
    values = {
        "status": status,
        "external_id": external_id,
        "error": error,
        "sent_at": sent_at,
        "holder": None,
    }
    sending = (outbox.c.id == outbox_id, outbox.c.status == OutboxStatus.SENDING)
    result = await work.run(sa.update(outbox).where(*sending).values(values).returning(outbox.c.id))
    return result.first() is not None


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


async def say_again(work: Work, outgoing: Outgoing, message: Message, due_at: datetime) -> None:
    """Puts a message that may have arrived back in its place, in the words in which it is said again."""
    seal = await people.seal_of(work, outgoing.citizen)
    values = {
        "status": OutboxStatus.QUEUED,
        "kind": OutboxKind.AGAIN,
        "sealed": seal.close(pack(message, outgoing.file)),
        "due_at": due_at,
        "error": "uncertain",
        "holder": None,
    }
    sending = (outbox.c.id == outgoing.id, outbox.c.status == OutboxStatus.SENDING)
    await work.run(sa.update(outbox).where(*sending).values(values))


async def move_chat(work: Work, where: Address, chat: str) -> None:
    """All messages of a chat follow it to its new id."""
    await work.run(
        sa.update(outbox)
        .where(
            outbox.c.channel == where.channel, outbox.c.bot == where.bot, outbox.c.chat == where.external_id
        )
        .values(chat=chat)
    )


async def lost(work: Work, channel: str, bot: str, holder: str, *, alone: bool) -> tuple[Outgoing, ...]:
    """A bot's messages whose sender died: of no living process, or (`alone`) of any but `holder`."""
    dead = outbox.c.holder != holder
    if not alone:
        dead = sa.and_(dead, outbox.c.holder.not_in(living(work)))
    rows = await work.all(
        sa.select(outbox)
        .where(
            outbox.c.status == OutboxStatus.SENDING, outbox.c.channel == channel, outbox.c.bot == bot, dead
        )
        .order_by(outbox.c.id)
    )
    return await _readable(work, rows)


async def has_seen(work: Work, citizen: str, ref: str) -> bool:
    """Whether the newest message to a citizen had reached them when they wrote `ref` (ids of a chat only rise)."""
    row = await work.first(
        sa.select(outbox.c.status, outbox.c.external_id)
        .where(outbox.c.citizen == citizen)
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    if row is None or row.status != OutboxStatus.SENT:
        return False
    known = ref.isdecimal() and (row.external_id or "").isdecimal()
    return int(ref) > int(row.external_id) if known else True


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


async def erase_outgoing(work: Work, citizen: str) -> None:
    """Erases what is on its way to a person, and what was sent."""
    await work.run(
        sa.update(outbox)
        .where(outbox.c.citizen == citizen)
        .values(
            sealed=None,
            chat="",
            external_id=None,
            status=sa.case(
                (outbox.c.status.in_([OutboxStatus.QUEUED, OutboxStatus.SENDING]), OutboxStatus.FAILED),
                else_=outbox.c.status,
            ),
        )
    )
