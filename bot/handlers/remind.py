"""Reminders in the dialogue: on and off, what is said when one is due, and what became of a step."""

from dataclasses import replace
from datetime import date, datetime

from bot.clock import today
from bot.handlers import planned, reminders
from bot.handlers.consent import begin
from bot.handlers.matter import learn, marked, plan_of
from bot.handlers.plan import show_plan
from bot.handlers.views import REMIND_OFF, TO_HUMAN, TO_PLAN, choice, services, went
from bot.model import Choice, Incoming, Month, Remind, Say, Turn, say
from bot.reminder import Reminder, ReminderKind
from bot.session import Session, Step
from knowledge.localized import Origin
from knowledge.mark import Mark
from knowledge.model import Decision, Guide
from knowledge.plan.model import Step as PlanStep

_ON = "on"
_QUESTIONS = (Step.CONSENT, Step.DELETE)


def switch(session: Session, wanted: str, guide: Guide, on: date) -> Turn:
    """«on» or «off», as the person wants it."""
    if wanted == _ON:
        return Turn(replace(session, reminders=True), (), (Remind(tell=True),))
    turn = show_plan(replace(session, reminders=False), guide, on)
    return replace(turn, says=(say("reminder.off"), *turn.says))


def remind(reminder: Reminder, session: Session, guide: Guide, now: datetime) -> Turn | None:
    """What is said when a reminder is due; None where it no longer holds.

    A question that cannot be answered by what follows, as the one for consent, is left: nobody agrees by a yes to
    something else.
    """
    if not reminders.still_holds(reminder, session, guide, now):
        return None
    step = session.step
    asks = reminder.kind is ReminderKind.FOLLOW_UP
    if not session.case and (asks or step in _QUESTIONS):
        session = went(session, Step.PLAN if session.needs else Step.ASK, "plan" if session.needs else "ask")
    if asks:
        session = reminders.followed(session, reminder)
    return Turn(session, (_said(reminder, session, guide, now),))


def _said(reminder: Reminder, session: Session, guide: Guide, now: datetime) -> Say:
    if reminder.kind is ReminderKind.BIRTHDAY:
        return _birthday(reminder, session.lang, guide)
    if reminder.kind is ReminderKind.RENEWAL:
        return say("reminder.renewal", TO_PLAN, TO_HUMAN, REMIND_OFF, day=reminder.day)
    follows = reminder.kind is ReminderKind.FOLLOW_UP
    made = plan_of(session, guide, reminder.on if follows else today(now))
    step = next(one for one in made.steps if one.id == reminder.about)
    name = planned.names(step, guide)
    if follows:
        key = "followup.ask_missed" if step.missed else "followup.ask"
        return say(key, *_outcomes(step), TO_HUMAN, REMIND_OFF, name=name, day=reminder.day)
    look = choice("reminder.look", "step", step.id)
    done = choice("plan.mark_done", "mark", Mark.DONE, step.id)
    return say("reminder.step", look, done, TO_HUMAN, REMIND_OFF, name=name, day=reminder.day)


def _outcomes(step: PlanStep) -> tuple[Choice, ...]:
    return (
        choice("followup.yes", "worked", "yes", step.id),
        choice("followup.no", "worked", "no", step.id),
        choice("followup.later", "worked", "later", step.id),
    )


def _birthday(reminder: Reminder, lang: str, guide: Guide) -> Say:
    """Which birthday, what could change then, and the cards that it is about."""
    birthday = guide.birthdays[reminder.about]
    laws = ", ".join(law.ref for law in birthday.laws)
    known = birthday.checked
    state = say("card.checked", day=known.on) if known.on else say("card.unchecked", day=known.as_of)
    key = "reminder.birthday" if reminder.exact else "reminder.birthday_about"
    choices = (*services(birthday.services, guide), TO_HUMAN, REMIND_OFF)
    shown = birthday.text.texts[birthday.text.language(lang)]
    foreign = (say("notice.german"),) if birthday.text.language(lang) != lang else ()
    machine = (say("notice.machine"),) if shown.origin is Origin.MACHINE else ()
    lines = (*foreign, say("card.laws", laws=laws), state, *machine)
    return say(key, *choices, age=birthday.age, month=Month(reminder.day), text=birthday.text, lines=lines)


def worked(session: Session, argument: str, guide: Guide, on: date) -> Turn:
    """«yes:step», «no:step» or «later:step»: what became of a step, also from an old message."""
    given, _, id_ = argument.partition(":")
    step = next((one for one in plan_of(session, guide, on).steps if one.id == id_), None)
    if step is None:
        return show_plan(session, guide, on)
    if given == "later":
        return _later(session, step, on)
    turn = show_plan(marked(session, id_, Mark.DONE if given == "yes" else Mark.REFUSED), guide, on)
    if given == "yes":
        return replace(turn, says=(say("marked.done"), *turn.says))
    asked = (say("marked.refused", TO_HUMAN), *turn.says, say("followup.why"))
    return Turn(replace(turn.session, step=Step.WHY), asked)


def _later(session: Session, step: PlanStep, on: date) -> Turn:
    if step.mark:
        return Turn(session, (say("followup.known", TO_PLAN, TO_HUMAN),))
    session, day = reminders.asked_again(session, step.id, on)
    text = say("followup.again", TO_PLAN, day=day) if day else say("followup.enough", TO_PLAN, TO_HUMAN)
    return Turn(session, (text,))


def hear_why(session: Session, incoming: Incoming, guide: Guide) -> Turn:
    """Why a step did not work out, in the person's words: kept for the Lotse, whom they get only if they agree."""
    understood = incoming.understood
    session = replace(session, words=session.heard(incoming.ref, incoming.text))
    if understood:
        session = learn(session, understood.facts, guide, incoming.on)
        if understood.decision is Decision.HUMAN:
            return begin(session, guide, incoming.on)
    noted = say("followup.noted", TO_HUMAN, TO_PLAN)
    return Turn(went(session, Step.PLAN, "plan"), (noted,))
