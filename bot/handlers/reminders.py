"""What a person is to be reminded of, and when: computed from what the conversation knows and what the guide knows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.clock import BERLIN, today
from bot.handlers.matter import plan_of
from bot.reminder import Followed, Reminder, ReminderKind
from bot.session import Session, ToldFact
from knowledge.birthday import Birthday
from knowledge.condition import CHILDREN, Facts
from knowledge.deadline import day_of
from knowledge.errors import InvalidFactsError
from knowledge.fact_values import OLDEST, day, known
from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.plan.edges import edges_of
from knowledge.plan.model import Step
from knowledge.workdays import Span, back, earlier, is_rest_day, later

AHEAD = timedelta(days=400)
"""Nothing is planned further ahead; what comes later is planned when time has gone on."""
LATE = timedelta(days=14)
"""What could not be sent for so long is not sent any more."""
ASKED_AT_MOST = 3
ASK_AGAIN = timedelta(days=3)
ENDS = "approval_ends"
_MORNING, _EVENING = time(10), time(17)
_AWAKE = range(8, 20)
_WEEK, _DAY = Span(weeks=1), timedelta(days=1)
_BEFORE_END = (Span(months=2), Span(weeks=2))
_BEFORE_BIRTHDAY = Span(weeks=4)
_OF_STEPS = (ReminderKind.STEP, ReminderKind.FOLLOW_UP)
_BEFORE = (ReminderKind.STEP, ReminderKind.RENEWAL)


def is_humane(now: datetime) -> bool:
    """Whether somebody may be written to: by day, and on no Sunday or holiday."""
    here = now.astimezone(BERLIN)
    return here.hour in _AWAKE and not is_rest_day(here.date())


def ahead(session: Session, guide: Guide, now: datetime) -> tuple[Reminder, ...]:
    """What is to come from now on, soonest first."""
    return tuple(one for one in wanted(session, guide, today(now)) if now < one.due_at <= now + AHEAD)


def wanted(session: Session, guide: Guide, on: date) -> tuple[Reminder, ...]:
    """All reminders as they come out on a day, also those that are over; none where the person wants none."""
    if not session.reminders:
        return ()
    steps = plan_of(session, guide, on).steps if session.needs else ()
    found = {
        *(one for step in steps if step.mark is None for one in _of_step(step, session, on)),
        *_renewals(session, guide, on),
        *_birthdays(session, guide, on),
    }
    return tuple(sorted(found, key=lambda one: (one.due_at, one.kind, one.about)))


def still_holds(reminder: Reminder, session: Session, guide: Guide, now: datetime) -> bool:
    """Whether it would be planned with what is known now, and is worth sending at this moment."""
    return bool(_staying((reminder,), session, guide, now))


def _staying(
    waiting: tuple[Reminder, ...], session: Session, guide: Guide, now: datetime
) -> tuple[Reminder, ...]:
    """Those that still hold.

    Each is looked at as of the day it was planned on, so that a last day that is counted from each new day stays the
    one that the person was told.
    """
    days = {one.on for one in waiting}
    known_ = {on: {one.identity for one in wanted(session, guide, on)} for on in days}
    steps = plan_of(session, guide, today(now)).steps if waiting and session.needs else ()
    open_ = {step.id for step in steps if step.mark is None}
    return tuple(
        one
        for one in waiting
        if one.identity in known_[one.on]
        and (one.kind not in _OF_STEPS or one.about in open_)
        and now <= one.due_at + LATE
        and (one.kind not in _BEFORE or today(now) <= one.day)
    )


def anew(
    waiting: tuple[Reminder, ...], session: Session, guide: Guide, now: datetime
) -> tuple[tuple[Reminder, ...], tuple[Reminder, ...]]:
    """Of those that wait the ones that no longer hold, and the ones that are to be added."""
    stay = _staying(waiting, session, guide, now)
    days = {one.about: one.day for one in stay if one.kind in _OF_STEPS}
    there = {one.identity for one in stay}
    new = tuple(
        one
        for one in ahead(session, guide, now)
        if one.identity not in there
        and (one.kind not in _OF_STEPS or days.get(one.about, one.day) == one.day)
    )
    return tuple(one for one in waiting if one not in stay), new


def _of_step(step: Step, session: Session, on: date) -> Iterator[Reminder]:
    """A week before, on the working day before, and the question how it went."""
    if step.until is None:
        return
    for day_ in (_morning(earlier(step.until, _WEEK)), back(step.until - _DAY)):
        yield Reminder(ReminderKind.STEP, step.id, step.until, on, _at(day_, _MORNING))
    before = next((one for one in session.followed if one.step == step.id), None)
    if asks := _asks(step, step.until, before):
        yield Reminder(ReminderKind.FOLLOW_UP, step.id, step.until, on, _at(asks, _EVENING))


def _asks(step: Step, until: date, before: Followed | None) -> date | None:
    """The day to ask how a step went: after its last day, or when the person wanted to be asked again."""
    if before and before.again and before.times < ASKED_AT_MOST:
        return _awake(date.fromisoformat(before.again))
    if before and (step.missed or until <= date.fromisoformat(before.until)):
        return None
    return _awake(until + _DAY)


def followed(session: Session, reminder: Reminder) -> Session:
    """The session after the outcome of a step was asked."""
    until = reminder.day.isoformat()
    before = next((one for one in session.followed if one.step == reminder.about), None)
    times = before.times if before and (before.again or before.until == until) else 0
    return _with(session, Followed(reminder.about, until, times + 1))


def asked_again(session: Session, step: str, on: date) -> tuple[Session, date | None]:
    """The session after «not yet», and the day on which it is asked again; None where it was asked often enough."""
    before = next((one for one in session.followed if one.step == step), None)
    if before is None or before.times >= ASKED_AT_MOST:
        return session, None
    day_ = _awake(on + ASK_AGAIN)
    return _with(session, replace(before, again=day_.isoformat())), day_


def _with(session: Session, now: Followed) -> Session:
    return replace(session, followed=(*(one for one in session.followed if one.step != now.step), now))


def _renewals(session: Session, guide: Guide, on: date) -> Iterator[Reminder]:
    """Before an approval ends, unless the step that renews it is done."""
    told = next((one for one in session.facts if one.id == ENDS), None)
    end = day_of(_known(told, guide, on), ENDS) if told else None
    if end is None or _is_renewed(session, guide):
        return
    for span in _BEFORE_END:
        due = _at(_morning(earlier(end, span)), _MORNING)
        yield Reminder(ReminderKind.RENEWAL, ENDS, end, on, due)


def _is_renewed(session: Session, guide: Guide) -> bool:
    done = (one.step.partition(":")[0] for one in session.marks if one.mark is Mark.DONE)
    services = {service for step in done for service in step.split("+")}
    return any(rule.start == ENDS for service in services for rule in edges_of(guide).deadlines(service))


def _known(told: ToldFact, guide: Guide, on: date) -> Facts:
    """One fact as it is; nothing where the guide does not know it, or not such a value."""
    try:
        return known({told.id: told.value}, guide.facts, date.fromisoformat(told.on), on)
    except InvalidFactsError:
        return {}


def _birthdays(session: Session, guide: Guide, on: date) -> Iterator[Reminder]:
    told = next((one for one in session.facts if one.id == CHILDREN), None)
    if told is None or not _known(told, guide, on).get(CHILDREN):
        return
    for child in told.value:
        for birthday in guide.birthdays.values():
            if isinstance(child, str):
                yield _in_month(day(child), birthday, on)
            elif child < birthday.age <= OLDEST:
                yield _within_a_year(child, date.fromisoformat(told.on), birthday, on)


def _in_month(born: date, birthday: Birthday, on: date) -> Reminder:
    """Four weeks before the month of the birthday."""
    first = later(born.replace(day=1), Span(years=birthday.age))
    due = _at(_morning(earlier(first, _BEFORE_BIRTHDAY)), _MORNING)
    return Reminder(ReminderKind.BIRTHDAY, birthday.id, first, on, due)


def _within_a_year(age: int, told: date, birthday: Birthday, on: date) -> Reminder:
    """A month after the earliest day: with an age alone the birthday lies within a year after it was told."""
    earliest = later(told, Span(years=birthday.age - age - 1)) + _DAY
    due = _at(_morning(later(earliest, Span(months=1))), _MORNING)
    return Reminder(ReminderKind.BIRTHDAY, birthday.id, earliest, on, due, exact=False)


def _morning(day_: date) -> date:
    """The day, or the working day before a Sunday or holiday: for what should be known by then."""
    return back(day_) if is_rest_day(day_) else day_


def _awake(day_: date) -> date:
    """The day, or the next that is no Sunday or holiday: for what is asked afterwards."""
    while is_rest_day(day_):
        day_ += _DAY
    return day_


def _at(day_: date, hour: time) -> datetime:
    return datetime.combine(day_, hour, BERLIN)
