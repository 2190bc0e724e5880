"""The half that goes by meaning: to the phrases of which label is a message near?

Directions are made comparable first: what differs between phrases of one label says nothing about labels, so the
space is whitened by the spread within the labels (as in linear discriminant analysis). There a label is near by
its nearest phrases (a kernel over all of them) and by the middle of them. All of it is closed form: a guide with
other services needs no training and no constants of its own.
"""

from collections.abc import Sequence

import numpy as np

from knowledge.model import Vectors

_SHRINK = 0.3
_KERNEL = 17.0
_PRIOR = 0.5
_MIDDLE = 8.0
_TINY = 1e-9


class MeaningIndex:
    """Phrases by meaning. `vectors` has a row for each example, `labels` and `weights` say what it is and counts."""

    def __init__(self, labels: Sequence[str], vectors: Vectors, weights: Sequence[float]) -> None:
        self.labels = tuple(sorted(set(labels)))
        place = {label: number for number, label in enumerate(self.labels)}
        order = np.argsort(np.array([place[label] for label in labels]), kind="stable")
        owners = np.array([place[label] for label in labels])[order]
        rows, counts = vectors[order], np.array(weights, np.float32)[order]
        self._starts = np.searchsorted(owners, np.arange(len(self.labels)))
        self._middle_of_all = rows.mean(axis=0)
        middles: Vectors = self._sums(rows) / np.bincount(owners).astype(np.float32)[:, None]
        self._white = _whitening(rows, middles, owners)
        self._phrases = self._direction(rows)
        self._counts = counts
        total = np.add.reduceat(counts, self._starts)
        self._prior = _PRIOR * np.log(total)
        self._middles = _directed(self._sums(self._phrases * counts[:, None]))

    def _sums(self, rows: Vectors) -> Vectors:
        """The sum of the rows of each label."""
        return np.add.reduceat(rows, self._starts, axis=0)

    def _direction(self, rows: Vectors) -> Vectors:
        return _directed((rows - self._middle_of_all) @ self._white)

    def scores(self, vectors: Vectors) -> Vectors:
        """For each row of `vectors` how near it is to each label, in nats, in the order of `labels`."""
        directions = self._direction(vectors)
        kernel = np.exp(_KERNEL * (directions @ self._phrases.T - 1)) * self._counts
        near = np.log(np.add.reduceat(kernel, self._starts, axis=1) + _TINY) - self._prior
        found: Vectors = near + _MIDDLE * (directions @ self._middles.T)
        return found


def _directed(rows: Vectors) -> Vectors:
    """Each row with length 1."""
    directed: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), _TINY)
    return directed


def _whitening(rows: Vectors, middles: Vectors, owners: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Vectors:
    """What turns the spread within labels into a ball, mixed with a ball so that few phrases do no harm."""
    apart = rows - middles[owners]
    if len(rows) == len(middles):  # one example a label: there is no spread within, so the whole spread it is
        apart = rows - rows.mean(axis=0)
    spread = apart.T @ apart / len(rows)
    ball = np.eye(len(spread), dtype=np.float32) * max(float(np.trace(spread)) / len(spread), _TINY)
    values, axes = np.linalg.eigh((1 - _SHRINK) * spread + _SHRINK * ball)
    white: Vectors = ((axes / np.sqrt(values)) @ axes.T).astype(np.float32)
    return white
