"""Opening hours as they are written, in documents and settings."""

from typing import Any

import pytest

from knowledge.hours import Interval, hours_of, read_hours
from knowledge.load import load
from tests.knowledge import small

MORNING, AFTERNOON = Interval(510, 720), Interval(810, 960)


def test_a_setting_names_days_and_their_intervals() -> None:
    found = read_hours("mo-do 08:30-12:00 13:30-16:00, fr 8:30-12:00")
    assert found.days == (*((MORNING, AFTERNOON),) * 4, (MORNING,), ())
    assert read_hours("sa 22:00-24:00").days[5] == (Interval(1320, 1440),)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("", "no interval"),
        ("mo", "no interval"),
        ("so 10:00-12:00", "«so»"),
        ("fr-mo 10:00-12:00", "«fr-mo»"),
        ("mo-mo 10:00-12:00", "«mo-mo»"),
        ("mo 10-12", "«10-12»"),
        ("mo 12:00-10:00", "before it begins"),
        ("mo 10:00-10:00", "before it begins"),
        ("mo 10:00-24:30", "before it begins"),
        ("mo 08:00-12:00 11:00-16:00", "overlap"),
        ("mo 13:00-16:00 08:00-12:00", "not in order"),
        ("mo 08:00-12:00, mo-di 08:00-12:00", "overlap"),
    ],
)
def test_what_is_wrong_is_named(written: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read_hours(written)


def test_a_city_may_have_hours_and_none_of_ours_does(guide: Any) -> None:
    week = {"mo": ["08:30-12:00", "13:30-16:00"]}
    known = load(small.spoilt("cities", "marl", ("hours",), week)).cities["marl"]
    assert known.hours == hours_of(week)
    assert [city.id for city in guide.cities.values() if city.hours] == []


@pytest.mark.parametrize(
    "wrong",
    [{}, {"so": ["08:00-12:00"]}, {"mo": "08:00-12:00"}, {"mo": [8]}, {"mo": None}, ["mo"], "mo-fr", 8],
)
def test_wrong_hours_of_a_city_are_a_problem_of_its_document(wrong: Any) -> None:
    assert small.places(small.spoilt("cities", "marl", ("hours",), wrong)) == {("cities/marl.yaml", "hours")}
