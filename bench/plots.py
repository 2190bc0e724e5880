"""`make plots`: two charts for docs/understanding.md, `phrases.svg` and `calibration.svg`.

Messages are judged as `make understanding` judges them, all five folds: here also by guides that know a part of the
phrases only. Names, synonyms, danger patterns and commands stay whole.
"""

import math
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.drawing import HEIGHT, WIDTH, Axis, Plane, drawing, segment, text
from bench.score import calibration_error, score
from bench.understanding import Row, answers, folds
from knowledge.errors import NoEncoderError
from knowledge.load import CONTENT, VECTORS, Document, load, read_folder
from knowledge.model import Encoder, Vectors
from knowledge.understand.vectors import open_encoder

DOCS = Path(__file__).parent.parent / "docs"
SHARES = (1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
BINS = 10
_LINES = (("hit1.de", "German", "first"), ("hit1.other", "nine other languages", "second"))
_SURE_OF_IT = 1.96  # standard deviations on both sides of what 95 of 100 repetitions would give


class Remembered:
    """An encoder that remembers messages too: the same ones are put to many guides."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        missing = [one for one in dict.fromkeys(texts) if one not in self._known]
        if missing:
            self._known |= zip(missing, self._encoder.encode(missing), strict=True)
        return np.stack([self._known[one] for one in texts])

    def recall(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.recall(texts)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What guides with so many phrases (the mean of the folds) reach, by the names of the scorer's figures."""

    phrases: int
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages whose first candidate had about the same confidence: their number, its mean, the share of right ones."""

    number: int
    confidence: float
    right: float

    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies, 95 to 5 (Wilson)."""
        wide = _SURE_OF_IT**2 / self.number
        middle = self.right + wide / 2
        half = _SURE_OF_IT * math.sqrt(self.right * (1 - self.right) / self.number + wide / (4 * self.number))
        return (middle - half) / (1 + wide), (middle + half) / (1 + wide)


def counted(documents: Iterable[Document]) -> int:
    """How many phrases a guide learns from; a command is none of them."""
    return sum(_learnt_from(row) for one in documents if one.kind == "phrases" for row in one.data)


def _learnt_from(row: Row) -> bool:
    return bool(row["kind"] != "command")


def thinned(documents: tuple[Document, ...], share: float, seed: int) -> tuple[Document, ...]:
    """The documents with a share of the phrases, drawn at random.

    What phrases stand for keeps its part in each language, rounded to one phrase up or down. A smaller share of the
    same seed is a part of a larger one.
    """
    draw = random.Random(seed)  # noqa: S311 - the same phrases each time
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for document in documents:
        for row in document.data if document.kind == "phrases" else ():
            stands_for = (row["kind"], row.get("danger") or "", *row.get("services", ()))
            groups[row["lang"], *stands_for].append(row)
    kept = set()
    for rows in groups.values():
        order, offset = draw.sample(rows, len(rows)), draw.random()
        kept |= {id(row) for place, row in enumerate(order) if (place + offset) / len(rows) < share}
    return tuple(
        replace(one, data=[row for row in one.data if id(row) in kept or not _learnt_from(row)])
        if one.kind == "phrases"
        else one
        for one in documents
    )


def judge(
    documents: tuple[Document, ...], encoder: Encoder | None, share: float
) -> tuple[Learnt, list[tuple[Row, Row]]]:
    """What guides with a share of the phrases reach, and all messages with their answers."""
    pairs: list[tuple[Row, Row]] = []
    numbers: list[int] = []
    for seed, (held_out, known) in enumerate(folds(documents)):
        part = thinned(known, share, seed)
        numbers.append(counted(part))
        pairs += answers(load(part, encoder), held_out)
    figures = score([row for row, _ in pairs], [answer for _, answer in pairs])
    return Learnt(round(statistics.mean(numbers)), figures), pairs


def confidences(pairs: Iterable[tuple[Row, Row]]) -> list[tuple[float, bool]]:
    """Of each message with one need, the confidence of its first candidate and whether that one was right."""
    return [
        (first["confidence"], first["service"] in {*row["services"], *row["also_ok"]})
        for row, answer in pairs
        if row["kind"] == "single"
        for first in answer["candidates"][:1]
    ]


def binned(pairs: Sequence[tuple[float, bool]]) -> list[Bin | None]:
    """Ten bins of equal width, as the scorer's calibration error has them; None where no message fell."""
    found: list[Bin | None] = []
    for place in range(BINS):
        low, high = place / BINS, (place + 1) / BINS
        inside = [one for one in pairs if low <= one[0] < high or (high == 1 and one[0] == 1)]
        means = (statistics.fmean(one[part] for one in inside) for part in (0, 1)) if inside else None
        found.append(Bin(len(inside), *means) if means else None)
    return found


def phrases_chart(found: Sequence[Learnt]) -> str:
    """Phrases against how often the first service is right, for German and the other languages."""
    values = [one.figures[name] for one in found for name, _, _ in _LINES]
    low = math.floor(min(values) * 10 - 0.3) / 10
    plane = Plane(
        Axis(
            "phrases in the guide, each mark twice the one before",
            found[0].phrases / 1.25,
            found[-1].phrases * 1.25,
            [(one.phrases, f"{one.phrases:,}") for one in found],
            math.log,
        ),
        Axis("the right service first (hit@1)", low, 1, _tenths(low)),
    )
    parts = list(plane.grid())
    told = []
    for place, (name, words, look) in enumerate(_LINES):
        points = [(float(one.phrases), one.figures[name]) for one in found]
        others = [one.figures[_LINES[1 - place][0]] for one in found]
        parts.append(plane.path(points, look))
        for (x, y), other in zip(points, others, strict=True):
            parts.append(plane.dot((x, y), f"{words}, {x:,.0f} phrases: {y:.3f}", look))
            above = y > other or (y == other and place == 1)
            parts.append(text(plane.x(x), plane.y(y) + (-11 if above else 21), _short(y), "small"))
        parts += _legend(place, words, look)
        told.append(f"{words}: " + ", ".join(f"{y:.3f} with {x:,.0f} phrases" for x, y in points))
    return drawing("More phrases, more right answers", f"{'. '.join(told)}.", parts)


def _legend(place: int, words: str, look: str) -> list[str]:
    """Which line is which, below right, where rising lines leave room."""
    x, y = WIDTH - 200, HEIGHT - 130 + place * 22
    return [segment((x, y - 4), (x + 18, y - 4), f"line {look}"), text(x + 26, y, words, "small", "start")]


def calibration_chart(found: Sequence[Bin | None], error: float) -> str:
    """Confidence against how often it was right; on the diagonal it says what is true."""
    ticks = _tenths(0)
    plane = Plane(
        Axis("confidence of the first candidate (bars: 95 % interval)", 0, 1, ticks),
        Axis("how often it was right", 0, 1, ticks),
    )
    begin, end = (plane.x(0), plane.y(0)), (plane.x(1), plane.y(1))
    parts = [
        *plane.grid(),
        segment(begin, end, "even"),
        text(begin[0] - 10, begin[1] + 40, "messages", "small", "end"),
    ]
    told = []
    for place, one in enumerate(found):
        middle = plane.x((place + 0.5) / BINS)
        parts.append(text(middle, begin[1] + 40, str(one.number if one else 0), "small"))
        if one:
            low, high = (plane.y(share) for share in one.interval())
            x = plane.x(one.confidence)
            aside, anchor = (9, "start") if place == 0 else (-9, "end")
            words = f"{one.number} messages, confidence {one.confidence:.3f}, right {one.right:.3f}"
            parts += [
                segment((x, low), (x, high), "line first"),
                plane.dot((one.confidence, one.right), words, "first"),
                text(x + aside, plane.y(one.right) - 8, _short(one.right), "small", anchor),
            ]
            told.append(words)
    described = f"Calibration error {error:.3f}. In bins: {'. '.join(told)}."
    return drawing(f"Is the confidence true? Calibration error {_short(error, 3)}", described, parts)


def _tenths(low: float) -> list[tuple[float, str]]:
    return [(tenth / 10, f"{tenth / 10:.1f}") for tenth in range(round(low * 10), 11)]


def _short(share: float, digits: int = 2) -> str:
    """A share without its leading nought."""
    return f"{share:.{digits}f}".removeprefix("0")


def main() -> None:
    try:
        encoder = Remembered(open_encoder(VECTORS))
    except NoEncoderError as error:
        sys.exit(f"no encoder on this machine ({error.why})")
    documents = read_folder(CONTENT)
    found: list[Learnt] = []
    pairs: list[tuple[Row, Row]] = []
    for share in SHARES:
        learnt, pairs = judge(documents, encoder, share)
        found.append(learnt)
        shown = "  ".join(f"{name} {learnt.figures[name]:.4f}" for name, _, _ in _LINES)
        print(f"{learnt.phrases:6} phrases  {shown}", flush=True)
    known = confidences(pairs)  # of the last, which has them all
    bins = binned(known)
    for one in bins:
        print(
            f"{one.number:6} messages  confidence {one.confidence:.3f}  right {one.right:.3f}" if one else ""
        )
    (DOCS / "phrases.svg").write_text(phrases_chart(found), encoding="utf-8")
    (DOCS / "calibration.svg").write_text(calibration_chart(bins, calibration_error(known)), encoding="utf-8")


if __name__ == "__main__":
    main()
