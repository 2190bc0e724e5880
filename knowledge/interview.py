"""Which fact to ask next: the one on which most hangs, and only if an answer could change the plan. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache

from knowledge.condition import CHILD, CHILDREN, Facts, Test, tests_in
from knowledge.fact import Fact, FactKind, Value
from knowledge.mark import Mark
from knowledge.model import City, Guide
from knowledge.plan import NO_MARKS, Matter, plan, shape
from knowledge.plan.edges import edges_of

MOST = 6
"""How many questions a person is asked at most."""
_BESIDE = 8  # with how many of the facts on which most hangs an answer is tried together: twelve needs wait for twenty
_More = frozenset[tuple[str, Value | None]]
_DAYS = (-400, -40, -10, 5, 20, 60, 150, 300)


@dataclass(frozen=True, slots=True)
class Interview:
    """What is known of a matter, and which facts were asked, answered or not."""

    guide: Guide
    needs: tuple[str, ...]
    facts: Facts
    asked: tuple[str, ...]
    today: date
    city: City | None = None
    marks: Mapping[str, Mark] = field(default_factory=lambda: NO_MARKS)

    def next(self) -> str | None:
        """The id of the fact to ask next; None where nothing more would change the plan, or enough was asked."""
        if len(self.asked) >= MOST:
            return None
        made = plan(self.guide, self.needs, self.facts, self.today, city=self.city, marks=self.marks)
        waiting = [
            id_
            for id_, _ in made.open
            if id_ in self.guide.facts and id_ not in self.asked and self._is_spoken_of(id_)
        ]
        shape_with = cache(self._shape_with)
        return next((id_ for id_ in waiting if self._matters(id_, waiting[:_BESIDE], shape_with)), None)

    def _is_spoken_of(self, id_: str) -> bool:
        """Nobody is asked whom a letter is from who came with none: neither told of one, nor needs what hangs on one."""
        facts = self.guide.facts
        group = {other for other, fact in facts.items() if fact.group and fact.group == facts[id_].group}
        rules = (rule for need in self.needs for rule in edges_of(self.guide).deadlines(need))
        return not group or not group.isdisjoint(self.facts) or any(rule.start in group for rule in rules)

    def _matters(self, id_: str, beside: Sequence[str], shape_with: Callable[[_More], object]) -> bool:
        """Whether an answer changes the plan, by itself or together with an answer to one of the facts beside it."""
        mine = [(id_, answer) for answer in self._answers(id_)]
        others = [(other, answer) for other in beside if other != id_ for answer in self._answers(other)]
        return any(
            shape_with(frozenset((*given, one))) != shape_with(frozenset(given))
            for given in ((), *((other,) for other in others))
            for one in mine
        )

    def _answers(self, id_: str) -> tuple[Value | None, ...]:
        return answers_to(self.guide, id_, self.today)

    def _shape_with(self, more: _More) -> object:
        facts = {**self.facts, **dict(more)}
        return shape(Matter(self.guide, self.needs, facts, self.today, self.city, self.marks))


@lru_cache(maxsize=500)
def answers_to(guide: Guide, id_: str, today: date) -> tuple[Value | None, ...]:
    """Answers that stand for all that a person may say: each option, and numbers on both sides of each bound."""
    fact = guide.facts[id_]
    if fact.kind is FactKind.YES_NO:
        return True, False
    if fact.kind is FactKind.CHOICE:
        return fact.options
    if fact.kind is FactKind.CHOICES:
        return tuple((option,) for option in fact.options)
    if fact.kind is FactKind.DATE:
        return (None, *((today + timedelta(days=days)).isoformat() for days in _DAYS))
    numbers = tuple(sorted(set(_around(guide, fact))))
    return ((), *((int(one),) for one in numbers)) if fact.kind is FactKind.AGES else numbers


def _around(guide: Guide, fact: Fact) -> Iterator[float]:
    """Each bound that a condition names for a number, and what lies just below it."""
    yield 0
    for test in _tests(guide):
        if test.fact == fact.id or (test.fact == CHILD and fact.id == CHILDREN):
            for bound in (test.least, test.below):
                if bound is not None:
                    yield from (one for one in (bound - 1, bound) if one >= 0)


def _tests(guide: Guide) -> Iterator[Test]:
    for lock in guide.interlocks.values():
        yield from lock.tests()
    for rule in guide.deadlines.values():
        yield from tests_in(rule.when)
