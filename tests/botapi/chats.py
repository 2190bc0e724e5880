"""Chats and what is written in them: the messages both sides see, and a bell for those who wait.

Knows no methods and no updates.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .wire import JsonObject, Refusal, Upload


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message (or of a reply keyboard, then with its text only)."""

    text: str
    data: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, shape: JsonObject) -> "Button":
        return cls(shape["text"], shape.get("callback_data"), shape.get("url"))


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One message at one moment; an edit is a new value with the same message_id."""

    shape: JsonObject
    by_bot: bool = False
    asked: Mapping[str, Any] = field(default_factory=dict)
    upload: Upload | None = None
    time: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def message_id(self) -> int:
        return int(self.shape["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.shape["chat"]["id"])

    @property
    def text(self) -> str:
        """The plain text, or the caption."""
        return str(self.shape.get("text", self.shape.get("caption", "")))

    @property
    def entities(self) -> tuple[JsonObject, ...]:
        return tuple(self.shape.get("entities") or self.shape.get("caption_entities") or [])

    @property
    def rows(self) -> Rows:
        """The inline keyboard, row by row."""
        return _rows(self.shape.get("reply_markup", {}).get("inline_keyboard", ()))

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The inline keyboard without its rows."""
        return tuple(button for row in self.rows for button in row)

    @property
    def keyboard(self) -> Rows:
        """The reply keyboard that came with it."""
        return _rows((self.asked.get("reply_markup") or {}).get("keyboard", ()))

    @property
    def edited(self) -> bool:
        return "edit_date" in self.shape


def _rows(rows: Iterable[Iterable[JsonObject]]) -> Rows:
    return tuple(tuple(Button.of(button) for button in row) for row in rows)


@dataclass(slots=True)
class Topic:
    """One topic of a forum; a deleted one is known no more."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat or a group. `shown` is the bot's side in order: each message sent and each text edit.

    `topics`: of a forum, by their thread id; `rights`: what the bot may do as an administrator; `pinned`: message ids.
    """

    shape: JsonObject
    refusal: Refusal | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    shown: list[Message] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    rights: frozenset[str] = frozenset()
    pinned: list[int] = field(default_factory=list)
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> int:
        return int(self.shape["id"])

    @property
    def private(self) -> bool:
        return bool(self.shape["type"] == "private")

    @property
    def by_bot(self) -> list[Message]:
        """What the bot has written and not deleted, as it stands now."""
        return [message for message in self.messages.values() if message.by_bot]

    def keep(self, message: Message, *, show: bool = False) -> Message:
        """Puts a message or its new version in; `show` rings for those who wait for the bot."""
        self.messages[message.message_id] = message
        if show:
            self.shown.append(message)
        self.ring()
        return message

    def ring(self) -> None:
        self.bell.set()
        self.bell = asyncio.Event()
