"""Ten thousand generated updates, as wild as Telegram could send them: none is left unhandled."""

import asyncio
import itertools
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram import Telegram
from bot.channels.telegram.read import place
from bot.desk import Office, conversation
from bot.model import Address
from bot.worker import Worker

TOKEN = "7000000001:AAEgeneratedUpdatesOnly_____________________"
UPDATES = 10_000
A_CHAT = 50
_IDS = itertools.count(1)
_CHATS = itertools.count(1000)

words = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        ["ja", "nein", "1", "٣", "2)", "Hilfe", "zurück", "stopp", "Lotse", "wohngeld", "ich will sterben",
         "meine daten löschen", "мені потрібна квартира", "بدي ساعد بالإيجار", "castrop", "/start", "/start city-marl",
         "/help", "/unknown x", "/", "ruf mich an 0171 2345678", "DE89 3704 0044 0532 0130 00", "x" * 4096, "\u202e\u200b"]
    ),
)  # fmt: skip
pressed = st.one_of(
    st.text(min_size=1, max_size=64),
    st.sampled_from(
        ["v1:lang:ar", "v1:lang:xx", "v1:city:marl", "v1:city:none", "v1:city:berlin", "v1:service:wohngeld",
         "v1:service:gone", "v1:topic:geld", "v1:topic:x", "v1:topics", "v1:human", "v1:consent:0:yes", "v1:consent:0:no",
         "v1:consent", "v1:delete:yes", "v1:delete:no", "v1:cmd:help", "v1:cmd:x", "v1:cmd:back", "v1:ask", "v1:",
         "v2:lang:de", "v1:choose:wohngeld,x", "v1:choose:", "v1:lang:", ":", "v1:delete"]
    ),
)  # fmt: skip
languages = st.sampled_from(["de", "en", "tr", "ar", "uk", "pt-br", "", None])
media: dict[str, Any] = {
    "photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}],
    "voice": {"file_id": "f", "file_unique_id": "u", "duration": 1},
    "document": {"file_id": "f", "file_unique_id": "u"},
    "location": {"longitude": 7.3, "latitude": 51.5},
    "contact": {"phone_number": "+491712345678", "first_name": "A"},
    "dice": {"emoji": "🎲", "value": 3},
}


def _user(chat: int, language: str | None) -> dict[str, Any]:
    user: dict[str, Any] = {"id": chat, "is_bot": False, "first_name": "A"}
    return user | ({"language_code": language} if language is not None else {})


def _message(chat: int, language: str | None, **content: Any) -> dict[str, Any]:
    kind = {"id": chat, "type": "private", "first_name": "A"}
    message = {"message_id": next(_IDS), "date": 1_790_000_000, "chat": kind, "from": _user(chat, language)}
    return message | content


def _member(chat: int, status: str) -> dict[str, Any]:
    member: dict[str, Any] = {"status": status, "user": {"id": 7000000001, "is_bot": True, "first_name": "L"}}
    if status == "kicked":
        member["until_date"] = 0
    return member


@st.composite
def updates(draw: st.DrawFn, chat: int) -> dict[str, Any]:
    """One update of a private chat or of a group."""
    kind = draw(
        st.sampled_from(["text", "text", "text", "press", "press", "edit", "media", "member", "group"])
    )
    language = draw(languages)
    update: dict[str, Any] = {"update_id": next(_IDS)}
    if kind == "text":
        return update | {"message": _message(chat, language, text=draw(words))}
    if kind == "edit":
        edited = _message(chat, language, text=draw(words), edit_date=1_790_000_001)
        return update | {"edited_message": edited}
    if kind == "media":
        name = draw(st.sampled_from(sorted(media)))
        album = {"media_group_id": "1"} if draw(st.booleans()) else {}
        return update | {"message": _message(chat, language, **{name: media[name]}, **album)}
    if kind == "press":
        query = {
            "id": str(next(_IDS)),
            "from": _user(chat, language),
            "chat_instance": "1",
            "data": draw(pressed),
        }
        if draw(st.booleans()):
            query["message"] = _message(chat, language, text="x")
        return update | {"callback_query": query}
    return update | _elsewhere(chat, language, kind, draw(st.sampled_from(["member", "kicked"])))


def _elsewhere(chat: int, language: str | None, kind: str, status: str) -> dict[str, Any]:
    if kind == "group":
        group = {"id": -chat, "type": "group", "title": "G"}
        return {"message": _message(chat, language, text="hallo") | {"chat": group}}
    change = {
        "chat": {"id": chat, "type": "private", "first_name": "A"},
        "from": _user(chat, language),
        "date": 1_790_000_000,
        "old_chat_member": _member(chat, "member"),
        "new_chat_member": _member(chat, status),
    }
    return {"my_chat_member": change}


@st.composite
def chats(draw: st.DrawFn) -> list[dict[str, Any]]:
    chat = next(_CHATS)
    return draw(st.lists(updates(chat), min_size=A_CHAT, max_size=A_CHAT))


async def _play(office: Office, chat: list[dict[str, Any]]) -> Worker:
    """Keeps the updates and works until none waits."""
    client = Telegram(TOKEN, "http://127.0.0.1:9")
    worker = Worker(office, (client,))
    for update in chat:
        raw = json.dumps(update)
        where = place(raw)
        await conversation.keep(office, Address(client.name, client.bot, where.chat), where.update_id, raw)
    work = worker._inbox_round(client)
    while await work():
        pass
    return worker


async def test_none_of_ten_thousand_updates_is_left_unhandled(small_office: Office) -> None:
    loop = asyncio.get_running_loop()
    handled = 0

    @settings(
        max_examples=UPDATES // A_CHAT,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(chats())
    def every(chat: list[dict[str, Any]]) -> None:
        nonlocal handled
        worker = asyncio.run_coroutine_threadsafe(_play(small_office, chat), loop).result()
        assert worker.counts.failed == 0
        assert worker.counts.parked == 0
        handled += worker.counts.answered

    await asyncio.to_thread(every)
    assert handled >= UPDATES
