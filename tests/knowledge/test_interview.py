"""The interview asks what decides, never in vain, and not too much."""

from datetime import date
from typing import Any

import pytest

from knowledge.fact_values import known
from knowledge.interview import MOST, Interview, answers_to
from knowledge.model import Guide

TODAY = date(2026, 11, 25)


def _interview(guide: Guide, needs: tuple[str, ...], told: dict[str, Any], *asked: str) -> Interview:
    return Interview(guide, needs, known(told, guide.facts, TODAY, TODAY), asked, TODAY)


def test_a_course_asks_for_the_children_and_the_day(guide: Guide) -> None:
    asked = _all_asked(guide, ("weiterbildung",), {"children": [2], "course_start": "2027-03-01"})
    assert {"children", "course_start"} <= set(asked)


def test_what_was_said_is_not_asked(guide: Guide) -> None:
    told = {"children": [2, 7], "course_start": "2027-03-01"}
    asked = _all_asked(guide, ("weiterbildung",), {"childcare": "none"}, told)
    assert not {"children", "course_start"} & set(asked)


def test_a_letter_asks_who_sent_it_and_how_it_came(guide: Guide) -> None:
    told = {"letter_date": "2026-11-10", "letter_from": "jobcenter", "letter_kind": "refusal"}
    asked = _all_asked(guide, ("bescheid-widerspruch",), told)
    assert {"letter_date", "letter_from", "letter_delivery"} <= set(asked)


def test_who_came_with_no_letter_is_not_asked_whom_it_is_from(guide: Guide) -> None:
    told = {"children": [2], "single_parent": True, "course_start": "2027-03-01", "childcare": "none"}
    asked = _all_asked(guide, ("kita-platz", "weiterbildung"), {}, told)
    assert not [fact for fact in asked if fact.startswith("letter_")]
    refused = _all_asked(guide, ("kita-platz",), {}, told | {"letter_kind": "refusal"})
    assert "letter_from" in refused


def test_not_more_than_six_questions(guide: Guide) -> None:
    needs = ("weiterbildung", "buergergeld", "mietschulden", "bescheid-widerspruch", "kinderzuschlag")
    assert len(_all_asked(guide, needs, {})) == MOST


def test_what_was_asked_is_not_asked_again(guide: Guide) -> None:
    first = _interview(guide, ("weiterbildung",), {}).next()
    assert first is not None
    assert _interview(guide, ("weiterbildung",), {}, first).next() != first


def test_without_a_need_nothing_is_asked(guide: Guide) -> None:
    assert _interview(guide, (), {}).next() is None


@pytest.mark.parametrize(
    "fact", ["children", "single_parent", "income", "work", "course_start", "rent_arrears_months"]
)
def test_answers_that_stand_for_all_can_be_given(guide: Guide, fact: str) -> None:
    answers = answers_to(guide, fact, TODAY)
    assert len(answers) >= 2
    as_json = [list(one) if isinstance(one, tuple) else one for one in answers]
    for answer in as_json:
        known({fact: answer}, guide.facts, TODAY, TODAY)


def _all_asked(
    guide: Guide, needs: tuple[str, ...], answers: dict[str, Any], told: dict[str, Any] | None = None
) -> list[str]:
    """The questions that a person is asked who answers what they know, and says nothing of the rest."""
    told = dict(told or {})
    asked: list[str] = []
    while fact := _interview(guide, needs, told, *asked).next():
        asked.append(fact)
        if fact in answers:
            told[fact] = answers[fact]
    return asked
