"""What is stored about a person, and deleting it."""

from dataclasses import replace

from bot.handlers.views import choice, prompt
from bot.model import Forget, Incoming, IncomingKind, ShowData, Turn, say
from bot.session import Session, Step
from knowledge.model import Command


def my_data(session: Session) -> Turn:
    """The desk knows what is stored; it says so."""
    return Turn(session, (), (ShowData(),))


def ask_delete(session: Session) -> Turn:
    """Says what goes and what stays before anything is erased."""
    question = say("delete.ask", choice("delete.yes", "delete", "yes"), choice("delete.no", "delete", "no"))
    return Turn(replace(session, step=Step.DELETE), (question,))


def press_delete(session: Session, answer: str) -> Turn:
    if answer == "yes" and session.step is Step.DELETE:
        return Turn(session, (), (Forget(),))
    if answer == "yes":
        return ask_delete(session)
    turn = prompt(session)
    return Turn(turn.session, (say("delete.kept"), *turn.says))


def type_delete(session: Session, incoming: Incoming) -> Turn:
    """Only a clear yes erases."""
    command = incoming.understood.command if incoming.understood else None
    sure = incoming.kind is IncomingKind.TEXT
    if sure and command in (Command.YES, Command.DELETE_MY_DATA):
        return Turn(session, (), (Forget(),))
    return press_delete(session, "no")
