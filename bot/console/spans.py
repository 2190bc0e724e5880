"""How long since, and how long until, as people say it."""

from datetime import date, datetime

from bot.console.ask import Ask

_SPANS = ((86400, "since.days"), (3600, "since.hours"), (60, "since.minutes"))


def since(ask: Ask, instant: datetime) -> str:
    """Since when something lasts: in whole minutes, hours or days."""
    seconds = int((ask.now - instant).total_seconds())
    for length, key in _SPANS:
        if seconds >= length:
            return ask.text(key, count=seconds // length)
    return ask.text("since.now")


def until(ask: Ask, day: date) -> str:
    """How far away a day is."""
    days = (day - ask.today).days
    if days < 0:
        return ask.text("until.over", count=-days)
    if days == 0:
        return ask.text("until.today")
    return ask.text("until.days", count=days)
