"""What a conversation knows of a person's matter: facts that were told, the interview and the plan they make."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.session import Marked, Session, ToldFact
from knowledge.condition import CHILDREN, Facts
from knowledge.errors import InvalidFactsError
from knowledge.fact import Told, Value
from knowledge.fact_values import can_be, known
from knowledge.interview import Interview
from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.plan import plan
from knowledge.plan.model import Hard, Plan

_UNCLEAR = 2


def facts_of(session: Session, guide: Guide, today: date) -> Facts:
    """The facts as they are today; what the guide no longer knows is left out."""
    found: dict[str, Value | None] = {}
    for told in session.facts:
        try:
            found.update(known({told.id: told.value}, guide.facts, date.fromisoformat(told.on), today))
        except InvalidFactsError:
            continue
    return found


def learn(session: Session, facts: Iterable[Told], guide: Guide, today: date) -> Session:
    """The session with what a message told in passing; a city only where none was chosen."""
    for one in facts:
        if one.fact in guide.facts and can_be(guide.facts[one.fact], one.value, today):
            session = told(session, one.fact, one.value, today)
        elif one.fact == "city" and session.city is None and one.value in guide.cities:
            session = replace(session, city=str(one.value))
    return session


def told(session: Session, fact: str, value: Value | None, today: date) -> Session:
    """The session with one fact more, or with a new value of it.

    Steps for a child go by its place among the children: where these change, what became of such steps is forgotten,
    since it would now be said of another child.
    """
    kept = list(value) if isinstance(value, tuple) else value
    before = next((one.value for one in session.facts if one.id == fact), None)
    if fact == CHILDREN and before != kept:
        session = replace(session, marks=tuple(one for one in session.marks if ":" not in one.step))
    others = tuple(one for one in session.facts if one.id != fact)
    return replace(session, facts=(*others, ToldFact(fact, kept, today.isoformat())))


def forgotten(session: Session, fact: str) -> Session:
    """The session without a fact."""
    return replace(session, facts=tuple(one for one in session.facts if one.id != fact))


def marked(session: Session, step: str, mark: Mark | None) -> Session:
    """The session with what became of a step; None takes it back."""
    others = tuple(one for one in session.marks if one.step != step)
    return replace(session, marks=(*others, Marked(step, mark)) if mark else others)


def interview_of(session: Session, guide: Guide, today: date) -> Interview:
    return Interview(
        guide=guide,
        needs=session.needs,
        facts=facts_of(session, guide, today),
        asked=session.asked,
        today=today,
        city=guide.cities.get(session.city or ""),
        marks={one.step: one.mark for one in session.marks},
    )


def plan_of(session: Session, guide: Guide, today: date) -> Plan:
    """The plan as it is today."""
    return plan(
        guide,
        session.needs,
        facts_of(session, guide, today),
        today,
        city=guide.cities.get(session.city or ""),
        marks={one.step: one.mark for one in session.marks},
        signs=_signs(session),
    )


def _signs(session: Session) -> tuple[Hard, ...]:
    """The reasons for a Lotse that the conversation saw."""
    return (
        *((Hard.DANGER,) if session.danger else ()),
        *((Hard.UNCLEAR,) if session.unclear >= _UNCLEAR else ()),
    )
