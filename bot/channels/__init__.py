"""Where people write: what comes in becomes an Incoming, a Message goes out, and errors say if they are permanent.

A channel gives `name`, `bot`, `ours`, `read(raw) -> Incoming` and `send(outgoing) -> id`.
"""

from typing import Protocol

from bot.model import Incoming
from bot.store.queue import Outgoing


class Channel(Protocol):
    """What the worker needs of a channel."""

    name: str
    bot: str
    ours: bool  # sending is writing to our own tables: nobody limits it, and once more does no harm

    def read(self, raw: str) -> Incoming:
        """The incoming of a raw update. Raises PoisonError when it cannot be read."""
        ...

    async def send(self, outgoing: Outgoing) -> str:
        """Sends a message; returns the channel's id of it. Raises DeliveryError."""
        ...
