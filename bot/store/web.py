"""The guide's web page: places (addresses on the channel web), who may look at one, and the lines that stand there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.cases import CaseStatus
from bot.errors import UnreadableError
from bot.model import WEB, Address, File, Message
from bot.store import people
from bot.store.queue import InboxStatus, OutboxStatus, pack, unpack
from bot.store.reminders import ReminderStatus
from bot.store.work import Work
from bot.tables import address as addresses
from bot.tables import case, inbox, outbox, reminder
from bot.tables import web_line as lines
from bot.tables import web_login as logins
from bot.tables import web_place as places

TABLES = ("web_place", "web_login")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said on the page; `own`: by the person."""

    id: int
    own: bool
    message: Message
    file: File | None


def address(place: str) -> Address:
    return Address(WEB, WEB, place)


def chat(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Whose chat a dumped row of a place or a login is."""
    return WEB, WEB, row.get("place") or row["id"]


# places


async def add_place(work: Work, place: str) -> None:
    await work.run(sa.insert(places).values(id=place, created_at=work.now, used_at=work.now))


async def use_place(work: Work, place: str) -> None:
    await work.run(sa.update(places).where(places.c.id == place).values(used_at=work.now))


async def is_place(work: Work, place: str) -> bool:
    return await work.first(sa.select(places.c.id).where(places.c.id == place)) is not None


async def place_of(work: Work, citizen: str) -> str | None:
    """The citizen's place, the one used last."""
    theirs = (addresses.c.channel == WEB, addresses.c.citizen == citizen)
    row = await work.first(
        sa.select(places.c.id)
        .join(addresses, addresses.c.external_id == places.c.id)
        .where(*theirs)
        .order_by(places.c.used_at.desc())
        .limit(1)
    )
    return row.id if row else None


async def was_used(work: Work, place: str, since: datetime) -> bool:
    """Whether the person was there since."""
    used = sa.select(places.c.id).where(places.c.id == place, places.c.used_at >= since)
    return await work.first(used) is not None


async def set_recovery(work: Work, place: str, recovery_hash: str | None) -> None:
    await work.run(sa.update(places).where(places.c.id == place).values(recovery_hash=recovery_hash))


async def recovered(work: Work, recovery_hash: str) -> str | None:
    """The place that a recovery phrase leads to."""
    row = await work.first(sa.select(places.c.id).where(places.c.recovery_hash == recovery_hash))
    return row.id if row else None


async def is_lost(work: Work, place: str) -> bool:
    """Whether nobody can come back there: nobody is let in, there is no phrase, and no other chat of theirs."""
    if await work.first(sa.select(logins.c.place).where(logins.c.place == place).limit(1)):
        return False
    row = await work.first(sa.select(places.c.recovery_hash).where(places.c.id == place))
    if row is None or row.recovery_hash:
        return False
    citizen = await people.find(work, address(place))
    return citizen is None or len(await people.addresses_of(work, citizen)) == 1


# who is let in


async def let_in(work: Work, place: str, token_hash: str, ends_at: datetime, *, once: bool = False) -> None:
    """Lets somebody in who has the token. `once`: a link, which opens the page one time."""
    values = {"token_hash": token_hash, "place": place, "once": once, "ends_at": ends_at}
    await work.run(sa.insert(logins).values(**values, created_at=work.now, used_at=work.now))


async def entered(work: Work, token_hash: str, *, once: bool = False) -> str | None:
    """The place that a token opens; None when it has ended."""
    row = await work.first(
        sa.select(logins.c.place).where(
            logins.c.token_hash == token_hash, logins.c.once.is_(once), logins.c.ends_at > work.now
        )
    )
    return row.place if row else None


async def use_login(work: Work, token_hash: str, ends_at: datetime) -> None:
    used = sa.update(logins).where(logins.c.token_hash == token_hash)
    await work.run(used.values(used_at=work.now, ends_at=ends_at))


async def end_login(work: Work, token_hash: str) -> bool:
    """False when there was none any more."""
    ended = sa.delete(logins).where(logins.c.token_hash == token_hash).returning(logins.c.place)
    return (await work.run(ended)).first() is not None


# lines


async def add_line(
    work: Work, place: str, citizen: str, message: Message, *, file: File | None = None, own: bool = False
) -> int:
    """A line at a place, sealed with the citizen's key. Their row is locked before, so that ids of a place only rise."""
    return await _add(work, place, citizen, pack(message, file), own=own, outbox_id=None)


async def show(
    work: Work, place: str, citizen: str, message: Message, file: File | None, outbox_id: int
) -> int:
    """A message of the outbox as a line; once more, it is the line that stands there already."""
    row = await work.first(sa.select(lines.c.id).where(lines.c.outbox == outbox_id))
    if row:
        return int(row.id)
    return await _add(work, place, citizen, pack(message, file), own=False, outbox_id=outbox_id)


async def _add(work: Work, place: str, citizen: str, text: str, *, own: bool, outbox_id: int | None) -> int:
    seal = await people.seal_of(work, citizen)
    values = {
        "place": place,
        "citizen": citizen,
        "own": own,
        "sealed": seal.close(text),
        "outbox": outbox_id,
        "created_at": work.now,
    }
    return int((await work.run(sa.insert(lines).values(values).returning(lines.c.id))).scalar_one())


async def lines_of(work: Work, place: str, after: int, limit: int) -> tuple[Line, ...]:
    """The newest lines of a place behind a line, in their order."""
    newest = sa.select(lines).where(lines.c.place == place, lines.c.id > after)
    rows = await work.all(newest.order_by(lines.c.id.desc()).limit(limit))
    found = [await _line(work, row) for row in reversed(rows)]
    return tuple(line for line in found if line)


async def line_of(work: Work, place: str, line_id: int) -> Line | None:
    row = await work.first(sa.select(lines).where(lines.c.place == place, lines.c.id == line_id))
    return await _line(work, row) if row else None


async def _line(work: Work, row: sa.Row[Any]) -> Line | None:
    """A line; None when its key is gone."""
    try:
        message, file = unpack((await people.seal_of(work, row.citizen)).open(row.sealed))
    except UnreadableError:
        return None
    return Line(row.id, row.own, message, file)


async def take_back(work: Work, line_id: int) -> None:
    """A line of this transaction, which nobody has seen."""
    await work.run(sa.delete(lines).where(lines.c.id == line_id))


async def said_since(work: Work, place: str, since: datetime) -> int:
    """How much a person said at a place since."""
    own = (lines.c.place == place, lines.c.own.is_(True), lines.c.created_at > since)
    row = await work.first(sa.select(sa.func.count()).select_from(lines).where(*own))
    return int(row[0]) if row else 0


async def count_lines(work: Work, citizen: str) -> int:
    counted = sa.select(sa.func.count()).select_from(lines).where(lines.c.citizen == citizen)
    row = await work.first(counted)
    return int(row[0]) if row else 0


async def is_busy(work: Work, place: str) -> bool:
    """Whether something of this place waits to be answered, or an answer is on its way."""
    asked = (inbox.c.status == InboxStatus.NEW, inbox.c.channel == WEB, inbox.c.chat == place)
    open_ = outbox.c.status.in_([OutboxStatus.QUEUED, OutboxStatus.SENDING])
    answered = (open_, outbox.c.channel == WEB, outbox.c.chat == place)
    either = (sa.select(inbox.c.id).where(*asked), sa.select(outbox.c.id).where(*answered))
    return any([await work.first(one.limit(1)) for one in either])


# erasing


async def erase_lines(work: Work, place: str) -> None:
    await work.run(sa.delete(lines).where(lines.c.place == place))


async def erase(work: Work, citizen: str, stays: Address) -> None:
    """Erases a citizen's places with all that stands there; of the one where they are told so stays the login."""
    theirs = sa.select(addresses.c.external_id).where(
        addresses.c.channel == WEB, addresses.c.citizen == citizen
    )
    here = stays.external_id if stays.channel == WEB else ""
    await work.run(sa.delete(places).where(places.c.id.in_(theirs), places.c.id != here))
    await work.run(sa.delete(lines).where(lines.c.citizen == citizen))
    await work.run(sa.delete(logins).where(logins.c.place == here, logins.c.once.is_(True)))
    await set_recovery(work, here, None)


async def purge(work: Work, before: datetime) -> int:
    """Erases places nobody used since and logins that ended; returns how many places.

    A place whose case is open or whose reminder is ahead stays for who knows the phrase.
    """
    await work.run(sa.delete(logins).where(logins.c.ends_at <= work.now))
    open_ = sa.select(case.c.citizen).where(case.c.status != CaseStatus.CLOSED)
    ahead = sa.select(reminder.c.citizen).where(reminder.c.status == ReminderStatus.WAITING)
    busy = sa.select(addresses.c.external_id).where(
        addresses.c.channel == WEB, sa.or_(addresses.c.citizen.in_(open_), addresses.c.citizen.in_(ahead))
    )
    rows = await work.all(
        sa.delete(places).where(places.c.used_at < before, places.c.id.not_in(busy)).returning(places.c.id)
    )
    gone = [row.id for row in rows]
    left = sa.update(addresses).where(addresses.c.channel == WEB, addresses.c.external_id.in_(gone))
    await work.run(left.values(blocked_at=work.now))
    return len(gone)
