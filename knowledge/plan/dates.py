"""By when each step must be done: from the rules of its services, and backward from what depends on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.condition import Facts, holds, open_facts
from knowledge.deadline import TODAY, Deadline, End, due
from knowledge.interlock import Interlock
from knowledge.model import Guide
from knowledge.plan.draw import Node
from knowledge.plan.edges import edges_of
from knowledge.plan.model import Cause, Origin
from knowledge.workdays import Span, back, earlier, forward, month_end

_DAY_BEFORE = Span(days=1)


@dataclass(frozen=True, slots=True)
class Date:
    """A last day as it comes out, maybe in the past. `lost`: a right is lost after it; `late`: the lead time missed."""

    day: date
    causes: tuple[Cause, ...]
    provisional: bool = False
    lost: bool = False
    late: Interlock | None = None

    def shown(self, today: date) -> date:
        """The day to name: what is over is due on the next working day."""
        return forward(today) if self.day < today else self.day


def rules_waiting(guide: Guide, services: Sequence[str], facts: Facts) -> Iterator[frozenset[str]]:
    """The facts that deadlines of these services wait for, once for each deadline."""
    for service in services:
        for rule in edges_of(guide).deadlines(service):
            missing = set(open_facts(rule.when, facts))
            if holds(rule.when, facts) is not False and rule.start != TODAY and rule.start not in facts:
                missing.add(rule.start)
            if missing:
                yield frozenset(missing)


def dates_of(
    guide: Guide, nodes: Mapping[str, Node], order: Sequence[str], facts: Facts, today: date
) -> dict[str, Date]:
    """The last day of each step that has one; `order` has each step behind those that it depends on."""
    found = {id_: own for id_, node in nodes.items() if (own := _own(guide, node, facts, today))}
    for id_ in reversed(order):
        later_one = found.get(id_)
        for other, cause in nodes[id_].before.items():
            if other not in nodes or later_one is None:
                continue
            inherited = Date(back(later_one.day), (cause, *later_one.causes), later_one.provisional)
            if other not in found or inherited.day < found[other].day:
                found[other] = inherited
    return found


def _own(guide: Guide, node: Node, facts: Facts, today: date) -> Date | None:
    """The first day of the step's own that counts: the lead times, and the deadlines of its services."""
    days = [_before(day, lock, today) for day, lock in node.leads]
    days += _next(
        [one for service in node.services for one in _deadlines(guide, service, facts, today)], today
    )
    return min(days, key=lambda one: (one.day, one.late is None)) if days else None


def _next(days: Sequence[Date], today: date) -> list[Date]:
    """The earliest day that lies ahead; where all are over, the one that was over last."""
    ahead = [one for one in days if one.day >= today]
    if ahead:
        return [min(ahead, key=lambda one: one.day)]
    return [max(days, key=lambda one: one.day)] if days else []


def _deadlines(guide: Guide, service: str, facts: Facts, today: date) -> Iterator[Date]:
    """The days of the rules that surely hold for a service; where none does, of those that may, as provisional."""
    rules = edges_of(guide).deadlines(service)
    sure = [rule for rule in rules if holds(rule.when, facts)]
    for rule in sure or [rule for rule in rules if holds(rule.when, facts) is None]:
        if (day := _due(rule, facts, today)) is not None:
            lost = rule.end is End.FORWARD and rule.start != TODAY
            yield Date(day, (Cause(Origin.DEADLINE, rule.id),), provisional=not sure, lost=lost)


def _due(rule: Deadline, facts: Facts, today: date) -> date | None:
    """The day of a rule.

    What is to be done at once is never over; where no working day is left in a month, a letter still counts today.
    """
    day = due(rule, facts, today)
    if day and day < today and (rule.start == TODAY or (rule.end is End.MONTH and today <= month_end(day))):
        return today
    return day


def _before(day: date, lock: Interlock, today: date) -> Date:
    last = back(earlier(day, lock.lead or _DAY_BEFORE))
    late = lock if lock.lead and last < today else None
    return Date(last, (Cause(Origin.INTERLOCK, lock.id),), late=late)
