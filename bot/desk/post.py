"""What goes out: taken from the outbox, and what became of it. Sending itself is the channels' work."""

from datetime import timedelta

from bot.cases import EventKind
from bot.desk.office import Office
from bot.errors import DeliveryError, LaterError, MigratedError, UncertainError, UnreachableError
from bot.model import Message, say
from bot.store import Work, cases, people, queue
from bot.store.queue import OutboxKind, OutboxStatus, Outgoing

GIVE_UP_AFTER = timedelta(hours=24)
_LONGEST_PAUSE = 300.0
_SAID_AT_MOST = (
    10  # with pauses that double: for some minutes, through a process that is killed again and again
)


async def take(office: Office, channel: str, bot: str, holder: str, limit: int) -> tuple[Outgoing, ...]:
    """The next message of each chat, now this holder's to send."""
    async with office.work() as work:
        return await queue.take_out(work, channel, bot, holder, limit)


async def sent(office: Office, outgoing: Outgoing, external_id: str, pause: float = 0.0) -> None:
    """A message went out; the next one to the same chat waits for `pause` seconds."""
    async with office.work() as work:
        if pause:
            await queue.pace(work, outgoing.address, work.now + timedelta(seconds=pause))
        await queue.settle(work, outgoing.id, OutboxStatus.SENT, external_id=external_id)


async def failed(office: Office, outgoing: Outgoing, error: DeliveryError) -> None:
    """A message did not go out: later, never, elsewhere, or nobody knows."""
    async with office.work() as work:
        await people.lock(work, outgoing.citizen)
        if isinstance(error, UncertainError):
            await _uncertain(office, work, outgoing)
        elif isinstance(error, MigratedError):
            await _moved(work, outgoing, str(error.data["chat"]))
        elif error.permanent or work.now - outgoing.created_at > GIVE_UP_AFTER:
            await _given_up(work, outgoing, error)
        else:
            due_at = work.now + _pause(outgoing.tries, error)
            await queue.postpone(work, outgoing.id, due_at, type(error).__name__)


def _pause(tries: int, error: DeliveryError) -> timedelta:
    """As long as the channel asks, else twice as long each time."""
    if isinstance(error, LaterError):
        return timedelta(seconds=error.seconds)
    return timedelta(seconds=min(0.5 * 2 ** min(tries, 20), _LONGEST_PAUSE))


async def _moved(work: Work, outgoing: Outgoing, chat: str) -> None:
    """The person's chat has a new id; one that is somebody else's already leads nowhere."""
    where = outgoing.address
    if not await people.move(work, where, chat):
        await queue.settle(work, outgoing.id, OutboxStatus.FAILED, error="migrated to a known chat")
        return
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


async def _uncertain(office: Office, work: Work, outgoing: Outgoing) -> None:
    """The guide's own words are said again, openly, some times. A Lotse's are not: the Lotse sees it and decides."""
    ours = outgoing.kind in (OutboxKind.GUIDE, OutboxKind.FILE, OutboxKind.AGAIN)
    if ours and outgoing.tries < _SAID_AT_MOST and await people.is_known(work, outgoing.citizen):
        pause = (
            _pause(outgoing.tries, UncertainError(why=""))
            if outgoing.kind is OutboxKind.AGAIN
            else timedelta()
        )
        await queue.say_again(work, outgoing, await _openly(office, work, outgoing), work.now + pause)
    else:
        await queue.settle(work, outgoing.id, OutboxStatus.UNCERTAIN, error="uncertain")


async def _openly(office: Office, work: Work, outgoing: Outgoing) -> Message:
    """The message with a word that it may have come before."""
    if outgoing.kind is OutboxKind.AGAIN:
        return outgoing.message
    session = await people.load_session(work, outgoing.citizen)
    lang = session.lang if session else outgoing.message.lang
    again = office.texts.render(say("maybe_twice", text=outgoing.message.text), lang)
    return Message(again.text, again.lang, again.rtl, outgoing.message.offers)


async def recover(office: Office, channel: str, bot: str, holder: str, *, again: bool = False) -> int:
    """A bot's messages whose sender died become uncertain; returns how many. `holder` lives.

    `again`: the channel shows none twice, so that they are sent once more as they are.
    """
    async with office.work() as work:
        lost = await queue.lost(work, channel, bot, holder, alone=office.store.is_sqlite)
    why = DeliveryError(why="sender died") if again else UncertainError(why="sender died")
    for outgoing in lost:
        await failed(office, outgoing, why)
    return len(lost)
