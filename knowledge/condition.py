"""Conditions over facts, as data, with three values: holds, holds not, not known yet. Pure.

Facts are what a person told, by the id of the fact. A fact that is there with the value None was told as «there is
none» (no course, no letter); one that is absent is not known. `CHILD` is the child at hand, where a rule is asked for
each child.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.fact import Value

CHILD = "child"
CHILDREN = "children"
Facts = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Test:
    """One fact compared. `one_of`: it is one of these; `least`, `below`: bounds of a number; `known`: there is one.

    Of the children's ages, one child must be within the bounds; of choices, one must be among those named.
    """

    __test__ = False  # no test of pytest's

    fact: str
    one_of: tuple[str | bool, ...] = ()
    least: float | None = None
    below: float | None = None
    known: bool | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; without parts it always holds."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Test | Every | Either | Not
ALWAYS = Every()
NEVER = Either(())


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether a condition holds; None where a fact that decides is not known."""
    if isinstance(condition, Test):
        return _test(condition, facts)
    if isinstance(condition, Not):
        found = holds(condition.part, facts)
        return None if found is None else not found
    found_parts = [holds(part, facts) for part in condition.parts]
    if isinstance(condition, Every):
        return False if False in found_parts else None if None in found_parts else True
    return True if True in found_parts else None if None in found_parts else False


def _test(test: Test, facts: Facts) -> bool | None:
    if test.fact not in facts:
        return None
    value = facts[test.fact]
    if test.known is not None:
        return (value is not None and value != ()) is test.known
    if value is None:
        return False
    values = value if isinstance(value, tuple) else (value,)
    if test.one_of:
        return any(one in test.one_of and isinstance(one, bool) is _has_yes_no(test) for one in values)
    return any(_within(one, test) for one in values)


def _has_yes_no(test: Test) -> bool:
    return any(isinstance(one, bool) for one in test.one_of)


def _within(value: object, test: Test) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return (test.least is None or value >= test.least) and (test.below is None or value < test.below)


def tests_in(condition: Condition) -> Iterable[Test]:
    """The comparisons that a condition is made of."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests_in(condition.part)
    else:
        for part in condition.parts:
            yield from tests_in(part)


def open_facts(condition: Condition, facts: Facts) -> frozenset[str]:
    """The facts that decide whether a condition holds and are not known; none where it is decided."""
    if holds(condition, facts) is not None:
        return frozenset()
    return frozenset(_asked(test) for test in tests_in(condition) if test.fact not in facts)


def _asked(test: Test) -> str:
    return CHILDREN if test.fact == CHILD else test.fact
