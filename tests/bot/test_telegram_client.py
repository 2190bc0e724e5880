"""Sending at Telegram, what its errors mean, and the set-up."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from telegram import error as theirs

from bot.channels.slash import COMMANDS
from bot.channels.telegram import Telegram
from bot.channels.telegram.client import delivery_error
from bot.errors import (
    DeliveryError,
    LaterError,
    MigratedError,
    RefusedError,
    TelegramSetupError,
    UncertainError,
    UnreachableError,
)
from bot.model import BOLD, PLAIN, Address, Message
from bot.session import Offer
from bot.store.queue import OutboxKind, Outgoing
from bot.texts import Texts
from tests import botapi


@pytest.fixture
async def double() -> AsyncIterator[botapi.Telegram]:
    async with botapi.Telegram(aiogram=False) as one:
        yield one
        assert one.violations == []


def outgoing(chat: int, text: str, *offers: Offer, kind: OutboxKind = OutboxKind.GUIDE) -> Outgoing:
    where = Address("telegram", "7000000001", str(chat))
    message = Message(text, "de", offers=offers)
    return Outgoing(1, "c", where, kind, message, 1, None, datetime.now(UTC))


async def test_a_message_arrives_as_html_with_its_buttons(
    double: botapi.Telegram, telegram: Telegram
) -> None:
    amira = double.person()
    amira.starts()
    sent = await telegram.send(outgoing(amira.id, f"{BOLD}a < b{PLAIN} & c", Offer("v1:a", "Ja")))
    (message,) = double.sent
    assert (message.text, str(message.message_id)) == ("a < b & c", sent)
    assert [button.text for button in message.buttons] == ["1. Ja"]


async def test_a_long_message_arrives_in_pieces_with_the_buttons_last(
    double: botapi.Telegram, telegram: Telegram
) -> None:
    amira = double.person()
    amira.starts()
    await telegram.send(outgoing(amira.id, "wort " * 2000, Offer("v1:a", "Ja")))
    assert [len(message.buttons) for message in double.sent] == [0, 0, 1]


async def test_what_telegram_cannot_read_as_html_goes_as_plain_text(
    double: botapi.Telegram, telegram: Telegram
) -> None:
    amira = double.person()
    amira.starts()
    double.faults.plan("sendMessage", botapi.refuses(400, "Bad Request: can't parse entities: x"))
    await telegram.send(outgoing(amira.id, f"{BOLD}a{PLAIN} < b"))
    assert [message.text for message in double.sent] == ["a < b"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (botapi.blocked(), UnreachableError),
        (botapi.deactivated(), UnreachableError),
        (botapi.refuses(400, "Bad Request: chat not found"), UnreachableError),
        (botapi.refuses(400, "Bad Request: BUTTON_DATA_INVALID"), RefusedError),
        (botapi.too_many_requests(3), LaterError),
        (botapi.migrated(-100), MigratedError),
        (botapi.server_error(), DeliveryError),
        (botapi.reset(), UncertainError),
        (botapi.accepted_then_dropped(), UncertainError),
    ],
)
async def test_what_goes_wrong_at_telegram(
    fault: botapi.Fault, kind: type[DeliveryError], double: botapi.Telegram, telegram: Telegram
) -> None:
    amira = double.person()
    amira.starts()
    double.faults.plan("sendMessage", fault)
    with pytest.raises(DeliveryError) as caught:
        await telegram.send(outgoing(amira.id, "hallo"))
    assert type(caught.value) is kind


async def test_of_a_message_that_arrived_in_part_nobody_says_that_it_did_not(
    double: botapi.Telegram, telegram: Telegram
) -> None:
    amira = double.person()
    amira.starts()
    double.faults.plan("sendMessage", botapi.too_many_requests(1), after=1)
    with pytest.raises(UncertainError):
        await telegram.send(outgoing(amira.id, "wort " * 2000))
    double.faults.plan("sendMessage", botapi.blocked(), after=1)
    with pytest.raises(UnreachableError):
        await telegram.send(outgoing(amira.id, "wort " * 2000))


async def test_without_a_connection_nothing_has_left() -> None:
    client = Telegram("7:AAE", "http://127.0.0.1:9")
    await client.open()
    with pytest.raises(DeliveryError) as caught:
        await client.send(outgoing(1, "hallo"))
    assert (type(caught.value), caught.value.data["why"]) == (DeliveryError, "ConnectError")
    await client.close()


async def test_a_group_is_left(double: botapi.Telegram, telegram: Telegram) -> None:
    family = double.person().in_group("Familie")
    await telegram.send(outgoing(family.chat_id, "", kind=OutboxKind.LEAVE))
    assert double.counters["leaveChat"] == 1
    assert double.sent == []


async def test_a_press_that_is_too_old_to_answer_harms_nobody(
    double: botapi.Telegram, telegram: Telegram
) -> None:
    double.faults.plan("answerCallbackQuery", botapi.refuses(400, "Bad Request: query is too old"))
    await telegram.answer_press("99")
    assert double.counters["answerCallbackQuery"] == 1


async def test_updates_come_raw_even_with_poison_among_them(
    double: botapi.Telegram, telegram: Telegram
) -> None:
    double.person().says("مرحبا")
    double.poison()
    first, second = await telegram.raw_updates(None, 0)
    assert json.loads(first)["message"]["text"] == "مرحبا"
    assert first.isascii()  # half a character must not break the way to the database
    assert "yesterday" in second
    assert len(await telegram.raw_updates(telegram_id(first) + 1, 0)) == 1


def telegram_id(raw: str) -> int:
    from bot.channels.telegram.read import place

    return int(place(raw).update_id)


@pytest.mark.parametrize("webhook", [None, "https://lotse.example.org/telegram"])
async def test_the_set_up_tells_commands_in_each_language_and_drops_nothing(
    webhook: str | None, double: botapi.Telegram, telegram: Telegram, texts: Texts
) -> None:
    double.faults.plan("setMyCommands", botapi.too_many_requests(1))
    await telegram.set_up(texts, webhook, "secret")
    languages = {key[1] for key in double.profile if key[0] == "commands"}
    assert languages >= {lang for lang in texts.languages if len(lang) == 2}
    assert double.counters["drop_pending_updates"] == 0
    assert (double.counters["setWebhook"], double.counters["deleteWebhook"]) == (
        (1, 0) if webhook else (0, 1)
    )


async def test_the_set_up_waits_as_often_as_telegram_asks_but_not_for_ever(
    double: botapi.Telegram, telegram: Telegram, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    async def sleep(pause: float) -> None:
        pauses.append(pause)

    monkeypatch.setattr("bot.channels.telegram.client.asyncio.sleep", sleep)
    double.faults.plan("deleteWebhook", botapi.too_many_requests(7), times=5)
    with pytest.raises(TelegramSetupError, match="RetryAfter"):
        await telegram.set_up(texts, None, None)
    assert pauses == [7.0] * 4


@pytest.mark.parametrize("method", ["setWebhook", "setMyDescription"])
async def test_what_telegram_refuses_at_the_set_up_is_for_staff_to_mend(
    method: str, double: botapi.Telegram, telegram: Telegram, texts: Texts
) -> None:
    double.faults.plan(method, botapi.refuses(400, "Bad Request: bad webhook"))
    with pytest.raises(TelegramSetupError, match="BadRequest"):
        await telegram.set_up(texts, "https://lotse.example.org/telegram", "secret")


def test_commands_and_descriptions_fit_telegrams_limits(texts: Texts) -> None:
    for lang in texts.languages:
        assert len(texts.text("bot.description", lang)) <= 512
        assert len(texts.text("bot.short_description", lang)) <= 120
        for command in COMMANDS.values():
            assert 1 <= len(texts.text(f"command.{command}", lang)) <= 256


def _caused(error: theirs.TelegramError, cause: Exception | None) -> theirs.TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (theirs.RetryAfter(timedelta(seconds=5)), LaterError),
        (theirs.ChatMigrated(-100), MigratedError),
        (theirs.Forbidden("bot was blocked by the user"), UnreachableError),
        (theirs.BadRequest("Chat not found"), UnreachableError),
        (theirs.BadRequest("PEER_ID_INVALID"), UnreachableError),
        (theirs.BadRequest("Message is too long"), RefusedError),
        (theirs.InvalidToken("no"), DeliveryError),
        (theirs.EndPointNotFound("no"), DeliveryError),
        (theirs.Conflict("two"), DeliveryError),
        (theirs.PassportDecryptionError("x"), DeliveryError),
        (theirs.TelegramError("x"), DeliveryError),
        (theirs.NetworkError("Bad Gateway"), DeliveryError),
        (theirs.NetworkError("Invalid server response"), UncertainError),
        (theirs.TimedOut(), UncertainError),
        (_caused(theirs.TimedOut(), httpx.ReadTimeout("x")), UncertainError),
        (_caused(theirs.TimedOut(), httpx.WriteTimeout("x")), UncertainError),
        (_caused(theirs.TimedOut(), httpx.ConnectTimeout("x")), DeliveryError),
        (_caused(theirs.TimedOut(), httpx.PoolTimeout("x")), DeliveryError),
        (_caused(theirs.NetworkError("x"), httpx.ConnectError("x")), DeliveryError),
        (_caused(theirs.NetworkError("x"), httpx.RemoteProtocolError("x")), UncertainError),
        (_caused(theirs.NetworkError("x"), httpx.ReadError("x")), UncertainError),
    ],
)
def test_every_error_of_the_library_is_one_of_ours(
    error: theirs.TelegramError, kind: type[DeliveryError]
) -> None:
    assert type(delivery_error(error)) is kind


def _below(kind: type[Exception]) -> set[type[Exception]]:
    return {kind, *(child for one in kind.__subclasses__() for child in _below(one))}


def test_no_error_of_the_library_is_left_out() -> None:
    (table,) = [
        mark.args[1]
        for mark in test_every_error_of_the_library_is_one_of_ours.pytestmark  # type: ignore[attr-defined]
    ]
    known = {type(error) for error, _ in table}
    assert {kind for kind in _below(theirs.TelegramError) if kind.__module__ == "telegram.error"} <= known


async def test_the_seconds_to_wait_may_be_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theirs.RetryAfter, "retry_after", 7)
    found = delivery_error(theirs.RetryAfter(timedelta(seconds=5)))
    assert isinstance(found, LaterError)
    assert found.seconds == 7
    await asyncio.sleep(0)
