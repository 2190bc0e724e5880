"""The language in which documents say what words mean something, and the search for them. Owns no meaning.

A pattern is words in their order, at most three others between them; `word*` takes any ending, `a|b` takes either,
a long word may be misspelt by one letter after its second. A pattern that begins with `~` takes its words in any
order; `_word` must follow at once. `<name> = a|b` names words that later patterns of the same document use.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, permutations, product
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from knowledge.understand.normalize import fold

_GAP = 3
_MISSPELT_FROM = 5
_OTHER_LETTER_FROM = 9
# What Arabic and Persian write onto the front of a word: and, so, in, for, on, the.
_FRONT = re.compile("^[وف]?(?:بال|عال|لل|ال|[بلعه])?(?=[\u0600-\u06ff]{2})")
_AND = re.compile("^[وف](?=[\u0600-\u06ff]{3})")
_MARKS = "!+~ "
Pattern = tuple[frozenset[str], ...]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Key]):
    """One compiled pattern: what it speaks for, the weight of its leading character, which words follow at once."""

    key: Key
    weight: int
    pattern: Pattern
    tight: tuple[bool, ...]


class Patterns(Generic[Key]):
    """Many rules, found by their first two words; "" stands for the second of a single word.

    `misspelt_from`: how many letters a word needs at least for one of them to be wrong.
    """

    def __init__(self, rules: Iterable[Rule[Key]], misspelt_from: int = _MISSPELT_FROM) -> None:
        rules = tuple(rules)
        self._starts: dict[str, dict[str, list[Rule[Key]]]] = {}
        for rule in rules:
            for first, second in product(rule.pattern[0], rule.pattern[1] if rule.pattern[1:] else ("",)):
                self._starts.setdefault(first, {}).setdefault(second, []).append(rule)
        self._known = frozenset(choice for rule in rules for part in rule.pattern for choice in part)
        self._misspelt_from = misspelt_from
        self._near: dict[str, list[str]] = {}
        for choice in self._known:
            if len(choice) >= misspelt_from:
                self._near.setdefault(choice[:2], []).append(choice)
        self.choices = lru_cache(maxsize=20_000)(self._choices)

    def _choices(self, word: str) -> frozenset[str]:
        """All words and stems of the patterns that a folded word may be."""
        found: set[str] = set()
        for form in {word, _AND.sub("", word), _FRONT.sub("", word)}:
            found.update({form, *(form[:end] + "*" for end in range(1, len(form) + 1))} & self._known)
            found.update(
                choice
                for choice in self._near.get(form[:2], ())
                if _misspelt(choice, form, self._misspelt_from)
            )
        return frozenset(found)

    def begun(self, words: Sequence[frozenset[str]]) -> Iterator[tuple[Rule[Key], int]]:
        """The rules whose first two words may stand there, each with the place of its first; see `places`."""
        for start, choices in enumerate(words):
            near = {"", *chain.from_iterable(words[start + 1 : start + 2 + _GAP])}
            for first in choices & self._starts.keys():
                follow = self._starts[first]
                for second in near & follow.keys():
                    for rule in follow[second]:
                        yield rule, start


def _misspelt(choice: str, word: str, least: int) -> bool:
    """Whether the word is the choice with one letter missing, added or swapped; in long words, another letter."""
    if not choice.endswith("*"):
        return min(len(word), len(choice)) >= least and _one_off(choice, word, _OTHER_LETTER_FROM)
    stem, size = choice[:-1], len(choice) - 1
    return size > least + 1 and any(
        word[end - 1 : end] == stem[-1] and _one_off(stem, word[:end], _OTHER_LETTER_FROM)
        for end in (size - 1, size, size + 1)
    )


def _one_off(one: str, other: str, other_letter_from: int) -> bool:
    if abs(len(one) - len(other)) > 1 or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    return len(one) != len(other) or len(one) >= other_letter_from or sorted(one) == sorted(other)


def compiled(
    key: Key, texts: Iterable[str], weights: Mapping[str, int], groups: dict[str, str] | None = None
) -> Iterator[Rule[Key]]:
    """The rules that some texts say, weighed by their leading character (0 for any other).

    `groups`: the named words so far; those that the texts name are added.
    """
    groups = {} if groups is None else groups
    for text in texts:
        name, is_group, members = text.partition(" = ")
        if is_group:
            groups[name] = members
            continue
        parts = tuple(
            (_choices_of(part.removeprefix("_"), groups), part.startswith("_"))
            for part in text.lstrip(_MARKS).split()
        )
        for order in permutations(parts) if "~" in text[:3] else (parts,):
            yield Rule(
                key,
                weights.get(text[0], 0),
                tuple(choices for choices, _ in order),
                tuple(tight for _, tight in order),
            )


def _choices_of(part: str, groups: Mapping[str, str]) -> frozenset[str]:
    return frozenset(
        fold(word) for choice in part.split("|") for word in groups.get(choice, choice).split("|")
    )


def places(rule: Rule[Key], words: Sequence[frozenset[str]], start: int) -> tuple[int, ...] | None:
    """Where the words of a rule stand whose first one is at `start`; None where they do not, within their gaps."""
    found = _follow(rule, 1, words, start + 1)
    return None if found is None else (start, *found)


def _follow(
    rule: Rule[Key], part: int, words: Sequence[frozenset[str]], start: int
) -> tuple[int, ...] | None:
    if part == len(rule.pattern):
        return ()
    for place in range(start, min(start + 1 + (0 if rule.tight[part] else _GAP), len(words))):
        if not rule.pattern[part].isdisjoint(words[place]):
            found = _follow(rule, part + 1, words, place + 1)
            if found is not None:
                return (place, *found)
    return None
