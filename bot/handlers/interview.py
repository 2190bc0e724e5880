"""The interview: one fact at a time, why we ask, by button or in the person's own words; then the plan."""

from dataclasses import replace
from datetime import date

from bot.handlers import planned
from bot.handlers.ask import hear
from bot.handlers.matter import facts_of, forgotten, interview_of, learn, told
from bot.handlers.plan import show_plan
from bot.handlers.views import TO_HUMAN, choice, went
from bot.model import Choice, Incoming, Turn, say
from bot.session import Session, Step
from knowledge.fact import Fact, FactKind
from knowledge.model import Decision, Guide
from knowledge.understand.answers import answer_to, says_not_known

_NOT_KNOWN = "?"
_DONE = "."
_NONE = "-"
_UNKNOWN = "unknown"


def begin(session: Session, guide: Guide, today: date) -> Turn:
    """The first question, or at once the plan. What was said already is confirmed in one line."""
    turn = go_on(session, guide, today)
    said = planned.facts(facts_of(session, guide, today), guide)
    confirmed = (say("interview.known", facts=said),) if said else ()
    return replace(turn, says=(*confirmed, *turn.says))


def go_on(session: Session, guide: Guide, today: date) -> Turn:
    """The next question, or the plan where nothing more would change it."""
    fact = interview_of(session, guide, today).next()
    if fact is None:
        return show_plan(replace(session, question=None), guide, today)
    return ask(session, fact, guide)


def ask(session: Session, fact: str, guide: Guide) -> Turn:
    """One question."""
    known = guide.facts[fact]
    session = replace(session, asked=(*(one for one in session.asked if one != fact), fact), question=fact)
    text = say("interview.ask", *_choices(known, ()), question=known.question, why=known.why)
    return Turn(went(session, Step.INTERVIEW, "interview", fact), (text,))


def ask_again(session: Session, fact: str, guide: Guide, today: date) -> Turn:
    """Takes an answer back and asks again; without a fact, the interview goes on."""
    if fact not in guide.facts:
        return begin(session, guide, today)
    return ask(forgotten(session, fact), fact, guide)


def _choices(fact: Fact, chosen: tuple[str, ...]) -> tuple[Choice, ...]:
    options = [option for option in fact.options if option not in chosen]
    found = [choice(say("name", name=fact.labels[option]), "fact", fact.id, option) for option in options]
    if fact.kind is FactKind.YES_NO:
        found = [choice(f"interview.{word}", "fact", fact.id, word) for word in ("yes", "no")]
    if fact.kind in (FactKind.AGES, FactKind.DATE):
        found = [choice(f"none.{fact.kind}", "fact", fact.id, _NONE)]
    if chosen:
        found.insert(0, choice("interview.enough", "fact", fact.id, _DONE))
    if _UNKNOWN not in fact.options:
        found.append(choice("interview.not_known", "fact", fact.id, _NOT_KNOWN))
    return (*found, TO_HUMAN)


def press(session: Session, argument: str, guide: Guide, today: date) -> Turn:
    """A pressed answer: «fact:option»."""
    id_, _, given = argument.partition(":")
    fact = guide.facts.get(id_)
    if fact is None:
        return go_on(session, guide, today)
    if given in (_NOT_KNOWN, _DONE):
        return go_on(session, guide, today)
    if given == _NONE:
        return go_on(told(session, id_, () if fact.kind is FactKind.AGES else None, today), guide, today)
    if fact.kind is FactKind.YES_NO:
        return go_on(told(session, id_, given == "yes", today), guide, today)
    if given not in fact.options:
        return ask(session, id_, guide)
    if fact.kind is FactKind.CHOICES:
        return _one_more(session, fact, given, today)
    return go_on(told(session, id_, given, today), guide, today)


def _one_more(session: Session, fact: Fact, given: str, today: date) -> Turn:
    """One of several options; the question stays open for more."""
    before = next((one.value for one in session.facts if one.id == fact.id), None) or ()
    chosen = tuple(option for option in fact.options if option in (*before, given))
    session = told(session, fact.id, chosen, today)
    labels = tuple(say("name", name=fact.labels[option]) for option in chosen)
    return Turn(session, (say("interview.more", *_choices(fact, chosen), chosen=labels),))


def type_answer(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """An answer in the person's own words; a new need, or a wish for a person, is heard as such."""
    fact = guide.facts.get(session.question or "")
    understood = incoming.understood
    if fact is None:
        return hear(session, incoming, guide)
    if says_not_known(incoming.text):
        return go_on(session, guide, incoming.on)
    answer = answer_to(fact, incoming.text, session.lang, guide, incoming.on)
    others = tuple(one for one in understood.facts if one.fact != fact.id) if understood else ()
    session = learn(session, others, guide, incoming.on)
    if answer:
        return go_on(told(session, fact.id, answer.value, incoming.on), guide, incoming.on)
    if understood and understood.decision in (Decision.SURE, Decision.HUMAN):
        return hear(session, incoming, guide)
    return _not_understood(session, fact, guide, incoming.on)


def _not_understood(session: Session, fact: Fact, guide: Guide, today: date) -> Turn:
    """Asked once more; the second time it is left open, since nobody should be held up by a form."""
    if session.unclear:
        turn = go_on(replace(session, unclear=0), guide, today)
        return replace(turn, says=(say("interview.left_open"), *turn.says))
    turn = ask(session, fact.id, guide)
    return Turn(replace(turn.session, unclear=1), (say("interview.not_understood"), *turn.says))
