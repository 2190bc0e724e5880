"""Words that work in every step are whole messages, in every language; some of them forgive no letter."""

import pytest

from knowledge.model import Command, Guide, PhraseKind
from knowledge.understand import command_of, tokens
from tests.knowledge import small

UNFORGIVING = (Command.DELETE_MY_DATA, Command.STOP, Command.YES, Command.NO)


def test_every_command_phrase_is_its_command(guide: Guide) -> None:
    commands = [phrase for phrase in guide.phrases if phrase.kind is PhraseKind.COMMAND]
    assert {phrase.lang for phrase in commands} >= {
        "de",
        "en",
        "tr",
        "ar",
        "uk",
        "ru",
        "pl",
        "ro",
        "bg",
        "fa",
    }
    assert {phrase.targets[0] for phrase in commands} == set(Command)
    wrong = [phrase for phrase in commands if command_of(phrase.text, guide) != phrase.targets[0]]
    assert wrong == []


@pytest.mark.parametrize("lang", ["de", "en", "tr", "ar", "uk", "ru", "pl", "ro", "bg", "fa"])
def test_a_letter_off_never_deletes_stops_affirms_or_denies(lang: str, guide: Guide) -> None:
    phrases = [p for p in guide.phrases if p.kind is PhraseKind.COMMAND and p.lang == lang]
    exact = {" ".join(tokens(phrase.text)) for phrase in guide.phrases if phrase.kind is PhraseKind.COMMAND}
    for text in {phrase.text for phrase in phrases if phrase.targets[0] in UNFORGIVING}:
        for near in (
            text + "x",
            "x" + text,
            text[:-1],
            text[1:],
            text[:2] + text[3:],
            text[1::-1] + text[2:],
        ):
            if " ".join(tokens(near)) not in exact:
                assert command_of(near, guide) not in UNFORGIVING, f"«{near}»"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("lösche meine daten", Command.DELETE_MY_DATA),
        ("lösche meine datn", None),
        ("lösche nicht meine daten", None),
        ("do not delete my data", None),
        ("не удаляйте мои данные", None),
        ("verilerimi silme", None),
        ("hilfe", Command.HELP),
        ("ZURUCK", Command.BACK),
        ("ok", Command.YES),
        ("", None),
        ("👍🏽 👎", None),
        ("hilfe " * 12, None),
    ],
)
def test_a_command_is_the_whole_message(text: str, command: Command | None, guide: Guide) -> None:
    assert command_of(text, guide) is command


def test_a_longer_harmless_command_may_be_misspelt() -> None:
    guide = small.guide()
    assert command_of("mit einem mensshen reden", guide) is Command.HUMAN
    assert command_of("mit einem hund reden", guide) is None
