"""Answers that Lotsen give often: one text in all languages, with variables that the desk fills. Frozen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.localized import Checked, Localized

# What may stand in the text: the case's number, the city's name, a department's name, the day of the answer.
VARIABLES = ("number", "city", "department", "day")
_VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply for a kind of situation. `title`: what Lotsen find it by, in German."""

    id: str
    order: int
    title: str
    text: Localized
    checked: Checked

    def german(self, values: Mapping[str, str]) -> str:
        """The German with what is known filled in."""
        return fill(self.text.german, values)

    def read(self, lang: str, values: Mapping[str, str]) -> str:
        """The text in a language (German where it is stale), with what is known filled in."""
        return fill(self.text.read(lang), values)


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with variables replaced; one that is not known stays, so that somebody sees it."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def unfilled(text: str) -> tuple[str, ...]:
    """The variables that still stand in a text."""
    return tuple(name for name in VARIABLES if f"{{{name}}}" in text)
