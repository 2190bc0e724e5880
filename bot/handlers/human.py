"""A Lotse holds the case: what the person writes goes to them, and the guide says no more than that."""

from dataclasses import replace

from bot.model import Incoming, IncomingKind, PassOn, Turn, say
from bot.session import Session


def pass_on(session: Session, incoming: Incoming) -> Turn:
    """Gives the words to the Lotse, and says so each time: silence would leave a person alone at night."""
    effect = PassOn(incoming.text, edited=incoming.kind is IncomingKind.EDIT, ref=incoming.ref)
    received = say("human.received", number=session.case)
    return Turn(replace(session, offered=()), (received,), (effect,))
