"""Danger: the right numbers first, then a Lotse at once. Nothing is asked."""

from dataclasses import replace

from bot.cases import Reason
from bot.handlers.views import TO_ASK, TO_HUMAN, services
from bot.model import Incoming, PassOn, Say, Session, Step, Turn, say
from knowledge.model import Danger, DangerKind, Guide


def warn(session: Session, incoming: Incoming, kind: DangerKind, guide: Guide) -> Turn:
    """What is said before anything else. With a Lotse already there, the message goes to them, marked urgent."""
    danger = guide.dangers[kind]
    first = say("danger.first", text=danger.text, lines=_lines(danger, session, guide))
    if session.case:
        effect = PassOn(incoming.text, danger=kind)
        return Turn(session, (first, say("danger.passed_on", number=session.case)), (effect,))
    session = replace(
        session,
        words=session.heard(incoming.ref, incoming.text),
        danger=kind,
        reason=Reason.DANGER,
        step=Step.ASK,
        unclear=0,
    )
    offer = say("danger.human", TO_HUMAN, *services(danger.services, guide), TO_ASK)
    return Turn(session, (first, offer))


def _lines(danger: Danger, session: Session, guide: Guide) -> tuple[Say, ...]:
    numbers = tuple(
        say("danger.number", name=number.name, numbers=", ".join(number.numbers), note=number.note)
        for number in (guide.numbers[id_] for id_ in danger.numbers)
    )
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
