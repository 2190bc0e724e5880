"""Both halves of a guide, built once: texts in, evidence for all labels out."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from knowledge.model import Guide, Vectors
from knowledge.understand.decide import Evidence
from knowledge.understand.examples import examples_of
from knowledge.understand.meaning import MeaningIndex
from knowledge.understand.normalize import visible
from knowledge.understand.words import WordIndex


class Halves:
    """What a guide's examples say of a text, by words and, where there is an encoder, by meaning."""

    def __init__(self, guide: Guide) -> None:
        examples = tuple(examples_of(guide))
        sentences = tuple(example for example in examples if example.sentence)
        self.words = WordIndex(examples)
        self._encoder = guide.encoder
        self.meaning: MeaningIndex | None = None
        if guide.encoder and sentences:
            vectors = guide.encoder.recall([example.text for example in sentences])
            labels = [example.label for example in sentences]
            self.meaning = MeaningIndex(labels, vectors, [example.weight for example in sentences])
            self._places = np.searchsorted(self.words.labels, self.meaning.labels)

    def read(self, texts: Sequence[str]) -> list[Evidence]:
        """What speaks for which label, text by text."""
        return [
            Evidence(self.words.labels, self.words.scores(text), meaning)
            for text, meaning in zip(texts, self._by_meaning(texts), strict=True)
        ]

    def _by_meaning(self, texts: Sequence[str]) -> Sequence[Vectors | None]:
        """The scores by meaning in the order of the labels of the words, which has some more."""
        if self.meaning is None or self._encoder is None:
            return [None] * len(texts)
        scores = self.meaning.scores(self._encoder.encode([visible(text) for text in texts]))
        wide = np.full((len(texts), len(self.words.labels)), scores.min(initial=0.0), np.float32)
        wide[:, self._places] = scores
        return list(wide)


@lru_cache(maxsize=4)
def halves_of(guide: Guide) -> Halves:
    """The halves of a guide, built once."""
    return Halves(guide)
