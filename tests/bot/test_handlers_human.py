"""While a Lotse holds the case: words go to them, commands still work, nobody is sent to the guide."""

import pytest

from bot.model import IncomingKind, PassOn, Withdraw
from bot.session import Offer, Step
from knowledge.model import Command, Decision, Guide
from tests.bot.dialogue import a_session, does, keys, meant, presses, said, says

CASE = "7KM-2QX-4"


@pytest.mark.parametrize("data", ["v1:ask", "v1:dance", "v1:city:herten", "v1:city:none", "v1:lang:ar"])
def test_with_a_case_nobody_is_told_to_write_to_the_guide(data: str, guide: Guide) -> None:
    turn = presses(a_session(Step.HUMAN, case=CASE), guide, data)
    assert keys(turn)[-1] == "human.already"
    assert "ask.prompt" not in keys(turn)
    assert turn.session.step is Step.HUMAN


def test_restart_with_a_case_says_that_the_lotse_is_there(guide: Guide) -> None:
    turn = does(a_session(Step.HUMAN, case=CASE), guide, IncomingKind.COMMAND, Command.RESTART)
    assert (keys(turn), turn.effects) == (("human.already",), ())


def test_stop_ends_a_case(guide: Guide) -> None:
    turn = does(a_session(Step.HUMAN, case=CASE), guide, IncomingKind.COMMAND, Command.STOP)
    assert turn.effects == (Withdraw(),)
    assert (turn.session.case, turn.session.step) == (None, Step.ASK)


def test_with_a_case_deleting_is_still_asked(guide: Guide) -> None:
    turn = does(a_session(Step.HUMAN, case=CASE), guide, IncomingKind.COMMAND, Command.DELETE_MY_DATA)
    assert turn.session.step is Step.DELETE


def test_words_go_to_the_lotse_and_each_is_confirmed(guide: Guide) -> None:
    session = a_session(Step.HUMAN, case=CASE, offered=(Offer("v1:human", "Mensch"),))
    first = says(session, guide, said("Danke"))
    assert (keys(first), first.effects) == (("human.received",), (PassOn("Danke", ref="r1"),))
    assert first.session.offered == ()  # a number after it is for the Lotse
    second = says(first.session, guide, said("Noch was"))
    assert (keys(second), second.effects) == (("human.received",), (PassOn("Noch was", ref="r1"),))
    edited = does(second.session, guide, IncomingKind.EDIT, "Noch etwas")
    assert edited.effects == (PassOn("Noch etwas", edited=True),)


def test_yes_and_no_to_a_lotse_are_words(guide: Guide) -> None:
    turn = says(
        a_session(Step.HUMAN, case=CASE), guide, said("ja", meant(Decision.NONE, command=Command.YES))
    )
    assert turn.effects == (PassOn("ja", ref="r1"),)


def test_with_a_case_the_step_stays_with_the_lotse(guide: Guide) -> None:
    turn = does(a_session(Step.HUMAN, case=CASE), guide, IncomingKind.COMMAND, Command.LANGUAGE)
    assert (keys(turn), turn.session.step) == (("language.ask",), Step.HUMAN)
