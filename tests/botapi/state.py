"""All that this Telegram knows about one bot; methods read and change it, people act on it.

Holds values and small look-ups only: no HTTP, no rules of the Bot API.
"""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from .chats import Chat, Message
from .faults import Faults
from .updates import Updates
from .violations import Kind, Violation
from .wire import JsonObject, Refusal, bad_request


@dataclass(slots=True)
class Query:
    """A pressed button that waits for answerCallbackQuery."""

    id: str
    chat_id: int
    born: float = field(default_factory=time.monotonic)
    answer: JsonObject | None = None
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person saw of an answered query."""

    query_id: str
    chat_id: int
    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class WebhookSet:
    """The webhook as setWebhook left it."""

    url: str
    secret_token: str | None
    max_connections: int


@dataclass(slots=True, repr=False)
class State:
    """One bot at this Telegram."""

    token: str
    bot: JsonObject
    query_lifetime: float
    faults: Faults = field(default_factory=Faults)
    updates: Updates = field(default_factory=Updates)
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    edits: list[Message] = field(default_factory=list)
    actions: list[tuple[int, str]] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    counters: Counter[str] = field(default_factory=Counter)
    profile: dict[tuple[str, ...], Any] = field(default_factory=dict)
    files: dict[str, JsonObject] = field(default_factory=dict)
    webhook: WebhookSet | None = None
    webhook_error: tuple[int, str] | None = None
    poller: asyncio.Future[str] | None = None
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def violate(self, kind: Kind, where: str, problem: str) -> None:
        self.violations.append(Violation(kind, where, problem))

    def chat(self, chat_id: int | str) -> Chat:
        """The chat by its id or @username.

        Raises:
            Refusal: there is none.

        """
        if isinstance(chat_id, int):
            found = self.chats.get(chat_id)
        else:
            names = {f"@{each.shape.get('username')}": each for each in self.chats.values()}
            found = names.get(chat_id)
        if found is None:
            raise bad_request("chat not found")
        return found

    def writable(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may write there.

        Raises:
            Refusal: there is none, the bot is blocked or gone, or the person never wrote.

        """
        chat = self.chat(chat_id)
        if chat.refusal is not None:
            raise chat.refusal.fresh()
        return chat

    def new_message(self, chat: Chat, sender: JsonObject) -> JsonObject:
        """The frame of a message: a new id, sender, chat, date."""
        return {
            "message_id": next(self.numbers),
            "from": sender,
            "chat": chat.shape,
            "date": int(time.time()),
        }


STRANGER = Refusal(HTTPStatus.FORBIDDEN, "Forbidden: bot can't initiate conversation with a user")
GONE = Refusal(HTTPStatus.FORBIDDEN, "Forbidden: bot is not a member of the group chat")
KICKED = Refusal(HTTPStatus.FORBIDDEN, "Forbidden: bot was kicked from the group chat")
