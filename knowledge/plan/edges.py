"""The interlocks and deadlines of a guide, found by service."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.deadline import Deadline
from knowledge.interlock import Interlock, Link
from knowledge.model import Guide


@dataclass(frozen=True, slots=True)
class Edges:
    """`locks`: interlocks that start at a service; those that exclude, at both of their sides. `rules`: its deadlines.

    `facts`: what each interlock hangs on, by its id.
    """

    locks: Mapping[str, tuple[Interlock, ...]]
    rules: Mapping[str, tuple[Deadline, ...]]
    facts: Mapping[str, frozenset[str]]

    def of(self, service: str) -> tuple[Interlock, ...]:
        return self.locks.get(service, ())

    def deadlines(self, service: str) -> tuple[Deadline, ...]:
        return self.rules.get(service, ())


@lru_cache(maxsize=4)
def edges_of(guide: Guide) -> Edges:
    """The edges of a guide."""
    locks: dict[str, list[Interlock]] = {}
    for lock in guide.interlocks.values():
        sides = (*lock.sources, *lock.targets) if lock.kind is Link.EXCLUDES else lock.sources
        for service in dict.fromkeys(sides):
            locks.setdefault(service, []).append(lock)
    rules: dict[str, list[Deadline]] = {}
    for rule in guide.deadlines.values():
        for service in rule.services:
            rules.setdefault(service, []).append(rule)
    return Edges(
        locks={service: tuple(found) for service, found in locks.items()},
        rules={service: tuple(found) for service, found in rules.items()},
        facts={lock.id: lock.facts() for lock in guide.interlocks.values()},
    )
