"""The plan in the dialogue: the whole, one step of it, and what became of a step."""

from dataclasses import replace
from datetime import date

from bot.cases import Reason
from bot.handlers import planned
from bot.handlers.matter import learn, marked, plan_of
from bot.handlers.views import (
    REMIND_OFF,
    REMIND_ON,
    TO_HUMAN,
    TO_PLAN,
    TO_SHEET,
    choice,
    data,
    prompt,
    services,
    went,
)
from bot.model import Choice, Incoming, SendSheet, Turn, say
from bot.session import Session, Step
from knowledge.mark import Mark
from knowledge.model import Guide, Understanding
from knowledge.plan.model import Plan
from knowledge.plan.model import Step as PlanStep

_OPEN = "open"


def show_plan(session: Session, guide: Guide, today: date) -> Turn:
    """The one plan. The steps come first among the choices, so that their numbers are those of the plan."""
    made = plan_of(session, guide, today)
    if not made.steps:
        return prompt(session)
    steps = tuple(choice(planned.names(step, guide), "step", step.id) for step in made.steps)
    remind = REMIND_OFF if session.reminders else REMIND_ON
    whole = planned.overview(made, guide, today)
    other = None if session.reason is Reason.HARD else session.reason
    session = replace(session, planned=True, reason=Reason.HARD if made.reasons else other)
    return Turn(
        went(session, Step.PLAN, "plan"), (replace(whole, choices=(*steps, TO_SHEET, remind, TO_HUMAN)),)
    )


def take_along(session: Session, guide: Guide, today: date) -> Turn:
    """The plan as a page and as days for a calendar; without steps there is nothing to take along."""
    steps = plan_of(session, guide, today).steps
    if not steps:
        return show_plan(session, guide, today)
    dated = (say("sheet.calendar"),) if any(step.until for step in steps) else ()
    return Turn(session, (say("sheet.coming", TO_PLAN, TO_HUMAN), *dated), (SendSheet(),))


def show_step(session: Session, id_: str, guide: Guide, today: date) -> Turn:
    """One step of the plan; one that is gone leads to the plan."""
    made = plan_of(session, guide, today)
    step = _found(made, id_)
    if step is None:
        return show_plan(session, guide, today)
    lines = planned.card(step, made, guide, guide.cities.get(session.city or ""))
    text = say("plan.step", *_choices(step, guide), lines=lines)
    return Turn(went(session, Step.PLAN, "step", id_), (text,))


def _choices(step: PlanStep, guide: Guide) -> tuple[Choice, ...]:
    cards = tuple(
        choice(say("plan.more", name=guide.services[id_].name), "service", id_) for id_ in step.services
    )
    if step.mark:
        marks: tuple[Choice, ...] = (choice("plan.take_back", "mark", _OPEN, step.id),)
    else:
        marks = (
            choice("plan.mark_done", "mark", Mark.DONE, step.id),
            choice("plan.mark_refused", "mark", Mark.REFUSED, step.id),
        )
    return (*marks, *cards, TO_PLAN, TO_HUMAN)


def hear_change(session: Session, incoming: Incoming, guide: Guide) -> Turn | None:
    """The plan anew where a message tells what became of a step, or a fact that changes it; None where it does not.

    Which step is meant says the service that the message is about, or else the step that was opened last.
    """
    understood = incoming.understood
    if understood is None or not session.needs:
        return None
    told = learn(session, understood.facts, guide, incoming.on)
    made = plan_of(told, guide, incoming.on)
    step = _meant(made, session, understood) if understood.change else None
    if step and understood.change:
        return mark(told, f"{understood.change}:{step.id}", guide, incoming.on)
    before = plan_of(session, guide, incoming.on)
    if (made.steps, made.shape()) == (before.steps, before.shape()):
        return None
    turn = show_plan(told, guide, incoming.on)
    others = services((need for need in understood.needs if not _about(made, need)), guide)
    offered = (say("card.others", *others),) if others else ()
    return replace(turn, says=(say("plan.changed"), *turn.says, *offered))


def _meant(made: Plan, session: Session, understood: Understanding) -> PlanStep | None:
    """The step that a message is about: of several for the same help the one that was opened last, or a step still to do."""
    opened = next((mark for mark in reversed(session.trail) if mark.startswith(data("step", ""))), "")
    last = _found(made, opened.removeprefix(data("step", "")))
    for service in (*understood.needs, *(one.service for one in understood.candidates)):
        if named := _about(made, service):
            return last if last in named else next((step for step in named if not step.mark), named[0])
    return None if understood.needs else last


def _about(made: Plan, service: str) -> list[PlanStep]:
    return [step for step in made.steps if service in step.services]


def mark(session: Session, argument: str, guide: Guide, today: date) -> Turn:
    """«done:step», «refused:step» or «open:step»: the plan anew, and what is at risk now."""
    given, _, id_ = argument.partition(":")
    if _found(plan_of(session, guide, today), id_) is None or given not in (*Mark, _OPEN):
        return show_plan(session, guide, today)
    session = marked(session, id_, Mark(given) if given in set(Mark) else None)
    turn = show_plan(session, guide, today)
    return replace(turn, says=(say(f"marked.{given}"), *turn.says))


def _found(made: Plan, id_: str) -> PlanStep | None:
    return next((step for step in made.steps if step.id == id_), None)
