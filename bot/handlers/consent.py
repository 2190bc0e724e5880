"""The way to a Lotse: show exactly what would be passed on, ask, and open the case only after a yes."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from bot.cases import Content, PlanLine, Reason
from bot.handlers import planned
from bot.handlers.matter import facts_of, learn, plan_of
from bot.handlers.start import ask_city
from bot.handlers.views import choice, data, prompt
from bot.model import Incoming, IncomingKind, OpenCase, Say, Turn, say
from bot.session import Session
from bot.session import Step as At
from knowledge.fact import Value
from knowledge.model import Command, Decision, Guide, Understanding
from knowledge.plan.model import Hard, Plan, Step
from knowledge.understand import starts_with_no

VERSION = "2026-11"
URGENT = frozenset({Hard.DANGER, Hard.DEADLINE_NEAR, Hard.EVICTION, Hard.POWER_CUT})
_TEXT = "consent.text_2026_11"


def begin(session: Session, guide: Guide, today: date, reason: Reason | None = None) -> Turn:
    """Leads to a Lotse. The city comes first, since it decides who answers; in danger nothing is asked."""
    if session.case:
        return Turn(replace(session, step=At.HUMAN), (say("human.already", number=session.case),))
    session = replace(session, reason=reason or session.reason or Reason.ASKED)
    if session.city is None and session.danger is None and session.after is not At.CONSENT:
        turn = ask_city(session, guide, At.CONSENT)
        return Turn(turn.session, (say("consent.city_first"), *turn.says))
    return show_consent(session, guide, today)


def show_consent(session: Session, guide: Guide, today: date) -> Turn:
    """What would be passed on, word for word, and the question."""
    seal = fingerprint(session, guide, today)
    yes = choice("consent.yes", "consent", seal, "yes")
    no = choice("consent.no", "consent", seal, "no")
    question = say(_TEXT, yes, no, lines=_lines(session, guide, today))
    return Turn(replace(session, step=At.CONSENT, after=None), (question,))


def fingerprint(session: Session, guide: Guide, today: date) -> str:
    """Names what was shown, so that an old button agrees to nothing else."""
    shown = (session.lang, session.city, session.words, passed_on(session, guide, today), VERSION)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]


def passed_on(session: Session, guide: Guide, today: date) -> Content:
    """What a Lotse would get: what is shown before, and nothing that the guide no longer knows."""
    made = _made(session, guide, today)
    return Content(
        needs=tuple(need for need in session.needs if need in guide.services),
        words=tuple(word.text for word in session.words),
        danger=session.danger,
        facts=tuple((id_, _kept(value)) for id_, value in facts_of(session, guide, today).items()),
        plan=tuple(_line(step) for step in made.steps),
        reasons=tuple(made.reasons),
    )


def _made(session: Session, guide: Guide, today: date) -> Plan:
    """The plan, where the person has seen it."""
    return plan_of(session, guide, today) if session.planned else Plan()


def _kept(value: Value | None) -> Any:
    """A value as JSON has it; an age in whole years, as it is shown."""
    if not isinstance(value, tuple):
        return value
    return [int(one) if isinstance(one, float) else one for one in value]


def _lines(session: Session, guide: Guide, today: date) -> tuple[Say, ...]:
    city = guide.cities.get(session.city or "")
    place = say("consent.city", city=city.name) if city else say("consent.no_city")
    needs = tuple(
        say("name", name=guide.services[id_].name) for id_ in session.needs if id_ in guide.services
    )
    lines = [say("consent.language"), place]
    if needs:
        lines.append(say("consent.needs", needs=needs))
    if facts := planned.facts(facts_of(session, guide, today), guide):
        lines.append(say("consent.facts", facts=facts))
    made = _made(session, guide, today)
    if made.steps:
        lines.append(say("consent.plan", steps=planned.short(made, guide)))
    lines += planned.reasons(made)
    if session.danger:
        lines.append(say("consent.danger"))
    words = tuple(say("consent.quote", words=word.text) for word in session.words)
    return (*lines, say("consent.words", words=words) if words else say("consent.no_words"))


def press_consent(session: Session, seal: str, answer: str, guide: Guide, today: date) -> Turn:
    """The person answered by a button."""
    if session.case:
        return begin(session, guide, today)
    if answer == "no":
        return _refuse(session)
    if session.step is not At.CONSENT or seal != fingerprint(session, guide, today):
        return show_consent(session, guide, today)
    return _agree(session, guide, today)


def type_consent(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """The person wrote instead: yes, no, or something more for the Lotse."""
    understood = incoming.understood or Understanding(Decision.NONE)
    if incoming.kind is IncomingKind.TEXT and understood.command is Command.YES:
        if _was_other(session, guide, incoming.on):
            return show_consent(session, guide, incoming.on)
        return _agree(session, guide, incoming.on)
    if understood.command is Command.NO or starts_with_no(incoming.text, guide):
        return _refuse(session)
    if understood.decision is Decision.SMALLTALK:
        return show_consent(session, guide, incoming.on)
    session = learn(session, understood.facts, guide, incoming.on)
    session = replace(session, words=session.heard(incoming.ref, incoming.text))
    turn = show_consent(session, guide, incoming.on)
    return Turn(turn.session, (say("consent.added"), *turn.says))


def _was_other(session: Session, guide: Guide, today: date) -> bool:
    """Whether something else was shown: the days of a plan move on, and the guide may have changed."""
    seals = {
        offer.data.split(":")[2] for offer in session.offered if offer.data.startswith(data("consent", ""))
    }
    return bool(seals) and seals != {fingerprint(session, guide, today)}


def _agree(session: Session, guide: Guide, today: date) -> Turn:
    content = passed_on(session, guide, today)
    urgent = session.danger is not None or not URGENT.isdisjoint(content.reasons)
    effect = OpenCase(session.reason or Reason.ASKED, VERSION, content, urgent)
    return Turn(replace(session, step=At.HUMAN, unclear=0), (), (effect,))


def _line(step: Step) -> PlanLine:
    """A step as the Lotse gets it."""
    return PlanLine(
        id=step.id,
        services=step.services,
        age=step.child.age if step.child else None,
        until=step.until.isoformat() if step.until else None,
        missed=step.missed,
        mark=step.mark,
    )


def _refuse(session: Session) -> Turn:
    turn = prompt(replace(session, reason=None))
    return Turn(turn.session, (say("consent.refused"), *turn.says))
