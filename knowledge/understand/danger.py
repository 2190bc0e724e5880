"""Danger is looked for first. Patterns decide, and so do words that speak for a danger more than for all else.

A pattern stands in the danger's document: words in their order, at most three others between them; `word*` takes
any ending, `a|b` takes either, a word of five letters or more may be misspelt by one after its second letter. A
pattern that begins with `~` takes its words in any order. `<name> = a|b` names words that later patterns of that
danger use as `<name>`. A pattern with a leading `!` says what only sounds like this danger: where it is found, no
pattern of that danger counts, but one with a leading `+`, which is sure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, permutations, product

from rapidfuzz.distance import OSA

from knowledge.model import DangerKind, Guide
from knowledge.understand.normalize import fold, tokens

_GAP = 3
_MISSPELT_FROM = 5
_OTHER_LETTER_FROM = 9
# What Arabic and Persian write onto the front of a word: and, so, in, for, on, the.
_FRONT = re.compile("^[وف]?(?:بال|عال|لل|ال|[بلعه])?(?=[\u0600-\u06ff]{2})")
Pattern = tuple[frozenset[str], ...]
# The heaviest pattern found decides on a danger.
_WEIGHTS = {"!": 1, "+": 2}
_HARMLESS = _WEIGHTS["!"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled pattern: its danger, and by its leading character whether it speaks for it, against, or for sure."""

    kind: DangerKind
    weight: int
    pattern: Pattern


class Patterns:
    """All patterns of a guide, found by their first two words; "" stands for the second of a single word."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.starts: dict[str, dict[str, list[Rule]]] = {}
        for rule in rules:
            for first, second in product(rule.pattern[0], rule.pattern[1] if rule.pattern[1:] else ("",)):
                self.starts.setdefault(first, {}).setdefault(second, []).append(rule)
        self._known = frozenset(choice for rule in rules for part in rule.pattern for choice in part)
        self._near: dict[str, list[str]] = {}
        for choice in self._known:
            if len(choice) >= _MISSPELT_FROM:
                self._near.setdefault(choice[:2], []).append(choice)
        self.choices = lru_cache(maxsize=20_000)(self._choices)

    def _choices(self, word: str) -> frozenset[str]:
        """All words and stems of the patterns that a folded word may be."""
        found: set[str] = set()
        for form in {word, _FRONT.sub("", word)}:
            found.update({form, *(form[:end] + "*" for end in range(1, len(form) + 1))} & self._known)
            found.update(choice for choice in self._near.get(form[:2], ()) if _misspelt(choice, form))
        return frozenset(found)


def _misspelt(choice: str, word: str) -> bool:
    """Whether the word is the choice with one letter missing, added or swapped; in long words, another letter."""
    if not choice.endswith("*"):
        return min(len(word), len(choice)) >= _MISSPELT_FROM and _one_off(choice, word, _OTHER_LETTER_FROM)
    stem, size = choice[:-1], len(choice) - 1
    return size > _MISSPELT_FROM + 1 and any(
        word[end - 1 : end] == stem[-1] and _one_off(stem, word[:end], _OTHER_LETTER_FROM)
        for end in (size - 1, size, size + 1)
    )


def _one_off(one: str, other: str, other_letter_from: int) -> bool:
    if abs(len(one) - len(other)) > 1 or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    return len(one) != len(other) or len(one) >= other_letter_from or sorted(one) == sorted(other)


@lru_cache(maxsize=4)
def _patterns(guide: Guide) -> Patterns:
    return Patterns(
        tuple(rule for danger in guide.dangers.values() for rule in compiled(danger.id, danger.patterns))
    )


def compiled(kind: DangerKind, texts: tuple[str, ...]) -> Iterator[Rule]:
    """The rules that a danger's patterns say."""
    groups: dict[str, str] = {}
    for text in texts:
        name, is_group, members = text.partition(" = ")
        if is_group:
            groups[name] = members
            continue
        plain = text.lstrip("!+~ ")
        parts = tuple(_choices_of(part, groups) for part in plain.split())
        for order in permutations(parts) if "~" in text[:3] else (parts,):
            yield Rule(kind, _WEIGHTS.get(text[0], 0), order)


def _choices_of(part: str, groups: dict[str, str]) -> frozenset[str]:
    return frozenset(
        fold(word) for choice in part.split("|") for word in groups.get(choice, choice).split("|")
    )


def pattern_danger(text: str, guide: Guide) -> DangerKind | None:
    """The most urgent danger one of whose patterns stands in the text."""
    return found_danger(text, _patterns(guide))


def found_danger(text: str, patterns: Patterns) -> DangerKind | None:
    """The same, with patterns already compiled."""
    words = [patterns.choices(word) for word in tokens(text)]
    found: dict[DangerKind, int] = {}
    for start, choices in enumerate(words):
        near = {"", *chain.from_iterable(words[start + 1 : start + 2 + _GAP])}
        for first in choices & patterns.starts.keys():
            follow = patterns.starts[first]
            for rule in chain.from_iterable(follow[second] for second in near & follow.keys()):
                if rule.weight > found.get(rule.kind, -1) and _follows(rule.pattern[1:], words, start + 1):
                    found[rule.kind] = rule.weight
    return next((kind for kind in DangerKind if found.get(kind, _HARMLESS) != _HARMLESS), None)


def _follows(rest: Pattern, words: list[frozenset[str]], start: int) -> bool:
    """Whether the rest of a pattern stands from `start` on, within its gaps."""
    if not rest:
        return True
    return any(
        not rest[0].isdisjoint(words[place]) and _follows(rest[1:], words, place + 1)
        for place in range(start, min(start + 1 + _GAP, len(words)))
    )
