"""Which steps a plan has and which come before which: the edges drawn from the needs, as far as conditions hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from knowledge.condition import CHILD, CHILDREN, Facts
from knowledge.deadline import day_of
from knowledge.interlock import Interlock, Link
from knowledge.model import Guide
from knowledge.plan.edges import edges_of
from knowledge.plan.model import Cause, Child, Excluded, Origin

NONE_YET: Mapping[str, "Verdict"] = MappingProxyType({})


@dataclass
class Node:
    """A step that is being made."""

    services: tuple[str, ...]
    child: Child | None
    causes: list[Cause] = field(default_factory=list)
    before: dict[str, Cause] = field(default_factory=dict)
    leads: list[tuple[date, Interlock]] = field(default_factory=list)
    named: list[Cause] = field(default_factory=list)
    opened: bool = True

    @property
    def id(self) -> str:
        return "+".join(self.services) + (f":{self.child.number}" if self.child else "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """For whom an interlock holds (None: the person), and the facts it waits for, once for each it waits with."""

    holds: tuple[Child | None, ...]
    waits: tuple[frozenset[str], ...]


@dataclass
class Drawing:
    """What was drawn: nodes by id, pairs that exclude each other, and what was found of each interlock."""

    nodes: dict[str, Node] = field(default_factory=dict)
    excluded: set[Excluded] = field(default_factory=set)
    verdicts: dict[str, Verdict] = field(default_factory=dict)


def children_of(facts: Facts) -> tuple[Child, ...]:
    """The children that are told, youngest first."""
    ages = facts.get(CHILDREN)
    known = sorted(age for age in ages if isinstance(age, int | float)) if isinstance(ages, tuple) else []
    return tuple(
        Child(number, int(age), age if isinstance(age, float) else None)
        for number, age in enumerate(known, 1)
    )


def received(guide: Guide, facts: Facts) -> frozenset[str]:
    """The services that a person already has, as facts tell it."""
    found: set[str] = set()
    for id_, fact in guide.facts.items():
        value = facts.get(id_)
        values = value if isinstance(value, tuple) else (value,)
        found.update(fact.services[str(one)] for one in values if str(one) in fact.services)
    return frozenset(found)


def draw(
    guide: Guide, needs: Sequence[str], facts: Facts, today: date, verdicts: Mapping[str, Verdict] = NONE_YET
) -> Drawing:
    """The steps of these needs and of all that hangs on them; `verdicts` are known already for these facts."""
    return _Pen(guide, needs, facts, today, verdicts).drawing


def judged(lock: Interlock, facts: Facts, today: date) -> Verdict:
    """For whom an interlock holds, as far as is known; a child as old as it will be on the day that counts."""
    asked: list[tuple[Child | None, Facts]] = [(None, facts)]
    waits = []
    if lock.for_child:
        on = (day_of(facts, lock.before) if lock.before else None) or today
        asked = [(child, {**facts, CHILD: child.age_on(on, today)}) for child in children_of(facts)]
        if CHILDREN not in facts and lock.holds(facts) is not False:
            waits = [lock.waits_for(facts) | {CHILDREN}]
    waits += [missing for _, known in asked if (missing := lock.waits_for(known))]
    return Verdict(tuple(child for child, known in asked if lock.holds(known)), tuple(waits))


def verdicts_without(
    guide: Guide, drawing: Drawing, fact: str, rest: Facts, today: date
) -> dict[str, Verdict]:
    """What is found of the interlocks of a drawing when one of the facts is taken away, with the `rest`."""
    return {
        id_: judged(guide.interlocks[id_], rest, today) if fact in edges_of(guide).facts[id_] else found
        for id_, found in drawing.verdicts.items()
    }


class _Pen:
    """Draws one plan; its state is the drawing and what is already there."""

    def __init__(
        self, guide: Guide, needs: Sequence[str], facts: Facts, today: date, verdicts: Mapping[str, Verdict]
    ) -> None:
        self._edges, self._facts, self._today = edges_of(guide), facts, today
        self._needs = tuple(dict.fromkeys(need for need in needs if need in guide.services))
        self._has = received(guide, facts)
        self.drawing = Drawing(verdicts=dict(verdicts))
        for need in self._needs:
            self._node((need,), None, Cause(Origin.NEED), opened=False)
        self._grow()
        self._absorb()
        self._link()
        self._exclude()

    def _grow(self) -> None:
        """Adds what the steps need, open or have to look at first, until nothing is new."""
        waiting = list(self._needs)
        while waiting:
            source = waiting.pop(0)
            for lock in self._edges.of(source):
                waiting.extend(self._added(lock, source))

    def _added(self, lock: Interlock, source: str) -> Iterator[str]:
        """Adds what a lock asks for; gives the services that are new, or no longer only opened by others.

        What was only opened adds nothing more: it lies too far ahead.
        """
        if (
            not lock.adds
            or lock.kind not in (Link.NEEDS, Link.UNLOCKS, Link.FIRST)
            or self._only_opened(source)
        ):
            return
        opened = lock.kind is Link.UNLOCKS
        groups = [lock.targets] if lock.kind is Link.NEEDS else [(target,) for target in lock.targets]
        for child in self._where(lock):
            for targets in groups:
                group = tuple(one for one in targets if not self._barred(one, source))
                if not group or (not self._has.isdisjoint(group) and child is None):
                    continue
                node, changed = self._node(group, child, Cause(Origin.INTERLOCK, lock.id), opened=opened)
                if changed and len(node.services) == 1:
                    yield node.services[0]

    def _only_opened(self, service: str) -> bool:
        return all(node.opened for node in self.drawing.nodes.values() if service in node.services)

    def _where(self, lock: Interlock) -> tuple[Child | None, ...]:
        """For whom a lock holds: each child, or once for the person (None)."""
        found = self.drawing.verdicts.get(lock.id)
        if found is None:
            found = self.drawing.verdicts[lock.id] = judged(lock, self._facts, self._today)
        return found.holds

    def _barred(self, service: str, source: str) -> bool:
        """Whether a service that nobody asked for is excluded by a need or by what the person already has."""
        others = {*self._needs, *self._has, source} - {service}
        return any(
            lock.kind is Link.EXCLUDES
            and not others.isdisjoint(_others(lock, service))
            and bool(self._where(lock))
            for lock in self._edges.of(service)
        )

    def _node(
        self, services: tuple[str, ...], child: Child | None, cause: Cause, *, opened: bool
    ) -> tuple[Node, bool]:
        """The step for these services, and whether it is new or more than opened now.

        One that is there already is meant where it does for both: of alternatives for a child, those that suit both.
        """
        known = next((one for one in self.drawing.nodes.values() if _shared(one, services, child)), None)
        changed = known is None or (known.opened and not opened)
        if known is None:
            known = Node(services, child)
        elif child:
            del self.drawing.nodes[known.id]
            known.services = tuple(one for one in known.services if one in services)
        self.drawing.nodes[known.id] = known
        if cause not in known.causes:
            known.causes.append(cause)
        known.opened = known.opened and opened
        return known, changed

    def _absorb(self) -> None:
        """A need that a step for a child already meets is no step of its own."""
        nodes = self.drawing.nodes
        for node in [one for one in nodes.values() if one.child is None and len(one.services) == 1]:
            meeting = [one for one in nodes.values() if one.child and node.services[0] in one.services]
            if meeting:
                del nodes[node.id]
            for one in meeting:
                one.causes = [*node.causes, *(cause for cause in one.causes if cause not in node.causes)]
                one.opened = one.opened and node.opened

    def _link(self) -> None:
        """What comes before what, and what is only named."""
        for node in tuple(self.drawing.nodes.values()):
            for source in (
                node.services if len(node.services) == 1 or node.causes[0].origin is Origin.NEED else ()
            ):
                for lock in self._edges.of(source):
                    if lock.kind in (Link.NEEDS, Link.UNLOCKS, Link.FIRST):
                        self._connect(lock, node)

    def _connect(self, lock: Interlock, node: Node) -> None:
        """Puts a step and what a lock names in order. What is no step of the plan is at least named."""
        cause = Cause(Origin.INTERLOCK, lock.id)
        for child in self._where(lock):
            others = [one for one in self._meant(lock, child) if one is not node]
            if not others and lock.kind is Link.FIRST:
                node.named.append(cause)
            for other in others:
                if cause not in other.causes and (other.opened or not node.opened):
                    other.causes.append(cause)
                if lock.kind is Link.UNLOCKS:
                    other.before.setdefault(node.id, cause)
                elif lock.is_order:
                    node.before.setdefault(other.id, cause)
                    self._lead(lock, other)

    def _meant(self, lock: Interlock, child: Child | None) -> list[Node]:
        return [
            one
            for one in self.drawing.nodes.values()
            if (child is None or one.child in (None, child))
            and not set(lock.targets).isdisjoint(one.services)
        ]

    def _lead(self, lock: Interlock, node: Node) -> None:
        day = day_of(self._facts, lock.before) if lock.before else None
        if day and (day, lock) not in node.leads:
            node.leads.append((day, lock))

    def _exclude(self) -> None:
        """Pairs in different steps, or of a step and what the person has; alternatives of one step are no pair."""
        nodes = self.drawing.nodes.values()
        for node in nodes:
            others = {one for other in nodes if other is not node for one in other.services} | self._has
            for source in node.services:
                for lock in self._edges.of(source):
                    if lock.kind is Link.EXCLUDES and self._where(lock):
                        for other in others.intersection(_others(lock, source)):
                            first, second = sorted((source, other))
                            self.drawing.excluded.add(Excluded((first, second), lock.id))


def _shared(node: Node, services: Sequence[str], child: Child | None) -> bool:
    return node.child == child and not set(services).isdisjoint(node.services)


def _others(lock: Interlock, service: str) -> tuple[str, ...]:
    """The other side of a pair that excludes each other."""
    return (lock.targets if service in lock.sources else ()) + (
        lock.sources if service in lock.targets else ()
    )


def order_of(nodes: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    """What each step depends on, without steps that are not there."""
    return {id_: tuple(one for one in node.before if one in nodes) for id_, node in nodes.items()}
