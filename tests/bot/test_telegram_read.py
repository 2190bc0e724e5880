"""Every kind of update, from raw JSON to an Incoming."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.channels.telegram.read import ALLOWED_UPDATES, NOWHERE, Place, place, read
from bot.errors import PoisonError
from bot.model import Address, Incoming, IncomingKind
from knowledge.model import Command
from tests.bot.updates import CHAT, GROUP, USER, member, message, press, text, update

BOT = Bot("7:AAE")
HERE = Address("telegram", "7", "42")


def _read(raw: str) -> Incoming:
    return read(raw, BOT, "7")


def _is(kind: IncomingKind, words: str = "", **more: Any) -> Incoming:
    return Incoming(HERE, kind, words, **({"lang": "ar", "ref": "5"} | more))


@pytest.mark.parametrize(
    ("raw", "incoming"),
    [
        (update(message=text("مرحبا")), _is(IncomingKind.TEXT, "مرحبا")),
        (update(edited_message=text("/stop", edit_date=1)), _is(IncomingKind.EDIT, "/stop")),
        (update(message=text("/start city-marl")), _is(IncomingKind.START, "city-marl")),
        (update(message=text("/start")), _is(IncomingKind.START)),
        (update(message=text("/mydata@lotse_bot now")), _is(IncomingKind.COMMAND, Command.MY_DATA)),
        (update(message=text("/DELETE")), _is(IncomingKind.COMMAND, Command.DELETE_MY_DATA)),
        (update(message=text("/dance")), _is(IncomingKind.COMMAND, Command.HELP)),
        (update(message=text("/")), _is(IncomingKind.COMMAND, Command.HELP)),
        (update(callback_query=press("v1:lang:ar")), _is(IncomingKind.PRESS, "v1:lang:ar", ref="")),
        (update(callback_query=press(None)), _is(IncomingKind.PRESS, "", ref="")),
        (update(my_chat_member=member("kicked")), _is(IncomingKind.BLOCKED, lang="", ref="")),
        (update(my_chat_member=member("member")), _is(IncomingKind.RETURNED, lang="", ref="")),
    ],
)
def test_an_update_is_read(raw: str, incoming: Incoming) -> None:
    assert _read(raw) == incoming


def test_a_press_without_its_message_comes_from_its_sender() -> None:
    query = press()
    del query["message"]
    incoming = _read(update(callback_query=query))
    assert (incoming.kind, incoming.address) == (IncomingKind.PRESS, HERE)


def test_a_press_on_a_message_too_old_to_see_is_read() -> None:
    old = press(message={"chat": CHAT, "message_id": 5, "date": 0})
    assert _read(update(callback_query=old)).kind is IncomingKind.PRESS


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]},
        {"voice": {"file_id": "x", "file_unique_id": "y", "duration": 3}},
        {"location": {"latitude": 51.6, "longitude": 7.1}},
        {"contact": {"phone_number": "+49", "first_name": "A"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"something_new": {"a": 1}},
    ],
)
def test_what_is_no_text_is_media(content: dict[str, Any]) -> None:
    assert _read(update(message=message(**content))) == _is(IncomingKind.MEDIA)


def test_pictures_of_an_album_name_it_and_bring_their_words() -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    raw = update(message=message(photo=photo, media_group_id="a1", caption="mein Bescheid"))
    assert _read(raw) == _is(IncomingKind.MEDIA, "mein Bescheid", album="a1")


def test_a_new_caption_is_an_edit_and_a_picture_that_changes_without_words_is_nothing() -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    captioned = update(edited_message=message(photo=photo, caption="mein Bescheid", edit_date=1))
    assert _read(captioned) == _is(IncomingKind.EDIT, "mein Bescheid")
    location = message(location={"latitude": 51.6, "longitude": 7.1}, edit_date=1)
    for changed in (location, message(photo=photo, edit_date=1)):
        assert _read(update(edited_message=changed)).kind is IncomingKind.NOTHING


def test_half_a_character_does_not_break_a_caption() -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    for kind in ("message", "edited_message"):
        raw = json.dumps({"update_id": 1, kind: message(photo=photo, caption="a\ud83d")})
        assert _read(raw).text == "a?"


@pytest.mark.parametrize(
    "raw",
    [
        update(message=text("hallo", chat=GROUP)),
        update(callback_query=press(message=message(chat=GROUP, text="?"))),
        update(my_chat_member=member("member", GROUP)),
    ],
)
def test_a_group_is_seen_as_one(raw: str) -> None:
    incoming = _read(raw)
    assert (incoming.kind, incoming.address.external_id) == (IncomingKind.GROUP, "-7")


@pytest.mark.parametrize("status", ["left", "kicked"])
def test_being_thrown_out_of_a_group_is_no_reason_to_leave_it(status: str) -> None:
    assert _read(update(my_chat_member=member(status, GROUP))).kind is IncomingKind.BLOCKED


def test_a_message_without_a_sender_is_read() -> None:
    content = text("hallo")
    del content["from"]
    assert _read(update(message=content)).lang == ""


def test_half_a_character_does_not_break_the_text() -> None:
    raw = '{"update_id": 1, "message": ' + json.dumps(text("a\ud83d")) + "}"
    assert _read(raw).text == "a?"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "no json",
        "[]",
        "null",
        '"text"',
        "{}",
        "[" * 100_000,
        update(message={"message_id": "first", "date": "yesterday", "chat": 7, "text": ["no"]}),
        update(message=7),
        update(message=text("x", chat={"id": "42", "type": "private"}, **{"from": None})),
        update(poll={"id": "1"}),
        update(),
        update(1e400),
    ],
)
def test_what_cannot_be_read_is_poison_without_its_words(raw: str) -> None:
    with pytest.raises(PoisonError) as caught:
        _read(raw)
    assert len(str(caught.value)) < 80


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (update(message=text("x")), Place("1001", "42")),
        (update(edited_message=text("x")), Place("1001", "42")),
        (update(callback_query=press()), Place("1001", "42", "99")),
        (update(callback_query={"id": "99", "from": USER}), Place("1001", "42", "99")),
        (update(callback_query={"id": 99}), Place("1001", NOWHERE)),
        (update(my_chat_member=member("member", GROUP)), Place("1001", "-7")),
        (update(message=7), Place("1001", NOWHERE)),
        (update(message={"chat": 7}), Place("1001", NOWHERE)),
        (update(message={"chat": {"id": "x"}}), Place("1001", NOWHERE)),
    ],
)
def test_the_place_of_an_update_is_found_without_reading_all_of_it(raw: str, found: Place) -> None:
    assert place(raw) == found


@pytest.mark.parametrize("raw", ["", "[]", '{"update_id": "x"}', '{"update_id": 1e999}', "[" * 100_000])
def test_what_has_no_number_is_named_by_its_content(raw: str) -> None:
    assert place(raw) == place(raw)
    assert (len(place(raw).update_id), place(raw).chat) == (64, NOWHERE)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
wild = st.fixed_dictionaries(
    {"update_id": st.integers(0, 2**40) | json_values},
    optional={
        kind: st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("message_id", "date", "chat", "from", "text", "id", "message"), json_values
            ),
        )
        | json_values
        for kind in ALLOWED_UPDATES
    },
)


@given(wild)
def test_no_update_breaks_the_reader(content: dict[str, Any]) -> None:
    raw = json.dumps(content)
    assert place(raw).update_id
    with suppress(PoisonError):
        assert isinstance(_read(raw), Incoming)
