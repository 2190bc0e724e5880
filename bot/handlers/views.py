"""Says that several steps share: the choices that are always there, and the way onward."""

from collections.abc import Iterable
from dataclasses import replace

from bot.model import Choice, Say, Turn, say
from bot.session import Session, Step
from knowledge.model import Guide

VERSION = "v1"
_KEPT_TRAIL = 8


def data(*parts: str) -> str:
    """Typed data of a choice: at most 64 bytes, readable by every later version."""
    return ":".join((VERSION, *parts))


def choice(label: Say | str, *parts: str) -> Choice:
    return Choice(data(*parts), say(label) if isinstance(label, str) else label)


TO_HUMAN = choice("choice.human", "human")
TO_TOPICS = choice("choice.topics", "topics")
TO_CITY = choice("choice.city", "cmd", "city")
TO_INTERVIEW = choice("choice.make_plan", "interview")
TO_PLAN = choice("choice.plan", "plan")
REMIND_ON = choice("choice.remind", "remind", "on")
REMIND_OFF = choice("choice.remind_off", "remind", "off")
TO_SHEET = choice("choice.sheet", "sheet")
TO_ASK = choice("choice.ask", "ask")
TO_MY_DATA = choice("choice.my_data", "cmd", "my_data")
TO_DELETE = choice("choice.delete", "cmd", "delete_my_data")


def services(ids: Iterable[str], guide: Guide) -> tuple[Choice, ...]:
    """A choice for each service that the guide still has."""
    return tuple(
        choice(say("name", name=guide.services[id_].name), "service", id_)
        for id_ in ids
        if id_ in guide.services
    )


def went(session: Session, step: Step, *marker: str) -> Session:
    """The session at a view, with the view on its trail so that «back» finds the one before."""
    mark = data(*marker)
    trail = session.trail if session.trail[-1:] == (mark,) else (*session.trail, mark)
    return replace(session, step=step, trail=trail[-_KEPT_TRAIL:], unclear=0)


def prompt(session: Session) -> Turn:
    """The open question: say it in your own words. While a case is open, the words are for the Lotse."""
    if session.case:
        return Turn(replace(session, step=Step.HUMAN), (say("human.already", number=session.case),))
    return Turn(went(session, Step.ASK, "ask"), (say("ask.prompt", TO_TOPICS, TO_HUMAN),))
