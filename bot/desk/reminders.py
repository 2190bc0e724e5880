"""Keeps what waits for a person in step with what the conversation knows. Sending them: `remind`."""

from bot.desk.office import Office
from bot.handlers.reminders import anew
from bot.session import Session
from bot.store import Work, reminders
from bot.store.reminders import ReminderStatus


async def plan_anew(office: Office, work: Work, session: Session) -> None:
    """Drops the reminders of a person that no longer hold, and adds those that are new."""
    kept = await reminders.waiting(work, session.citizen)
    known = tuple(one.reminder for one in kept if one.reminder)
    over, new = anew(known, session, office.guide, work.now)
    gone = [one.id for one in kept if one.reminder is None or one.reminder in over]
    if gone:
        await reminders.settle(work, gone, ReminderStatus.DROPPED)
    await reminders.add(work, session.citizen, new)
