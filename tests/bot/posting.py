"""One person's way through the outbox: queued, taken, looked at."""

from bot.desk import Office, post
from bot.model import Message
from bot.store.queue import OutboxKind, Outgoing
from bot.tables import outbox
from tests.bot.scene import citizen_of, rows
from tests.cast import CHANNEL, Person


async def queue_for(person: Person, text: str, kind: OutboxKind = OutboxKind.GUIDE) -> int:
    citizen = await citizen_of(person)
    async with person.office.work() as work:
        return await person.office.put(work, citizen, person.address, Message(text, person.lang), kind=kind)


async def take(person: Person, holder: str = "h1") -> tuple[Outgoing, ...]:
    return await post.take(person.office, CHANNEL, person.name, holder, 10)


async def row_of(office: Office, outbox_id: int) -> dict[str, object]:
    (row,) = await rows(office, outbox, outbox.c.id == outbox_id)
    return row
