"""The nouns of a conversation, frozen: what comes in, what is remembered, what goes out, what is to be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.cases import Content, Reason
from bot.session import Offer, Session
from knowledge.model import Understanding

NO_DAY = date(1970, 1, 1)


class IncomingKind(StrEnum):
    """What a person did."""

    TEXT = "text"
    EDIT = "edit"
    PRESS = "press"
    START = "start"
    COMMAND = "command"
    MEDIA = "media"
    GROUP = "group"
    BLOCKED = "blocked"
    RETURNED = "returned"
    NOTHING = "nothing"


class Masked(StrEnum):
    """What was covered in a text before it was kept."""

    PHONE = "phone"
    MAIL = "mail"
    IBAN = "iban"
    CUSTOMER_NUMBER = "customer_number"


# Channels of which more than their own package has to know: one may carry only a bell, the other stands in our own tables.
TELEGRAM, WEB = "telegram", "web"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached: one chat of one bot on one channel."""

    channel: str
    bot: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did, answered `on` a day in Europe/Berlin.

    `text`: words (those under a picture, too), pressed data, a start payload, a command.
    """

    address: Address
    kind: IncomingKind
    text: str = ""
    lang: str = ""
    ref: str = ""
    album: str = ""
    masked: tuple[Masked, ...] = ()
    understood: Understanding | None = None
    on: date = NO_DAY


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing to press or to type: data, and a Say that is its label. `numbered`: its number can be typed."""

    data: str
    label: "Say"
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Say:
    """A text by key, what stands in it, and what can be chosen.

    A parameter is a text, a number, a day, a `Month`, a `Localized`, another Say, or a tuple of these (shown line by line; a tuple
    of tuples as paragraphs).
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    choices: tuple[Choice, ...] = ()


def say(key: str, *choices: Choice, **params: Any) -> Say:
    """A Say, written short."""
    return Say(key, MappingProxyType(params), choices)


# Stands for one choice a language; which languages there are, the texts know.
EACH_LANGUAGE = Choice("v1:lang", Say("languages"))


# What cannot be taken back is chosen by its number, its button, or its exact words.
DECISIVE = ("v1:consent:", "v1:delete:", "v1:share:")


@dataclass(frozen=True, slots=True)
class Message:
    """A text ready for a channel, in one language. Words between BOLD and PLAIN stand out."""

    text: str
    lang: str
    rtl: bool = False
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes to a person beside a message."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Month:
    """A month, shown as one; `first` is its first day."""

    first: date


BOLD, PLAIN = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Open a case with what the person agreed to pass on; its number is told."""

    reason: Reason
    consent: str
    content: Content
    urgent: bool


@dataclass(frozen=True, slots=True)
class PassOn:
    """Give a message to the Lotse who holds the case. `ref`: which message it is; its edit has the same."""

    text: str
    edited: bool = False
    danger: str | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """End the case because the person wants so."""


@dataclass(frozen=True, slots=True)
class Share:
    """The person's word on a department's seeing their tasks: see the question, yes to what was shown, or no.

    `consent`: what was asked, by its id; `shown`: names what the person had seen.
    """

    consent: int
    answer: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class TellPrivacy:
    """Tell what is kept, and for how long in this city."""


@dataclass(frozen=True, slots=True)
class ShowData:
    """Tell what is stored about the person and who has read it."""


@dataclass(frozen=True, slots=True)
class SendSheet:
    """Send the plan as a page to take along, and its days for a calendar."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase the person's data, but what the law lets stay."""


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """Leave a group chat after the sentence was said."""


@dataclass(frozen=True, slots=True)
class MarkBlocked:
    """The person blocked the guide, or came back."""

    blocked: bool


@dataclass(frozen=True, slots=True)
class Remind:
    """Plan the reminders anew. `tell`: say that they are on, what is kept for them, and when the next one comes."""

    tell: bool = False


Effect = (
    OpenCase
    | PassOn
    | Withdraw
    | Share
    | TellPrivacy
    | ShowData
    | SendSheet
    | Forget
    | LeaveGroup
    | MarkBlocked
    | Remind
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the dialogue answers: the new state, what to say, what to do. Only the desk acts."""

    session: Session
    says: tuple[Say, ...] = ()
    effects: tuple[Effect, ...] = ()
