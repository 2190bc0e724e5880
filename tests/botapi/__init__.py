"""A Telegram of our own for tests: an HTTP server that behaves as the Bot API does. See README.md."""

from .chats import Button, Chat, Message
from .faults import (
    Fault,
    accepted_then_dropped,
    blocked,
    deactivated,
    hang,
    migrated,
    refuses,
    reset,
    server_error,
    too_many_requests,
)
from .hearing import NothingHeardError
from .people import Person
from .telegram import DEFAULT_TOKEN, Telegram
from .updates import Seen
from .violations import Kind, Violation

__all__ = [
    "DEFAULT_TOKEN",
    "Button",
    "Chat",
    "Fault",
    "Kind",
    "Message",
    "NothingHeardError",
    "Person",
    "Seen",
    "Telegram",
    "Violation",
    "accepted_then_dropped",
    "blocked",
    "deactivated",
    "hang",
    "migrated",
    "refuses",
    "reset",
    "server_error",
    "too_many_requests",
]
