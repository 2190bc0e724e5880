"""Texts that are a name and nothing else: of a service, of a city, of anything that can be listed."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from knowledge.model import Guide
from knowledge.understand.normalize import fold, tokens

_NAME_LIKE = 86.0
_FUZZY_FROM = 5
_WHOLE_NAME_LIKE = 88.0
_NAME_MARGIN = 4.0
_LONGEST_NAME = 60


def closest(text: str, names: Iterable[str]) -> int | None:
    """Which of some names a text is, misspelt by a letter or two; None when it is none of them."""
    found = process.extractOne(
        fold(text).strip(), [fold(name) for name in names], scorer=fuzz.ratio, score_cutoff=_NAME_LIKE
    )
    return found[2] if found else None


def city_of(text: str, guide: Guide) -> str | None:
    """The city somebody typed, in any script."""
    names = [(name, id_) for id_, city in guide.cities.items() for name in (city.name, *city.aliases)]
    found = closest(text, (name for name, _ in names))
    return None if found is None else names[found][1]


@lru_cache(maxsize=4)
def _names(guide: Guide) -> dict[str, set[str]]:
    """Names and synonyms, folded, and the services that bear them."""
    names: dict[str, set[str]] = defaultdict(set)
    for service in guide.services.values():
        texts = [text.text for text in service.name.texts.values()]
        for name in (*texts, *(word for words in service.synonyms.values() for word in words)):
            names[" ".join(tokens(name))].add(service.id)
    return dict(names)


def named(text: str, guide: Guide) -> str | None:
    """The service that a whole message names, misspelt by a letter or so; None where two come as near."""
    wanted = " ".join(tokens(text))
    names = _names(guide)
    if wanted in names:
        return next(iter(names[wanted])) if len(names[wanted]) == 1 else None
    if not _FUZZY_FROM <= len(wanted) <= _LONGEST_NAME:
        return None
    near = process.extract(wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=_WHOLE_NAME_LIKE, limit=5)
    best = near[0][1] if near else 0.0
    found = {id_ for name, score, _ in near if score > best - _NAME_MARGIN for id_ in names[name]}
    return found.pop() if len(found) == 1 else None
