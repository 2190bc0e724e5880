"""The board of a case: its plan and its tasks as cards, one lane a department. Pure; where they are drawn, `drawing` knows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.cases import Case
from bot.handlers import planned
from bot.handlers.matter import plan_of
from bot.model import Say
from bot.session import Marked, Session, ToldFact
from bot.tasks import ConsentStatus, Task, TaskStatus
from knowledge.localized import Localized
from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.plan.model import Gap, Plan, Step


class State(StrEnum):
    """Where a card stands: a step nobody was asked about, or a task. `asked`: the person was, and has not answered."""

    STEP = "step"
    ASKED = "asked"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Alarm(StrEnum):
    """What is wrong with a card; each is shown in red and in words."""

    GAP = "gap"
    MISSED = "missed"
    LATE = "late"
    AT_RISK = "at_risk"
    RETURNED = "returned"
    NO_CONSENT = "no_consent"


_AGAINST = (ConsentStatus.REFUSED, ConsentStatus.REVOKED)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to be done. `needs`: keys of the cards before it; `why`: of its gap or its refusal, in words."""

    key: str
    title: str
    department: str
    state: State
    until: date | None
    needs: tuple[str, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    why: str = ""
    step: str | None = None
    task: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state in (State.STEP, State.ASKED, State.PROPOSED, State.ACCEPTED)

    @property
    def is_broken(self) -> bool:
        """Whether what comes after it cannot come as it was meant."""
        over = {Alarm.LATE, Alarm.MISSED, Alarm.GAP} & set(self.alarms)
        return self.state in (State.REFUSED, State.WITHDRAWN) or (self.is_open and bool(over))


@dataclass(frozen=True, slots=True)
class Lane:
    """A department and its cards, in the order of time."""

    department: str
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What stands on the board.

    `numbers`: of the cards, by key, as the table counts them; `places`: the card of each step.
    """

    lanes: tuple[Lane, ...]
    numbers: Mapping[str, int]
    places: Mapping[str, str]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them, in the order in which they must be done."""
        found = [card for lane in self.lanes for card in lane.cards]
        return tuple(sorted(found, key=lambda card: self.numbers[card.key]))

    def lane_of(self, card: Card) -> Lane:
        return next(lane for lane in self.lanes if lane.department == card.department)


@dataclass(frozen=True, slots=True)
class Look:
    """How the board is read: the guide of the day, the day, and how a Say and a name read to who looks."""

    guide: Guide
    today: date
    words: Callable[[Say], str]
    lang: str

    def name(self, text: Localized | None) -> str:
        return text.read(self.lang) if text else ""


def board_of(
    made: Plan, tasks: Sequence[Task], look: Look, consents: Mapping[str, ConsentStatus] | None = None
) -> Board:
    """A plan with what departments were asked; a task stands in the place of its step."""
    shown = [one for one in tasks if _is_shown(one, tasks)]
    places = _places(made, shown)
    cards = [
        *(_step_card(step, made, look) for step in made.steps if places[step.id] == f"step:{step.id}"),
        *(_task_card(one, made, look, consents) for one in shown),
    ]
    cards = [replace(card, needs=_needs(card, made, shown, places)) for card in cards]
    cards = _at_risk(_in_order(cards))
    departments = dict.fromkeys(card.department for card in cards)
    lanes = tuple(
        Lane(one, _lane_name(one, look), tuple(card for card in cards if card.department == one))
        for one in departments
    )
    return Board(lanes, {card.key: number for number, card in enumerate(cards, 1)}, places)


def plan_of_case(case: Case, guide: Guide, today: date) -> Plan:
    """The plan of what a person agreed to pass on, made anew for today; ages and days are as they were told then."""
    content, told = case.content, case.consent.at.date() if case.consent else case.opened_at.date()
    session = Session(
        citizen=case.citizen,
        lang=case.lang,
        city=case.city,
        needs=tuple(need for need in content.needs if need in guide.services),
        danger=content.danger,
        facts=tuple(ToldFact(id_, value, told.isoformat()) for id_, value in content.facts),
        marks=tuple(Marked(line.id, Mark(line.mark)) for line in content.plan if line.mark),
    )
    return plan_of(session, guide, today)


def _is_shown(task: Task, tasks: Iterable[Task]) -> bool:
    """What was taken back is shown only while something still waits for it."""
    return task.status is not TaskStatus.WITHDRAWN or any(task.id in one.needs for one in tasks)


def _places(made: Plan, tasks: Iterable[Task]) -> dict[str, str]:
    """The card that stands for each step: its newest task that is not broken, else its newest, else its own."""
    found = {step.id: f"step:{step.id}" for step in made.steps}
    broken = (TaskStatus.REFUSED, TaskStatus.WITHDRAWN)
    for task in sorted(tasks, key=lambda one: (one.status not in broken, one.id)):
        if task.step in found:
            found[task.step] = f"task:{task.id}"
    return found


def _step_card(step: Step, made: Plan, look: Look) -> Card:
    gap = next((one for one in made.gaps if one.step == step.id), None)
    alarms = ((Alarm.GAP,) if gap else ()) or ((Alarm.MISSED,) if step.missed else ())
    offices = planned.departments(step, look.guide)
    return Card(
        key=f"step:{step.id}",
        title=look.words(planned.names(step, look.guide)),
        department=offices[0].id if offices else "",
        state=State(step.mark) if step.mark else State.STEP,
        until=step.until,
        alarms=alarms,
        why=_gap(gap, look) if gap else "",
        step=step.id,
    )


def _gap(gap: Gap, look: Look) -> str:
    found = look.guide.interlocks[gap.interlock]
    return look.name(found.gap) or look.name(found.reason)


def _task_card(task: Task, made: Plan, look: Look, consents: Mapping[str, ConsentStatus] | None) -> Card:
    """A task that nobody has promised yet closes no gap."""
    consent = ConsentStatus.GIVEN if consents is None else consents.get(task.department)
    proposed = task.status is TaskStatus.PROPOSED
    gap = next((one for one in made.gaps if one.step == task.step and proposed), None)
    alarms = (
        *((Alarm.GAP,) if gap else ()),
        *((Alarm.LATE,) if task.is_late(look.today) else ()),
        *((Alarm.RETURNED,) if task.returned_at else ()),
        *((Alarm.NO_CONSENT,) if proposed and consent in _AGAINST else ()),
    )
    return Card(
        key=f"task:{task.id}",
        title=task.title,
        department=task.department,
        state=State.ASKED if proposed and consent is ConsentStatus.ASKED else State(task.status),
        until=task.due_on,
        alarms=alarms,
        why=task.reason or (_gap(gap, look) if gap else ""),
        step=task.step,
        task=task.id,
    )


def _needs(card: Card, made: Plan, tasks: Iterable[Task], places: Mapping[str, str]) -> tuple[str, ...]:
    """What comes before a card: by the plan, and by who made the task."""
    shown = {one.id: one for one in tasks}
    named = [f"task:{id_}" for id_ in shown[card.task].needs if id_ in shown] if card.task else []
    step = next((one for one in made.steps if one.id == card.step), None)
    drawn = [places[id_] for id_ in step.depends_on] if step else []
    return tuple(key for key in dict.fromkeys((*named, *drawn)) if key != card.key)


def _in_order(cards: Sequence[Card]) -> list[Card]:
    """Each behind what it needs; of those that can come, what is due first. A circle is opened where it is entered."""
    left, found = list(cards), []
    while left:
        waiting = {card.key for card in left}
        ready = [card for card in left if waiting.isdisjoint(card.needs)] or left
        first = min(ready, key=lambda card: (card.until or date.max, cards.index(card)))
        left.remove(first)
        found.append(first)
    return found


def _at_risk(cards: Sequence[Card]) -> list[Card]:
    """The cards, those marked that hang, however far, on something broken. They come behind what they need."""
    broken: set[str] = set()
    found = []
    for card in cards:
        hangs = card.is_open and not broken.isdisjoint(card.needs)
        if hangs or card.is_broken:
            broken.add(card.key)
        found.append(replace(card, alarms=(*card.alarms, Alarm.AT_RISK)) if hangs else card)
    return found


def _lane_name(department: str, look: Look) -> str:
    known = look.guide.departments.get(department)
    return look.name(known.name) if known else department
