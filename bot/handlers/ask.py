"""The person's own words: what was understood, as a card, a choice, or a question back."""

from dataclasses import replace

from bot.cases import Reason
from bot.handlers.card import show_card
from bot.handlers.consent import begin
from bot.handlers.danger import show_danger
from bot.handlers.matter import learn
from bot.handlers.views import TO_HUMAN, TO_INTERVIEW, TO_TOPICS, services, went
from bot.model import Incoming, Turn, say
from bot.session import Session, Step
from knowledge.model import Decision, Guide, Understanding

_SHOWN = 3
_UNCLEAR_LIMIT = 2
_WORTH_NAMING = 0.02


def hear(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """Answers a message in the person's own words."""
    understood = incoming.understood or Understanding(Decision.NONE)
    if understood.decision is Decision.SMALLTALK and session.danger is None:
        return Turn(session, (say("smalltalk", TO_TOPICS, TO_HUMAN),))
    session = replace(session, words=session.heard(incoming.ref, incoming.text))
    session = learn(session, understood.facts, guide, incoming.on)
    if understood.decision is Decision.HUMAN:
        return begin(session, guide, incoming.on, Reason.ASKED)
    if understood.decision is Decision.SURE:
        return _sure(session, understood, guide)
    return _unclear(session, understood, guide)


def _sure(session: Session, understood: Understanding, guide: Guide) -> Turn:
    if len(understood.needs) == 1:
        turn = show_card(session, understood.needs[0], guide)
        near = understood.candidates[1:_SHOWN]
        others = tuple(candidate.service for candidate in near if candidate.confidence >= _WORTH_NAMING)
        return (
            replace(turn, says=(*turn.says, say("card.others", *services(others, guide)))) if others else turn
        )
    return show_several(replace(session, needs=_merged(session.needs, understood.needs)), understood, guide)


def _merged(known: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return (*(need for need in known if need not in new), *new)


def show_several(session: Session, understood: Understanding, guide: Guide) -> Turn:
    """Several needs: all are named, each can be opened, and its words are shown where they are known."""
    words = {candidate.service: candidate.words for candidate in understood.candidates}
    lines = tuple(
        say("several.line", name=guide.services[need].name, words=words[need])
        for need in understood.needs
        if words.get(need)
    )
    marker = ("choose", ",".join(understood.needs))
    question = say("several.ask", TO_INTERVIEW, *services(understood.needs, guide), TO_HUMAN, lines=lines)
    return Turn(went(session, Step.CHOOSE, *marker), (question,))


def show_choice(session: Session, ids: tuple[str, ...], guide: Guide) -> Turn:
    """A choice among services, as it was shown before."""
    question = say("choose.ask", *services(ids, guide), TO_TOPICS, TO_HUMAN)
    return Turn(went(session, Step.CHOOSE, "choose", ",".join(ids)), (question,))


def _unclear(session: Session, understood: Understanding, guide: Guide) -> Turn:
    """Not sure, or nothing at all; the second time in a row a Lotse is offered first. After a danger, its help stays."""
    danger = next((kind for kind in guide.dangers if kind == session.danger), None)
    if danger:
        return show_danger(session, danger, guide)
    unclear = session.unclear + 1
    ids = tuple(candidate.service for candidate in understood.candidates)
    if understood.decision is Decision.NONE:
        ids = ()
    known = services(ids, guide)
    if unclear >= _UNCLEAR_LIMIT:
        shown = replace(session, step=Step.CHOOSE, unclear=unclear, reason=Reason.UNCLEAR)
        return Turn(shown, (say("unclear.human", TO_HUMAN, *known, TO_TOPICS),))
    if not known:
        return Turn(replace(session, step=Step.ASK, unclear=unclear), (say("ask.none", TO_TOPICS, TO_HUMAN),))
    turn = show_choice(session, ids, guide)
    return replace(turn, session=replace(turn.session, unclear=unclear))
