"""Forty families: each gets the plan it should, and is asked nothing in vain."""

import pytest

from bench.interviews import asked_of
from knowledge.condition import Facts
from knowledge.interview import MOST, answers_to
from knowledge.load import CONTENT
from knowledge.model import Guide
from knowledge.plan import plan
from knowledge.plan.proof import unproven
from knowledge.situation import Situation

IDS = sorted(path.stem for path in (CONTENT / "situations").glob("*.yaml"))


def test_there_are_forty(guide: Guide) -> None:
    assert len(guide.situations) >= 40
    assert all(situation.laws for situation in guide.situations.values())


def test_each_family_gets_the_plan_it_should(guide: Guide) -> None:
    assert [str(problem) for problem in unproven(guide)] == []


@pytest.mark.parametrize("id_", IDS)
def test_no_question_is_asked_in_vain(guide: Guide, id_: str) -> None:
    """For each question some answer changes the plan, alone or with an answer to another open question."""
    situation = guide.situations[id_]
    asked = asked_of(situation, guide)
    assert len(asked) <= MOST
    for question in asked:
        mine = answers_to(guide, question.fact, situation.today)
        alone = {_seen(guide, situation, question.facts, {question.fact: answer}) for answer in mine}
        assert len(alone) > 1 or any(
            len(
                {
                    _seen(guide, situation, question.facts, {question.fact: answer, other: its})
                    for answer in mine
                }
            )
            > 1
            for other in guide.facts
            if other not in question.facts and other != question.fact
            for its in answers_to(guide, other, situation.today)
        ), question.fact


def _seen(guide: Guide, situation: Situation, facts: Facts, more: Facts) -> object:
    return plan(guide, situation.needs, {**facts, **more}, situation.today).shape()
