"""Sends what is due: one reminder, one transaction, looked at anew in the moment it is sent."""

from datetime import timedelta

import structlog

from bot import logs
from bot.desk.conversation import speak
from bot.desk.office import Office
from bot.desk.reminders import plan_anew
from bot.errors import StoreError
from bot.handlers.remind import remind
from bot.handlers.reminders import is_humane
from bot.model import Address
from bot.store import Work, people, reminders
from bot.store.reminders import Kept, ReminderStatus

_PAUSE = timedelta(hours=1)
log = structlog.get_logger()


async def send_due(office: Office) -> bool:
    """Takes the next reminder that is due and puts its message into the outbox, or drops it.

    False when nothing is due, or at an hour at which nobody is written to. One that our own mistake keeps from being
    sent is tried again an hour later, and holds up no other.
    """
    if not is_humane(office.clock()):
        return False
    taken: Kept | None = None
    try:
        async with office.work() as work:
            taken = await reminders.take(work)
            if taken:
                await _send(office, work, taken)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - one broken reminder must not hold up those of others
        assert taken, "looking for one fails only by what the database says"
        log.error("reminder.failed", reminder=taken.id, error=logs.where(error))
        async with office.work() as work:
            await reminders.postpone(work, taken.id, work.now + _PAUSE)
    return taken is not None


async def _send(office: Office, work: Work, taken: Kept) -> None:
    where = await _reachable(work, taken.citizen)
    known = await people.is_known(work, taken.citizen)
    session = await people.load_session(work, taken.citizen) if known else None
    if session is None or taken.reminder is None:
        await reminders.settle(work, [taken.id], ReminderStatus.DROPPED)
        return
    turn = remind(taken.reminder, session, office.guide, work.now) if where else None
    status = ReminderStatus.SENT if turn else ReminderStatus.DROPPED
    await reminders.settle(work, [taken.id], status)
    if turn and where:
        session = turn.session
        await speak(office, work, where, session, turn.says, unasked=True)
    await plan_anew(office, work, session)


async def _reachable(work: Work, citizen: str) -> Address | None:
    """Where the person wrote last, unless they blocked the guide there."""
    where = await people.newest_address(work, citizen)
    return None if where is None or await people.is_blocked(work, where) else where
