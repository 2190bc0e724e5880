"""What must hold between documents: ids that exist, conditions that can hold, an order without circles."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from knowledge.condition import CHILD, CHILDREN, Condition, Test, tests_in
from knowledge.deadline import TODAY, Deadline
from knowledge.errors import Problem
from knowledge.fact import Fact, FactKind
from knowledge.interlock import Interlock, Link

_NUMBERS = (FactKind.AGES, FactKind.NUMBER, FactKind.AMOUNT)
_CHOICES = (FactKind.CHOICE, FactKind.CHOICES)


# Kind of document, field, kind that the ids in it belong to.
_LINKS: tuple[tuple[str, str, str], ...] = (
    ("services", "papers", "papers"),
    ("services", "topic", "topics"),
    ("services", "departments", "departments"),
    ("dangers", "numbers", "numbers"),
    ("dangers", "services", "services"),
    ("dangers", "departments", "departments"),
    ("cities", "contacts", "departments"),
    ("cities", "without", "departments"),
    ("facts", "services", "services"),
    ("interlocks", "sources", "services"),
    ("interlocks", "targets", "services"),
    ("deadlines", "services", "services"),
    ("situations", "needs", "services"),
    ("situations", "city", "cities"),
    ("birthdays", "services", "services"),
)
# What a field is called in a document.
_WRITTEN = {"sources": "from", "targets": "to"}


def incoherent(found: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """The problems between documents, by kind and id as they were read; none where all holds together."""
    yield from _broken_links(found)
    yield from _plans(found["interlocks"], found["deadlines"], found["facts"])


def _broken_links(found: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    problems = [
        Problem(f"{kind}/{id_}.yaml", _WRITTEN.get(field, field), f"there is no «{target}» in {targets}")
        for kind, field, targets in _LINKS
        for id_, value in found[kind].items()
        for target in _ids(getattr(value, field))
        if target not in found[targets]
    ]
    services = found["services"]
    problems += [
        Problem(f"phrases/{id_}.jsonl", f"row {number}", f"there is no service «{target}»")
        for id_, rows in found["phrases"].items()
        for number, phrase in enumerate(rows, 1)
        if phrase.kind in ("service", "multi")
        for target in phrase.targets
        if target not in services
    ]
    return problems


def _ids(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        return tuple(value.values())
    return tuple(part if isinstance(part, str) else part.department for part in value)


def _plans(
    interlocks: Mapping[str, Interlock], deadlines: Mapping[str, Deadline], facts: Mapping[str, Fact]
) -> Iterator[Problem]:
    """What would keep a plan from being made, whatever is told."""
    for lock in interlocks.values():
        source = f"interlocks/{lock.id}.yaml"
        yield from _conditions(source, "when", lock.when, facts)
        yield from _conditions(source, "unless", lock.unless, facts)
        yield from _day(source, "before", lock.before, facts)
        yield from _impossible(source, lock, interlocks)
    for rule in deadlines.values():
        source = f"deadlines/{rule.id}.yaml"
        yield from _conditions(source, "when", rule.when, facts)
        yield from _day(source, "from", None if rule.start == TODAY else rule.start, facts)
    yield from _circles(interlocks)


def _day(source: str, field: str, id_: str | None, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    if id_ is not None and (id_ not in facts or facts[id_].kind is not FactKind.DATE):
        yield Problem(source, field, f"«{id_}» is no fact that is a date")


def _conditions(
    source: str, field: str, condition: Condition, facts: Mapping[str, Fact]
) -> Iterator[Problem]:
    for test in tests_in(condition):
        fact = facts.get(CHILDREN if test.fact == CHILD else test.fact)
        if fact is None:
            yield Problem(source, field, f"there is no fact «{test.fact}»")
        elif wrong := _wrong(test, fact):
            yield Problem(source, field, f"«{test.fact}» {wrong}")


def _wrong(test: Test, fact: Fact) -> str:
    """What is wrong with a comparison of this fact."""
    if (test.least is not None or test.below is not None) and fact.kind not in _NUMBERS:
        return "is no number"
    if test.least is not None and test.below is not None and test.least >= test.below:
        return f"is never from {test.least:g} and below {test.below:g}"
    if not test.one_of:
        return ""
    if fact.kind is FactKind.YES_NO:
        return "" if all(isinstance(one, bool) for one in test.one_of) else "is only true or false"
    if fact.kind not in _CHOICES:
        return "has no options"
    strange = [str(one) for one in test.one_of if one not in fact.options]
    return f"is never {', '.join(strange)}" if strange else ""


def _impossible(source: str, lock: Interlock, interlocks: Mapping[str, Interlock]) -> Iterator[Problem]:
    """A need that can never be met, since all that would meet it is excluded."""
    if lock.kind is not Link.NEEDS:
        return
    pairs = {
        frozenset((one, other))
        for each in interlocks.values()
        if each.kind is Link.EXCLUDES and not each.tests()
        for one in each.sources
        for other in each.targets
    }
    for service in lock.sources:
        if all(frozenset((service, target)) in pairs for target in lock.targets):
            yield Problem(source, "to", f"is needed by «{service}» and excluded by it")


def _circles(interlocks: Mapping[str, Interlock]) -> Iterator[Problem]:
    before: dict[str, set[str]] = {}
    for lock in interlocks.values():
        for earlier, later in lock.order:
            before.setdefault(later, set()).add(earlier)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = error.args[1]
        ids = sorted(lock.id for lock in interlocks.values() if _within(lock, circle))
        yield Problem(
            f"interlocks/{ids[0]}.yaml",
            "to",
            f"closes a circle: {' before '.join(circle)} ({', '.join(ids)})",
        )


def _within(lock: Interlock, circle: list[str]) -> bool:
    return not set(lock.order).isdisjoint(pairwise(circle))
