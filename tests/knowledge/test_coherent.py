"""What must hold between the documents of a plan: each break names its file, its field and what is wrong."""

from typing import Any

import pytest

from knowledge.errors import Problem
from knowledge.load import Document, load
from knowledge.plan.proof import unproven
from tests.knowledge import small
from tests.knowledge.edges import deadline, documents, interlock, situation, with_one

LOCK = "interlocks/kita-zuerst.yaml"
RULE = "deadlines/wohngeld-frist.yaml"


def test_what_holds_together_is_loaded() -> None:
    guide = load(documents())
    assert [lock.order for lock in guide.interlocks.values()] == [(("kita", "kindergeld"),)]


def test_a_circle_is_named_with_all_that_closes_it() -> None:
    circle = (
        interlock("b-vor-c", **{"from": ["wohngeld"], "to": ["kindergeld"]}),
        interlock("c-vor-a", **{"from": ["kita"], "to": ["wohngeld"]}),
        interlock("ohne-folge", **{"from": ["kita"], "to": ["kindergeld"], "orders": False}),
    )
    (problem,) = small.problems(with_one(*circle))
    assert (problem.source, problem.field) == ("interlocks/b-vor-c.yaml", "to")
    assert "(b-vor-c, c-vor-a, kita-zuerst)" in problem.message
    assert all(id_ in problem.message for id_ in ("kita", "kindergeld", "wohngeld", " before "))


def test_what_is_only_named_closes_no_circle() -> None:
    named = interlock("nur-genannt", **{"from": ["kita"], "to": ["kindergeld"], "orders": False})
    assert len(load(with_one(named)).interlocks) == 2


def test_what_a_step_opens_comes_after_it_in_a_circle() -> None:
    opens = interlock("oeffnet", kind="unlocks", **{"from": ["kindergeld"], "to": ["kita"]})
    assert (LOCK, "to") in small.places(with_one(opens))


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"fact": "weather", "is": "rain"}, "there is no fact «weather»"),
    ({"fact": "housing", "is": "castle"}, "«housing» is never castle"),
    ({"fact": "income", "is": ["wage", "gold"]}, "«income» is never gold"),
    ({"fact": "single_parent", "is": "yes"}, "«single_parent» is only true or false"),
    ({"fact": "age", "is": 25}, "«age» has no options"),
    ({"fact": "housing", "from": 1}, "«housing» is no number"),
    ({"fact": "single_parent", "below": 1}, "«single_parent» is no number"),
    ({"fact": "children", "from": 6, "below": 3}, "«children» is never from 6 and below 3"),
    ({"fact": "age", "from": 25, "below": 25}, "«age» is never from 25 and below 25"),
)


@pytest.mark.parametrize(("entry", "message"), WRONG)
@pytest.mark.parametrize("wrapped", ["plain", "any", "not"])
def test_a_comparison_that_cannot_be_is_named(entry: dict[str, Any], message: str, wrapped: str) -> None:
    when = {"plain": entry, "any": {"any": [entry]}, "not": {"not": entry}}[wrapped]
    for document, field in (
        (interlock("kita-zuerst", when=[when]), "when"),
        (interlock("kita-zuerst", unless=[when]), "unless"),
        (deadline("wohngeld-frist", when=[when]), "when"),
    ):
        (problem,) = small.problems(with_one(document))
        assert (problem.source, problem.field, problem.message) == (document.source, field, message)


def test_the_child_at_hand_is_a_number_like_the_ages() -> None:
    wrong = interlock("kita-zuerst", when=[{"fact": "child", "is": "small"}], **{"for": "child"})
    (problem,) = small.problems(with_one(wrong))
    assert (problem.source, problem.message) == (LOCK, "«child» has no options")
    right = interlock("kita-zuerst", when=[{"fact": "child", "below": 3}], **{"for": "child"})
    assert load(with_one(right)).interlocks["kita-zuerst"].for_child


def _need(*targets: str) -> Document:
    return interlock("braucht", kind="needs", **{"from": ["wohngeld"], "to": list(targets)})


def test_a_need_that_is_excluded_is_named() -> None:
    never = interlock("nie", kind="excludes", **{"from": ["kita"], "to": ["wohngeld"]})
    (problem,) = small.problems(with_one(_need("kita"), never))
    assert (problem.source, problem.field) == ("interlocks/braucht.yaml", "to")
    assert "«wohngeld»" in problem.message


def test_an_alternative_that_remains_is_enough() -> None:
    never = interlock("nie", kind="excludes", **{"from": ["wohngeld"], "to": ["kita"]})
    assert "braucht" in load(with_one(_need("kita", "kindergeld"), never)).interlocks


def test_an_exclusion_on_a_condition_forbids_no_need() -> None:
    when = [{"fact": "single_parent", "is": True}]
    never = interlock("manchmal", kind="excludes", when=when, **{"from": ["wohngeld"], "to": ["kita"]})
    assert "braucht" in load(with_one(_need("kita"), never)).interlocks


@pytest.mark.parametrize("fact", ["children", "weather"])
def test_a_day_that_is_no_date_is_named(fact: str) -> None:
    late = interlock("kita-zuerst", before=fact)
    (problem,) = small.problems(with_one(late))
    assert (problem.source, problem.field, problem.message) == (
        LOCK,
        "before",
        f"«{fact}» is no fact that is a date",
    )
    (problem,) = small.problems(with_one(deadline("wohngeld-frist", **{"from": fact})))
    assert (problem.source, problem.field) == (RULE, "from")


def test_today_needs_no_fact() -> None:
    assert load(with_one(deadline("wohngeld-frist", **{"from": "today"}))).deadlines


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (interlock("kita-zuerst", **{"from": ["gone"]}), "from"),
        (interlock("kita-zuerst", to=["gone"]), "to"),
        (deadline("wohngeld-frist", services=["gone"]), "services"),
        (situation("familie-eins", needs=["gone"]), "needs"),
        (situation("familie-eins", city="gone"), "city"),
    ],
)
def test_a_link_to_what_is_not_there_is_named(document: Document, field: str) -> None:
    found = small.problems(with_one(document))
    assert (document.source, field) in {(one.source, one.field) for one in found}
    assert any("«gone»" in one.message for one in found)


SOURCE = "situations/familie-eins.yaml"


def _unproven(*documents: Document) -> list[Problem]:
    return list(unproven(load(with_one(*documents))))


def test_a_family_that_gets_its_plan_is_no_problem() -> None:
    assert _unproven() == []


@pytest.mark.parametrize(
    ("fields", "field", "shown"),
    [
        ({"steps": [{"id": "kita"}]}, "steps", "wohngeld until 2026-12-02, kita, kindergeld"),
        ({"today": "2026-12-03"}, "steps", "wohngeld until 2026-12-03 (missed)"),
        ({"gaps": ["kita"]}, "gaps", "none"),
        ({"excluded": [{"pair": ["kita", "wohngeld"]}]}, "excluded", "none"),
        ({"reasons": ["gap"]}, "reasons", "none"),
        ({"facts": {"children": ["soon"]}}, "facts", "children"),
        ({"facts": {"weather": 1}}, "facts", "weather"),
    ],
)
def test_a_wrong_expectation_is_named(fields: dict[str, Any], field: str, shown: str) -> None:
    found = _unproven(situation("familie-eins", **fields))
    assert any((one.source, one.field) == (SOURCE, field) and shown in one.message for one in found), found


def test_an_edge_that_changes_a_plan_names_the_family() -> None:
    (problem,) = _unproven(deadline("wohngeld-frist", term={"months": 2}))
    assert (problem.source, problem.field) == (SOURCE, "steps")
    assert "2027-01-04" in problem.message
