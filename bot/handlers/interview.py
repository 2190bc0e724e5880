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
from knowledge.understand.answers import Answer, answer_to, is_counted, says_not_known

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
    """The next question, or the plan where nothing more would change it. A question that is still open may come again."""
    session = _left(session)
    fact = interview_of(session, guide, today).next()
    return ask(session, fact, guide) if fact else show_plan(session, guide, today)


def _left(session: Session) -> Session:
    """The session without its open question, which nobody has answered and which may be asked again."""
    asked = tuple(one for one in session.asked if one != session.question)
    return replace(session, asked=asked, question=None)


def _settled(session: Session, fact: str) -> Session:
    """The session after an answer, also to a question that was not the open one."""
    asked = (*(one for one in session.asked if one != fact), fact)
    return replace(session, asked=asked, question=None if session.question == fact else session.question)


def ask(session: Session, fact: str, guide: Guide) -> Turn:
    """One question."""
    known = guide.facts[fact]
    text = say("interview.ask", *_choices(known, ()), question=known.question, why=known.why)
    return Turn(_at(session, fact), (text,))


def _at(session: Session, fact: str) -> Session:
    """The session at the question for a fact."""
    session = session if session.question == fact else _left(session)
    return replace(went(_settled(session, fact), Step.INTERVIEW, "interview", fact), question=fact)


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
    return tuple(replace(one, numbered=not is_counted(fact)) for one in (*found, TO_HUMAN))


def press(session: Session, argument: str, guide: Guide, today: date) -> Turn:
    """A pressed answer, «fact:option», also to a question that is not the open one; what is no answer asks again."""
    id_, _, given = argument.partition(":")
    fact = guide.facts.get(id_)
    if fact is None:
        return go_on(session, guide, today)
    if given == _NOT_KNOWN:
        return go_on(_settled(forgotten(session, id_), id_), guide, today)
    if given == _DONE:
        return go_on(_settled(session, id_), guide, today)
    if fact.kind is FactKind.CHOICES and given in fact.options:
        return _one_more(session, fact, given, guide, today)
    answer = _pressed(fact, given)
    if answer is None:
        return ask(session, id_, guide)
    return go_on(_settled(told(session, id_, answer.value, today), id_), guide, today)


def _pressed(fact: Fact, given: str) -> Answer | None:
    """The value of a button; None where the fact has no such answer, or none any more."""
    if fact.kind is FactKind.YES_NO and given in ("yes", "no"):
        return Answer(given == "yes")
    if fact.kind in (FactKind.AGES, FactKind.DATE) and given == _NONE:
        return Answer(() if fact.kind is FactKind.AGES else None)
    return Answer(given) if given in fact.options else None


def _one_more(session: Session, fact: Fact, given: str, guide: Guide, today: date) -> Turn:
    """One of several options; the question stays open for more."""
    chosen = _together(fact, (given,), session, guide, today)
    session = _at(told(session, fact.id, chosen, today), fact.id)
    labels = tuple(say("name", name=fact.labels[option]) for option in chosen)
    return Turn(session, (say("interview.more", *_choices(fact, chosen), chosen=labels),))


def _together(
    fact: Fact, given: tuple[object, ...], session: Session, guide: Guide, today: date
) -> tuple[str, ...]:
    """The options chosen before and now, in the order of the fact."""
    before = facts_of(session, guide, today).get(fact.id)
    every = (*before, *given) if isinstance(before, tuple) else given
    return tuple(option for option in fact.options if option in every)


def type_answer(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """An answer in the person's own words; a new need, or a wish for a person, is heard as such."""
    fact = guide.facts.get(session.question or "")
    understood, today = incoming.understood, incoming.on
    if fact is None:
        return hear(session, incoming, guide)
    if says_not_known(incoming.text):
        return go_on(_settled(session, fact.id), guide, today)
    answer = answer_to(fact, incoming.text, session.lang, guide, today)
    others = tuple(one for one in understood.facts if one.fact != fact.id) if understood else ()
    session = learn(session, others, guide, today)
    if answer:
        value = answer.value
        if fact.kind is FactKind.CHOICES and isinstance(value, tuple):
            value = _together(fact, value, session, guide, today)
        return go_on(_settled(told(session, fact.id, value, today), fact.id), guide, today)
    if understood and understood.decision in (Decision.SURE, Decision.HUMAN):
        return hear(session, incoming, guide)
    return _not_understood(session, fact, guide, today)


def _not_understood(session: Session, fact: Fact, guide: Guide, today: date) -> Turn:
    """Asked once more; the second time it is left open, since nobody should be held up by a form."""
    if session.unclear:
        turn = go_on(replace(_settled(session, fact.id), unclear=0), guide, today)
        return replace(turn, says=(say("interview.left_open"), *turn.says))
    turn = ask(session, fact.id, guide)
    return Turn(replace(turn.session, unclear=1), (say("interview.not_understood"), *turn.says))
