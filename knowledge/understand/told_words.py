"""The words of a message, folded, each with its place in it: what was said can be shown in the person's own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.understand.normalize import fold

_HALF_SPACE = "\u200c"
_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[!?;\n؟؛…]")
_CLAUSE = re.compile(r"[.,،:()!?;\n؟؛…/–—+&]|\s-\s")


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word; `start` and `end` in the message; `before`: what stands between it and the word before."""

    text: str
    start: int
    end: int
    before: str
    name_like: bool
    opens: bool

    @property
    def apart(self) -> bool:
        """Whether punctuation stands before it."""
        return _CLAUSE.search(self.before) is not None


def folded(words: str) -> frozenset[str]:
    """The folded words of a list that is written as one text."""
    return frozenset(fold(word) for word in words.split())


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text; `opens` says that a sentence begins there, `name_like` that it begins with a capital."""
    folded, places = _folded(text)
    return tuple(_words(text, folded, places))


def _words(text: str, folded: str, places: list[int]) -> Iterator[Word]:
    last, was_number = 0, False
    for found in _WORD.finditer(folded):
        before = folded[last : found.start()]
        start, end = places[found.start()], places[found.end() - 1] + 1
        opens = last == 0 or bool(_ENDS.search(before)) or ("." in before and not was_number)
        yield Word(found[0], start, end, before, text[start].isupper(), opens)
        last, was_number = found.end(), found[0].isdigit()


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded letter by letter, and for each letter of that the place it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        folded = _fold_one(char)
        if char == _HALF_SPACE and letters and "\u0600" <= letters[-1] <= "\u06ff":
            folded = " "
        letters.extend(folded)
        places.extend([place] * len(folded))
    return "".join(letters), places


@lru_cache(maxsize=4_000)
def _fold_one(char: str) -> str:
    return fold(char)
