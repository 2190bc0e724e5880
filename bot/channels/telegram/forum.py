"""Forum groups at Telegram: which updates are theirs, what somebody did there, and the topics.

All texts go without markup and without previews of links: they may be a person's words.
"""

import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from telegram import CallbackQuery, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ChatType, ForumTopicLimit
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.client import Telegram, delivery_error
from bot.channels.telegram.read import NAME, Place
from bot.channels.telegram.write import keyboard, pieces
from bot.desk.forum import CHANNEL, Act, ActKind
from bot.errors import DeliveryError, ForumError, PoisonError, ThreadGoneError
from bot.session import Offer

LINK = "/link"
_LONGEST_ANSWER = 200
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# Bad requests that say what is wrong with the topic or the group, in Telegram's words.
_GONE = ("thread not found", "topic_deleted", "topic_id_invalid", "topic not found")
_CLOSED = "topic_closed"
_UNCHANGED = ("not modified", "topic_not_modified")
_TROUBLES = {
    "not a forum": "no_forum",
    "not enough rights": "rights",
    "chat_admin_required": "rights",
    "need administrator rights": "rights",
    "not a supergroup": "no_forum",
}
Ours = Callable[[str], Awaitable[bool]]
Moved = Callable[[str, str], Awaitable[bool]]


class Door:
    """Says which updates are for the forum: those of its groups, also after they got a new id, and codes of staff."""

    def __init__(self, ours: Ours, moved: Moved) -> None:
        self._ours, self._moved = ours, moved

    async def channel(self, raw: str, found: Place) -> str:
        if found.chat.startswith("-"):
            return CHANNEL if await self._is_theirs(raw, found.chat) else NAME
        return CHANNEL if LINK in raw and _code(raw) is not None else NAME

    async def _is_theirs(self, raw: str, chat: str) -> bool:
        message = _message(raw) if "migrate_" in raw else {}
        if "migrate_to_chat_id" in message:
            return await self._moved(chat, str(message["migrate_to_chat_id"]))
        if "migrate_from_chat_id" in message:
            return await self._moved(str(message["migrate_from_chat_id"]), chat)
        return await self._ours(chat)


def _message(raw: str) -> dict[str, Any]:
    """The new message of an update, as it came."""
    try:
        found = json.loads(raw)["message"]
    except _UNREADABLE:
        return {}
    return found if isinstance(found, dict) else {}


def _code(raw: str) -> str | None:
    """What stands behind the command that links staff, in a private chat."""
    message = _message(raw)
    text, chat = message.get("text"), message.get("chat")
    if not isinstance(text, str) or not isinstance(chat, dict) or chat.get("type") != ChatType.PRIVATE:
        return None
    word, _, rest = text.partition(" ")
    return rest if word.partition("@")[0] == LINK else None


class ForumRoom:
    """The topics of our bot."""

    def __init__(self, client: Telegram) -> None:
        self._client, self._telegram = client, client.telegram
        self.bot = client.bot

    # what comes in

    def read(self, raw: str) -> Act:
        """What somebody did. Raises PoisonError when it cannot be read."""
        try:
            update = Update.de_json(json.loads(raw), self._telegram)
            act = self._act(update, raw)
        except (TelegramError, *_UNREADABLE) as error:
            raise PoisonError(why=type(error).__name__) from None
        if act is None:
            raise PoisonError(why="unknown kind")
        return act

    def _act(self, update: Update, raw: str) -> Act | None:
        if update.my_chat_member:
            return Act(ActKind.MEMBER, str(update.my_chat_member.chat.id))
        if update.callback_query:
            return self._press(update.callback_query)
        message = update.message or update.edited_message
        if message is None:
            return None
        if message.chat.type == ChatType.PRIVATE:
            sender = str(message.from_user.id) if message.from_user else ""
            return Act(ActKind.LINK, str(message.chat.id), sender=sender, text=_code(raw) or "")
        return self._written(message, edited=update.message is None)

    def _press(self, query: CallbackQuery) -> Act:
        message = query.message
        return Act(
            ActKind.PRESS,
            str(message.chat.id) if message else "",
            sender=str(query.from_user.id),
            text=query.data or "",
            message=str(message.message_id) if message else "",
            query=query.id,
        )

    def _written(self, message: Message, *, edited: bool) -> Act:
        return Act(
            self._kind(message, edited=edited),
            str(message.chat.id),
            thread=str(message.message_thread_id or "") if message.is_topic_message else "",
            sender=str(message.from_user.id) if message.from_user else "",
            text=(message.text or "").encode("utf-8", "replace").decode(),
            message=str(message.message_id),
        )

    def _kind(self, message: Message, *, edited: bool) -> ActKind:
        """Only a text of one's own that answers nobody else is clearly meant for the person."""
        if message.sender_chat:
            return ActKind.HIDDEN if _says_something(message) else ActKind.NOTHING
        if message.from_user is None or message.from_user.is_bot or not _says_something(message):
            return ActKind.NOTHING
        if edited:
            return ActKind.EDIT if message.text or message.caption else ActKind.NOTHING
        if message.text is None or message.forward_origin:
            return ActKind.MEDIA
        answered = message.reply_to_message
        to_other = answered and answered.from_user and answered.from_user.id != int(self.bot)
        return ActKind.ASIDE if to_other or message.external_reply else ActKind.WRITE

    # what goes out

    def fits(self, text: str) -> bool:
        return len(list(pieces(text))) == 1

    async def open(self, chat: str, name: str) -> str:
        with _told():
            topic = await self._telegram.create_forum_topic(chat, name[: ForumTopicLimit.MAX_NAME_LENGTH])
        return str(topic.message_thread_id)

    async def say(
        self, chat: str, thread: str, text: str, offers: tuple[Offer, ...] = (), answer_to: str = ""
    ) -> str:
        sent = ""
        parts = list(pieces(text))
        for number, part in enumerate(parts, 1):
            below = keyboard(offers) if number == len(parts) else None
            with _told():
                message = await self._put(chat, thread, part, below, answer_to)
            await self._in_its_place(message, thread)
            sent = str(message.message_id)
        return sent

    async def _put(self, chat: str, thread: str, text: str, below: Any, answer_to: str) -> Message:
        """One piece; a topic that somebody closed is opened again for it."""
        answered = ReplyParameters(int(answer_to), allow_sending_without_reply=True) if answer_to else None

        async def put() -> Message:
            return await self._telegram.send_message(
                chat,
                text,
                message_thread_id=int(thread) if thread else None,
                reply_markup=below,
                reply_parameters=answered,
                link_preview_options=_NO_PREVIEW,
            )

        try:
            return await put()
        except BadRequest as error:
            if _CLOSED not in error.message.lower():
                raise
        await self._telegram.reopen_forum_topic(chat, int(thread))
        return await put()

    async def _in_its_place(self, message: Message, thread: str) -> None:
        """What landed elsewhere because its topic is gone is taken back."""
        if thread and str(message.message_thread_id) != thread:
            with _told():
                await self._telegram.delete_message(message.chat.id, message.message_id)
            raise ThreadGoneError

    async def pin(self, chat: str, message: str) -> None:
        with _told():
            await self._telegram.pin_chat_message(chat, int(message), disable_notification=True)

    async def rename(self, chat: str, thread: str, name: str) -> None:
        with _told(), _as_it_was():
            await self._telegram.edit_forum_topic(
                chat, int(thread), name=name[: ForumTopicLimit.MAX_NAME_LENGTH]
            )

    async def close(self, chat: str, thread: str) -> None:
        with _told(), _as_it_was():
            await self._telegram.close_forum_topic(chat, int(thread))

    async def delete(self, chat: str, thread: str) -> None:
        with _told():
            await self._telegram.delete_forum_topic(chat, int(thread))

    async def offer(self, chat: str, message: str, offers: tuple[Offer, ...]) -> None:
        with _told(), _as_it_was():
            await self._telegram.edit_message_reply_markup(chat, int(message), reply_markup=keyboard(offers))

    async def answer(self, query: str, text: str, *, alert: bool) -> None:
        await self._client.answer_press(query, text[:_LONGEST_ANSWER], alert=alert)


def _says_something(message: Message) -> bool:
    """Whether somebody wrote, and it is not the group's own record of what was done in it."""
    return (
        bool(message.text or message.caption or message.effective_attachment) and not message.pinned_message
    )


@contextmanager
def _as_it_was() -> Iterator[None]:
    """What is so already is no error."""
    try:
        yield
    except BadRequest as error:
        if not any(mark in error.message.lower() for mark in _UNCHANGED):
            raise


@contextmanager
def _told() -> Iterator[None]:
    """Telegram's errors as ours."""
    try:
        yield
    except TelegramError as error:
        raise forum_error(error) from None


def forum_error(error: TelegramError) -> DeliveryError:
    """What an error of the Bot API means for a group: the topic is gone, the group is no use, or as for any message."""
    said = error.message.lower()
    if isinstance(error, BadRequest) and any(mark in said for mark in _GONE):
        return ThreadGoneError()
    if trouble := next((why for mark, why in _TROUBLES.items() if mark in said), None):
        return ForumError(why=trouble)
    return delivery_error(error)
