"""The lines of a conversation, made of events."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases import Event, EventKind
from bot.console.conversation import LONG, MANY, Line, beginning, difference, lines

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def _events(*told: tuple[EventKind, str, str]) -> tuple[Line, ...]:
    events = (Event(NOW, kind, "citizen", text, id=n, ref=ref) for n, (kind, text, ref) in enumerate(told, 1))
    return lines(events, "ar")


def _changed(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.change, part.text) for part in difference(before, after)]


def test_what_was_only_done_is_no_line() -> None:
    quiet = (EventKind.READ, EventKind.NOTE, EventKind.OPENED, EventKind.ANNOUNCED, EventKind.TASK)
    assert _events(*((kind, "", "") for kind in quiet)) == ()


def test_a_text_without_a_language_is_in_the_persons() -> None:
    (line,) = _events((EventKind.MESSAGE, "سلام", "1"))
    assert (line.lang, line.replaced, line.parts) == ("ar", False, ())


def test_an_edit_of_an_edit_is_compared_with_the_newest_wording() -> None:
    first, second, third = _events(
        (EventKind.MESSAGE, "um drei", "1"),
        (EventKind.EDITED, "um vier", "1"),
        (EventKind.EDITED, "um fünf", "1"),
    )
    assert (first.replaced, second.replaced, third.replaced) == (True, True, False)
    assert [part.text for part in third.parts if part.change == "gone"] == ["vier"]


def test_an_edit_of_what_is_not_there_is_shown_as_it_is() -> None:
    (line,) = _events((EventKind.EDITED, "um vier", "1"))
    assert (line.text, line.parts) == ("um vier", ())
    assert not any(
        line.replaced for line in _events((EventKind.MESSAGE, "a", ""), (EventKind.EDITED, "b", ""))
    )


def test_two_messages_with_one_reference_are_no_edit() -> None:
    assert not any(
        line.replaced for line in _events((EventKind.MESSAGE, "a", "1"), (EventKind.MESSAGE, "b", "1"))
    )


def test_danger_stands_at_the_words_and_without_words_nowhere() -> None:
    said, reply = _events(
        (EventKind.MESSAGE, "a", "1"), (EventKind.REPLY, "b", ""), (EventKind.DANGER, "violence", "")
    )
    assert (said.danger, reply.danger) == ("violence", "")
    assert _events((EventKind.DANGER, "violence", "")) == ()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("x" * LONG, None),
        ("x" * (LONG + 1), "x" * 300),
        ("x\n" * MANY, None),
        ("x\n" * (MANY + 1), "x\nx\nx\nx\nx"),
        ("\n" * LONG, "\n\n\n\n"),
    ],
)
def test_only_long_texts_are_folded(text: str, folded: str | None) -> None:
    assert beginning(text) == folded


def test_words_are_taken_out_and_put_in() -> None:
    assert _changed("ich komme um drei", "ich komme heute um vier") == [
        ("", "ich komme "),
        ("new", "heute "),
        ("", "um "),
        ("gone", "drei"),
        ("new", "vier"),
    ]


def test_too_much_is_not_compared() -> None:
    assert _changed("a " * 500, "b " * 500) == []


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_a_difference_holds_both_texts_whole(before: str, after: str) -> None:
    parts = _changed(before, after)
    assert "".join(text for change, text in parts if change != "gone") == after
    assert sum(len(text) for change, text in parts if change == "gone") + len(after) >= len(before)
