"""Facts said in passing: what a message tells of a person beside its need, so that nobody is asked for it again.

The patterns stand in the documents of the facts: per option, or as words that stand near a date or an amount; `#` in
them is a number, `#.` a place in a row ("zweite", "2."). A pattern with `!` says that these words tell nothing of the
fact. Where two values of one fact are told, none is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.fact import FactKind, Told, Value
from knowledge.model import Guide
from knowledge.understand.ages import Age, People, ages_in, children_and_own
from knowledge.understand.amounts import amounts_in
from knowledge.understand.days import Day, days_in
from knowledge.understand.numerals import bare_number, number, ordinal
from knowledge.understand.patterns import Patterns, Rule, compiled, places
from knowledge.understand.told_words import Word, words_of

_LONGEST = 4000
_MISSPELT_FROM = 8
_WEIGHTS = {"!": 1}
_NOTHING = _WEIGHTS["!"]
_NUMBER, _PLACE = "#", "#."
_CHILDREN, _AGE, _CITY = "children", "age", "city"
# How many words may stand between a date or an amount and the words that say what it is.
_DAY_REACH = 8
_AMOUNT_REACH = 5
# Beginnings and ends lie ahead; these lie behind.
_BEHIND = frozenset({"letter_date", "notice_date", "eviction_suit_served"})
_MOST = {"school_class": 13, "rent_arrears_months": 60}
_LEAST_AMOUNT = 50

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stands: its fact, its value or what it is for, and the places of its words."""

    fact: str
    value: str
    nothing: bool
    at: tuple[int, ...]
    number: int | None


@lru_cache(maxsize=4)
def _patterns(guide: Guide) -> Patterns[Key]:
    return Patterns(_rules(guide), _MISSPELT_FROM)


def _rules(guide: Guide) -> Iterator[Rule[Key]]:
    for fact in guide.facts.values():
        groups: dict[str, str] = {}
        for value, texts in fact.said.items():
            yield from compiled((fact.id, value), texts, _WEIGHTS, groups)
    for id_, city in guide.cities.items():
        names = {" ".join(words) for name in (city.name, *city.aliases) if (words := _spelt(name))}
        yield from compiled((_CITY, id_), sorted(names), _WEIGHTS)


def _spelt(name: str) -> list[str]:
    """A name as a pattern: each word at once behind the one before."""
    words = [word.text for word in words_of(name)]
    return [word if place == 0 else f"_{word}" for place, word in enumerate(words)]


def prepare_facts(guide: Guide) -> None:
    """Builds what `told` needs of a guide, so that the first message does not wait for it."""
    _patterns(guide)


def told(text: str, lang: str, guide: Guide, today: date) -> tuple[Told, ...]:
    """The facts that a message tells, at most one value a fact, in the order of their words; the city as "city".

    `lang` is the language the person chose; words of all languages are tried. Days without a year are the next ones,
    those of letters and suits the last ones before `today`.
    """
    text = text[:_LONGEST]
    words = words_of(text)
    matches = _without_covered(_matches(words, _patterns(guide)))
    days = days_in(text, words, lang, today)
    found = [
        *_ages(text, words, matches, days, today),
        *_chosen(text, words, matches, guide),
        *_near_days(text, words, matches, days, today, guide),
        *_near_amounts(text, words, matches, guide),
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].fact)))


Found = tuple[int, Told]


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
        yield Match(*rule.key, rule.weight == _NOTHING, at, _number_of(rule, words, at))


@lru_cache(maxsize=20_000)
def _numerals(word: str) -> frozenset[str]:
    is_number = bare_number(word) is not None or number(word) == 1
    return frozenset(
        mark
        for mark, is_so in ((_NUMBER, is_number), (_PLACE, is_number or ordinal(word) is not None))
        if is_so
    )


def _number_of(rule: Rule[Key], words: Sequence[Word], at: tuple[int, ...]) -> int | None:
    for part, place in zip(rule.pattern, at, strict=True):
        if not part.isdisjoint((_NUMBER, _PLACE)):
            value = number(words[place].text)
            return ordinal(words[place].text) if value is None else value
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
    longer = len(other.at) > len(match.at) or (other.nothing and not match.nothing)
    return within and longer


def _words(text: str, words: Sequence[Word], first: int, last: int) -> str:
    return text[words[first].start : words[last].end]


def _ages(
    text: str, words: Sequence[Word], matches: Sequence[Match], days: Sequence[Day], today: date
) -> Iterator[Found]:
    """The children's ages, and the person's own where only one is told."""
    amounts = [one for one in amounts_in(text, words) if one.euros or one.last > one.first]
    said = [(one.first, one.last) for one in days] + [(one.first, one.last) for one in amounts]
    taken = {place for first, last in said for place in range(first, last + 1)}
    who = {match.at[-1]: match.value for match in matches if match.fact == _CHILDREN and not match.nothing}
    own = {
        place
        for match in matches
        if match.fact == _AGE and not match.nothing
        for place in match.at
        if _is_number(words[place])
    }
    newborn = [match for match in matches if match.fact == _CHILDREN and match.value == "newborn"]
    found = list(children_and_own(words, ages_in(words, taken, today), People(who, own)))
    children = [age for owner, age in found if owner == "child"]
    values = tuple(value for age in children for value in age.values)
    if newborn and 0 not in values:
        values = (*values, 0)
        children += [Age(newborn[0].at[0], newborn[0].at[-1], (0,), "")]
    if values:
        first, last = min(age.first for age in children), max(age.last for age in children)
        yield first, Told(_CHILDREN, values, _words(text, words, first, last))
    alone = {age.values[0]: age for owner, age in found if owner == "own"}
    if len(alone) == 1:
        value, age = alone.popitem()
        yield age.first, Told(_AGE, value, _words(text, words, age.first, age.last))


def _is_number(word: Word) -> bool:
    return number(word.text) is not None


def _chosen(text: str, words: Sequence[Word], matches: Sequence[Match], guide: Guide) -> Iterator[Found]:
    """Facts whose patterns say the value themselves."""
    by_fact: dict[str, list[Match]] = {}
    for match in matches:
        fact = guide.facts.get(match.fact)
        if not match.nothing and (fact is None or (fact.kind in _BY_KIND and fact.id != _AGE)):
            by_fact.setdefault(match.fact, []).append(match)
    for id_, found in by_fact.items():
        kind = guide.facts[id_].kind if id_ in guide.facts else FactKind.CHOICE
        values = {_value(kind, match) for match in found}
        value = tuple(sorted(str(one) for one in values)) if kind is FactKind.CHOICES else values.pop()
        if kind is FactKind.CHOICES and len(values) > 1:
            value = tuple(
                option for option in guide.facts[id_].options if option in values and option != "none"
            )
        elif kind is not FactKind.CHOICES and values:
            continue
        if value is not None and not (isinstance(value, int) and value > _MOST.get(id_, value)):
            best = max(found, key=lambda match: len(match.at))
            yield best.at[0], Told(id_, value, _words(text, words, best.at[0], best.at[-1]))


_BY_KIND = (FactKind.NUMBER, FactKind.YES_NO, FactKind.CHOICE, FactKind.CHOICES)


def _value(kind: FactKind, match: Match) -> Value | None:
    if kind is FactKind.NUMBER:
        return match.number
    return match.value == "yes" if kind is FactKind.YES_NO else match.value


def _near_days(
    text: str, words: Sequence[Word], matches: Sequence[Match], days: Sequence[Day], today: date, guide: Guide
) -> Iterator[Found]:
    """Facts that are days, by the words nearest to a day."""
    cues = [
        match
        for match in matches
        if match.fact in guide.facts and guide.facts[match.fact].kind is FactKind.DATE
    ]
    found: dict[str, dict[str, Found]] = {}
    for day in days:
        near = _nearest(words, cues, day.first, day.last, _DAY_REACH)
        for id_ in _facts_of(near):
            value = day.value(today, back=lies_behind(id_))
            if value is not None:
                found.setdefault(id_, {}).setdefault(
                    value, (day.first, Told(id_, value, _words(text, words, day.first, day.last)))
                )
    yield from (next(iter(values.values())) for values in found.values() if len(values) == 1)


def lies_behind(fact: str) -> bool:
    """Whether the day of a fact has been, like that of a letter; others lie ahead."""
    return fact in _BEHIND


def _nearest(words: Sequence[Word], cues: Sequence[Match], first: int, last: int, reach: int) -> list[Match]:
    """The cues that stand nearest to some words, within their sentence and their reach."""
    near: dict[int, list[Match]] = {}
    for cue in cues:
        distance = max(first - cue.at[-1], cue.at[0] - last, 0)
        start, end = min(last, cue.at[-1]), max(first, cue.at[0])
        if distance <= reach and not any(words[place].opens for place in range(start + 1, end + 1)):
            near.setdefault(distance, []).append(cue)
    return near[min(near)] if near else []


def _facts_of(near: Sequence[Match]) -> set[str]:
    """The facts that some cues speak for, without those that one of them rules out."""
    return {match.fact for match in near} - {match.fact for match in near if match.nothing}


def _near_amounts(
    text: str, words: Sequence[Word], matches: Sequence[Match], guide: Guide
) -> Iterator[Found]:
    cues = [
        match
        for match in matches
        if match.fact in guide.facts and guide.facts[match.fact].kind is FactKind.AMOUNT
    ]
    if not cues:
        return
    found: dict[str, dict[float, Found]] = {}
    for amount in amounts_in(text, words):
        near = _nearest(words, cues, amount.first, amount.last, _AMOUNT_REACH if amount.euros else 1)
        facts = _facts_of(near)
        if len(facts) == 1 and amount.value >= _LEAST_AMOUNT:
            id_ = facts.pop()
            part = _words(text, words, amount.first, amount.last)
            found.setdefault(id_, {}).setdefault(amount.value, (amount.first, Told(id_, amount.value, part)))
    yield from (next(iter(values.values())) for values in found.values() if len(values) == 1)
