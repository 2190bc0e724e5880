"""Danger comes first, whatever else there is."""

import pytest

from bot.cases import Reason
from bot.model import IncomingKind, Masked, OpenCase, PassOn
from bot.session import Step
from knowledge.model import Command, DangerKind, Decision, Guide, Understanding
from tests.bot.dialogue import a_session, does, inner, keys, meant, offers, presses, said, says

CASE = "7KM-2QX-4"


@pytest.mark.parametrize("city", ["marl", None])
@pytest.mark.parametrize("kind", DangerKind)
def test_danger_comes_first_with_its_numbers(kind: DangerKind, city: str | None, guide: Guide) -> None:
    turn = says(a_session(greeted=False, city=city), guide, said("Hilfe", meant(Decision.NONE, danger=kind)))
    assert keys(turn) == ("danger.first", "danger.human")
    assert (turn.session.danger, turn.session.reason) == (kind, Reason.DANGER)
    assert offers(turn)[0] == "v1:human"


@pytest.mark.parametrize("kind", DangerKind)
def test_the_help_that_a_danger_calls_for_is_a_need_that_the_consent_shows(
    kind: DangerKind, guide: Guide
) -> None:
    session = a_session(needs=("wohngeld",))
    warned = says(session, guide, said("Hilfe", meant(Decision.NONE, danger=kind)))
    needed = guide.dangers[kind].services[0]
    assert warned.session.needs == ("wohngeld", needed)
    shown = presses(warned.session, guide, "v1:human")
    names = [one.params["name"] for one in inner(shown.says[0]) if one.key == "name"]
    assert guide.services[needed].name in names
    (opened,) = presses(shown.session, guide, offers(shown)[0]).effects
    assert isinstance(opened, OpenCase)
    assert (opened.content.needs, opened.content.danger) == (("wohngeld", needed), kind)
    again = says(warned.session, guide, said("Hilfe", meant(Decision.NONE, danger=kind)))
    assert again.session.needs == ("wohngeld", needed)


@pytest.mark.parametrize(
    "understood",
    [meant(Decision.NONE), meant(Decision.UNSURE, "wohngeld", "buergergeld"), meant(Decision.SMALLTALK)],
)
def test_after_a_danger_its_help_stays_in_sight(understood: Understanding, guide: Guide) -> None:
    warned = says(a_session(), guide, said("Hilfe", meant(Decision.NONE, danger=DangerKind.VIOLENCE)))
    turn = says(warned.session, guide, said("er ist da", understood))
    assert keys(turn) == ("danger.first", "danger.human")


def test_a_number_says_its_hours_where_they_are_known(guide: Guide) -> None:
    turn = says(a_session(), guide, said("Hilfe", meant(Decision.NONE, danger=DangerKind.VIOLENCE)))
    lines = {
        str(one.params["numbers"]): one for one in turn.says[0].params["lines"] if "numbers" in one.params
    }
    known = {
        ", ".join(guide.numbers[id_].numbers): guide.numbers[id_]
        for id_ in guide.dangers[DangerKind.VIOLENCE].numbers
    }
    assert {line.key for line in lines.values()} == {"danger.number", "danger.number_hours"}
    for shown, number in known.items():
        assert lines[shown].key == ("danger.number_hours" if number.hours else "danger.number")
        assert lines[shown].params.get("hours") == number.hours


def test_danger_with_a_lotse_goes_to_them_as_urgent(guide: Guide) -> None:
    understood = meant(Decision.NONE, danger=DangerKind.MEDICAL)
    turn = says(a_session(Step.HUMAN, case=CASE), guide, said("Hilfe", understood))
    assert keys(turn) == ("danger.first", "danger.passed_on")
    assert turn.effects == (PassOn("Hilfe", danger=DangerKind.MEDICAL, ref="r1"),)


def test_in_danger_what_was_covered_is_told_last(guide: Guide) -> None:
    understood = meant(Decision.NONE, danger=DangerKind.MEDICAL)
    turn = says(a_session(), guide, said("Hilfe […]", understood, masked=(Masked.PHONE,)))
    assert keys(turn) == ("danger.first", "danger.human", "masked.told")


def test_back_leads_to_the_danger_again(guide: Guide) -> None:
    understood = meant(Decision.NONE, danger=DangerKind.MEDICAL)
    session = says(a_session(), guide, said("Hilfe", understood)).session
    session = presses(session, guide, "v1:topics").session
    assert keys(does(session, guide, IncomingKind.COMMAND, Command.BACK)) == ("danger.first", "danger.human")
    assert keys(presses(session, guide, "v1:danger:gone")) == ("ask.prompt",)
