"""The half that goes by words: which label do the words of a text speak for?

A word weighs more the fewer labels use it, so that words which everybody uses (the stop words of each language) fall
away by themselves. Misspelt words find their neighbours by rapidfuzz; German compounds find the words they are made of.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.model import Vectors
from knowledge.understand.examples import Example
from knowledge.understand.normalize import tokens

SHORTEST = 2
_ONCE = 2.0
_LITTLE = 0.5  # a word that says less for every label tells nothing by itself
_FUZZY_FROM = 5
_FUZZY_CUTOFF = 82.0
_COMPOUND_FROM = 8
_STEM = 5
_EDGE = 2
_LABELS = np.zeros(0, np.intp)
_SAYS = np.zeros(0, np.float32)
# What a word says: the places of labels, and for each how much.
Weights = tuple["np.ndarray[tuple[int], np.dtype[np.intp]]", Vectors]
NOTHING: Weights = (_LABELS, _SAYS)


class WordIndex:
    """What each word says, learnt from names, synonyms and phrases."""

    def __init__(self, examples: Iterable[Example]) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        totals: Counter[str] = Counter()
        for example in examples:
            totals[example.label] += example.weight
            for word in _words(example.text):
                counts[word][example.label] += example.weight
        self.labels = tuple(sorted(totals))
        places = {label: place for place, label in enumerate(self.labels)}
        self._weights = {word: _weights(labels, totals, places) for word, labels in counts.items()}
        self._begins, self._ends, self._stems = (defaultdict[str, list[str]](list) for _ in range(3))
        for word in self._weights:
            if len(word) >= _FUZZY_FROM:
                self._begins[word[:_EDGE]].append(word)
                self._ends[word[-_EDGE:]].append(word)
                self._stems[word[:_STEM]].append(word)
        self._said = lru_cache(maxsize=20_000)(self._word)

    def scores(self, text: str) -> Vectors:
        """How much the words of a text speak for each label, in nats, in the order of `labels`."""
        words = _words(text)
        said = [self._said(word) for word in words] or [NOTHING]
        places, weights = (np.concatenate([one[part] for one in said]) for part in (0, 1))
        total = np.bincount(places, weights, minlength=len(self.labels)) / math.sqrt(max(len(words), 1))
        return total.astype(np.float32)

    def knows_nothing_of(self, text: str) -> bool:
        """Whether no word of a text says anything."""
        return not self.scores(text).any()

    def weighs(self, word: str) -> bool:
        """Whether a folded word means something: one that is unknown may, one that all labels use does not."""
        if len(word) < SHORTEST:
            return False
        return word not in self._weights or float(self._said(word)[1].max(initial=0.0)) >= _LITTLE

    def _word(self, word: str) -> Weights:
        if word in self._weights:
            return self._weights[word]
        best: dict[int, float] = defaultdict(float)
        for near, likeness in self._neighbours(word).items():
            for place, weight in zip(*self._weights[near], strict=True):
                best[int(place)] = max(best[int(place)], float(weight) * likeness)
        return np.array(list(best), np.intp), np.array(list(best.values()), np.float32)

    def _neighbours(self, word: str) -> Mapping[str, float]:
        """Known words that an unknown one may be, and how like it they are."""
        if len(word) < _FUZZY_FROM:
            return {}
        alike = [*self._begins[word[:_EDGE]], *self._ends[word[-_EDGE:]]]
        close = process.extract(word, alike, scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF, limit=8)
        near = {match: (score / 100) ** 2 for match, score, _ in close}
        near |= {other: 0.5 for other in self._stems[word[:_STEM]] if other not in near}
        if len(word) >= _COMPOUND_FROM:
            near |= {part: 0.7 for part in _parts(word) if part in self._weights and part not in near}
        return near


def _words(text: str) -> set[str]:
    """The words that can say something: a single letter or digit says nothing."""
    return {word for word in tokens(text) if len(word) >= SHORTEST}


def _parts(word: str) -> Iterable[str]:
    """What stands inside a word and is long enough to be one."""
    for start in range(len(word) - _FUZZY_FROM + 1):
        for end in range(start + _FUZZY_FROM, len(word) + 1):
            yield word[start:end]


def _weights(labels: Counter[str], totals: Counter[str], places: Mapping[str, int]) -> Weights:
    """What a word says for each label that uses it: how much more often than elsewhere, never against one.

    The more labels share a word, the less it says; one that half of them use (a stop word) says nearly nothing.
    A word seen once says half of what it would say if it were seen often.
    """
    rare = math.log(len(totals) / len(labels)) / math.log(len(totals)) if len(totals) > 1 else 1.0
    seen = sum(labels.values())
    trust = rare * seen / (seen + _ONCE)
    everywhere = (seen + 0.5) / (sum(totals.values()) + 4)
    share = {places[label]: (count + 0.1) / (totals[label] + 4) for label, count in labels.items()}
    says = {place: trust * math.log(part / everywhere) for place, part in share.items() if part > everywhere}
    return np.array(list(says), np.intp), np.array(list(says.values()), np.float32)
