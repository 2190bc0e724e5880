"""The days of a plan as a calendar file (RFC 5545). The home of icalendar.

Nothing in it names a person: an event's id is that of the step, so a later file moves the event to its new day.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from bot.handlers import planned
from bot.model import Say, say
from bot.sheet.words import Taken
from knowledge.plan.model import Step

_MAKER = "-//Digitaler Lotse//Kreis Recklinghausen//DE"
_DOMAIN = "plan.lotse"
_BEFORE = timedelta(hours=-15)  # a day begins at midnight: nine in the morning of the day before


def calendar(taken: Taken) -> bytes | None:
    """One event for the whole of each day until which a step must be done, with a reminder the day before.

    None where no step has a day. The same bytes for the same plan, words and day.
    """
    made = Calendar()
    made.add("prodid", _MAKER)
    made.add("version", "2.0")
    for step in taken.made.steps:
        if step.until:
            made.add_component(_event(step, taken))
    return made.to_ical() if made.subcomponents else None


def _event(step: Step, taken: Taken) -> Event:
    name = taken.text(planned.names(step, taken.guide))
    event = Event()
    event.add("uid", _id(step))
    event.add("dtstamp", datetime.combine(taken.today, time(), UTC))
    assert step.until
    event.add("dtstart", step.until)
    event.add("summary", name)
    event.add("description", "\n".join(taken.text(one) for one in _description(step, taken)))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", name)
    alarm.add("trigger", _BEFORE)
    event.add_component(alarm)
    return event


def _id(step: Step) -> str:
    """The same for the same step, whoever asks."""
    return f"{hashlib.sha256(step.id.encode()).hexdigest()[:32]}@{_DOMAIN}"


def _description(step: Step, taken: Taken) -> Iterator[Say]:
    """Until when, where, and why."""
    yield from planned.until(step)
    yield from (say("card.office", name=one.name) for one in planned.departments(step, taken.guide))
    yield from (say("plan.why", text=one) for one in planned.why(step, taken.guide))
    yield say("sheet.by")
