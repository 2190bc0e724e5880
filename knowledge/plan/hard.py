"""When a case is hard: a table of reasons, no score.

What the plan shows is looked at here; danger, unclear messages and the wish for a person are known to the dialogue
and come in as signs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.condition import Facts
from knowledge.mark import Mark
from knowledge.model import City, Guide
from knowledge.plan.dates import Date
from knowledge.plan.model import Gap, Hard, Step

NEAR = timedelta(days=7)
MANY = 3
_SUIT, _POWER = "eviction_suit_served", "energy_cut"
TABLED = (_SUIT, _POWER)
"""The facts that the table looks at."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the table looks at."""

    guide: Guide
    steps: Sequence[Step]
    gaps: Sequence[Gap]
    dates: Mapping[str, Date]
    facts: Facts
    city: City | None
    today: date

    @property
    def departments(self) -> frozenset[str]:
        """The first department of each step that can be begun now."""
        return frozenset(
            self.guide.services[step.services[0]].departments[0].department
            for step in self.steps
            if step.mark is not Mark.DONE and not step.opened
            if self.guide.services[step.services[0]].departments
        )


def _near(look: Look) -> bool:
    """A right that is lost within seven days, or is lost already."""
    return any(
        date_.lost and date_.day - look.today <= NEAR
        for step in look.steps
        if step.mark is not Mark.DONE and (date_ := look.dates.get(step.id))
    )


_TABLE: tuple[tuple[Hard, Callable[[Look], bool]], ...] = (
    (Hard.GAP, lambda look: bool(look.gaps)),
    (Hard.DEADLINE_NEAR, _near),
    (Hard.MANY_DEPARTMENTS, lambda look: len(look.departments) >= MANY),
    (Hard.EVICTION, lambda look: look.facts.get(_SUIT) is not None),
    (Hard.POWER_CUT, lambda look: look.facts.get(_POWER) in ("announced", "done")),
    (
        Hard.NO_OFFICE,
        lambda look: look.city is not None and not look.departments.isdisjoint(look.city.without),
    ),
    (Hard.REFUSED, lambda look: any(step.mark is Mark.REFUSED for step in look.steps)),
)


def reasons(look: Look, signs: Sequence[Hard] = ()) -> tuple[Hard, ...]:
    """The reasons that apply, in the order of `Hard`; `signs` are those that the dialogue saw."""
    found = {*signs, *(reason for reason, applies in _TABLE if applies(look))}
    return tuple(reason for reason in Hard if reason in found)
