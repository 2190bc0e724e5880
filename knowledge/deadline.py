"""Deadlines: by when something must be done, as data, and the day that a rule gives. Frozen and pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.condition import Condition, Facts
from knowledge.localized import Checked, Law, Localized
from knowledge.workdays import Span, back, earlier, forward, later, month_end

TODAY = "today"


class End(StrEnum):
    """Where the end of a term falls.

    forward: the end of a statutory term moves on to a working day (§ 64(3) SGG, § 193 BGB, § 222(2) ZPO, § 108(3)
    AO). back: what one should have done by then moves back to one. month: the last day of that month, then back.
    """

    FORWARD = "forward"
    BACK = "back"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Notice:
    """After how many days a letter counts as received (§ 37(2) SGB X, § 122(2) AO); `moves` on to a working day or not."""

    days: int
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """One rule: from the day of the fact `start` (or "today") a term for these services, where `when` holds.

    `before`: the term counts back from that day. `missed`: what is still possible when it is over.
    """

    id: str
    services: tuple[str, ...]
    when: Condition
    start: str
    notice: Notice | None
    term: Span
    before: bool
    end: End
    reason: Localized
    missed: Localized | None
    laws: tuple[Law, ...]
    practice: str
    checked: Checked


def due(rule: Deadline, facts: Facts, today: date) -> date | None:
    """The last day by a rule, in the past if it is over; None where its first day is not known."""
    start = today if rule.start == TODAY else day_of(facts, rule.start)
    if start is None:
        return None
    if rule.notice:
        start += timedelta(days=rule.notice.days)
        start = forward(start) if rule.notice.moves else start
    end = earlier(start, rule.term) if rule.before else later(start, rule.term)
    if rule.end is End.FORWARD:
        return forward(end)
    return back(month_end(end) if rule.end is End.MONTH else end)


def day_of(facts: Facts, fact: str) -> date | None:
    """The day that a fact tells; of a month ("2026-03") the first, so that nothing comes too late."""
    value = facts.get(fact)
    if not isinstance(value, str):
        return None
    return date.fromisoformat(value if len(value) > len("2026-03") else f"{value}-01")
