"""Where the words of a message stand that tell a fact: the patterns of the facts and of the cities, and their matches.

`#` in a pattern is a number, `#.` a place in a row ("zweite", "2."). A pattern with `!` says that these words tell nothing
of the fact, one with `!!` that the sentence tells nothing of that value after them. Owns no value of a fact.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.model import Guide
from knowledge.understand.normalize import fold
from knowledge.understand.numerals import bare_number, number, ordinal
from knowledge.understand.patterns import Patterns, Rule, compiled, places
from knowledge.understand.told_words import Word, folded, words_of

CITY = "city"
_MISSPELT_FROM = 8
_WEIGHTS = {"!": 1}
_NOTHING = _WEIGHTS["!"]
# What leads a pattern behind which a sentence speaks of somebody else.
_ELSE = "!!"
_ELSE_WEIGHT = 2
_ELSE_REACH = 12
_NUMBER, _PLACE = "#", "#."
# Behind these a city is not where the person lives.
_IN = folded("in im aus bei von i w u в у във la din de da في der dem")
_PLACE_OF = re.compile(
    fold(
        "job(?:center|zentrum)|(?:sozial|arbeits|jugend|finanz)amt|familienkasse|agentur|kreishaus|(?:kinder)?klinik|kinderklinik|krankenhaus|"
        "hospital|spital|szpital|больниц|лікарн|болниц|مشفى|مستشفى|بیمارستان|hastane|(?:alten|pflege|senioren)heim|entgiftung|reha|"
        "chemiepark|werk|firma|baustelle|wechselschicht|schicht|gericht|amtsgericht|court|kurs|course|hängt|paket"
    )
)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stands: its fact, its value or what it is for, and the places of its words."""

    fact: str
    value: str
    nothing: bool
    at: tuple[int, ...]
    number: int | None
    of_others: bool = False


@lru_cache(maxsize=4)
def patterns_of(guide: Guide) -> Patterns[Key]:
    return Patterns(_rules(guide), _MISSPELT_FROM)


def _rules(guide: Guide) -> Iterator[Rule[Key]]:
    for fact in guide.facts.values():
        groups: dict[str, str] = {}
        for value, texts in fact.said.items():
            for text in texts:
                weights = {"!": _ELSE_WEIGHT} if text.startswith(_ELSE) else _WEIGHTS
                yield from compiled((fact.id, value), (text,), weights, groups)
    for id_, city in guide.cities.items():
        names = {" ".join(words) for name in (city.name, *city.aliases) if (words := _spelt(name))}
        yield from compiled((CITY, id_), sorted(names), _WEIGHTS)


def _spelt(name: str) -> list[str]:
    """A name as a pattern: each word at once behind the one before."""
    words = [word.text for word in words_of(name)]
    return [word if place == 0 else f"_{word}" for place, word in enumerate(words)]


def matches_in(words: Sequence[Word], patterns: Patterns[Key]) -> tuple[Match, ...]:
    """The matches that speak of the person or of nothing: none within a longer one, none behind somebody else."""
    found = _of_oneself(words, _without_covered(_matches(words, patterns)))
    return tuple(match for match in found if match.fact != CITY or not _elsewhere(words, match))


def _elsewhere(words: Sequence[Word], match: Match) -> bool:
    """Whether a city is only where an office, a clinic or a workplace is: "Klinik in Datteln", "Jobcenter Herten"."""
    before = [word.text for word in words[max(0, match.at[0] - 2) : match.at[0]]]
    if before and before[-1] not in _IN:
        before = before[-1:]
    after = [word.text for word in words[match.at[-1] + 1 : match.at[-1] + 5]]
    in_one = bool(after) and after[0] in _IN and any(_PLACE_OF.match(word) for word in after[1:])
    return in_one or any(_PLACE_OF.match(word) for word in before)


def _matches(words: Sequence[Word], patterns: Patterns[Key]) -> Iterator[Match]:
    choices = [patterns.choices(word.text) | _numerals(word.text) for word in words]
    seen: set[tuple[Key, int, tuple[int, ...]]] = set()
    for rule, start in patterns.begun(choices):
        at = places(rule, choices, start)
        if (
            at is None
            or (rule.key, rule.weight, at) in seen
            or any(words[place].opens for place in range(at[0] + 1, at[-1] + 1))
        ):
            continue
        seen.add((rule.key, rule.weight, at))
        of_others = rule.weight == _ELSE_WEIGHT
        yield Match(*rule.key, rule.weight == _NOTHING, at, _number_of(rule, words, at), of_others)


@lru_cache(maxsize=20_000)
def _numerals(word: str) -> frozenset[str]:
    is_number = bare_number(word) is not None or number(word) == 1
    return frozenset(
        mark
        for mark, is_so in ((_NUMBER, is_number), (_PLACE, is_number or _place(word) is not None))
        if is_so
    )


def _place(word: str) -> int | None:
    """The place in a row that a word names, with the article that Arabic writes onto it."""
    return ordinal(word.removeprefix("ال"))


def _number_of(rule: Rule[Key], words: Sequence[Word], at: tuple[int, ...]) -> int | None:
    for part, place in zip(rule.pattern, at, strict=True):
        if not part.isdisjoint((_NUMBER, _PLACE)):
            value = number(words[place].text)
            return _place(words[place].text) if value is None else value
    return None


def _without_covered(found: Iterator[Match]) -> tuple[Match, ...]:
    """The matches without those that stand within a longer one of the same fact."""
    by_fact: dict[str, list[Match]] = {}
    for match in found:
        by_fact.setdefault(match.fact, []).append(match)
    return tuple(
        match
        for matches in by_fact.values()
        for match in matches
        if not any(_covers(other, match) for other in matches)
    )


def _covers(other: Match, match: Match) -> bool:
    within = other.at[0] <= match.at[0] and match.at[-1] <= other.at[-1]
    if match.of_others:
        return False
    longer = len(other.at) > len(match.at) or (other.nothing and not match.nothing)
    return within and longer


def _of_oneself(words: Sequence[Word], matches: Sequence[Match]) -> tuple[Match, ...]:
    """The matches without those of whose value a sentence says before that it speaks of somebody else."""
    others = [match for match in matches if match.of_others]
    return tuple(
        match
        for match in matches
        if not match.of_others
        and not any(
            (other.fact, other.value) == (match.fact, match.value)
            and 0 < match.at[-1] - other.at[-1] <= _ELSE_REACH
            and not any(words[place].opens for place in range(other.at[-1] + 1, match.at[-1] + 1))
            for other in others
        )
    )
