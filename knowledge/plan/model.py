"""The nouns of a plan, frozen."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from knowledge.mark import Mark

_DAYS_OF_A_YEAR = 365.25


class Origin(StrEnum):
    """Why something stands in a plan: the person named the need, or a document says so."""

    NEED = "need"
    INTERLOCK = "interlock"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One reason of a step or its day; `id` is that of the document."""

    origin: Origin
    id: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Child:
    """The child a step is for: its place among the children by age, youngest first, and its age in years.

    `exact`: with its months, where the month of birth is known.
    """

    number: int
    age: int
    exact: float | None = None

    def age_on(self, day: date, today: date) -> float:
        """Its age on another day, as far as is known: without a month of birth it is the age that was told."""
        if self.exact is None:
            return self.age
        return self.exact + (day - today).days / _DAYS_OF_A_YEAR


@dataclass(frozen=True, slots=True)
class Step:
    """What to do: one service, or several of which one suffices.

    `until`: the last day, never in the past; `missed` says that the right one is over, `provisional` that it is the
    earliest that is possible as far as is known. `depends_on`: steps that come before it. `causes`: why it is there;
    `opened`: it only becomes possible once another is granted. `dated`: why that day; `named`: what else has priority or goes with it, and is no step. `at_risk`: something it depends on was refused.
    """

    id: str
    services: tuple[str, ...]
    child: Child | None
    until: date | None
    missed: bool
    provisional: bool
    depends_on: tuple[str, ...]
    causes: tuple[Cause, ...]
    dated: tuple[Cause, ...]
    named: tuple[Cause, ...] = ()
    mark: Mark | None = None
    at_risk: bool = False
    opened: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something that would have had to be begun earlier: the service that comes too late, and the interlock."""

    service: str
    step: str
    interlock: str


@dataclass(frozen=True, slots=True, order=True)
class Excluded:
    """Two services that the same person does not get together."""

    pair: tuple[str, str]
    interlock: str


class Hard(StrEnum):
    """Why a case is hard and a Lotse is offered; each is a reason by itself, none is a score."""

    DANGER = "danger"
    GAP = "gap"
    DEADLINE_NEAR = "deadline_near"
    MANY_DEPARTMENTS = "many_departments"
    UNCLEAR = "unclear"
    EVICTION = "eviction"
    POWER_CUT = "power_cut"
    NO_OFFICE = "no_office"
    REFUSED = "refused"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, order=True)
class Settled:
    """An alarm that one of the known facts has taken away: the reason or the service of the gap, and the fact."""

    alarm: str
    fact: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the plan needs once, and the steps that ask for it."""

    id: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: steps in the order in which they must be done, and what stands in the way."""

    steps: tuple[Step, ...] = ()
    gaps: tuple[Gap, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    reasons: tuple[Hard, ...] = ()
    settled: tuple[Settled, ...] = ()
    papers: tuple[Paper, ...] = ()
    open: tuple[tuple[str, int], ...] = field(default=())
    """Facts not known on which something hangs, and on how many interlocks and deadlines; most first."""

    def shape(self) -> object:
        """What a person would do differently: the steps, their order and days, what is too late, excluded, or hard."""
        steps = tuple((one.id, one.until, one.missed, one.depends_on) for one in self.steps)
        return steps, self.gaps, self.excluded, self.reasons
