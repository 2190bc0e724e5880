"""Interlocks: how one service hangs on another, as data. Frozen."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.condition import CHILD, CHILDREN, Condition, Facts, Test, holds, open_facts, tests_in
from knowledge.localized import Checked, Law, Localized
from knowledge.workdays import Span


class Link(StrEnum):
    """How `sources` hang on `targets`.

    needs: a source cannot do without one of the targets before it. excludes: not both for the same person.
    first: the targets come before a source, or have priority by law. unlocks: once a source is granted, the targets
    become possible. same_papers: both ask for the same papers.
    """

    NEEDS = "needs"
    EXCLUDES = "excludes"
    FIRST = "first"
    UNLOCKS = "unlocks"
    SAME_PAPERS = "same_papers"


@dataclass(frozen=True, slots=True)
class Interlock:
    """One document; an edge from each source to each target (needs: to one of them).

    `for_child`: once for each child. Drawn where `when` surely holds, and lifted only where `unless` surely holds, so
    that an alarm does not wait for a question. `before`: the fact whose day the target must precede, by `lead`. `adds`: a target
    becomes a step though nobody asked for it. `orders`: a target of `first` delays the source. `gap`: what can still
    be done when the time that `lead` asks for is over. Stands on a law or on a practice that is named.
    """

    id: str
    kind: Link
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    for_child: bool
    when: Condition
    unless: Condition
    before: str | None
    lead: Span | None
    adds: bool
    orders: bool
    reason: Localized | None
    gap: Localized | None
    fails: Localized | None
    laws: tuple[Law, ...]
    practice: str
    checked: Checked

    def holds(self, facts: Facts) -> bool | None:
        """Whether it is drawn; None where a fact that decides is not known."""
        return False if holds(self.unless, facts) else holds(self.when, facts)

    def waits_for(self, facts: Facts) -> frozenset[str]:
        """The facts not known that could draw it, or lift it once it is drawn."""
        drawn = self.holds(facts)
        if drawn is False:
            return frozenset()
        return open_facts(self.unless if drawn else self.when, facts)

    def tests(self) -> tuple[Test, ...]:
        """The comparisons it hangs on."""
        return (*tests_in(self.when), *tests_in(self.unless))

    def facts(self) -> frozenset[str]:
        """The facts that it hangs on."""
        tested = {test.fact for test in self.tests()} - {CHILD}
        return frozenset({*tested, *((CHILDREN,) if self.for_child else ())})

    @property
    def is_order(self) -> bool:
        """Whether it puts its services in order."""
        return self.kind in (Link.NEEDS, Link.UNLOCKS) or (self.kind is Link.FIRST and self.orders)

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """The pairs (earlier, later) that it puts in order."""
        if not self.is_order:
            return ()
        pairs = tuple((target, source) for source in self.sources for target in self.targets)
        return tuple((source, target) for target, source in pairs) if self.kind is Link.UNLOCKS else pairs
