"""The double of Telegram in tests/botapi: each behaviour once, by python-telegram-bot and by raw HTTP."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram import Message as BotMessage
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from tests.botapi import (
    DEFAULT_TOKEN,
    Kind,
    NothingHeardError,
    Person,
    Telegram,
    accepted_then_dropped,
    deactivated,
    hang,
    migrated,
    reset,
    server_error,
    too_many_requests,
)
from tests.botapi.markup import formatted

ROOT = Path(__file__).parents[1]
HTML_TEXT = (
    "<b>Wohngeld</b> &amp; <i>mehr</i> 🏠 <u>u</u> <s>s</s> <tg-spoiler>x</tg-spoiler>"
    ' <a href="https://www.marl.de/?a=1&amp;b=2">Marl</a> <blockquote expandable>q</blockquote>'
    ' <pre><code class="language-python">p</code></pre>'
)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram(webhook_pause=0.02) as double:
        yield double


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url) as connected:
        yield connected


@pytest.fixture
async def raw(telegram: Telegram) -> AsyncIterator[httpx.AsyncClient]:
    base = f"{telegram.base_url}{telegram.token}/"
    async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=5) as client:
        yield client


@pytest.fixture
def amira(telegram: Telegram) -> Person:
    person = telegram.person("Amira", "ar")
    person.starts()
    return person


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(each.title(), callback_data=each)] for each in data])


class Hook:
    """A bot's webhook: answers with the next status, then 200; keeps what came. Hangs up after an error."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.writers: list[asyncio.StreamWriter] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while await self.answer(reader, writer) == HTTPStatus.OK:
                pass
        writer.close()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        fields = dict(line.split(": ", 1) for line in head.strip().split("\r\n")[1:])
        self.updates.append(json.loads(await reader.readexactly(int(fields["content-length"]))))
        self.secrets.append(fields.get("x-telegram-bot-api-secret-token"))
        status = int(self.statuses.pop(0) if self.statuses else HTTPStatus.OK)
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()
        return status

    async def has(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(5):
            while len(self.updates) < count:
                await asyncio.sleep(0.005)
        return self.updates


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    yield made
    server.close()
    for writer in made.writers:
        writer.close()
    await server.wait_closed()


async def texts(bot: Bot, offset: int | None = None) -> list[str | None]:
    return [update.message.text for update in await bot.get_updates(offset) if update.message]


# the bot's identity


async def test_the_bot_learns_who_it_is(bot: Bot, telegram: Telegram) -> None:
    assert bot.username == "lotse_bot"
    assert telegram.counters["getMe"] == 1


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(telegram: Telegram) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        wrong = await client.get(f"{telegram.base_url}{telegram.token[:-1]}x/getMe")
        malformed = await client.get(f"{telegram.base_url}7:short/getMe")
    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    assert (malformed.status_code, malformed.json()["description"]) == (404, "Not Found")


@pytest.mark.parametrize("how", ["query", "form", "multipart", "json"])
async def test_parameters_may_come_in_every_form(how: str, raw: httpx.AsyncClient, amira: Person) -> None:
    params = {"chat_id": str(amira.id), "text": "Guten Tag", "disable_notification": "true"}
    ways: dict[str, dict[str, Any]] = {
        "query": {"params": params},
        "form": {"data": params},
        "multipart": {"files": {name: (None, value) for name, value in params.items()}},
        "json": {"json": params | {"chat_id": amira.id, "disable_notification": True}},
    }
    answer = await raw.post("sendMessage", **ways[how])
    assert answer.json()["result"]["text"] == "Guten Tag"
    assert [message.text for message in amira.reads()] == ["Guten Tag"]


# what is checked


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "colour": "red"},
            "colour is not a parameter of sendMessage",
        ),
        ("sendMessage", {"text": "x"}, "chat_id is missing"),
        ("sendMessage", {"chat_id": 1, "text": 7}, "text is int, expected String"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"txt": "a"}]]}},
            "txt",
        ),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "text is 201"),
        (
            "setWebhook",
            {"url": "https://a.de", "secret_token": "nicht erlaubt"},
            "secret_token does not match",
        ),
        ("getUpdates", {"allowed_updates": ["messages"]}, "messages, which is no kind of update"),
        ("getUpdates", {"limit": 101}, "limit is 101"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "command does not match"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "description is 0"),
        ("setMyDescription", {"description": "x" * 513}, "description is 513"),
        ("setMyName", {"name": "x", "language_code": "deu"}, "language_code is not a two-letter code"),
        ("sendChatAction", {"chat_id": 1, "action": "dancing"}, "action dancing is not known"),
    ],
)
async def test_a_wrong_parameter_is_refused_and_recorded(
    method: str, params: dict[str, Any], problem: str, raw: httpx.AsyncClient, telegram: Telegram
) -> None:
    answer = await raw.post(method, json=params)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert problem in telegram.violations[0].problem
    assert telegram.violations[0].where == method


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([[{"text": "a", "callback_data": "ü" * 33}]], "callback_data is 66"),
        ([[{"text": "a", "callback_data": "a"}] * 9], "row of 9 buttons"),
        ([[{"text": "a", "callback_data": "a"}]] * 101, "more than 100 buttons"),
        ([[{"text": "a"}]], "exactly one"),
        ([[{"text": "a", "url": "javascript:1"}]], "wrong url"),
    ],
)
async def test_buttons_have_their_limits(
    rows: list[Any], problem: str, raw: httpx.AsyncClient, telegram: Telegram, amira: Person
) -> None:
    params = {"chat_id": amira.id, "text": "x", "reply_markup": {"inline_keyboard": rows}}
    answer = await raw.post("sendMessage", json=params)
    assert not answer.json()["ok"]
    assert problem in telegram.violations[0].problem


async def test_aiogram_reads_the_request_too(
    raw: httpx.AsyncClient, telegram: Telegram, amira: Person
) -> None:
    from tests.botapi import second_opinion

    assert second_opinion.on_request("sendMessage", {"chat_id": amira.id, "text": "x"}) is None
    assert second_opinion.on_request("sendMessage", {"chat_id": amira.id}) == "text: Field required"
    assert second_opinion.on_update("message", {"update_id": "x"}) is not None
    await raw.post("sendMessage", json={"chat_id": amira.id, "text": "x"})
    assert telegram.violations == []


async def test_a_real_method_that_is_not_played_fails_loudly(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    with pytest.raises(InvalidToken, match="sendDice is not played"):
        await bot.send_dice(amira.id)
    assert telegram.violations[0].kind is Kind.NOT_PLAYED


async def test_an_unknown_method_is_not_found(raw: httpx.AsyncClient, telegram: Telegram) -> None:
    assert (await raw.get("sendLove")).status_code == HTTPStatus.NOT_FOUND
    assert telegram.violations[0].kind is Kind.UNKNOWN_METHOD


# texts


async def test_html_becomes_plain_text_and_entities(bot: Bot, amira: Person, telegram: Telegram) -> None:
    message = await bot.send_message(amira.id, f"\n {HTML_TEXT} ", parse_mode="HTML")
    assert message.text == "Wohngeld & mehr 🏠 u s x Marl q p"
    found = {entity.type: message.parse_entity(entity) for entity in message.entities}
    assert found == {
        "bold": "Wohngeld", "italic": "mehr", "underline": "u", "strikethrough": "s", "spoiler": "x",
        "text_link": "Marl", "expandable_blockquote": "q", "pre": "p",
    }  # fmt: skip
    by_type = {entity["type"]: entity for entity in telegram.sent[0].entities}
    assert by_type["text_link"]["url"] == "https://www.marl.de/?a=1&b=2"
    assert by_type["pre"]["language"] == "python"
    assert telegram.violations == []


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>offen", "can't find end tag corresponding to start tag"),
        ("<b><i>x</b></i>", "unmatched end tag at byte offset 7"),
        ("zu</b>", "unexpected end tag"),
        ("<div>x</div>", 'unsupported start tag "div" at byte offset 0'),
        ("ä 3 < 5", "unclosed or malformed start tag at byte offset 5"),
        ("<span>x</span>", 'tag "span" must have class'),
        ("<a href=>x</a>", "malformed attributes"),
    ],
)
async def test_malformed_html_is_refused(
    html: str, reason: str, bot: Bot, amira: Person, telegram: Telegram
) -> None:
    with pytest.raises(BadRequest, match="an't parse entities") as refusal:
        await bot.send_message(amira.id, html, parse_mode="HTML")
    assert reason in refusal.value.message
    assert telegram.violations[0].kind is Kind.MARKUP
    assert amira.reads() == []


@settings(deadline=None)
@given(text=st.text())
def test_escaped_text_comes_through_html_as_it_was(text: str) -> None:
    read = formatted(f"<b>{escape(text)}</b>", "HTML")
    assert read.text == text.strip()
    assert read.units == len(text.strip().encode("utf-16-le")) // 2
    assert [entity["length"] for entity in read.entities] == ([read.units] if read.units else [])


async def test_length_is_counted_in_utf16_after_entities(bot: Bot, amira: Person) -> None:
    await bot.send_message(amira.id, "<b>" + "🏠" * 2048 + "</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="essage is too long"):
        await bot.send_message(amira.id, "🏠" * 2048 + "x")
    with pytest.raises(BadRequest, match="essage text is empty"):
        await bot.send_message(amira.id, "<b> </b>", parse_mode="HTML")


# sending and editing


async def test_a_document_arrives_with_its_content_and_can_be_sent_again(bot: Bot, amira: Person) -> None:
    content = b"%PDF-1.7\r\n\r\n--x\n\x00\xff"
    sent = await bot.send_document(
        amira.id, content, filename="Merkblatt ä.pdf", caption="Zum <b>x</b>", parse_mode="HTML"
    )
    assert sent.document is not None
    await bot.send_document(amira.id, sent.document.file_id)
    first, second = amira.reads()
    assert first.upload is not None
    assert (first.upload.content, first.text) == (content, "Zum x")
    assert first.upload.file_name == "Merkblatt ä.pdf"
    assert second.shape["document"] == first.shape["document"]


async def test_an_edit_changes_what_stands_and_the_same_again_is_not_modified(
    bot: Bot, amira: Person
) -> None:
    sent = await bot.send_message(amira.id, "eins", reply_markup=keyboard("a"))
    await bot.edit_message_text("zwei", amira.id, sent.message_id)
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_text("zwei", amira.id, sent.message_id)
    edited = await bot.edit_message_reply_markup(amira.id, sent.message_id, reply_markup=keyboard("b"))
    assert isinstance(edited, BotMessage)
    (stands,) = amira.reads()
    assert (stands.text, [button.data for button in stands.buttons], stands.edited) == ("zwei", ["b"], True)


async def test_what_is_not_there_cannot_be_edited_copied_or_deleted(bot: Bot, amira: Person) -> None:
    own = amira.says("mein Text")
    with pytest.raises(BadRequest, match="essage to edit not found"):
        await bot.edit_message_text("x", amira.id, 99999)
    with pytest.raises(BadRequest, match="essage can't be edited"):
        await bot.edit_message_text("x", amira.id, own.message_id)
    with pytest.raises(BadRequest, match="essage to copy not found"):
        await bot.copy_message(amira.id, amira.id, 99999)
    with pytest.raises(BadRequest, match="essage to delete not found"):
        await bot.delete_message(amira.id, 99999)


async def test_a_message_is_copied_to_another_and_deleted(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    lotse = telegram.person("Bernd", "de")
    lotse.starts()
    copied = await bot.copy_message(lotse.id, amira.id, amira.says("Hilfe bitte").message_id)
    assert [message.text for message in lotse.reads()] == ["Hilfe bitte"]
    await bot.delete_message(lotse.id, copied.message_id)
    assert lotse.reads() == []
    assert telegram.deleted == [(lotse.id, copied.message_id)]
    assert [message.text for message in telegram.sent] == ["Hilfe bitte"]


async def test_who_never_wrote_and_who_is_unknown_gets_nothing(bot: Bot, telegram: Telegram) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(telegram.person().id, "x")
    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message(4711, "x")


async def test_commands_and_descriptions_are_kept_by_language_and_scope(bot: Bot, telegram: Telegram) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("hilfe", "Hilfe")], scope=scope, language_code="de")
    await bot.set_my_description("Ein Lotse", language_code="de")
    await bot.set_my_short_description("Lotse")
    await bot.set_my_name("Lotse")
    await bot.set_chat_menu_button()
    assert [each.command for each in await bot.get_my_commands(scope, "de")] == ["hilfe"]
    assert list(await bot.get_my_commands()) == []
    assert (await bot.get_my_description("de")).description == "Ein Lotse"
    await bot.delete_my_commands(scope, "de")
    assert list(await bot.get_my_commands(scope, "de")) == []
    assert telegram.profile["short_description", ""] == "Lotse"
    assert telegram.violations == []


async def test_actions_chats_log_out_and_close_are_played(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    await bot.send_chat_action(amira.id, "typing")
    assert (await bot.get_chat(amira.id)).first_name == "Amira"
    assert await bot.log_out()
    assert await bot.close()
    assert telegram.actions == [(amira.id, "typing")]
    assert telegram.violations == []


# polling


async def test_an_offset_confirms_and_nothing_else_does(bot: Bot, telegram: Telegram, amira: Person) -> None:
    amira.says("eins")
    amira.says("zwei")
    assert await texts(bot) == await texts(bot) == ["/start", "eins", "zwei"]
    assert amira.last_update is not None
    assert await texts(bot, amira.last_update) == ["zwei"]
    assert [(seen.delivered, seen.confirmed) for seen in telegram.seen.values()] == [
        (2, True), (2, True), (3, False),
    ]  # fmt: skip
    assert await texts(bot, amira.last_update + 1) == []
    assert all(seen.confirmed for seen in telegram.seen.values())


async def test_long_polling_waits_for_news_and_keeps_the_limit(bot: Bot, telegram: Telegram) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5, limit=1))
    await asyncio.sleep(0.05)
    person = telegram.person()
    person.starts()
    person.says("zwei")
    assert len(await poll) == 1


async def test_a_poller_that_hung_up_has_received_nothing(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    await bot.get_updates(-1)
    assert amira.last_update is not None
    with pytest.raises(TimedOut):
        await bot.get_updates(amira.last_update + 1, timeout=5, read_timeout=-4.95)
    await asyncio.sleep(0.02)
    amira.says("später")
    assert await texts(bot) == ["später"]
    assert list(telegram.seen.values())[-1].delivered == 1


async def test_a_second_poller_ends_the_first(bot: Bot, raw: httpx.AsyncClient) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    await raw.get("getUpdates")
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await first


async def test_allowed_updates_stick(bot: Bot, telegram: Telegram, amira: Person) -> None:
    await bot.get_updates(-1, allowed_updates=["message"])
    amira.blocks_bot()
    assert amira.last_update is None
    assert len(telegram.updates.withheld) == 1
    await bot.get_updates()
    amira.edits(amira.says("da"), "dort")
    assert amira.last_update is None
    assert (await bot.get_webhook_info()).allowed_updates == ("message",)


async def test_updates_come_twice_in_reverse_and_after_a_jump(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    assert amira.last_update is not None
    await bot.get_updates(amira.last_update + 1)
    telegram.updates.deliver_twice()
    amira.says("doppelt")
    (update,) = await bot.get_updates()
    assert await texts(bot, update.update_id + 1) == ["doppelt"]
    assert await texts(bot, update.update_id + 1) == []
    telegram.updates.reverse(2)
    amira.says("eins")
    assert await texts(bot) == []
    amira.says("zwei")
    assert await texts(bot) == ["zwei", "eins"]
    offset = amira.last_update + 1
    telegram.updates.jump()
    amira.says("nach einer Woche")
    assert await texts(bot, offset) == ["nach einer Woche"]


async def test_poison_cannot_be_parsed_by_a_client(raw: httpx.AsyncClient, telegram: Telegram) -> None:
    from telegram import Update

    telegram.poison()
    (update,) = (await raw.get("getUpdates")).json()["result"]
    with pytest.raises((TypeError, AttributeError, ValueError)):
        Update.de_json(update, None)
    assert telegram.violations == []


# webhook


async def test_the_webhook_gets_updates_with_its_secret(
    bot: Bot, hook: Hook, telegram: Telegram, amira: Person
) -> None:
    await bot.set_webhook(hook.url, secret_token="streng_geheim", max_connections=2)
    amira.says("eins")
    updates = await hook.has(2)
    assert [update["message"]["text"] for update in updates] == ["/start", "eins"]
    assert hook.secrets == ["streng_geheim"] * 2
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == (hook.url, 2)
    await asyncio.sleep(0.02)
    assert all(seen.confirmed for seen in telegram.seen.values())


async def test_the_webhook_is_tried_again_in_order_until_it_accepts(
    bot: Bot, hook: Hook, telegram: Telegram, amira: Person
) -> None:
    hook.statuses = [500, 302]
    await bot.set_webhook(hook.url)
    amira.says("eins")
    updates = await hook.has(4)
    assert [update["message"]["text"] for update in updates] == ["/start", "/start", "/start", "eins"]
    assert next(iter(telegram.seen.values())).statuses == (500, 302, 200)
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"


async def test_a_webhook_that_is_down_gets_its_updates_when_it_is_back(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    hook = Hook()
    server = await asyncio.start_server(hook.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await bot.set_webhook(f"http://127.0.0.1:{port}/")
    await asyncio.sleep(0.05)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, "Connect" in (info.last_error_message or "")) == (1, True)
    async with await asyncio.start_server(hook.serve, "127.0.0.1", port):
        assert (await hook.has(1))[0]["update_id"] == amira.last_update
        for writer in hook.writers:
            writer.close()
    assert telegram.violations == []


async def test_without_the_webhook_what_is_pending_waits_for_polling(
    bot: Bot, hook: Hook, telegram: Telegram, amira: Person
) -> None:
    hook.statuses = [500] * 1000
    await bot.set_webhook(hook.url)
    await hook.has(2)
    await bot.delete_webhook()
    assert await texts(bot) == ["/start"]
    assert telegram.counters["drop_pending_updates"] == 0
    await bot.delete_webhook(drop_pending_updates=True)
    assert await texts(bot) == []
    assert telegram.counters["drop_pending_updates"] == 1
    assert amira.reads() == []


async def test_a_webhook_ends_a_poller_and_must_be_https(bot: Bot, hook: Hook) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    await bot.set_webhook(hook.url)
    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await poll
    with pytest.raises(BadRequest, match=r"(?i)https url must be provided"):
        await bot.set_webhook("http://lotse.example.org/hook")


async def test_a_public_address_may_be_routed_to_a_local_one(hook: Hook) -> None:
    routes = {"https://lotse.example.org": hook.url.removesuffix("/hook")}
    async with Telegram(webhook_routes=routes) as telegram, Bot(telegram.token, telegram.base_url) as bot:
        await bot.set_webhook("https://lotse.example.org/hook")
        telegram.person().starts()
        assert len(await hook.has(1)) == 1


# faults


async def test_a_fault_hits_its_method_and_chat_so_often(
    bot: Bot, telegram: Telegram, amira: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    telegram.faults.plan("sendMessage", too_many_requests(3), chat=amira.id, times=2, after=1)
    await bot.send_message(amira.id, "eins")
    for _ in range(2):
        with pytest.raises(RetryAfter) as refusal:
            await bot.send_message(amira.id, "zwei")
    assert refusal.value.retry_after == timedelta(seconds=3)
    await bot.send_message(amira.id, "drei")
    assert [message.text for message in amira.reads()] == ["eins", "drei"]


async def test_refusals_have_telegrams_words(bot: Bot, telegram: Telegram, amira: Person) -> None:
    telegram.faults.plan(None, deactivated())
    telegram.faults.plan(None, migrated(-1001234))
    telegram.faults.plan(None, server_error(502))
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(amira.id, "x")
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(amira.id, "x")
    assert moved.value.new_chat_id == -1001234
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(amira.id, "x")
    assert amira.reads() == []


async def test_a_reset_accepts_nothing_and_a_dropped_answer_all(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    telegram.faults.plan("sendMessage", reset())
    telegram.faults.plan("sendMessage", accepted_then_dropped())
    with pytest.raises(NetworkError):
        await bot.send_message(amira.id, "verloren")
    with pytest.raises(NetworkError):
        await bot.send_message(amira.id, "angekommen")
    assert [message.text for message in amira.reads()] == ["angekommen"]


@pytest.mark.parametrize(("accepted", "read"), [(False, []), (True, ["x"])])
async def test_a_hang_answers_nothing(
    bot: Bot, telegram: Telegram, amira: Person, *, accepted: bool, read: list[str]
) -> None:
    telegram.faults.plan("sendMessage", hang(5, accepted=accepted))
    with pytest.raises(TimedOut):
        await bot.send_message(amira.id, "x", read_timeout=0.05)
    await asyncio.sleep(0.02)
    assert [message.text for message in amira.reads()] == read


# people


async def test_people_send_all_sorts_of_things_of_exact_shape(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    amira.starts("city-marl")
    amira.edits(amira.says("schreib an a@b.de, /hilfe"), "anders")
    amira.says("zu dir", reply_to=amira.sends_photo("Bescheid"))
    amira.sends_voice()
    amira.sends_document()
    amira.sends_sticker()
    amira.sends_location()
    amira.sends_contact()
    album = amira.albums(3, "Seiten")
    assert len({message.shape["media_group_id"] for message in album}) == 1
    updates = await bot.get_updates()
    start = updates[1].message
    assert start is not None
    assert (start.text, start.entities[0].type, start.entities[0].length) == (
        "/start city-marl",
        "bot_command",
        6,
    )
    assert updates[3].edited_message is not None
    assert len(updates) == 14
    assert telegram.violations == []


async def test_a_deep_link_has_its_limits(amira: Person) -> None:
    with pytest.raises(AssertionError, match="deep link"):
        amira.starts("Straße 1")


async def test_a_pressed_button_is_answered_once(bot: Bot, telegram: Telegram, amira: Person) -> None:
    await bot.send_message(amira.id, "Sprache?", reply_markup=keyboard("v1:lang:uk", "v1:lang:ar"))
    query_id = amira.presses("v1:lang:ar")
    query = (await bot.get_updates(-1))[0].callback_query
    assert query is not None
    assert (query.id, query.data) == (query_id, "v1:lang:ar")
    await bot.answer_callback_query(query_id, "Gut", show_alert=True)
    assert (await amira.is_answered(query_id)).text == "Gut"
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query(query_id)
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query("unbekannt")
    late = amira.presses("V1:Lang:Uk", inaccessible=True)
    telegram.expires_queries()
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query(late)
    assert telegram.violations == []


async def test_a_missing_button_and_a_link_cannot_be_pressed(bot: Bot, amira: Person) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Karte", url="https://www.marl.de")]])
    await bot.send_message(amira.id, "x", reply_markup=link)
    with pytest.raises(AssertionError, match="opens https"):
        amira.presses("Karte")
    with pytest.raises(AssertionError, match="no button 'Weiter'"):
        amira.presses("Weiter")


async def test_a_reply_keyboard_sends_its_text(bot: Bot, amira: Person) -> None:
    from telegram import ReplyKeyboardMarkup

    await bot.send_message(amira.id, "Ort?", reply_markup=ReplyKeyboardMarkup([["Marl", "Herten"]]))
    amira.presses("Marl")
    assert (await texts(bot))[-1] == "Marl"


async def test_hearing_waits_for_what_is_new(bot: Bot, telegram: Telegram, amira: Person) -> None:
    async def speak() -> None:
        await asyncio.sleep(0.05)
        sent = await bot.send_message(amira.id, "Guten Tag")
        await bot.send_message(amira.id, "Wie kann ich helfen?")
        await bot.edit_message_text("Guten Abend", amira.id, sent.message_id)

    speaking = asyncio.create_task(speak())
    assert [message.text for message in await amira.hears(2)] == ["Guten Tag", "Wie kann ich helfen?"]
    assert (await amira.sees("Abend")).edited
    await speaking
    assert (await amira.hears(containing="Abend", edits=True))[-1].text == "Guten Abend"
    with pytest.raises(NothingHeardError, match="Wie kann ich helfen"):
        await amira.hears(within=0.05)
    assert telegram.violations == []


async def test_who_blocks_the_bot_refuses_until_writing_again(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    amira.blocks_bot()
    update = (await bot.get_updates(-1))[0].my_chat_member
    assert update is not None
    assert update.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(amira.id, "x")
    amira.says("doch wieder")
    await bot.send_message(amira.id, "x")
    assert len(amira.reads()) == 1
    assert telegram.violations == []


async def test_a_group_has_members_and_can_be_left(bot: Bot, telegram: Telegram, amira: Person) -> None:
    group = amira.in_group("Lotsen Marl")
    bernd = telegram.person("Bernd", "de").joins(group)
    bernd.says("Guten Tag zusammen")
    updates = await bot.get_updates()
    assert updates[1].my_chat_member is not None
    assert updates[1].my_chat_member.chat.type == "group"
    assert updates[-1].message is not None
    assert updates[-1].message.chat.title == "Lotsen Marl"
    await bot.send_message(group.chat_id, "Ich bin nur für Einzelne da.")
    assert [message.text for message in bernd.reads()] == ["Ich bin nur für Einzelne da."]
    await bot.leave_chat(group.chat_id)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.chat_id, "x")
    bernd.says("hört keiner")
    assert bernd.last_update is None
    assert telegram.violations == []


async def test_a_group_becomes_a_supergroup_with_another_id(
    bot: Bot, telegram: Telegram, amira: Person
) -> None:
    group = amira.in_group("Lotsen")
    there = group.migrates()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.chat_id, "x")
    assert moved.value.new_chat_id == there.chat_id
    await bot.send_message(there.chat_id, "x")
    there.removes_bot()
    with pytest.raises(Forbidden, match="bot was kicked"):
        await bot.send_message(there.chat_id, "x")
    assert telegram.violations == []


# all together


async def test_fifty_people_at_once_are_no_trouble() -> None:
    async with Telegram() as telegram, Bot(telegram.token, telegram.base_url) as bot:
        people = [telegram.person(f"P{number}", "uk") for number in range(50)]
        for person in people:
            person.starts()
        updates = await bot.get_updates(limit=100)
        chats = [update.message.chat_id for update in updates if update.message]
        await asyncio.gather(*(bot.send_message(chat_id, "Вітаю", pool_timeout=5) for chat_id in chats))
        heard = await asyncio.gather(*(person.hears(within=5) for person in people))
        assert all(len(each) == 1 for each in heard)
        assert telegram.violations == []


async def test_the_double_runs_in_a_process_of_its_own() -> None:
    module = (sys.executable, "-m", "tests.botapi", "--no-aiogram")
    process = await asyncio.create_subprocess_exec(*module, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:

        async def act(path: str, **arguments: Any) -> Any:
            return (await client.post(f"/control/{path}", json=arguments)).json()

        amira = await act("people", first_name="Amira", language_code="ar")
        said = await act(f"people/{amira['key']}/says", text="Hallo")
        await act(f"people/{amira['key']}/edits", message_id=said["message_id"], text="Guten Tag")
        await act("faults", fault="too_many_requests", method="sendMessage", **{"with": {"retry_after": 2}})
        await act("updates/poison")
        send = {"chat_id": amira["id"], "text": "Guten Tag", "reply_markup": keyboard("a").to_dict()}
        refused = await client.post(f"/bot{DEFAULT_TOKEN}/sendMessage", json=send)
        assert refused.json()["parameters"] == {"retry_after": 2}
        await client.post(f"/bot{DEFAULT_TOKEN}/sendMessage", json=send)
        (heard,) = await act(f"people/{amira['key']}/hears", within=1)
        assert heard["buttons"] == [[{"text": "A", "data": "a", "url": None}]]
        assert await act(f"people/{amira['key']}/presses", label_or_data="a")
        group = await act(f"people/{amira['key']}/in_group", title="Lotsen")
        assert await act(f"people/{group['key']}/reads") == []
        assert "no button" in (await act(f"people/{amira['key']}/presses", label_or_data="b"))["error"]
        assert (await client.get("/control/sent")).json() == [heard]
        assert (await client.get("/control/counters")).json() == {"sendMessage": 2}
        assert len((await client.get("/control/seen")).json()) == 6
        assert (await client.get("/control/violations")).json() == []
    process.terminate()
    assert await process.wait() == 0
