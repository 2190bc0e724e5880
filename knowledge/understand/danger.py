"""Danger is looked for first. Patterns decide, and so do words that speak for a danger more than for all else.

A pattern stands in the danger's document, in the language of `patterns.py`. One with a leading `!` says what only
sounds like this danger: where it is found, no pattern of that danger counts, but one with a leading `+`, which is
sure.
"""

from functools import lru_cache

from knowledge.model import DangerKind, Guide
from knowledge.understand.normalize import tokens
from knowledge.understand.patterns import Patterns, compiled, places

# The heaviest pattern found decides on a danger.
_WEIGHTS = {"!": 1, "+": 2}
_HARMLESS = _WEIGHTS["!"]


@lru_cache(maxsize=4)
def _patterns(guide: Guide) -> Patterns[DangerKind]:
    return Patterns(
        rule for danger in guide.dangers.values() for rule in compiled(danger.id, danger.patterns, _WEIGHTS)
    )


def pattern_danger(text: str, guide: Guide) -> DangerKind | None:
    """The most urgent danger one of whose patterns stands in the text."""
    return found_danger(text, _patterns(guide))


def found_danger(text: str, patterns: Patterns[DangerKind]) -> DangerKind | None:
    """The same, with patterns already compiled."""
    words = [patterns.choices(word) for word in tokens(text)]
    found: dict[DangerKind, int] = {}
    for rule, start in patterns.begun(words):
        if rule.weight > found.get(rule.key, -1) and places(rule, words, start):
            found[rule.key] = rule.weight
    return next((kind for kind in DangerKind if found.get(kind, _HARMLESS) != _HARMLESS), None)
