"""Facts said in passing: what a message tells of a person beside its need, so that nobody is asked for it again.

The patterns stand in the documents of the facts: per option, or as words that stand near a date or an amount. Where two
values of one fact are told, none is taken.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from knowledge.fact import FactKind, Told, Value
from knowledge.model import Guide
from knowledge.understand.ages import Age, People, ages_in, children_and_own
from knowledge.understand.amounts import amounts_in
from knowledge.understand.days import Day, days_in
from knowledge.understand.numerals import number
from knowledge.understand.told_matches import Match, matches_in, patterns_of
from knowledge.understand.told_words import Word, words_of

_LONGEST = 4000
_CHILDREN, _AGE = "children", "age"
# How many words may stand between a date or an amount and the words that say what it is.
_DAY_REACH = 8
_AMOUNT_REACH = 5
# Beginnings and ends lie ahead; these lie behind.
_BEHIND = frozenset({"letter_date", "notice_date", "eviction_suit_served"})
_NEVER_BEHIND = frozenset({"course_start", "due_date"})
_MOST = {"school_class": 13, "rent_arrears_months": 60}
_LEAST_AMOUNT, _LEAST_WITHOUT_EUROS = 50, 150


def prepare_facts(guide: Guide) -> None:
    """Builds what `told` needs of a guide, so that the first message does not wait for it."""
    patterns_of(guide)


def told(text: str, lang: str, guide: Guide, today: date) -> tuple[Told, ...]:
    """The facts that a message tells, at most one value a fact, in the order of their words; the city as "city".

    `lang` is the language the person chose; words of all languages are tried. Days without a year are the next ones,
    those of letters and suits the last ones before `today`.
    """
    text = text[:_LONGEST]
    words = words_of(text)
    matches = matches_in(words, patterns_of(guide))
    days = days_in(text, words, lang, today)
    found = [
        *_ages(text, words, matches, days, today),
        *_chosen(text, words, matches, guide),
        *_near_days(text, words, matches, days, today, guide),
        *_near_amounts(text, words, matches, guide),
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].fact)))


Found = tuple[int, Told]


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
    found: dict[str, list[tuple[int, str, Found]]] = {}
    for day in days:
        for id_, distance in _nearest(words, cues, day.first, day.last, _DAY_REACH).items():
            value = day.value(today, back=lies_behind(id_))
            over = id_ in _NEVER_BEHIND and value is not None and value < today.isoformat()[: len(value)]
            if value is not None and not over:
                one = day.first, Told(id_, value, _words(text, words, day.first, day.last))
                found.setdefault(id_, []).append((distance, value, one))
    for near in found.values():
        least = min(distance for distance, _, _ in near)
        if len({value for distance, value, _ in near if distance == least}) == 1:
            yield next(one for distance, _, one in near if distance == least)


def lies_behind(fact: str) -> bool:
    """Whether the day of a fact has been, like that of a letter; others lie ahead."""
    return fact in _BEHIND


def _nearest(
    words: Sequence[Word], cues: Sequence[Match], first: int, last: int, reach: int
) -> dict[str, int]:
    """The facts whose cues stand nearest to some words, within their sentence and their reach; how near.

    A cue that rules its fact out does so where none that speaks for it is nearer.
    """
    near: dict[str, int] = {}
    ruled_out: dict[str, int] = {}
    for cue in cues:
        distance = max(first - cue.at[-1], cue.at[0] - last, 0)
        start, end = min(last, cue.at[-1]), max(first, cue.at[0])
        if distance <= reach and not any(words[place].opens for place in range(start + 1, end + 1)):
            nearest = ruled_out if cue.nothing else near
            nearest[cue.fact] = min(distance, nearest.get(cue.fact, distance))
    least = min(near.values(), default=0)
    return {
        fact: distance
        for fact, distance in near.items()
        if distance == least and distance < ruled_out.get(fact, reach + 1)
    }


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
        facts = _nearest(words, cues, amount.first, amount.last, _AMOUNT_REACH if amount.euros else 1)
        least = _LEAST_AMOUNT if amount.euros else _LEAST_WITHOUT_EUROS
        if len(facts) == 1 and amount.value >= least:
            id_ = next(iter(facts))
            part = _words(text, words, amount.first, amount.last)
            found.setdefault(id_, {}).setdefault(amount.value, (amount.first, Told(id_, amount.value, part)))
    yield from (next(iter(values.values())) for values in found.values() if len(values) == 1)
