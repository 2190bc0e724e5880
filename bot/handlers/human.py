"""A Lotse holds the case: what the person writes goes to them, and the guide keeps quiet."""

from dataclasses import replace

from bot.model import Incoming, IncomingKind, PassOn, Session, Turn, say


def pass_on(session: Session, incoming: Incoming) -> Turn:
    """Gives the words to the Lotse; the first after each answer is confirmed."""
    effect = PassOn(incoming.text, edited=incoming.kind is IncomingKind.EDIT)
    if session.acknowledged:
        return Turn(session, (), (effect,))
    received = say("human.received", number=session.case)
    return Turn(replace(session, acknowledged=True), (received,), (effect,))
