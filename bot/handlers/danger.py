"""Danger: the right numbers first, then a Lotse at once. Nothing is asked."""

from dataclasses import replace

from bot.cases import Reason
from bot.handlers.views import TO_ASK, TO_HUMAN, services, went
from bot.model import Incoming, IncomingKind, PassOn, Say, Turn, say
from bot.session import Session, Step
from knowledge.model import Danger, DangerKind, Guide, Number


def warn(session: Session, incoming: Incoming, kind: DangerKind, guide: Guide) -> Turn:
    """What is said before anything else. With a Lotse already there, the message goes to them, marked urgent."""
    if session.case:
        edited = incoming.kind is IncomingKind.EDIT
        effect = PassOn(incoming.text, edited=edited, danger=kind, ref=incoming.ref)
        passed_on = say("danger.passed_on", number=session.case)
        return Turn(session, (_first(session, kind, guide), passed_on), (effect,))
    now_needed = guide.dangers[kind].services[:1]
    needs = (*(need for need in session.needs if need not in now_needed), *now_needed)
    words = session.heard(incoming.ref, incoming.text)
    heard = replace(session, words=words, needs=needs, danger=kind, reason=Reason.DANGER)
    return show_danger(heard, kind, guide)


def show_danger(session: Session, kind: DangerKind, guide: Guide) -> Turn:
    """The numbers, and the offer of a Lotse; also where «back» leads to."""
    offer = say("danger.human", TO_HUMAN, *services(guide.dangers[kind].services, guide), TO_ASK)
    return Turn(went(session, Step.ASK, "danger", kind), (_first(session, kind, guide), offer))


def _first(session: Session, kind: DangerKind, guide: Guide) -> Say:
    danger = guide.dangers[kind]
    return say("danger.first", text=danger.text, lines=_lines(danger, session, guide))


def _lines(danger: Danger, session: Session, guide: Guide) -> tuple[Say, ...]:
    numbers = tuple(number_line(guide.numbers[id_]) for id_ in danger.numbers)
    city = guide.cities.get(session.city or "")
    offices = tuple(
        say(
            "danger.office",
            name=guide.departments[id_].name,
            find=guide.departments[id_].find,
            city=city.name,
        )
        for id_ in danger.departments
        if city
    )
    return (*numbers, *offices)


def number_line(number: Number) -> Say:
    """A number, whose it is, and what it is for."""
    numbers = ", ".join(number.numbers)
    if number.hours is None:
        return say("danger.number", name=number.name, numbers=numbers, note=number.note)
    return say("danger.number_hours", name=number.name, numbers=numbers, hours=number.hours, note=number.note)
