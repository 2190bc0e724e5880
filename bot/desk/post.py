"""What goes out: taken from the outbox, and what became of it. Sending itself is the channels' work."""

from datetime import timedelta

from bot.cases import EventKind
from bot.desk.office import Office
from bot.errors import DeliveryError, LaterError, MigratedError, UncertainError, UnreachableError
from bot.model import Address, Message, say
from bot.store import Work, cases, people, queue
from bot.store.queue import OutboxKind, OutboxStatus, Outgoing

SENDING_SECONDS = 45
_TRIES = 8
_LONGEST_PAUSE = 300.0


async def take(office: Office, channel: str, bot: str, holder: str, limit: int) -> tuple[Outgoing, ...]:
    """The next message of each chat, now this holder's to send."""
    async with office.work() as work:
        until = work.now + timedelta(seconds=SENDING_SECONDS)
        return await queue.take_out(work, channel, bot, holder, until, limit)


async def sent(office: Office, outgoing: Outgoing, external_id: str, pause: float = 0.0) -> None:
    """A message went out; the next one to the same chat waits for `pause` seconds."""
    async with office.work() as work:
        if pause:
            await queue.pace(work, outgoing.address, work.now + timedelta(seconds=pause))
        await queue.settle(work, outgoing.id, OutboxStatus.SENT, external_id=external_id)


async def failed(office: Office, outgoing: Outgoing, error: DeliveryError) -> None:
    """A message did not go out: later, never, elsewhere, or nobody knows."""
    async with office.work() as work:
        if isinstance(error, UncertainError):
            await queue.settle(work, outgoing.id, OutboxStatus.UNCERTAIN, error="uncertain")
            await _once_more(office, work, outgoing)
        elif isinstance(error, MigratedError):
            await _moved(work, outgoing, str(error.data["chat"]))
        elif error.permanent or outgoing.tries >= _TRIES:
            await _given_up(work, outgoing, error)
        else:
            await queue.postpone(
                work, outgoing.id, work.now + _pause(outgoing.tries, error), type(error).__name__
            )


def _pause(tries: int, error: DeliveryError) -> timedelta:
    """As long as the channel asks, else twice as long each time."""
    if isinstance(error, LaterError):
        return timedelta(seconds=error.seconds)
    return timedelta(seconds=min(0.5 * 2**tries, _LONGEST_PAUSE))


async def _moved(work: Work, outgoing: Outgoing, chat: str) -> None:
    where = outgoing.address
    await people.move(work, where, chat)
    await queue.postpone(work, outgoing.id, work.now, "migrated")
    await queue.move_chat(work, where, chat)


async def _given_up(work: Work, outgoing: Outgoing, error: DeliveryError) -> None:
    """Marked and never tried again; a Lotse who waits for this person is told."""
    await queue.settle(work, outgoing.id, OutboxStatus.FAILED, error=type(error).__name__)
    if isinstance(error, UnreachableError):
        await people.mark_blocked(work, outgoing.address, blocked=True)
    case = await cases.open_case_of(work, outgoing.citizen)
    if case:
        await cases.record(work, case.number, outgoing.citizen, EventKind.UNREACHABLE)


async def _once_more(office: Office, work: Work, outgoing: Outgoing) -> None:
    """The guide's own words are said again, openly. A Lotse's answer is not: the Lotse sees it and decides."""
    if outgoing.kind is not OutboxKind.GUIDE or not await people.is_known(work, outgoing.citizen):
        return
    session = await people.load_session(work, outgoing.citizen)
    lang = session.lang if session else outgoing.message.lang
    again = office.texts.render(say("maybe_twice", text=outgoing.message.text), lang)
    message = Message(again.text, again.lang, again.rtl, outgoing.message.offers)
    city = session.city if session else None
    await office.put(work, outgoing.citizen, outgoing.address, message, city=city, case=outgoing.case)


async def recover(office: Office, holder: str) -> int:
    """Messages whose sender died become uncertain; returns how many. `holder` lives."""
    async with office.work() as work:
        lost = await queue.lost(work, holder, alone=office.store.is_sqlite)
        for outgoing in lost:
            await _once_more(office, work, outgoing)
        return len(lost)


async def is_blocked(office: Office, where: Address) -> bool:
    async with office.work() as work:
        return await people.is_blocked(work, where)
