"""The plan: what stands in it, in which order, until when; and what must hold whatever is told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.condition import Facts
from knowledge.errors import InvalidFactsError
from knowledge.fact_values import known
from knowledge.interview import answers_to
from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.plan import plan
from knowledge.plan.model import Hard, Origin, Plan
from knowledge.workdays import is_working_day

TODAY = date(2026, 11, 22)
FOUNDING: dict[str, Any] = {"children": [2, 7], "single_parent": True, "course_start": "2027-03-01"}
CARE = "kita-platz+kindertagespflege:1"


def _plan(guide: Guide, needs: tuple[str, ...], told: dict[str, Any], **more: Any) -> Plan:
    return plan(guide, needs, known(told, guide.facts, TODAY, TODAY), TODAY, **more)


def test_child_care_comes_before_the_course_for_each_child(guide: Guide) -> None:
    made = _plan(guide, ("weiterbildung",), FOUNDING)
    ids = [step.id for step in made.steps]
    assert ids.index(CARE) < ids.index("weiterbildung")
    assert ids.index("ganztag:2") < ids.index("weiterbildung")
    course = made.steps[ids.index("weiterbildung")]
    assert {CARE, "ganztag:2"} <= set(course.depends_on)
    care = made.steps[ids.index(CARE)]
    assert (care.child and care.child.age, care.missed, care.until) == (2, True, date(2026, 11, 23))


def test_a_late_announcement_is_a_gap_that_names_child_care(guide: Guide) -> None:
    made = _plan(guide, ("weiterbildung",), FOUNDING)
    assert [gap.service for gap in made.gaps] == ["kita-platz"]
    assert Hard.GAP in made.reasons
    later = _plan(guide, ("weiterbildung",), FOUNDING | {"course_start": "2027-10-01"})
    assert (later.gaps, Hard.GAP in later.reasons) == ((), False)
    assert later.steps[0].until == date(2027, 4, 1)


def test_where_care_is_there_the_alarm_goes_and_says_why(guide: Guide) -> None:
    made = _plan(guide, ("weiterbildung",), FOUNDING | {"childcare": "full"})
    assert made.gaps == ()
    assert ("kita-platz", "childcare") in {(one.alarm, one.fact) for one in made.settled}


def test_a_need_that_a_step_for_a_child_meets_is_no_step_of_its_own(guide: Guide) -> None:
    made = _plan(guide, ("weiterbildung", "kita-platz"), FOUNDING)
    assert [step.id for step in made.steps if "kita-platz" in step.services] == [CARE]
    care = next(step for step in made.steps if step.id == CARE)
    assert Origin.NEED in {cause.origin for cause in care.causes}


def test_what_excludes_each_other_is_told(guide: Guide) -> None:
    made = _plan(guide, ("wohngeld", "buergergeld"), {})
    assert ("buergergeld", "wohngeld") in {one.pair for one in made.excluded}
    has = _plan(guide, ("wohngeld",), {"income": ["sgb2"]})
    assert ("buergergeld", "wohngeld") in {one.pair for one in has.excluded}


def test_what_a_step_opens_comes_last(guide: Guide) -> None:
    made = _plan(guide, ("buergergeld",), {"children": [8], "childcare": "part"})
    ids = [step.id for step in made.steps]
    assert ids[0] == "buergergeld"
    assert ids.index("bildung-teilhabe") > ids.index("buergergeld")


def test_a_refused_step_puts_at_risk_what_hangs_on_it(guide: Guide) -> None:
    made = _plan(guide, ("weiterbildung",), FOUNDING, marks={CARE: Mark.REFUSED})
    risky = {step.id for step in made.steps if step.at_risk}
    assert "weiterbildung" in risky
    assert Hard.REFUSED in made.reasons
    refused = next(step for step in made.steps if step.id == CARE)
    assert (refused.until, refused.missed) == (None, False), "nobody is told to do at once what was refused"


def test_a_step_that_is_done_asks_for_nothing_more(guide: Guide) -> None:
    made = _plan(guide, ("weiterbildung",), FOUNDING, marks={CARE: Mark.DONE})
    care = next(step for step in made.steps if step.id == CARE)
    assert (care.until, care.missed, made.gaps) == (None, False, ())
    assert all(CARE not in paper.steps for paper in made.papers)


def test_an_eviction_suit_is_a_reason_and_its_nearest_day_counts(guide: Guide) -> None:
    made = _plan(guide, ("mietschulden",), {"eviction_suit_served": "2026-11-10"})
    assert made.steps[0].until == date(2026, 11, 24)
    assert {Hard.EVICTION, Hard.DEADLINE_NEAR} <= set(made.reasons)


def test_an_unknown_sender_gives_the_earliest_day_and_says_so(guide: Guide) -> None:
    made = _plan(guide, ("bescheid-widerspruch",), {"letter_date": "2026-11-02"})
    sure = _plan(
        guide,
        ("bescheid-widerspruch",),
        {
            "letter_date": "2026-11-02",
            "letter_from": "jobcenter",
            "letter_delivery": "post",
            "letter_kind": "refusal",
            "letter_remedy_notice": True,
        },
    )
    assert (made.steps[0].provisional, sure.steps[0].provisional) == (True, False)
    assert sure.steps[0].until == date(2026, 12, 7)
    assert made.steps[0].until is not None
    assert made.steps[0].until <= date(2026, 12, 7)


def test_each_paper_stands_once(guide: Guide) -> None:
    made = _plan(guide, ("weiterbildung", "buergergeld", "wohngeld"), FOUNDING)
    ids = [paper.id for paper in made.papers]
    assert len(ids) == len(set(ids))
    assert any(len(paper.steps) > 1 for paper in made.papers)


def test_unknown_needs_are_left_out(guide: Guide) -> None:
    assert _plan(guide, ("no-such-help",), {}).steps == ()


# What must hold, whatever is told.
@st.composite
def matters(draw: st.DrawFn, guide: Guide) -> tuple[tuple[str, ...], dict[str, Any], date]:
    today = draw(st.dates(date(2026, 1, 1), date(2029, 1, 1)))
    needs = tuple(
        draw(st.lists(st.sampled_from(sorted(guide.services)), min_size=1, max_size=5, unique=True))
    )
    ids = draw(st.lists(st.sampled_from(sorted(guide.facts)), max_size=9, unique=True))
    facts = {id_: draw(st.sampled_from(answers_to(guide, id_, today))) for id_ in ids}
    if "children" in facts and draw(st.booleans()):
        facts["children"] = tuple(draw(st.lists(st.integers(0, 20), max_size=4)))
    return needs, facts, today


@given(data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_told_a_plan_is_sound(guide: Guide, data: st.DataObject) -> None:
    needs, facts, today = data.draw(matters(guide))
    made = plan(guide, needs, facts, today)
    place = {step.id: number for number, step in enumerate(made.steps)}
    assert len(place) == len(made.steps)
    assert set(needs) <= {service for step in made.steps for service in step.services}
    by_id = {step.id: step for step in made.steps}
    for step in made.steps:
        for earlier in step.depends_on:
            assert place[earlier] < place[step.id], "no step before what it needs"
            serves = by_id[earlier].until
            if step.until and serves and not by_id[earlier].missed:
                assert serves <= step.until, "no day after the one that it must serve"
        if step.until:
            assert step.until >= today, "no day is past"
            # what is to be done at once, or a letter on a month's last days, cannot wait for an office to open
            assert is_working_day(step.until) or step.until == today


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_fact_more_takes_no_alarm_away_in_silence(guide: Guide, data: st.DataObject) -> None:
    needs, facts, today = data.draw(matters(guide))
    fact = data.draw(st.sampled_from(sorted(set(guide.facts) - facts.keys())))
    answer = data.draw(st.sampled_from(answers_to(guide, fact, today)))
    before, after = plan(guide, needs, facts, today), plan(guide, needs, facts | {fact: answer}, today)
    gone = _alarms(before) - _alarms(after)
    assert gone <= {one.alarm for one in after.settled if one.fact == fact}


def _alarms(made: Plan) -> set[str]:
    return {*(gap.service for gap in made.gaps), *made.reasons}


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_the_answers_changes_nothing(guide: Guide, data: st.DataObject) -> None:
    needs, facts, today = data.draw(matters(guide))
    order = data.draw(st.permutations(sorted(facts)))
    shuffled: Facts = {id_: facts[id_] for id_ in order}
    assert plan(guide, needs, facts, today) == plan(guide, needs, shuffled, today)


@pytest.mark.parametrize(
    "bad", [{"children": [-1]}, {"children": "2"}, {"course_start": "soon"}, {"income": ["gold"]}, {"x": 1}]
)
def test_what_no_fact_can_be_is_named(guide: Guide, bad: dict[str, Any]) -> None:
    with pytest.raises(InvalidFactsError, match=next(iter(bad))):
        known(bad, guide.facts, TODAY, TODAY)
