"""The interview and the plan in the dialogue: what people press and type, in whatever order."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.cases import Reason
from bot.handlers.consent import fingerprint
from bot.handlers.interview import ask
from bot.model import IncomingKind, OpenCase, Turn
from bot.session import Marked, Offer, Session, Step, ToldFact
from bot.texts import Texts
from knowledge.fact import Told
from knowledge.interview import MOST
from knowledge.mark import Mark
from knowledge.model import Command, Decision, Guide, Understanding
from knowledge.understand import understand
from tests.bot.dialogue import NOW, a_session, all_keys, does, inner, keys, meant, offers, presses, said, says

TODAY = NOW.date()
ON = TODAY.isoformat()
CARE = "kita-platz+kindertagespflege:1"
COURSE: dict[str, Any] = {"children": [2, 7], "single_parent": True, "course_start": "2027-03-01"}
NOTHING = Understanding(Decision.NONE)


def _told(**facts: Any) -> tuple[ToldFact, ...]:
    return tuple(ToldFact(id_, value, ON) for id_, value in facts.items())


def _asked(guide: Guide, fact: str, *needs: str, **state: Any) -> Session:
    """Somebody who is asked for one fact."""
    return ask(a_session(needs=needs or ("weiterbildung",), **state), fact, guide).session


def _planning(guide: Guide, *needs: str, facts: dict[str, Any] = COURSE, **state: Any) -> Session:
    """Somebody who sees the plan."""
    session = a_session(needs=needs or ("weiterbildung",), facts=_told(**facts), **state)
    return presses(session, guide, "v1:plan").session


def _value(session: Session, fact: str) -> Any:
    return next((one.value for one in session.facts if one.id == fact), "not told")


def _types(session: Session, guide: Guide, text: str, understood: Understanding = NOTHING) -> Turn:
    return says(session, guide, said(text, understood))


def _means(session: Session, guide: Guide, text: str) -> Turn:
    """Writes what the guide really reads."""
    return says(session, guide, said(text, understand(text, "de", guide, today=TODAY)))


# The interview, by button.
@pytest.mark.parametrize(
    ("fact", "button", "value"),
    [
        ("single_parent", "yes", True),
        ("single_parent", "no", False),
        ("housing", "rent", "rent"),
        ("children", "-", []),
        ("course_start", "-", None),
        ("income", "sgb2", ["sgb2"]),
    ],
)
def test_a_pressed_answer_is_kept(guide: Guide, fact: str, button: str, value: Any) -> None:
    session = _asked(guide, fact)
    assert f"v1:fact:{fact}:{button}" in offers(ask(session, fact, guide))
    turn = presses(session, guide, f"v1:fact:{fact}:{button}")
    assert _value(turn.session, fact) == value
    assert fact in turn.session.asked


@pytest.mark.parametrize(
    "fact", ["children", "age", "single_parent", "housing", "income", "net_income", "letter_date"]
)
def test_each_question_says_why_and_can_be_left(guide: Guide, fact: str) -> None:
    turn = ask(a_session(needs=("weiterbildung",)), fact, guide)
    (one,) = turn.says
    assert (one.params["question"], one.params["why"]) == (guide.facts[fact].question, guide.facts[fact].why)
    assert f"v1:fact:{fact}:?" in offers(turn)
    assert offers(turn)[-1] == "v1:human"
    left = presses(turn.session, guide, f"v1:fact:{fact}:?")
    assert _value(left.session, fact) == "not told"
    assert fact in left.session.asked
    assert left.session.question != fact


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("children", "3 und 5", [3, 5]),
        ("children", "keine", []),
        ("age", "34", 34),
        ("single_parent", "ja", True),
        ("housing", "Miete", "rent"),
        ("income", "Wohngeld", ["wohngeld"]),
        ("net_income", "1.800 Euro", 1800.0),
        ("course_start", "am 1. März 2027", "2027-03-01"),
        ("course_start", "ab März", "2027-03"),
    ],
)
def test_a_typed_answer_is_kept(guide: Guide, fact: str, text: str, value: Any) -> None:
    turn = _types(_asked(guide, fact), guide, text)
    assert _value(turn.session, fact) == value
    assert turn.session.question != fact


def test_several_choices_add_up_by_button_and_by_words(guide: Guide) -> None:
    first = presses(_asked(guide, "income"), guide, "v1:fact:income:wohngeld")
    assert (keys(first), first.session.question) == (("interview.more",), "income")
    assert "v1:fact:income:wohngeld" not in offers(first)
    assert offers(first)[0] == "v1:fact:income:."
    second = presses(first.session, guide, "v1:fact:income:wage")
    assert _value(second.session, "income") == ["wage", "wohngeld"]
    typed = _types(second.session, guide, "Kinderzuschlag")
    assert _value(typed.session, "income") == ["wage", "wohngeld", "kinderzuschlag"]
    done = presses(second.session, guide, "v1:fact:income:.")
    assert _value(done.session, "income") == ["wage", "wohngeld"]
    assert done.session.question != "income"
    unsure = presses(second.session, guide, "v1:fact:income:?")
    assert _value(unsure.session, "income") == "not told"


@pytest.mark.parametrize("text", ["weiß nicht", "keine Ahnung", "überspringen"])
def test_not_knowing_leads_on(guide: Guide, text: str) -> None:
    turn = _types(_asked(guide, "children"), guide, text)
    assert _value(turn.session, "children") == "not told"
    assert "children" in turn.session.asked
    assert turn.session.question != "children"


def test_what_is_not_understood_is_asked_once_more_and_then_left_open(guide: Guide) -> None:
    first = _types(_asked(guide, "children"), guide, "blubb")
    assert keys(first) == ("interview.not_understood", "interview.ask")
    assert first.session.question == "children"
    second = _types(first.session, guide, "blubb")
    assert keys(second)[0] == "interview.left_open"
    assert second.session.question != "children"
    assert ("children" in second.session.asked, second.session.unclear) == (True, 0)


@pytest.mark.parametrize(
    ("fact", "text"), [("age", "1985"), ("course_start", "1.3.2999"), ("children", "2031-05")]
)
def test_what_nobody_can_mean_is_asked_again(guide: Guide, fact: str, text: str) -> None:
    turn = _types(_asked(guide, fact), guide, text)
    assert keys(turn) == ("interview.not_understood", "interview.ask")
    assert _value(turn.session, fact) == "not told"


def test_back_takes_the_last_answer_back_and_loses_no_question(guide: Guide) -> None:
    start = presses(a_session(needs=("weiterbildung",)), guide, "v1:interview").session
    first = start.question
    answer = "-" if first in ("children", "course_start") else "?"
    second = presses(start, guide, f"v1:fact:{first}:{answer}").session
    assert second.question not in (None, first)
    back = does(second, guide, IncomingKind.COMMAND, Command.BACK)
    assert (keys(back), back.session.question) == (("interview.ask",), first)
    assert _value(back.session, str(first)) == "not told"
    assert second.question not in back.session.asked
    again = presses(back.session, guide, f"v1:fact:{first}:{answer}").session
    assert again.question == second.question


def test_an_old_button_changes_its_answer_and_the_open_question_stays_open(guide: Guide) -> None:
    session = _asked(guide, "single_parent", facts=_told(children=[2]), asked=("children",))
    turn = presses(session, guide, "v1:fact:children:-")
    assert _value(turn.session, "children") == []
    assert "single_parent" not in turn.session.asked or turn.session.question == "single_parent"


def test_an_answer_pressed_twice_is_one_answer(guide: Guide) -> None:
    once = presses(_asked(guide, "single_parent"), guide, "v1:fact:single_parent:yes")
    twice = presses(once.session, guide, "v1:fact:single_parent:yes")
    assert twice.session.question == once.session.question
    assert [one.id for one in twice.session.facts] == ["single_parent"]
    assert len(twice.session.asked) == len(set(twice.session.asked))


@pytest.mark.parametrize(
    "button",
    [
        "fact:gone:yes",
        "fact:single_parent:maybe",
        "fact:housing:castle",
        "fact:housing:-",
        "fact:",
        "fact:income:gold",
        "fact:age:5",
    ],
)
def test_a_button_that_means_nothing_any_more_tells_nothing(guide: Guide, button: str) -> None:
    turn = presses(_asked(guide, "children"), guide, f"v1:{button}")
    assert turn.session.facts == ()
    assert turn.says


def test_a_fact_of_another_kind_than_before_breaks_nothing(guide: Guide) -> None:
    session = _asked(guide, "income", facts=_told(income=True, gone=3, children="two"))
    assert keys(presses(session, guide, "v1:fact:income:wage")) == ("interview.more",)
    assert _value(presses(session, guide, "v1:fact:income:wage").session, "income") == ["wage"]
    assert keys(presses(session, guide, "v1:plan"))[0] == "plan.whole"


def test_a_question_that_is_gone_is_no_dead_end(guide: Guide) -> None:
    session = a_session(
        Step.INTERVIEW, needs=("weiterbildung",), question="gone", trail=("v1:interview:gone",)
    )
    assert keys(_types(session, guide, "hm")) == ("ask.none",)
    assert does(
        replace(session, trail=("v1:interview:gone", "v1:plan")), guide, IncomingKind.COMMAND, Command.BACK
    ).says


def test_not_more_than_six_questions_whatever_is_pressed(guide: Guide) -> None:
    needs = ("weiterbildung", "buergergeld", "mietschulden", "bescheid-widerspruch", "kinderzuschlag")
    turn = presses(a_session(needs=needs), guide, "v1:interview")
    count = 0
    while turn.session.question:
        count += 1
        turn = presses(turn.session, guide, f"v1:fact:{turn.session.question}:?")
    assert (count, keys(turn)) == (MOST, ("plan.whole",))
    assert keys(presses(turn.session, guide, "v1:interview"))[-1] == "plan.whole"


def test_what_was_said_is_confirmed_and_not_asked(guide: Guide) -> None:
    turn = presses(a_session(needs=("weiterbildung",), facts=_told(**COURSE)), guide, "v1:interview")
    assert keys(turn)[0] == "interview.known"
    assert len([one for one in inner(turn.says[0]) if one.key == "interview.fact"]) == 3
    assert turn.session.question not in COURSE


def test_a_fact_told_beside_the_answer_is_kept(guide: Guide) -> None:
    understood = Understanding(Decision.NONE, facts=(Told("single_parent", True, "alleinerziehend"),))
    turn = _types(_asked(guide, "children"), guide, "3, ich bin alleinerziehend", understood)
    assert (_value(turn.session, "children"), _value(turn.session, "single_parent")) == ([3], True)


def test_a_new_need_in_the_middle_is_heard_and_the_question_comes_again(guide: Guide) -> None:
    session = _asked(guide, "children")
    turn = _types(session, guide, "und meine Miete?", meant(Decision.SURE, "mietschulden", sure=True))
    assert keys(turn)[0] == "card"
    assert turn.session.needs == ("weiterbildung", "mietschulden")
    on = presses(turn.session, guide, "v1:interview")
    assert on.session.question == "children" or "children" not in on.session.asked


def test_whoever_wants_a_person_is_asked_nothing_more(guide: Guide) -> None:
    turn = _types(_asked(guide, "children"), guide, "ein Mensch bitte", meant(Decision.HUMAN))
    assert turn.session.step is Step.CONSENT


# The plan.
def test_the_plan_offers_its_steps_by_number(guide: Guide) -> None:
    turn = presses(a_session(needs=("weiterbildung",), facts=_told(**COURSE)), guide, "v1:plan")
    lines = [one for one in inner(turn.says[0]) if one.key == "plan.line"]
    steps = [one for one in offers(turn) if one.startswith("v1:step:")]
    assert offers(turn)[: len(lines)] == tuple(steps)
    assert offers(turn)[len(lines) :] == ("v1:sheet", "v1:remind:on", "v1:human")
    assert (turn.session.step, turn.session.planned, turn.session.reason) == (Step.PLAN, True, Reason.HARD)


def test_a_plan_that_is_no_longer_hard_is_no_hard_case(guide: Guide) -> None:
    hard = _planning(guide)
    easy = replace(hard, facts=(), needs=("wohngeld",))
    assert presses(easy, guide, "v1:plan").session.reason is None
    unclear = replace(easy, reason=Reason.UNCLEAR)
    assert presses(unclear, guide, "v1:plan").session.reason is Reason.UNCLEAR


@pytest.mark.parametrize("needs", [(), ("gone",)])
@pytest.mark.parametrize(
    "button", ["plan", "interview", "sheet", "step:gone", "mark:done:gone", "worked:yes:gone"]
)
def test_without_steps_there_is_a_question_instead_of_a_plan(
    guide: Guide, needs: tuple[str, ...], button: str
) -> None:
    turn = presses(a_session(Step.PLAN, needs=needs), guide, f"v1:{button}")
    assert (keys(turn)[-1], turn.effects) == ("ask.prompt", ())


def test_a_step_says_why_and_what_can_be_done(guide: Guide) -> None:
    turn = presses(_planning(guide), guide, f"v1:step:{CARE}")
    assert {"plan.title", "plan.why", "plan.missed", "card.office"} <= all_keys(turn)
    assert offers(turn) == (
        f"v1:mark:done:{CARE}",
        f"v1:mark:refused:{CARE}",
        "v1:service:kita-platz",
        "v1:service:kindertagespflege",
        "v1:plan",
        "v1:human",
    )
    assert all(len(one.encode()) <= 64 for one in offers(turn))


def test_what_became_of_a_step_can_be_taken_back(guide: Guide) -> None:
    session = _planning(guide)
    done = presses(session, guide, f"v1:mark:done:{CARE}")
    assert (keys(done), done.session.marks) == (("marked.done", "plan.whole"), (Marked(CARE, Mark.DONE),))
    assert "plan.done" in all_keys(done)
    refused = presses(done.session, guide, f"v1:mark:refused:{CARE}")
    assert refused.session.marks == (Marked(CARE, Mark.REFUSED),)
    assert {"plan.refused", "plan.at_risk"} <= all_keys(refused)
    step = presses(refused.session, guide, f"v1:step:{CARE}")
    assert offers(step)[0] == f"v1:mark:open:{CARE}"
    back = presses(step.session, guide, f"v1:mark:open:{CARE}")
    assert (keys(back)[0], back.session.marks) == ("marked.open", ())


@pytest.mark.parametrize(
    "button", ["step:gone", "mark:done:gone", f"mark:lost:{CARE}", "mark:done:ganztag:9", "mark"]
)
def test_an_old_button_of_a_step_leads_to_the_plan(guide: Guide, button: str) -> None:
    turn = presses(_planning(guide), guide, f"v1:{button}")
    assert (keys(turn), turn.session.marks) == (("plan.whole",), ())


def test_a_refusal_in_words_marks_the_step_it_is_about(guide: Guide) -> None:
    turn = _means(_planning(guide), guide, "Die Kita hat abgesagt")
    assert keys(turn)[0] == "marked.refused"
    assert turn.session.marks == (Marked(CARE, Mark.REFUSED),)
    assert "plan.at_risk" in all_keys(turn)


def test_another_day_in_words_makes_the_plan_anew(guide: Guide) -> None:
    session = _planning(guide)
    turn = _means(session, guide, "der Kurs beginnt erst im Mai")
    assert keys(turn)[:2] == ("plan.changed", "plan.whole")
    assert _value(turn.session, "course_start") == "2027-05"


def test_of_two_steps_for_the_same_help_the_opened_or_the_open_one_is_meant(guide: Guide) -> None:
    session = _planning(guide, facts=COURSE | {"children": [2, 3]})
    other = "kita-platz:2"
    refused = Understanding(
        Decision.UNSURE, candidates=meant(Decision.NONE, "kita-platz").candidates, change=Mark.REFUSED
    )
    first = _types(session, guide, "abgesagt", refused).session
    assert [one.step for one in first.marks] == [CARE]
    assert [one.step for one in _types(first, guide, "auch abgesagt", refused).session.marks] == [CARE, other]
    opened = presses(session, guide, f"v1:step:{other}").session
    assert [one.step for one in _types(opened, guide, "abgesagt", refused).session.marks] == [other]


def test_a_refusal_of_something_else_marks_no_step(guide: Guide) -> None:
    opened = presses(_planning(guide), guide, f"v1:step:{CARE}").session
    about_money = Understanding(Decision.SURE, needs=("wohngeld",), change=Mark.REFUSED)
    turn = _types(opened, guide, "Wohngeld abgelehnt", about_money)
    assert (keys(turn)[0], turn.session.marks) == ("card", ())
    named_nothing = Understanding(Decision.NONE, change=Mark.REFUSED)
    assert _types(opened, guide, "hat nicht geklappt", named_nothing).session.marks == (
        Marked(CARE, Mark.REFUSED),
    )


def test_what_changes_nothing_is_heard_as_ever(guide: Guide) -> None:
    turn = _types(
        _planning(guide),
        guide,
        "hm",
        Understanding(Decision.NONE, facts=(Told("course_start", "2027-03-01", "März"),)),
    )
    assert keys(turn) == ("ask.none",)


def test_a_reason_more_is_a_changed_plan_too(guide: Guide) -> None:
    session = _planning(guide, "wohngeld", facts={})
    cut = Understanding(Decision.NONE, facts=(Told("energy_cut", "done", "abgestellt"),))
    turn = _types(session, guide, "der Strom ist weg", cut)
    assert keys(turn)[:2] == ("plan.changed", "plan.whole")
    assert "hard.power_cut" in all_keys(turn)


def test_a_new_need_beside_a_changed_plan_is_offered(guide: Guide) -> None:
    later = Understanding(
        Decision.SURE, needs=("wohngeld",), facts=(Told("course_start", "2027-10-01", "Oktober"),)
    )
    turn = _types(_planning(guide), guide, "erst im Oktober, und Wohngeld", later)
    assert keys(turn) == ("plan.changed", "plan.whole", "card.others")
    assert "v1:service:wohngeld" in offers(turn)


def test_other_children_carry_no_mark_of_these(guide: Guide) -> None:
    session = replace(_planning(guide), marks=(Marked(CARE, Mark.DONE), Marked("weiterbildung", Mark.DONE)))
    more = Understanding(Decision.NONE, facts=(Told("children", (0, 2, 7), "ein Baby"),))
    assert _types(session, guide, "und ein Baby", more).session.marks == (Marked("weiterbildung", Mark.DONE),)
    same = Understanding(Decision.NONE, facts=(Told("children", (2, 7), "zwei Kinder"),))
    assert len(_types(session, guide, "zwei Kinder", same).session.marks) == 2


# What a Lotse gets.
def _opened(turn: Turn) -> OpenCase:
    (effect,) = turn.effects
    assert isinstance(effect, OpenCase)
    return effect


def test_consent_shows_facts_plan_and_reasons_and_the_case_carries_them(guide: Guide) -> None:
    session = replace(_planning(guide), marks=(Marked(CARE, Mark.REFUSED),))
    shown = presses(session, guide, "v1:human")
    assert {"consent.facts", "consent.plan", "plan.lotse", "plan.refused", "plan.until"} <= all_keys(shown)
    facts = [one for one in inner(shown.says[0]) if one.key == "interview.fact"]
    steps = [one for one in inner(shown.says[0]) if one.key in ("plan.line", "plan.open")]
    content = _opened(presses(shown.session, guide, offers(shown)[0])).content
    assert len(facts) == len(content.facts) == 3
    assert dict(content.facts) == COURSE
    assert len(steps) == len(content.plan)
    care = next(step for step in content.plan if step.id == CARE)
    assert (care.services, care.age, care.until, care.mark) == (
        ("kita-platz", "kindertagespflege"),
        2,
        None,
        "refused",
    )
    assert {"gap", "refused"} <= set(content.reasons)


def test_a_plan_that_nobody_saw_is_not_passed_on(guide: Guide) -> None:
    shown = presses(a_session(needs=("weiterbildung",), facts=_told(**COURSE)), guide, "v1:human")
    assert "consent.plan" not in all_keys(shown)
    content = _opened(presses(shown.session, guide, offers(shown)[0])).content
    assert (content.plan, content.reasons, len(content.facts)) == ((), (), 3)


def test_what_the_guide_no_longer_knows_is_neither_shown_nor_passed_on(guide: Guide) -> None:
    facts = _told(gone="secret", housing="castle", age=34)
    shown = presses(a_session(needs=("gone", "wohngeld"), facts=facts), guide, "v1:human")
    content = _opened(presses(shown.session, guide, offers(shown)[0])).content
    assert (content.needs, content.facts) == (("wohngeld",), (("age", 34),))


def test_of_a_birth_month_the_age_is_passed_on_as_it_is_shown(guide: Guide) -> None:
    shown = presses(a_session(needs=("kita-platz",), facts=_told(children=["2024-05"])), guide, "v1:human")
    content = _opened(presses(shown.session, guide, offers(shown)[0])).content
    assert content.facts == (("children", [2]),)


def test_a_yes_to_the_plan_of_another_day_agrees_to_nothing(guide: Guide) -> None:
    shown = presses(_planning(guide), guide, "v1:human")
    early = fingerprint(shown.session, guide, date(2026, 10, 1))
    assert presses(shown.session, guide, f"v1:consent:{early}:yes").effects == ()
    yes = Understanding(Decision.NONE, command=Command.YES)
    old = replace(shown.session, offered=(Offer(f"v1:consent:{early}:yes", "Ja"),))
    again = _types(old, guide, "ja", yes)
    assert (keys(again), again.effects) == (("consent.text_2026_11",), ())
    now = replace(shown.session, offered=(Offer(offers(shown)[0], "Ja"),))
    assert _opened(_types(now, guide, "ja", yes)).content.plan


def test_a_question_that_has_its_own_unknown_needs_no_second(guide: Guide) -> None:
    found = offers(ask(a_session(needs=("bescheid-widerspruch",)), "letter_delivery", guide))
    assert "v1:fact:letter_delivery:unknown" in found
    assert "v1:fact:letter_delivery:?" not in found


def test_a_city_told_in_passing_is_taken_where_none_was_chosen(guide: Guide) -> None:
    here = Understanding(Decision.NONE, facts=(Told("city", "herten", "in Herten"),))
    assert _types(_asked(guide, "age", city=None), guide, "34, in Herten", here).session.city == "herten"
    assert _types(_asked(guide, "age"), guide, "34, in Herten", here).session.city == "marl"


def test_without_a_city_a_step_names_its_office_alone(guide: Guide) -> None:
    turn = presses(_planning(guide, city=None), guide, f"v1:step:{CARE}")
    assert "card.office" in all_keys(turn)
    assert "card.find" not in all_keys(turn)


@pytest.mark.parametrize(
    ("fact", "value", "shown"),
    [
        ("net_income", 1800, "1800 Euro"),
        ("net_income", 123456.5, "123456.50 Euro"),
        ("net_income", 999999, "999999 Euro"),
        ("children", [], "gibt es nicht"),
        ("children", ["2024-05", 7], "Alter in Jahren: 2, 7"),
        ("income", ["wage", "wohngeld"], "Lohn oder Gehalt, Wohngeld"),
        ("single_parent", True, "Ja"),
        ("course_start", "2027-03", "März 2027"),
        ("course_start", "2027-03-01", "1. März 2027"),
        ("course_start", None, "gibt es nicht"),
        ("age", 34, "34"),
    ],
)
def test_a_fact_reads_as_people_say_it(guide: Guide, texts: Texts, fact: str, value: Any, shown: str) -> None:
    turn = presses(a_session(needs=("wohngeld",), facts=_told(**{fact: value})), guide, "v1:human")
    (one,) = [one for one in inner(turn.says[0]) if one.key == "interview.fact"]
    assert texts.plain(one, "de") == f"• {guide.facts[fact].name.read('de')}: {shown}"
