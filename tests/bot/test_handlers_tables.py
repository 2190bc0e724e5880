"""The tables of the dialogue, held against their enums."""

from enum import StrEnum
from typing import get_args

import pytest

from bot import handlers
from bot.cases import MAY_BECOME, CaseStatus
from bot.channels.slash import COMMANDS
from bot.desk import effects
from bot.model import EACH_LANGUAGE, Effect, Incoming, IncomingKind
from bot.retention import TERMS, Kept
from bot.session import Step
from knowledge.model import Command, Guide
from tests.bot.dialogue import WHERE, a_session, says
from tests.bot.source import verbs


@pytest.mark.parametrize(
    ("table", "enum"),
    [
        (handlers._STEPS, Step),
        (handlers._KINDS, IncomingKind),
        (handlers._COMMANDS, Command),
        (MAY_BECOME, CaseStatus),
        (TERMS, Kept),
    ],
)
def test_a_table_has_an_entry_for_everything(table: dict[str, object], enum: type[StrEnum]) -> None:
    assert set(table) == set(enum)


def test_every_effect_is_performed() -> None:
    assert set(effects._PERFORM) == set(get_args(Effect))


def test_every_choice_has_a_handler() -> None:
    used = verbs() | {EACH_LANGUAGE.data.split(":")[1]}
    assert used
    assert used <= set(handlers._PRESSES)


def test_every_handler_of_a_press_is_used() -> None:
    assert set(handlers._PRESSES) == verbs() | {EACH_LANGUAGE.data.split(":")[1]}


def test_every_command_but_yes_and_no_has_a_slash() -> None:
    assert set(COMMANDS.values()) == set(Command) - {Command.YES, Command.NO}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("kind", IncomingKind)
@pytest.mark.parametrize("case", [None, "7KM-2QX-4"])
def test_everything_in_every_step_has_an_answer(
    step: Step, kind: IncomingKind, case: str | None, guide: Guide
) -> None:
    turn = says(a_session(step, case=case), guide, Incoming(WHERE, kind, "x"))
    assert bool(turn.says or turn.effects) == (kind is not IncomingKind.NOTHING)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("command", Command)
def test_every_command_in_every_step_has_an_answer(step: Step, command: Command, guide: Guide) -> None:
    turn = says(a_session(step), guide, Incoming(WHERE, IncomingKind.COMMAND, command))
    assert turn.says or turn.effects
