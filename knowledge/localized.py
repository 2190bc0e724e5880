"""Texts in several languages, each with who made it; and how the state of knowledge is said. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

GERMAN = "de"


class Origin(StrEnum):
    """Who made a text."""

    WRITTEN = "written"
    MACHINE = "machine"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language; `stale` when its German has changed since it was made."""

    text: str
    origin: Origin
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in several languages; the German is always there."""

    texts: Mapping[str, Text]

    @property
    def german(self) -> str:
        return self.texts[GERMAN].text

    def language(self, wanted: str) -> str:
        """The language to show to somebody who wants `wanted`: that, or German where it is missing or stale."""
        text = self.texts.get(wanted)
        return wanted if text and not text.stale else GERMAN

    def read(self, wanted: str) -> str:
        """The text for somebody who wants `wanted`."""
        return self.texts[self.language(wanted)].text


@dataclass(frozen=True, slots=True)
class Law:
    """A paragraph and what it says in this place."""

    ref: str
    about: str


@dataclass(frozen=True, slots=True)
class Checked:
    """State of knowledge: `as_of` when it was written, `checked_on` when a person of the office compared it."""

    as_of: date
    on: date | None = None
