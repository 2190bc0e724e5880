"""Needs, facts and a day -> one plan. Pure, deterministic, and every step, order and date can say why."""

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from types import MappingProxyType

from knowledge.condition import Facts, tests_in
from knowledge.mark import Mark
from knowledge.model import City, Guide
from knowledge.plan.dates import Date, dates_of, rules_waiting
from knowledge.plan.draw import Drawing, Node, draw, order_of, verdicts_without
from knowledge.plan.edges import edges_of
from knowledge.plan.hard import TABLED, Look, reasons
from knowledge.plan.model import Gap, Hard, Paper, Plan, Settled, Step

_SOON = timedelta(days=30)
NO_MARKS: Mapping[str, Mark] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Matter:
    """What a plan is made of."""

    guide: Guide
    needs: tuple[str, ...]
    facts: Facts
    today: date
    city: City | None
    marks: Mapping[str, Mark]


def plan(
    guide: Guide,
    needs: Sequence[str],
    facts: Facts,
    today: date,
    *,
    city: City | None = None,
    marks: Mapping[str, Mark] = NO_MARKS,
    signs: Sequence[Hard] = (),
) -> Plan:
    """The one plan for these needs.

    `needs`: ids of services, as the person named them. `marks`: what became of steps, by their ids. `signs`: reasons
    for a Lotse that the dialogue saw.
    """
    matter = Matter(guide, tuple(needs), facts, today, city, marks)
    drawing = draw(guide, needs, facts, today)
    made = _made(matter, drawing, signs)
    return replace(
        made,
        settled=tuple(_settled(matter, drawing, _alarms(made))),
        papers=tuple(_papers(guide, made.steps)),
        open=_open(matter, drawing),
    )


def shape(matter: Matter) -> object:
    """What a person would do differently, made as for a plan but without what is only told about it."""
    return _made(matter, draw(matter.guide, matter.needs, matter.facts, matter.today), ()).shape()


def _made(matter: Matter, drawing: Drawing, signs: Sequence[Hard]) -> Plan:
    """The plan without what is only told about it."""
    nodes, marks, today = drawing.nodes, matter.marks, matter.today
    dates = dates_of(matter.guide, nodes, _sorted(nodes, {}, today), matter.facts, today)
    order = _sorted(nodes, dates, today)
    risky = _at_risk(nodes, order, marks)
    steps = tuple(_step(nodes[id_], dates.get(id_), matter, order, risk=id_ in risky) for id_ in order)
    gaps = tuple(
        Gap(nodes[id_].services[0], id_, found.late.id)
        for id_ in order
        if (found := dates.get(id_)) and found.late and marks.get(id_) is not Mark.DONE
    )
    look = Look(matter.guide, steps, gaps, dates, matter.facts, matter.city, today)
    return Plan(steps, gaps, tuple(sorted(drawing.excluded)), reasons(look, signs))


def _sorted(nodes: Mapping[str, Node], dates: Mapping[str, Date], today: date) -> tuple[str, ...]:
    """The steps, each behind what it depends on; what is due sooner first, what only opens later last.

    What has no day is wanted all the same: it stands where something due in a month would.
    """
    waits = {id_: len(before) for id_, before in order_of(nodes).items()}
    places = {id_: place for place, id_ in enumerate(nodes)}

    def key(id_: str) -> tuple[bool, date, int, str]:
        found = dates.get(id_)
        return nodes[id_].opened, found.shown(today) if found else today + _SOON, places[id_], id_

    ready = [key(id_) for id_, count in waits.items() if not count]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        id_ = heapq.heappop(ready)[-1]
        order.append(id_)
        for later in nodes:
            if id_ in nodes[later].before:
                waits[later] -= 1
                if not waits[later]:
                    heapq.heappush(ready, key(later))
    circle = [id_ for id_ in nodes if id_ not in order]  # alternatives may close one; no step is lost for it
    return (*order, *circle)


def _at_risk(nodes: Mapping[str, Node], order: Sequence[str], marks: Mapping[str, Mark]) -> frozenset[str]:
    """Steps that hang, however far, on one that was refused."""
    broken = {id_ for id_ in order if marks.get(id_) is Mark.REFUSED}
    for id_ in order:
        if not broken.isdisjoint(nodes[id_].before) and marks.get(id_) is not Mark.DONE:
            broken.add(id_)
    return frozenset(id_ for id_ in broken if marks.get(id_) is not Mark.REFUSED)


def _step(node: Node, found: Date | None, matter: Matter, order: Sequence[str], *, risk: bool) -> Step:
    mark = matter.marks.get(node.id)
    dated = None if mark else found  # what is done or refused is not asked for again
    return Step(
        id=node.id,
        services=node.services,
        child=node.child,
        until=dated.shown(matter.today) if dated else None,
        missed=dated is not None and dated.day < matter.today,
        provisional=dated is not None and dated.provisional,
        depends_on=tuple(id_ for id_ in order if id_ in node.before),
        causes=tuple(node.causes),
        dated=dated.causes if dated else (),
        named=tuple(node.named),
        mark=mark,
        at_risk=risk,
        opened=node.opened,
    )


def _papers(guide: Guide, steps: Sequence[Step]) -> Iterator[Paper]:
    """Each paper once, in the order of the first step that asks for it."""
    asking: dict[str, list[str]] = {}
    for step in steps:
        if step.mark is not Mark.DONE:
            for paper in dict.fromkeys(
                chain.from_iterable(guide.services[one].papers for one in step.services)
            ):
                asking.setdefault(paper, []).append(step.id)
    for paper, ids in asking.items():
        yield Paper(paper, tuple(ids))


def _open(matter: Matter, drawing: Drawing) -> tuple[tuple[str, int], ...]:
    deadlines = (
        missing
        for node in drawing.nodes.values()
        for missing in rules_waiting(matter.guide, node.services, matter.facts)
    )
    locks = chain.from_iterable(verdict.waits for verdict in drawing.verdicts.values())
    counts = Counter(chain.from_iterable((*locks, *deadlines)))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _settled(matter: Matter, drawing: Drawing, alarms: frozenset[str]) -> Iterator[Settled]:
    """Alarms that would stand in the plan without one of the facts: what takes an alarm away says so."""
    guide, dating = matter.guide, _dating(matter, drawing)
    for fact in sorted(matter.facts):
        rest = replace(matter, facts={id_: value for id_, value in matter.facts.items() if id_ != fact})
        verdicts = verdicts_without(guide, drawing, fact, rest.facts, matter.today)
        same = all(verdicts[id_].holds == found.holds for id_, found in drawing.verdicts.items())
        if same and fact not in dating:
            continue
        without = _made(rest, draw(guide, rest.needs, rest.facts, rest.today, verdicts), ())
        for alarm in sorted(_alarms(without) - alarms):
            yield Settled(alarm, fact)


def _alarms(made: Plan) -> frozenset[str]:
    return frozenset([*(gap.service for gap in made.gaps), *made.reasons])


def _dating(matter: Matter, drawing: Drawing) -> set[str]:
    """The facts that make days, alarms or what a person has already, beside those that draw interlocks."""
    guide, edges = matter.guide, edges_of(matter.guide)
    services = [service for node in drawing.nodes.values() for service in node.services]
    rules = [rule for one in services for rule in edges.deadlines(one)]
    found = {test.fact for rule in rules for test in tests_in(rule.when)} | {rule.start for rule in rules}
    found.update(lock.before for one in services for lock in edges.of(one) if lock.before)
    return found | set(TABLED) | {id_ for id_, fact in guide.facts.items() if fact.services}
