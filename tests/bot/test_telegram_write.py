"""Messages in the form of the Bot API: nothing is lost, everything fits."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.write import keyboard, pieces, to_html, to_plain, units
from bot.model import BOLD, PLAIN
from bot.session import Offer

LIMIT = 4096
words = st.text(alphabet=st.sampled_from("aä ب😀<&>\n "), max_size=40)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Long texts with bold parts, each closed before the next begins."""
    parts = draw(st.lists(st.tuples(st.booleans(), words, st.integers(1, 80)), max_size=12))
    return "".join(f"{BOLD}{text * times}{PLAIN}" if bold else text * times for bold, text, times in parts)


def _bare(text: str) -> str:
    return re.sub(r"[\n ]", "", to_plain(text))


@given(texts(), st.sampled_from([10, 64, LIMIT]))
def test_nothing_is_lost_and_every_piece_fits(text: str, limit: int) -> None:
    cut = list(pieces(text, limit))
    assert "".join(map(_bare, cut)) == _bare(text)
    for piece in cut:
        assert units(to_plain(piece)) <= limit
        assert to_plain(piece).strip()


@given(texts())
def test_bold_is_balanced_in_every_piece(text: str) -> None:
    for piece in pieces(text, 50):
        depth = 0
        for char in piece:
            depth += (char == BOLD) - (char == PLAIN)
            assert depth in (0, 1)
        assert depth == 0


@given(texts())
def test_html_says_the_same_as_the_text(text: str) -> None:
    assert html.unescape(re.sub(r"</?b>", "", to_html(text))) == to_plain(text)


@pytest.mark.parametrize("character", ["x", "😀", "ب", " x", "\nx"])
@pytest.mark.parametrize("length", [LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT])
def test_the_limit_is_met_exactly(character: str, length: int) -> None:
    text = (character * length)[:length]
    cut = list(pieces(text))
    assert all(units(piece) <= LIMIT for piece in cut)
    assert (len(cut) == 1) == (units(text) <= LIMIT)


def test_a_text_is_cut_at_paragraphs_then_lines_then_words() -> None:
    assert list(pieces("aaa bbb\n\nccc ddd", 12)) == ["aaa bbb", "ccc ddd"]
    assert list(pieces("aaa bbb\nccc ddd", 12)) == ["aaa bbb", "ccc ddd"]
    assert list(pieces("aaa bbb ccc", 8)) == ["aaa bbb", "ccc"]
    assert list(pieces("a bbbbbbbbbbbbb", 8)) == ["a bbbbbb", "bbbbbbb"]


def test_no_piece_is_empty() -> None:
    assert list(pieces("")) == []
    assert list(pieces(" " * 5000)) == []
    assert list(pieces(f"x{BOLD}  {PLAIN}", 1)) == ["x"]


def test_html_of_a_person_stays_text() -> None:
    assert to_html(f"{BOLD}<b>&{PLAIN}") == "<b>&lt;b&gt;&amp;</b>"


def test_without_choices_there_is_no_keyboard() -> None:
    assert keyboard(()) is None


def test_short_choices_stand_two_in_a_row_with_their_numbers() -> None:
    markup = keyboard((Offer("v1:a", "Ja"), Offer("v1:b", "Nein"), Offer("v1:c", "Später")))
    assert markup
    assert [[button.text for button in row] for row in markup.inline_keyboard] == [
        ["1. Ja", "2. Nein"],
        ["3. Später"],
    ]
    assert markup.inline_keyboard[1][0].callback_data == "v1:c"


def test_long_choices_stand_alone_and_are_shortened() -> None:
    markup = keyboard((Offer("v1:a", "Ja"), Offer("v1:b", "lang " * 30)))
    assert markup
    assert [len(row) for row in markup.inline_keyboard] == [1, 1]
    assert markup.inline_keyboard[1][0].text.endswith("lang…")
    assert len(markup.inline_keyboard[1][0].text) <= 64


def test_no_more_buttons_than_telegram_takes() -> None:
    markup = keyboard(tuple(Offer(f"v1:{n}", str(n)) for n in range(150)))
    assert markup
    assert sum(len(row) for row in markup.inline_keyboard) == 100
