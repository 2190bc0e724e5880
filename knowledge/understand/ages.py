"""Whose age a number is: a child's, the person's own, or nobody's that the guide asks about.

The words for children and for other people come from the documents of the facts; here is the way a number belongs to
the words around it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from knowledge.understand.age_words import (
    BORN,
    BRIDGE,
    COUNTED_BY,
    HALVES,
    IN_A_PLACE,
    IN_ONE_WORD,
    JOINS,
    LASTING,
    OF_AGE,
    PASSED,
    PRONOUNS,
    SMALL,
    UNITS,
    WITHOUT_NUMBER,
)
from knowledge.understand.numerals import bare_number, number, unit_in
from knowledge.understand.told_words import Word

OLDEST_CHILD = 27
_OLDEST = 110
_GROWN = 14
_MINOR = 17


@dataclass(frozen=True, slots=True)
class Age:
    """Numbers in a row that may be ages: the first and the last of their words, and what says so."""

    first: int
    last: int
    values: tuple[int, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class People:
    """Where words for people stand: "child", "twins" or "other" by place, and the places of own ages."""

    who: Mapping[int, str]
    own: AbstractSet[int]


@lru_cache(maxsize=20_000)
def _unit(word: str) -> str:
    return next((kind for kind, forms in UNITS if forms.fullmatch(word)), "")


@lru_cache(maxsize=20_000)
def _one_word(word: str) -> int | None:
    """The age that a single word is: "dreijährig", "дворічний", "dwulatek"."""
    return next((age for age, forms in enumerate(IN_ONE_WORD) if forms.fullmatch(word)), None)


def ages_in(words: Sequence[Word], taken: AbstractSet[int], today: date) -> tuple[Age, ...]:
    """All that may be ages in a message; `taken` are places of words that are part of a date."""
    found: list[Age] = []
    place = 0
    while place < len(words):
        age = None if place in taken else _age_at(words, place, today)
        if age is None:
            place += 1
            continue
        before = found[-1] if found else None
        if before and _joined(words, before, age):
            found[-1] = Age(before.first, age.last, before.values + age.values, age.unit or before.unit)
        else:
            found.append(age)
        place = age.last + 1
    return tuple(found)


def _joined(words: Sequence[Word], before: Age, age: Age) -> bool:
    """Whether two ages are one row: "5, 8 und 13"."""
    between = words[before.last + 1 : age.first]
    if before.unit and not age.unit and not between and not words[age.first].apart:
        return False  # "7 yaşında iki çocuğum": a number of children, no age
    if before.unit == "born" or age.unit == "born" or (before.unit and age.unit and before.unit != age.unit):
        return (
            before.unit in ("years", "months")
            and age.unit in ("years", "months", "sure")
            and _only_join(between)
        )
    return _only_join(between) and not words[age.first].opens


def _only_join(between: Sequence[Word]) -> bool:
    return not between or (len(between) == 1 and between[0].text in JOINS)


def _age_at(words: Sequence[Word], place: int, today: date) -> Age | None:
    text = words[place].text
    year = int(text) if re.fullmatch(r"19\d\d|20\d\d", text) else None
    if year:
        near = [word.text for word in words[max(0, place - 2) : place + 2]]
        told = any(BORN.fullmatch(word) for word in near) and year <= today.year
        return Age(place, place, (today.year - year,), "born") if told else None
    single = _one_word(text)
    if single is not None:
        return Age(place, place, (single,), "sure")
    value = number(text)
    if value is None:
        return _alone(words, place)
    if "/" in words[place].before or (place + 1 < len(words) and words[place + 1].before == "/"):
        return None
    if value > _OLDEST:
        return None
    return _with_unit(words, place, value)


def _alone(words: Sequence[Word], place: int) -> Age | None:
    """A word like «годик» or «سنتين» that is one or two years, behind a word that speaks of an age."""
    text = words[place].text
    value = next((value for value, forms in WITHOUT_NUMBER if forms.fullmatch(text)), None)
    before = words[place - 1].text if place else ""
    if value is not None:
        last = place + 1 if place + 1 < len(words) and _unit(words[place + 1].text) == "years" else place
        sure = bool(OF_AGE.fullmatch(before)) or before in PRONOUNS
        return None if before in LASTING else Age(place, last, (value,), "sure" if sure else "years")
    if text in ("год", "рік", "рiк", "rok", "god") and before in PRONOUNS:
        return Age(place, place, (1,), "sure")
    return None


def _with_unit(words: Sequence[Word], place: int, value: int) -> Age | None:
    """A number with what stands behind it; without a unit, "" and only where it is no other word."""
    inside = unit_in(words[place].text)
    last, unit = place, _unit(inside) if inside else ""
    if inside and not unit and inside != "y":
        return None
    unit = "sure" if inside == "y" else unit
    while not inside and last + 1 < len(words) and words[last + 1].text in HALVES and last - place < 3:
        last += 1
    after = last + 1
    if not unit and after < len(words) and not _closed(words[after]):
        unit = _unit(words[after].text)
        if words[after].text == "y" and after + 1 < len(words) and words[after + 1].text == "o":
            unit, after = "sure", after + 1
        last = after if unit else place
    elif not unit:
        last = place
    if (
        unit in ("years", "months", "weeks")
        and last + 1 < len(words)
        and _unit(words[last + 1].text) == "sure"
    ):
        unit, last = ("sure", last + 1) if unit == "years" else (unit, last + 1)
    if not unit and place and OF_AGE.fullmatch(words[place - 1].text):
        unit = "sure"
    if not unit and bare_number(words[place].text) is None:
        return None
    if unit in ("months", "weeks"):
        value = value // 12 if unit == "months" else value // 52
    return Age(place, last, (value,), unit)


def _closed(word: Word) -> bool:
    """Whether a number ends before a word: "8, autist", "(2)"; a hyphen and a slash join."""
    return word.opens or any(char in word.before for char in ",;:()!?،؛\n")


def children_and_own(words: Sequence[Word], ages: Sequence[Age], people: People) -> Iterator[tuple[str, Age]]:
    """The ages that belong to children ("child") and to the person ("own")."""
    owners: list[str] = []
    told: set[int] = set()
    for place, age in enumerate(ages):
        before = ages[place - 1] if place else None
        owner = _owner(words, age, people, before, owners[-1] if owners else "")
        owners.append(owner)
        if owner in ("child", "twins") and max(age.values) <= OLDEST_CHILD:
            new = tuple(value for value in age.values if value not in told)
            told.update(new)
            if new:
                twice = owner == "twins" and len(new) == 1
                yield "child", replace(age, values=new * 2 if twice else new)
        elif owner == "own" and len(age.values) == 1 and _GROWN <= age.values[0] <= _OLDEST:
            yield "own", age


def _owner(words: Sequence[Word], age: Age, people: People, before: Age | None, its_owner: str) -> str:
    if age.first in people.own and _ends_well(words, age):
        return "own"
    if (
        _is_time(words, age, people)
        or _is_counted(words, age)
        or (not age.unit and not _ends_well(words, age))
    ):
        return ""
    ahead = _ahead(words, age, people)
    behind = _behind(words, age, people, before, its_owner)
    owner = ahead or behind
    owner = owner or _by_pronoun(words, age, people)
    if owner:
        return owner
    if age.unit == "sure" and max(age.values) < _GROWN:
        return "child"
    return (_stands_alone(words, age, people) if age.unit else "") or _in_brackets(words, age, people)


def _is_counted(words: Sequence[Word], age: Age) -> bool:
    """Whether the number is that of a class, a floor or a grade: "Klasse 3"."""
    return not age.unit and age.first > 0 and COUNTED_BY.fullmatch(words[age.first - 1].text) is not None


def _is_time(words: Sequence[Word], age: Age, people: People) -> bool:
    """Whether the years are a time and no age."""
    if age.unit not in ("years", "months", "weeks"):
        return False
    before = [word.text for word in words[max(0, age.first - 2) : age.first]]
    after = words[age.last + 1] if age.last + 1 < len(words) else None
    if before and (
        before[-1] in LASTING
        or (before[0] in LASTING and before[-1] not in BRIDGE and not words[age.first - 1].name_like)
    ):
        return True
    beside = any(people.who.get(place) == "child" for place in range(age.first - 2, age.first))
    if after is None or after.apart:
        return False
    return after.text in PASSED or (after.text in IN_A_PLACE and not beside)


def _ends_well(words: Sequence[Word], age: Age) -> bool:
    """Whether nothing is counted by the number: it ends a clause, or a small word follows."""
    after = words[age.last + 1] if age.last + 1 < len(words) else None
    if after is None or after.apart:
        return after is None or not COUNTED_BY.fullmatch(after.text) or "." not in after.before
    return after.text in JOINS or after.text in SMALL or after.text.startswith("و") or age.unit == "sure"


_REACH = {"sure": 9, "born": 9, "years": 6, "months": 6, "weeks": 6, "": 5}


def _ahead(words: Sequence[Word], age: Age, people: People) -> str:
    """Whose age it is by the next words: "3-jährige Tochter", "2 yaşında bir kızım"."""
    reach = {"sure": 3, "years": 2, "months": 2, "weeks": 2}.get(age.unit, 0)
    for place in range(age.last + 1, min(age.last + 1 + reach, len(words))):
        if words[place].opens or (words[place].apart and "-" not in words[place].before):
            break
        if place in people.who:
            return people.who[place]
    return ""


def _behind(words: Sequence[Word], age: Age, people: People, before: Age | None, its_owner: str) -> str:
    """Whose age it is by the words before it, no further than its sentence."""
    for place in range(age.first - 1, max(-1, age.first - 1 - _REACH[age.unit]), -1):
        if words[place + 1].opens and place + 1 <= age.first:
            break
        if place in people.who:
            between = words[place + 1 : age.first]
            return people.who[place] if age.unit or all(_may_stand_between(word) for word in between) else ""
        if before and before.first <= place <= before.last:
            between = words[before.last + 1 : age.first]
            chained = its_owner in ("child", "twins") and all(_may_stand_between(word) for word in between)
            return "child" if chained and len(between) <= 4 else ""
    return ""


def _may_stand_between(word: Word) -> bool:
    return word.name_like or word.text in BRIDGE or word.text in JOINS or word.text in PRONOUNS


def _by_pronoun(words: Sequence[Word], age: Age, people: People) -> str:
    """Whose age it is by "sie ist 9": the person spoken of last."""
    near = [word.text for word in words[max(0, age.first - 3) : age.first]]
    left_out = age.first > 0 and words[age.first - 1].apart and words[age.first - 1].text in BRIDGE
    spoken = age.unit == "sure" or left_out or any(word in PRONOUNS for word in near[-2:])
    if not spoken or (not age.unit and not any(word in BRIDGE for word in near)):
        return ""
    earlier = [place for place in people.who if place < age.first]
    return people.who[max(earlier)] if earlier and age.first - max(earlier) <= 25 else ""


def _in_brackets(words: Sequence[Word], age: Age, people: People) -> str:
    """A child by its name: "Finn (7)"; not where another person stands just before."""
    named = age.first > 0 and words[age.first - 1].name_like and words[age.first].before.strip() == "("
    closed = age.last + 1 == len(words) or words[age.last + 1].before.startswith(")")
    nobody = not any(place in people.who for place in range(age.first - 3, age.first))
    return "child" if named and closed and nobody and max(age.values) <= _MINOR else ""


def _stands_alone(words: Sequence[Word], age: Age, people: People) -> str:
    """An age that is a clause of its own, in a message that speaks of nobody else: "57 Jahre, Dachdecker"."""
    opens = age.first == 0 or words[age.first].apart
    closes = age.last + 1 == len(words) or words[age.last + 1].apart
    nobody = not any(age.first - 12 <= place < age.first for place in people.who)
    return "own" if opens and closes and nobody and age.unit in ("years", "sure") else ""
