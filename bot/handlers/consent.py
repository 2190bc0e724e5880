"""The way to a Lotse: show exactly what would be passed on, ask, and open the case only after a yes."""

import hashlib
from dataclasses import replace

from bot.cases import Reason
from bot.handlers.start import ask_city
from bot.handlers.views import choice, prompt
from bot.model import Incoming, IncomingKind, OpenCase, Say, Session, Step, Turn, say
from knowledge.model import Command, Decision, Guide, Understanding
from knowledge.understand import starts_with_no

VERSION = "2026-11"
_TEXT = "consent.text_2026_11"


def begin(session: Session, guide: Guide, reason: Reason | None = None) -> Turn:
    """Leads to a Lotse. The city comes first, since it decides who answers; in danger nothing is asked."""
    if session.case:
        return Turn(replace(session, step=Step.HUMAN), (say("human.already", number=session.case),))
    session = replace(session, reason=reason or session.reason or Reason.ASKED)
    if session.city is None and session.danger is None and session.after is not Step.CONSENT:
        turn = ask_city(session, guide, Step.CONSENT)
        return Turn(turn.session, (say("consent.city_first"), *turn.says))
    return show_consent(session, guide)


def show_consent(session: Session, guide: Guide) -> Turn:
    """What would be passed on, word for word, and the question."""
    seal = fingerprint(session)
    yes = choice("consent.yes", "consent", seal, "yes")
    no = choice("consent.no", "consent", seal, "no")
    question = say(_TEXT, yes, no, lines=_lines(session, guide))
    return Turn(replace(session, step=Step.CONSENT, after=None), (question,))


def fingerprint(session: Session) -> str:
    """Names what was shown, so that an old button agrees to nothing else."""
    shown = (session.lang, session.city, session.needs, session.words, session.danger, VERSION)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]


def _lines(session: Session, guide: Guide) -> tuple[Say, ...]:
    city = guide.cities.get(session.city or "")
    place = say("consent.city", city=city.name) if city else say("consent.no_city")
    needs = tuple(
        say("name", name=guide.services[id_].name) for id_ in session.needs if id_ in guide.services
    )
    lines = [say("consent.language"), place]
    if needs:
        lines.append(say("consent.needs", needs=needs))
    if session.danger:
        lines.append(say("consent.danger"))
    words = tuple(say("consent.quote", words=word.text) for word in session.words)
    return (*lines, say("consent.words", words=words) if words else say("consent.no_words"))


def press_consent(session: Session, seal: str, answer: str, guide: Guide) -> Turn:
    """The person answered by a button."""
    if session.case:
        return begin(session, guide)
    if answer == "no":
        return _refuse(session)
    if session.step is not Step.CONSENT or seal != fingerprint(session):
        return show_consent(session, guide)
    return _agree(session)


def type_consent(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """The person wrote instead: yes, no, or something more for the Lotse."""
    understood = incoming.understood or Understanding(Decision.NONE)
    if incoming.kind is IncomingKind.TEXT and understood.command is Command.YES:
        return _agree(session)
    if understood.command is Command.NO or starts_with_no(incoming.text, guide):
        return _refuse(session)
    if understood.decision is Decision.SMALLTALK:
        return show_consent(session, guide)
    turn = show_consent(replace(session, words=session.heard(incoming.ref, incoming.text)), guide)
    return Turn(turn.session, (say("consent.added"), *turn.says))


def _agree(session: Session) -> Turn:
    effect = OpenCase(
        reason=session.reason or Reason.ASKED,
        consent=VERSION,
        needs=session.needs,
        words=tuple(word.text for word in session.words),
        danger=session.danger,
    )
    return Turn(replace(session, step=Step.HUMAN, unclear=0), (), (effect,))


def _refuse(session: Session) -> Turn:
    turn = prompt(replace(session, reason=None))
    return Turn(turn.session, (say("consent.refused"), *turn.says))
