"""`bot plan`: the shape of its JSON, its sentences, and one line for each mistake."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from knowledge.model import Guide

COURSE = {"needs": ["weiterbildung"], "children": [2, 7], "single_parent": True, "course_start": "2027-03-01"}
EXCLUDING = {"needs": ["wohngeld", "buergergeld"]}
STEP = {"id", "for", "until", "missed", "provisional", "depends_on", "why", "law"}


@pytest.fixture(autouse=True)
def _loaded(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide is loaded once for all tests."""
    monkeypatch.setattr("bot.command.plan.guide_of", lambda folder: guide)


def _run(facts: object, *more: str, city: str = "castrop-rauxel", code: int = 0) -> Result:
    given = facts if isinstance(facts, str) else json.dumps(facts)
    words = ["plan", "--city", city, "--facts", given]
    result = CliRunner().invoke(app, [*words, *(more or ("--today", "2026-11-22", "--json"))])
    assert result.exit_code == code, result.output
    return result


def _made(facts: object, *more: str) -> dict[str, Any]:
    found = json.loads(_run(facts, *more).stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def course() -> dict[str, Any]:
    """The plan of a mother of two who begins a course in March."""
    return _made(COURSE)


def test_a_plan_has_the_parts_that_are_promised(course: dict[str, Any]) -> None:
    assert set(course) == {"steps", "gaps", "excluded", "reasons", "settled", "papers"}
    for step in course["steps"]:
        (which,) = set(step) - STEP
        assert which in ("service", "any_of")
        assert set(step) > STEP
        assert step["why"]
        assert isinstance(step["missed"], bool)
        assert isinstance(step["law"], str)


def test_a_step_of_one_service_and_one_of_several(course: dict[str, Any], guide: Guide) -> None:
    steps = {step["id"]: step for step in course["steps"]}
    care = steps["kita-platz+kindertagespflege:1"]
    assert (care["any_of"], care["missed"], care["until"]) == (
        ["kita-platz", "kindertagespflege"],
        True,
        "2026-11-23",
    )
    assert "2" in care["for"]
    assert "§ 24" in care["law"]
    training = steps["weiterbildung"]
    assert (training["service"], training["for"]) == ("weiterbildung", None)
    assert set(training["depends_on"]) <= set(steps)
    assert care["id"] in training["depends_on"]
    order = list(steps)
    assert all(order.index(one) < order.index("weiterbildung") for one in training["depends_on"])
    assert all(step.get("service", "wohngeld") in guide.services for step in course["steps"])


def test_a_gap_says_why_and_by_which_law(course: dict[str, Any]) -> None:
    (gap,) = course["gaps"]
    assert (gap["service"], set(gap)) == ("kita-platz", {"service", "step", "why", "law"})
    assert gap["why"]
    assert "SGB VIII" in gap["law"] or "KiBiz" in gap["law"]
    assert "gap" in course["reasons"]


def test_a_pair_that_excludes_each_other_says_why() -> None:
    (one,) = _made(EXCLUDING)["excluded"]
    assert (one["pair"], set(one)) == (["buergergeld", "wohngeld"], {"pair", "why"})
    assert one["why"]


def test_an_alarm_that_a_fact_takes_away_is_told() -> None:
    made = _made(COURSE | {"childcare": "full"})
    assert made["gaps"] == []
    assert {"alarm": "kita-platz", "fact": "childcare"} in made["settled"]


def test_each_paper_names_its_steps(course: dict[str, Any]) -> None:
    ids = {step["id"] for step in course["steps"]}
    assert course["papers"]
    assert all(paper["steps"] and set(paper["steps"]) <= ids for paper in course["papers"])


def test_the_sentences_are_in_the_language_that_is_asked_for(course: dict[str, Any]) -> None:
    arabic = _made(COURSE, "--today", "2026-11-22", "--json", "--lang", "ar")
    assert [step["id"] for step in arabic["steps"]] == [step["id"] for step in course["steps"]]
    assert all(
        mine["why"] != theirs["why"] for mine, theirs in zip(arabic["steps"], course["steps"], strict=True)
    )


def test_without_json_it_is_a_page_to_read() -> None:
    output = _run(COURSE, "--today", "2026-11-22").output
    assert "22. November 2026" in output
    assert "1. " in output


def test_without_needs_there_is_an_empty_plan() -> None:
    assert _made({"children": [2]})["steps"] == []


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ("no json", "JSON"),
        ("[]", "JSON"),
        ("3", "JSON"),
        ("[" * 100_000, "JSON"),
        ({"needs": "kita-platz"}, "JSON"),
        ({"needs": None}, "JSON"),
        ({"needs": [["kita-platz"]]}, "JSON"),
        ({"needs": ["kita-platz", "gold", 3]}, "gold, 3"),
        ({"needs": [], "children": [-1]}, "children"),
        ({"needs": [], "children": ["2027-05"]}, "children"),
        ({"needs": [], "weather": "rain"}, "weather"),
        ({"needs": [], "course_start": "soon"}, "course_start"),
    ],
)
def test_facts_that_are_none_are_one_line(facts: object, named: str) -> None:
    assert named in _one_line(_run(facts, code=1))


@pytest.mark.parametrize("today", ["soon", "2026-02-30", "9999-12-31", "0001-01-01", ""])
def test_a_day_that_is_none_is_one_line(today: str) -> None:
    assert f"«{today}»" in _one_line(_run(COURSE, "--today", today, code=1))


def test_a_city_and_a_language_that_are_not_there_are_one_line() -> None:
    assert "castrop-rauxel" in _one_line(_run(COURSE, city="atlantis", code=1))
    assert "de-simple" in _one_line(_run(COURSE, "--lang", "tlh", code=1))


def _one_line(result: Result) -> str:
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    return str(line)
