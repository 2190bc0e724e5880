"""Sending through python-telegram-bot, what its errors mean for us, and the set-up at Telegram."""

import asyncio
import json
import warnings
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import httpx
from telegram import Bot, BotCommand, InputFile
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.channels.slash import COMMANDS
from bot.channels.telegram.read import ALLOWED_UPDATES, NAME, read
from bot.channels.telegram.write import keyboard, pieces, to_html, to_plain
from bot.errors import (
    DeliveryError,
    LaterError,
    MigratedError,
    RefusedError,
    TelegramSetupError,
    UncertainError,
    UnreachableError,
)
from bot.model import File, Incoming
from bot.store.queue import OutboxKind, Outgoing
from bot.texts import Texts

_SECONDS = 15.0
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
# Bad requests that say the person is gone; anything else is our mistake.
_GONE = ("chat not found", "user is deactivated", "bot was kicked", "peer_id_invalid", "bot was blocked")
_DEFAULT_LANGUAGE = "en"
_PATIENCE = 5


class Telegram:
    """One bot at Telegram."""

    name = NAME
    ours = False

    def __init__(self, token: str, api: str) -> None:
        # getUpdates is asked raw on purpose: its own method parses, and one poison update would stop them all
        warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'", category=PTBUserWarning)
        self._requests = HTTPXRequest(
            connection_pool_size=64, connect_timeout=_SECONDS, read_timeout=_SECONDS, write_timeout=_SECONDS
        )
        self._polling = HTTPXRequest(connection_pool_size=2, connect_timeout=_SECONDS, read_timeout=_SECONDS)
        base = f"{api.rstrip('/')}/bot"
        self.telegram = Bot(token, base_url=base, request=self._requests, get_updates_request=self._polling)
        self.bot = token.partition(":")[0]

    async def open(self) -> None:
        """Opens the connections; nothing is asked of Telegram yet."""
        await self._requests.initialize()
        await self._polling.initialize()

    async def close(self) -> None:
        await self._requests.shutdown()
        await self._polling.shutdown()

    def read(self, raw: str) -> Incoming:
        return read(raw, self.telegram, self.bot)

    async def send(self, outgoing: Outgoing) -> str:
        """Sends a message in as many pieces as it needs; returns the id of the last."""
        sent = ""
        try:
            if outgoing.kind is OutboxKind.LEAVE:
                await self.telegram.leave_chat(outgoing.address.external_id)
                return sent
            if outgoing.file:
                return await self._hand_over(outgoing, outgoing.file)
            parts = list(pieces(outgoing.message.text))
            for number, part in enumerate(parts, 1):
                offers = outgoing.message.offers if number == len(parts) else ()
                sent = await self._say(outgoing.address.external_id, part, keyboard(offers))
        except TelegramError as error:
            failed = delivery_error(error)
            # a part has arrived: the whole is not sent again as if nothing had
            raise UncertainError(why="in part") if sent and not failed.permanent else failed from None
        return sent

    async def _say(self, chat: str, text: str, markup: Any) -> str:
        """One piece; as plain text where Telegram cannot read our HTML."""
        try:
            message = await self.telegram.send_message(
                chat, to_html(text), parse_mode=ParseMode.HTML, reply_markup=markup
            )
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
            message = await self.telegram.send_message(chat, to_plain(text), reply_markup=markup)
        return str(message.message_id)

    async def _hand_over(self, outgoing: Outgoing, file: File) -> str:
        """A file; below it stands something only where it is sent once more."""
        message = await self.telegram.send_document(
            outgoing.address.external_id,
            InputFile(file.content, filename=file.name),
            caption=to_plain(outgoing.message.text).strip() or None,
        )
        return str(message.message_id)

    async def answer_press(self, query: str, text: str = "", *, alert: bool = False) -> None:
        """Takes the waiting mark off a button, and may say something; that it came too late harms nobody."""
        try:
            await self.telegram.answer_callback_query(query, text or None, show_alert=alert or None)
        except TelegramError:
            return

    async def raw_updates(self, offset: int | None, seconds: int) -> list[str]:
        """The next updates as they are, not parsed. Raises TelegramError."""
        arguments: dict[str, Any] = {"timeout": seconds, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            arguments["offset"] = offset
        updates: Any = await self.telegram.do_api_request(
            "getUpdates", api_kwargs=arguments, read_timeout=seconds + _SECONDS
        )
        return [json.dumps(update) for update in updates]

    async def set_up(self, texts: Texts, webhook: str | None, secret: str | None) -> None:
        """Tells Telegram our commands and descriptions in each language, and where updates go.

        Updates that wait are never dropped.
        """
        try:
            await self._point(webhook, secret)
            await self._describe(texts, _DEFAULT_LANGUAGE, None)
            for lang in (code for code in texts.languages if len(code) == 2):
                await self._describe(texts, lang, lang)
        except TelegramError as error:
            raise TelegramSetupError(why=type(error).__name__) from None

    async def _point(self, webhook: str | None, secret: str | None) -> None:
        """Says where updates go."""
        if webhook is None:
            await _patiently(partial(self.telegram.delete_webhook, drop_pending_updates=False))
            return
        allowed = list(ALLOWED_UPDATES)
        await _patiently(
            partial(
                self.telegram.set_webhook,
                webhook,
                secret_token=secret,
                allowed_updates=allowed,
                drop_pending_updates=False,
            )
        )

    async def _describe(self, texts: Texts, lang: str, code: str | None) -> None:
        commands = [
            BotCommand(word, texts.text(f"command.{command}", lang)) for word, command in COMMANDS.items()
        ]
        long, short = texts.text("bot.description", lang), texts.text("bot.short_description", lang)
        bot = self.telegram
        await _patiently(partial(bot.set_my_commands, commands, language_code=code))
        await _patiently(partial(bot.set_my_description, long, language_code=code))
        await _patiently(partial(bot.set_my_short_description, short, language_code=code))


async def _patiently(call: Callable[[], Awaitable[object]]) -> None:
    """Tries again as long as Telegram asks for a pause. Raises the last RetryAfter after some tries."""
    for _ in range(_PATIENCE - 1):
        try:
            await call()
        except RetryAfter as error:
            await asyncio.sleep(_seconds(error))
        else:
            return
    await call()


def _seconds(error: RetryAfter) -> float:
    pause = error.retry_after
    return float(pause) if isinstance(pause, (int, float)) else pause.total_seconds()


def delivery_error(error: TelegramError) -> DeliveryError:
    """What an error of the Bot API means for a message: again, later, elsewhere, never, or nobody knows."""
    why = type(error).__name__
    if isinstance(error, RetryAfter):
        return LaterError(seconds=_seconds(error))
    if isinstance(error, ChatMigrated):
        return MigratedError(chat=error.new_chat_id)
    if isinstance(error, Forbidden):
        return UnreachableError(why=why)
    if isinstance(error, BadRequest):
        gone = any(mark in error.message.lower() for mark in _GONE)
        return UnreachableError(why=why) if gone else RefusedError(why=why)
    if isinstance(error, InvalidToken):
        return DeliveryError(why=why)
    if isinstance(error, (TimedOut, NetworkError)):
        return _network_error(error)
    return DeliveryError(why=why)


def _network_error(error: NetworkError) -> DeliveryError:
    """Surely not arrived: no connection, or Telegram said 5xx. Anything else may have arrived."""
    cause = error.__cause__
    if isinstance(cause, _NEVER_LEFT):
        return DeliveryError(why=type(cause).__name__)
    if isinstance(cause, httpx.HTTPError) or isinstance(error, TimedOut):
        return UncertainError(why=type(cause).__name__)
    if "invalid server response" in error.message.lower():
        return UncertainError(why="unreadable answer")
    return DeliveryError(why="server error")
