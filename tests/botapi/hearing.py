"""A person's ear: waits for what the bot writes into one chat, and tells plainly when it does not come."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from .chats import Chat, Message
from .state import State

T = TypeVar("T")


class NothingHeardError(AssertionError):
    """The bot did not write what was waited for."""


@dataclass(slots=True)
class Ear:
    """Listens to one chat; what was heard once or came before the person's last act is not new."""

    state: State
    chat: Chat
    heard: int = field(init=False)

    def __post_init__(self) -> None:
        self.heard = len(self.chat.shown)

    def mark(self) -> None:
        """From now on only what comes is new."""
        self.heard = len(self.chat.shown)

    async def hears(self, count: int, containing: str | None, within: float, *, edits: bool) -> list[Message]:
        """New messages: so many, or up to the one that contains the text."""

        def found() -> list[Message] | None:
            new = [each for each in self.chat.shown[self.heard :] if edits or not each.edited]
            if containing is None:
                return new[:count] if len(new) >= count else None
            for index, message in enumerate(new):
                if containing in message.text:
                    return new[: index + 1]
            return None

        messages = await self.until(found, within, f"{count} new" if containing is None else repr(containing))
        if messages:
            last = self.chat.shown.index(messages[-1], self.heard)
            self.heard = last + 1
        return messages

    async def sees(self, containing: str, within: float) -> Message:
        """A message that stands in the chat now, new, old or edited."""

        def found() -> Message | None:
            return next((each for each in reversed(self.chat.by_bot) if containing in each.text), None)

        return await self.until(found, within, f"{containing!r} to stand there")

    async def until(self, found: Callable[[], T | None], within: float, what: str) -> T:
        """What `found` gives, asked again at each change of the chat.

        Raises:
            NothingHeardError: nothing within so many seconds.

        """
        try:
            async with asyncio.timeout(within):
                while (result := found()) is None:
                    await self.chat.bell.wait()
        except TimeoutError:
            raise NothingHeardError(self._told(what, within)) from None
        return result

    def _told(self, what: str, within: float) -> str:
        texts = (
            "\n".join(f"  {each.message_id}: {each.text!r}" for each in self.chat.by_bot[-5:]) or "  nothing"
        )
        broken = "".join(f"\n  {each}" for each in self.state.violations[-5:])
        return f"waited {within} s for {what}; the bot wrote last:\n{texts}" + (
            f"\nviolations:{broken}" if broken else ""
        )
