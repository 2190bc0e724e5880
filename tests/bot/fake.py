"""A channel of our own that fails as it is told to, and waiting for what a worker does."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.desk import conversation
from bot.errors import PoisonError
from bot.model import Address, Incoming, IncomingKind
from bot.store.queue import Outgoing
from bot.worker import Worker

HERE = Address("fake", "7", "1")


@dataclass
class FakeChannel:
    """Reads JSON, remembers what was sent, fails as it is told to."""

    name: str = "fake"
    bot: str = "7"
    ours: bool = False
    sent: list[Outgoing] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def read(self, raw: str) -> Incoming:
        if raw == "poison":
            raise PoisonError(why="unknown kind")
        return Incoming(HERE, IncomingKind.TEXT, json.loads(raw), lang="de", ref=raw)

    async def send(self, outgoing: Outgoing) -> str:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(outgoing)
        return str(len(self.sent))

    @property
    def said(self) -> str:
        return "\n".join(outgoing.message.text for outgoing in self.sent)


async def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


async def comes(worker: Worker, raw: str, update_id: str = "1") -> None:
    await conversation.keep(worker.office, HERE, update_id, raw)
    worker.incoming.set()
