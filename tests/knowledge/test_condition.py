"""Conditions with three values: what holds, what does not, what is not known yet."""

import pytest

from knowledge.condition import ALWAYS, Condition, Either, Every, Facts, Not, Test, holds, open_facts

SGB2 = Test("income", ("sgb2",))
SMALL = Test("children", below=6)
ALONE = Test("single_parent", (True,))


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (ALWAYS, {}, True),
        (SGB2, {}, None),
        (SGB2, {"income": ("wage", "sgb2")}, True),
        (SGB2, {"income": ("wage",)}, False),
        (SGB2, {"income": ()}, False),
        (SGB2, {"income": None}, False),
        (SMALL, {"children": (2, 7)}, True),
        (SMALL, {"children": (7,)}, False),
        (SMALL, {"children": ()}, False),
        (Test("children", least=3, below=6), {"children": (2, 7)}, False),
        (Test("age", least=25), {"age": 25}, True),
        (Test("age", below=25), {"age": 25}, False),
        (ALONE, {"single_parent": True}, True),
        (ALONE, {"single_parent": False}, False),
        (Test("degree_recognised", ("no",)), {"degree_recognised": "no"}, True),
        (Test("course_start", known=True), {"course_start": "2027-03-01"}, True),
        (Test("course_start", known=True), {"course_start": None}, False),
        (Test("course_start", known=False), {"course_start": None}, True),
        (Test("children", known=True), {"children": ()}, False),
        (Test("course_start", known=True), {}, None),
        (Not(SGB2), {}, None),
        (Not(SGB2), {"income": ("wage",)}, True),
        (Every((SGB2, SMALL)), {"children": (7,)}, False),
        (Every((SGB2, SMALL)), {"children": (2,)}, None),
        (Every((SGB2, SMALL)), {"children": (2,), "income": ("sgb2",)}, True),
        (Either((SGB2, SMALL)), {"children": (2,)}, True),
        (Either((SGB2, SMALL)), {"children": (7,)}, None),
        (Either((SGB2, SMALL)), {"children": (7,), "income": ("wage",)}, False),
    ],
)
def test_a_condition_holds_or_not_or_is_open(
    condition: Condition, facts: Facts, expected: bool | None
) -> None:
    assert holds(condition, facts) is expected


def test_what_decides_and_is_not_known_is_open() -> None:
    both = Every((SGB2, Either((SMALL, ALONE))))
    assert open_facts(both, {}) == {"income", "children", "single_parent"}
    assert open_facts(both, {"children": (2,)}) == {"income", "single_parent"}
    assert open_facts(both, {"income": ("wage",)}) == frozenset()
    assert open_facts(Test("child", below=3), {}) == {"children"}


def test_true_is_no_number_and_no_word() -> None:
    assert holds(Test("age", least=1), {"age": True}) is False
    assert holds(Test("other_parent_pays", ("yes",)), {"other_parent_pays": True}) is False
    assert holds(Test("single_parent", (True,)), {"single_parent": 1}) is False
