"""Facts as they are kept into values: what each kind can be, how ages grow, and what no fact can be."""

from datetime import date
from typing import Any

import pytest

from knowledge.errors import InvalidFactsError
from knowledge.fact import Value
from knowledge.fact_values import can_be, day, known, years
from knowledge.model import Guide

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        ("children", [7, 2], (2, 7)),
        ("children", (2,), (2,)),
        ("children", [], ()),
        ("children", [27, 28, 40], (27,)),
        ("children", ["2024-11"], (2.0,)),
        ("children", ["2026-11"], (0.0,)),
        ("children", ["2026-05-31", 3], (0.5, 3)),
        ("age", 34, 34),
        ("age", 0, 0),
        ("single_parent", False, False),
        ("net_income", 1234, 1234.0),
        ("net_income", 1234.56, 1234.56),
        ("housing", "rent", "rent"),
        ("income", ["wohngeld", "wage", "wage"], ("wage", "wohngeld")),
        ("course_start", "2027-03", "2027-03"),
        ("course_start", "2027-03-01", "2027-03-01"),
        ("course_start", None, None),
    ],
)
def test_what_a_fact_can_be_is_read(guide: Guide, fact: str, raw: Any, value: Value | None) -> None:
    found = known({fact: raw}, guide.facts, TODAY, TODAY)[fact]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("fact", "raw"),
    [
        ("children", 2),
        ("children", "2"),
        ("children", [-1]),
        ("children", [2.5]),
        ("children", [True]),
        ("children", ["2026-12"]),
        ("children", ["2026-13"]),
        ("children", ["soon"]),
        ("children", [[2]]),
        ("children", [2026]),
        ("age", "34"),
        ("age", 34.0),
        ("age", True),
        ("age", 1985),
        ("single_parent", 1),
        ("single_parent", "yes"),
        ("net_income", -1),
        ("net_income", "1800"),
        ("net_income", True),
        ("net_income", float("nan")),
        ("net_income", float("inf")),
        ("net_income", 10**9),
        ("housing", "castle"),
        ("housing", ["rent"]),
        ("housing", True),
        ("income", "wage"),
        ("income", ["wage", "gold"]),
        ("income", [["wage"]]),
        ("course_start", "soon"),
        ("course_start", "2027-02-30"),
        ("course_start", "2027-3-1"),
        ("course_start", "1899-12-31"),
        ("course_start", "2200-01-01"),
        ("course_start", "٢٠٢٧-٠٣-٠١"),
        ("course_start", 2027),
        ("course_start", ["2027-03-01"]),
        ("weather", "rain"),
    ],
)
def test_what_no_fact_can_be_is_named(guide: Guide, fact: str, raw: Any) -> None:
    with pytest.raises(InvalidFactsError, match=fact):
        known({"pregnant": True, fact: raw}, guide.facts, TODAY, TODAY)


def test_all_that_is_wrong_is_named_at_once(guide: Guide) -> None:
    with pytest.raises(InvalidFactsError) as caught:
        known({"age": "x", "pregnant": True, "weather": 1}, guide.facts, TODAY, TODAY)
    assert caught.value.ids == ("age", "weather")


@pytest.mark.parametrize(
    ("told_on", "ages"),
    [
        (TODAY, (2, 27)),
        (date(2025, 11, 26), (2, 27)),
        (date(2025, 11, 25), (3,)),
        (date(2020, 1, 1), (8,)),
        (date(2027, 1, 1), (2, 27)),
    ],
)
def test_ages_grow_with_the_day_they_were_told(guide: Guide, told_on: date, ages: tuple[int, ...]) -> None:
    assert known({"children": [2, 27]}, guide.facts, told_on, TODAY)["children"] == ages


def test_a_birth_month_tells_the_age_on_any_later_day(guide: Guide) -> None:
    later = known({"children": ["2024-05"]}, guide.facts, TODAY, date(2027, 11, 1))
    assert later["children"] == (3.5,)


def test_the_value_of_a_fact_is_judged_alone(guide: Guide) -> None:
    assert can_be(guide.facts["children"], (2, 7), TODAY)
    assert can_be(guide.facts["course_start"], None, TODAY)
    assert not can_be(guide.facts["children"], ("2027-01",), TODAY)


def test_years_are_whole() -> None:
    assert years(date(2020, 11, 26), TODAY) == 5
    assert years(date(2020, 11, 25), TODAY) == 6
    assert years(date(2024, 2, 29), date(2025, 2, 28)) == 0


def test_a_month_is_its_first_day() -> None:
    assert day("2027-03") == date(2027, 3, 1)
    for wrong in ("2027", "20270301", "2027-03-01T00", ""):
        with pytest.raises(ValueError, match=wrong or "^$"):
            day(wrong)
