"""What is done in a forum group, as values, and the door to the messenger that carries it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.session import Offer

CHANNEL = "forum"


class ActKind(StrEnum):
    """What somebody did. `ASIDE`: an answer to a colleague; `HIDDEN`: written in the name of the group."""

    WRITE = "write"
    PRESS = "press"
    EDIT = "edit"
    MEDIA = "media"
    ASIDE = "aside"
    HIDDEN = "hidden"
    LINK = "link"
    MEMBER = "member"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done in a group, or a code sent in private.

    `thread`: empty outside of any topic; `sender`: their user id; `text`: words, pressed data or the code; `message`: the
    one written, or the one pressed; `query`: the press that waits for an answer.
    """

    kind: ActKind
    chat: str
    thread: str = ""
    sender: str = ""
    text: str = ""
    message: str = ""
    query: str = ""


class Room(Protocol):
    """What a messenger must be able to do. Everything that sends raises DeliveryError."""

    bot: str

    def read(self, raw: str) -> Act:
        """What a raw update is. Raises PoisonError."""
        ...

    def fits(self, text: str) -> bool:
        """Whether a text is one message."""
        ...

    async def open(self, chat: str, name: str) -> str:
        """A new topic; returns its id. Raises ForumError."""
        ...

    async def say(
        self, chat: str, thread: str, text: str, offers: tuple[Offer, ...] = (), answer_to: str = ""
    ) -> str:
        """A plain text; returns the id of the message. Raises ThreadGoneError."""
        ...

    async def pin(self, chat: str, message: str) -> None: ...

    async def rename(self, chat: str, thread: str, name: str) -> None: ...

    async def close(self, chat: str, thread: str) -> None: ...

    async def delete(self, chat: str, thread: str) -> None:
        """The topic with all that stands in it. Raises ThreadGoneError when it is gone already."""
        ...

    async def offer(self, chat: str, message: str, offers: tuple[Offer, ...]) -> None:
        """Other buttons below a message."""
        ...

    async def answer(self, query: str, text: str, *, alert: bool) -> None:
        """What somebody who pressed sees; never raises."""
        ...
