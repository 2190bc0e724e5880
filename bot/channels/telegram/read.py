"""A raw update of the Bot API into an Incoming. Which chat it belongs to is found without parsing all of it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.slash import slash
from bot.errors import PoisonError
from bot.model import TELEGRAM, Address, Incoming, IncomingKind

NAME = TELEGRAM
NOWHERE = "?"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_GONE = (ChatMember.BANNED, ChatMember.LEFT)
_UNREADABLE = (ValueError, TypeError, KeyError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Place:
    """Which update this is, whose chat it belongs to, and the button press that waits for an answer."""

    update_id: str
    chat: str
    query: str | None = None


def place(raw: str) -> Place:
    """Enough of an update to keep it; whatever came, there is an answer."""
    try:
        update = json.loads(raw)
        update_id = str(int(update["update_id"]))
    except _UNREADABLE:
        return Place(hashlib.sha256(raw.encode()).hexdigest(), NOWHERE)
    query = update.get("callback_query")
    holder = query if isinstance(query, dict) else update
    found = [holder.get(kind) for kind in ("message", "edited_message", "my_chat_member")]
    chats = [part["chat"] for part in found if isinstance(part, dict) and isinstance(part.get("chat"), dict)]
    chat = str(chats[0]["id"]) if chats and isinstance(chats[0].get("id"), int) else _sender(holder)
    query_id = query.get("id") if isinstance(query, dict) else None
    return Place(update_id, chat, query_id if isinstance(query_id, str) else None)


def _sender(part: dict[str, Any]) -> str:
    """A press on a message that Telegram no longer shows us comes with its sender alone."""
    sender = part.get("from")
    return str(sender["id"]) if isinstance(sender, dict) and isinstance(sender.get("id"), int) else NOWHERE


def read(raw: str, bot: Bot, bot_name: str) -> Incoming:
    """The Incoming of an update. Raises PoisonError when it is none that we can read."""
    try:
        update = Update.de_json(json.loads(raw), bot)
        incoming = _incoming(update, Address(NAME, bot_name, place(raw).chat)) if update else None
    except (TelegramError, AttributeError, *_UNREADABLE) as error:
        raise PoisonError(why=type(error).__name__) from None
    if incoming is None:
        raise PoisonError(why="unknown kind")
    return incoming


def _incoming(update: Update, where: Address) -> Incoming | None:
    if where.external_id == NOWHERE:
        return None
    if update.my_chat_member:
        return _member(update.my_chat_member, where)
    if update.callback_query:
        return _press(update.callback_query, where)
    message = update.message or update.edited_message
    return _message(message, where, edited=update.message is None) if message else None


def _member(change: ChatMemberUpdated, where: Address) -> Incoming:
    gone = change.new_chat_member.status in _GONE
    if change.chat.type == ChatType.PRIVATE:
        return Incoming(where, IncomingKind.BLOCKED if gone else IncomingKind.RETURNED)
    return Incoming(where, IncomingKind.BLOCKED if gone else IncomingKind.GROUP, text="added")


def _press(query: CallbackQuery, where: Address) -> Incoming:
    if query.message and query.message.chat.type != ChatType.PRIVATE:
        return Incoming(where, IncomingKind.GROUP)
    lang = query.from_user.language_code or ""
    return Incoming(where, IncomingKind.PRESS, query.data or "", lang=lang)


def _message(message: Message, where: Address, *, edited: bool) -> Incoming:
    lang = (message.from_user.language_code or "") if message.from_user else ""
    ref = str(message.message_id)
    if message.chat.type != ChatType.PRIVATE:
        return Incoming(where, IncomingKind.GROUP)
    if message.text is None and not (edited and message.caption):
        return _media(message, where, lang, ref, edited=edited)
    text = _whole(message.text or message.caption)
    if text.startswith("/") and not edited:
        return slash(text, where, lang, ref)
    return Incoming(where, IncomingKind.EDIT if edited else IncomingKind.TEXT, text, lang=lang, ref=ref)


def _media(message: Message, where: Address, lang: str, ref: str, *, edited: bool) -> Incoming:
    """A picture, a voice message, a file; one that changes without a word (a live location) says nothing new."""
    if edited:
        return Incoming(where, IncomingKind.NOTHING)
    words, album = _whole(message.caption), message.media_group_id or ""
    return Incoming(where, IncomingKind.MEDIA, words, lang=lang, ref=ref, album=album)


def _whole(text: str | None) -> str:
    """A text that can be stored: half characters become question marks."""
    return (text or "").encode("utf-8", "replace").decode()
