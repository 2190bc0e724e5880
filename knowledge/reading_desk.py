"""Reading what the desk works with: canned replies, and the opening hours of a city."""

import string

from knowledge.canned import VARIABLES, CannedReply
from knowledge.hours import Hours, hours_of
from knowledge.localized import GERMAN
from knowledge.reading import Reader


def opening(read: Reader) -> Hours | None:
    """The hours of a city; None where nobody told them."""
    week = read.data.get("hours")
    if week is None:
        return None
    try:
        return hours_of(week)
    except (ValueError, TypeError, AttributeError) as error:
        read.say(
            "hours", str(error) if isinstance(error, ValueError) else "must name days and their intervals"
        )
        return None


def canned_reply(read: Reader, id_: str) -> CannedReply:
    """A reply whose variables are known, and the same in every language."""
    read.identity(id_)
    reply = CannedReply(
        id=id_,
        order=read.number("order"),
        title=read.text("title"),
        text=read.localized("text"),
        checked=read.checked(),
    )
    used = _variables(reply.text.german)
    for name in sorted(used - set(VARIABLES)):
        read.say("text", f"«{{{name}}}» is none of {', '.join(VARIABLES)}")
    for lang, text in reply.text.texts.items():
        if lang != GERMAN and not text.stale and _variables(text.text) != used:
            read.say(f"translations.{lang}.text", "has not the variables of the German")
    return reply


def _variables(text: str) -> set[str]:
    """What stands in braces; a lone brace counts as a variable without a name."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {""}
