"""Danger comes first, whatever else there is."""

import pytest

from bot.cases import Reason
from bot.model import (
    IncomingKind,
    Masked,
    PassOn,
    Step,
)
from knowledge.model import Command, DangerKind, Decision, Guide
from tests.bot.dialogue import a_session, does, keys, meant, offers, presses, said, says

CASE = "7KM-2QX-4"


@pytest.mark.parametrize("city", ["marl", None])
@pytest.mark.parametrize("kind", DangerKind)
def test_danger_comes_first_with_its_numbers(kind: DangerKind, city: str | None, guide: Guide) -> None:
    turn = says(a_session(greeted=False, city=city), guide, said("Hilfe", meant(Decision.NONE, danger=kind)))
    assert keys(turn) == ("danger.first", "danger.human")
    assert (turn.session.danger, turn.session.reason) == (kind, Reason.DANGER)
    assert offers(turn)[0] == "v1:human"


def test_danger_with_a_lotse_goes_to_them_as_urgent(guide: Guide) -> None:
    understood = meant(Decision.NONE, danger=DangerKind.MEDICAL)
    turn = says(a_session(Step.HUMAN, case=CASE), guide, said("Hilfe", understood))
    assert keys(turn) == ("danger.first", "danger.passed_on")
    assert turn.effects == (PassOn("Hilfe", danger=DangerKind.MEDICAL),)


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
