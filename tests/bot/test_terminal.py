"""The terminal: lines in, numbered choices out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import terminal
from bot.errors import PoisonError
from bot.model import BOLD, PLAIN, IncomingKind, Message
from bot.session import Offer
from knowledge.model import Command

HERE = terminal.address("amira")


@given(st.text())
def test_a_line_comes_back_as_it_was_written(line: str) -> None:
    incoming = terminal.read(terminal.raw(line, "ar", "r1"), HERE)
    assert (incoming.lang, incoming.ref, incoming.address) == ("ar", "r1", HERE)
    if not line.startswith("/"):
        assert (incoming.kind, incoming.text) == (IncomingKind.TEXT, line)


def test_bytes_that_are_no_text_do_not_break_a_line() -> None:
    line = b"Gr\xfc\xdfe".decode("utf-8", "surrogateescape")
    assert terminal.read(terminal.raw(line, "de", "r1"), HERE).text == "Gr??e"


def test_a_slash_is_a_command_here_too() -> None:
    incoming = terminal.read(terminal.raw("/mydata", "de", "r1"), HERE)
    assert (incoming.kind, incoming.text) == (IncomingKind.COMMAND, Command.MY_DATA)


@pytest.mark.parametrize("kept", ["", "no json", "[]", "7", "{}", '{"text": "x"}'])
def test_what_is_no_line_is_poison(kept: str) -> None:
    with pytest.raises(PoisonError):
        terminal.read(kept, HERE)


def test_a_message_is_shown_with_its_numbers() -> None:
    message = Message(f"{BOLD}Hallo{PLAIN}!", "de", offers=(Offer("v1:a", "Ja"), Offer("v1:b", "Nein")))
    assert terminal.shown(message, plain=True) == "Hallo!\n  1. Ja\n  2. Nein"
    assert terminal.shown(message, plain=False).startswith("\033[1mHallo\033[0m!")
