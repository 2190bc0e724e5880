"""The lexical half: which label do the words of a text speak for?

Labels are service ids and `kind:…` for everything else that phrases exemplify. A word weighs more the fewer
labels use it, so that words which everybody uses (the stop words of each language) fall away by themselves.
Misspelt words find their neighbours by rapidfuzz; German compounds find the words they are made of.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from knowledge.model import Guide, Phrase, PhraseKind, Service
from knowledge.understand.normalize import tokens

SHORTEST = 2
_ONCE = 2.0
_FUZZY_FROM = 5
_FUZZY_CUTOFF = 82.0
_COMPOUND_FROM = 8
_PART_FROM = 5
_NAME_WEIGHT = 6
_WHOLE_NAME_LIKE = 88.0
_NAME_MARGIN = 4.0
_LONGEST_NAME = 60
_SYNONYM_WEIGHT = 4
_HEADING_WEIGHT = 2
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_SENTENCES = 3
_STEM = 5
_OTHER = "kind:"


def label_of(phrase: Phrase) -> str:
    """The label that a phrase is an example of."""
    if phrase.kind is PhraseKind.SERVICE:
        return phrase.targets[0]
    if phrase.kind is PhraseKind.DANGER:
        return f"{_OTHER}danger:{phrase.targets[0]}"
    return f"{_OTHER}{phrase.kind}"


class WordIndex:
    """What each word says, learnt from names, synonyms and phrases."""

    def __init__(self, examples: Iterable[tuple[str, str, int]]) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        totals: Counter[str] = Counter()
        for label, text, weight in examples:
            words = _words(text)
            totals[label] += weight
            for word in words:
                counts[word][label] += weight
        self.labels = tuple(totals)
        self._weights = {word: _weights(labels, totals) for word, labels in counts.items()}
        self._vocabulary = [word for word in self._weights if len(word) >= _FUZZY_FROM]
        self._parts = [word for word in self._vocabulary if len(word) >= _PART_FROM]
        self._stems: dict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            self._stems[word[:_STEM]].append(word)
        self._near = lru_cache(maxsize=20_000)(self._neighbours)

    def scores(self, text: str) -> dict[str, float]:
        """How much the words of a text speak for each label, in nats."""
        total: dict[str, float] = defaultdict(float)
        words = _words(text)
        for word in words:
            for label, weight in self._word(word).items():
                total[label] += weight
        size = math.sqrt(max(len(words), 1))
        return {label: score / size for label, score in total.items()}

    def _word(self, word: str) -> Mapping[str, float]:
        if word in self._weights:
            return self._weights[word]
        best: dict[str, float] = defaultdict(float)
        for near, likeness in self._near(word):
            for label, weight in self._weights[near].items():
                best[label] = max(best[label], weight * likeness)
        return best

    def _neighbours(self, word: str) -> tuple[tuple[str, float], ...]:
        if len(word) < _FUZZY_FROM:
            return ()
        close = process.extract(
            word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF, limit=4
        )
        near = {match: (score / 100) ** 2 for match, score, _ in close}
        stem = word[:_STEM]
        near |= {other: 0.5 for other in self._stems[stem] if other not in near}
        if len(word) >= _COMPOUND_FROM:
            near |= {part: 0.7 for part in self._parts if part in word and part not in near}
        return tuple(near.items())


def _words(text: str) -> set[str]:
    """The words that can say something: a single letter or digit says nothing."""
    return {word for word in tokens(text) if len(word) >= SHORTEST}


def _weights(labels: Counter[str], totals: Counter[str]) -> dict[str, float]:
    """What a word says for each label that uses it: how much more often than elsewhere, never against one.

    The more labels share a word, the less it says; one that half of them use (a stop word) says nearly nothing.
    A word seen once says half of what it would say if it were seen often.
    """
    rare = math.log(len(totals) / len(labels)) / math.log(len(totals)) if len(totals) > 1 else 1.0
    seen = sum(labels.values())
    trust = rare * seen / (seen + _ONCE)
    everywhere = (seen + 0.5) / (sum(totals.values()) + 4)
    share = {label: (count + 0.1) / (totals[label] + 4) for label, count in labels.items()}
    return {label: trust * math.log(part / everywhere) for label, part in share.items() if part > everywhere}


@lru_cache(maxsize=4)
def index_of(guide: Guide) -> WordIndex:
    """The index of a guide, built once."""
    return WordIndex(_examples(guide))


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


def _examples(guide: Guide) -> Iterable[tuple[str, str, int]]:
    for service in guide.services.values():
        for text in service.name.texts.values():
            yield service.id, text.text, _NAME_WEIGHT
        for words in service.synonyms.values():
            for synonym in words:
                yield service.id, synonym, _SYNONYM_WEIGHT
        yield from _long_text(service, guide)
    for phrase in guide.phrases:
        if phrase.kind is PhraseKind.MULTI:
            yield from ((target, part, 1) for target, part in zip(phrase.targets, phrase.parts, strict=False))
        elif phrase.kind is not PhraseKind.COMMAND:
            yield label_of(phrase), phrase.text, 1


def _long_text(service: Service, guide: Guide) -> Iterable[tuple[str, str, int]]:
    """What a catalogue without phrases has instead: the headings above a text, and the text, some sentences a piece."""
    if service.description is None:
        return
    for heading in guide.situations[service.situation].name.texts.values():
        yield service.id, heading.text, _HEADING_WEIGHT
    for text in service.description.texts.values():
        sentences = [sentence for sentence in _SENTENCE_END.split(text.text) if sentence]
        for start in range(0, len(sentences), _SENTENCES):
            yield service.id, " ".join(sentences[start : start + _SENTENCES]), 1
