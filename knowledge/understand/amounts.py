"""Amounts of money in a message, in euros, in the ways that people write numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.understand.normalize import fold
from knowledge.understand.told_words import Word

_NUMBER = re.compile(r"(?<![\d.,:/])(\d{1,3}(?:[.,'\u00a0 ]\d{3})+|\d+)(?:[.,](\d{1,2}|-))?(?![\d]|[.:/]\d)")
_EURO = re.compile(fold(r"\s*(?:€|euros?|eur\b|evro|eyro|євро|евро|avro|يورو|یورو|اورو)"))
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that may be money: its words, its value, and whether it says euros."""

    first: int
    last: int
    value: float
    euros: bool


def amounts_in(text: str, words: Sequence[Word]) -> Iterator[Amount]:
    """All amounts of a message; `words` are those of the text."""
    starts = {word.start: place for place, word in enumerate(words)}
    for found in _NUMBER.finditer(text):
        first = starts.get(found.start())
        if first is None:
            continue
        value = float(re.sub(r"\D", "", found[1])) + (
            int(found[2]) / 10 ** len(found[2]) if (found[2] or "-") != "-" else 0
        )
        last = first
        while last + 1 < len(words) and words[last + 1].end <= found.end():
            last += 1
        before = fold(text[max(0, found.start() - 2) : found.start()])
        euros = "€" in before or _EURO.match(fold(text[found.end() : found.end() + 8])) is not None
        if value <= _MOST:
            yield Amount(first, last, value, euros)
