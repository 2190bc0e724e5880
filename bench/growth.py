"""How cost grows: the time of one message, of building, and memory, for 60, 600 and 6,000 services.

The sixty are the guide's own with all their phrases. The others are pages of a region, where a file of them is given,
and generated ones: five phrases each, of the guide's own words and one of their own, with directions of meaning drawn
at random, since only their number costs. Messages are such as no index has seen: of the fifth that was held out, each
with a slip in its longest word; each is put once, so that it pays for every word that is new to the index. By words
a message and its pieces are looked up; by meaning its one direction, without the call of the encoder.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from knowledge.formats import integreat
from knowledge.load import Document, load
from knowledge.model import Guide, Vectors
from knowledge.understand.examples import Example, examples_of
from knowledge.understand.meaning import MeaningIndex
from knowledge.understand.split import pieces
from knowledge.understand.vectors import Kept
from knowledge.understand.words import WordIndex

T = TypeVar("T")
SIZES = (60, 600, 6000)
_PHRASES = 5
_WORDS = 9
_PAGE_SIZE = 4096
_ROUNDS = 5
_WARM = 10
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a catalogue of `services` costs. Times in seconds, memory in bytes."""

    services: int
    build: float
    memory: int
    words: Sequence[float]
    meaning: Sequence[float]


def pages_of(path: Path | None) -> tuple[Document, ...]:
    return integreat.documents(integreat.read(path.read_bytes(), path.name)) if path and path.exists() else ()


def misspelt(text: str) -> str:
    """A text with two letters in the middle of its longest word changed round, as a hurried hand does."""
    longest = max(text.split(), key=len, default="")
    middle = len(longest) // 2
    slip = longest[: middle - 1] + longest[middle - 1 : middle + 1][::-1] + longest[middle + 1 :]
    return text.replace(longest, slip, 1) if middle else text


def parts_of(text: str, lang: str) -> Parts:
    """What of a message is looked up: the whole, and its pieces where it has several."""
    cut = pieces(text, lang)
    return (text, *cut) if len(cut) > 1 else (text,)


def costs(guide: Guide, encoder: Kept, pages: tuple[Document, ...], messages: Sequence[Parts]) -> list[Cost]:
    """The cost of each size. The first messages only warm up, the others are timed; the guide knows none of them."""
    own = tuple(examples_of(guide))
    vectors = encoder.recall([one.text for one in own if one.sentence])
    directions = encoder.encode([parts[0] for parts in messages])
    found = []
    for size in SIZES:
        more = tuple(_more(size - len(guide.services), own, pages))
        found.append(_cost(size, (*own, *more), vectors, messages, directions))
    return found


def _more(number: int, own: Sequence[Example], pages: tuple[Document, ...]) -> list[Example]:
    """Examples of so many services beside the guide's own: first of pages, then generated."""
    region = tuple(examples_of(load(pages))) if pages else ()
    ids = list(dict.fromkeys(one.label for one in region))[: max(number, 0)]
    chosen = [one for one in region if one.label in set(ids)]
    draw = random.Random(1)  # noqa: S311 - the same catalogue each time
    words = [word for one in own for word in one.text.split()]
    made = range(max(number - len(ids), 0))
    return chosen + [
        Example(f"made-{service}", " ".join((*draw.choices(words, k=_WORDS - 1), _new_word(draw, words))))
        for service in made
        for _ in range(_PHRASES)
    ]


def _new_word(draw: random.Random, words: Sequence[str]) -> str:
    """A word that begins as one and ends as another: a larger catalogue has words that a small one lacks."""
    begin, end = draw.choices(words, k=2)
    return begin[: (len(begin) + 1) // 2] + end[len(end) // 2 :]


def _cost(
    size: int, examples: Sequence[Example], vectors: Vectors, messages: Sequence[Parts], directions: Vectors
) -> Cost:
    sentences = [one for one in examples if one.sentence]
    random_rows = np.random.default_rng(1).normal(size=(len(sentences) - len(vectors), vectors.shape[1]))
    rows = np.concatenate([vectors, (random_rows / np.linalg.norm(random_rows, axis=1, keepdims=True))])
    before, began = _resident(), time.perf_counter()
    words = WordIndex(examples)
    meaning = MeaningIndex(
        [one.label for one in sentences], rows.astype(np.float32), [one.weight for one in sentences]
    )
    build, memory = time.perf_counter() - began, _resident() - before
    return Cost(
        size, build, memory,
        timed(lambda parts: [words.scores(part) for part in parts], messages),
        [one for _ in range(_ROUNDS) for one in timed(meaning.scores, list(directions[:, None]))],
    )  # fmt: skip


def timed(call: Callable[[T], object], given: Sequence[T]) -> list[float]:
    """Seconds of one call for each thing given; the first ten warm up and are left out of the count."""
    found = []
    for one in given:
        began = time.perf_counter()
        call(one)
        found.append(time.perf_counter() - began)
    return found[_WARM:]


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE_SIZE


def spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"p50 {statistics.median(ordered) * 1000:7.2f} ms  p95 {ordered[int(len(ordered) * 0.95) - 1] * 1000:7.2f} ms"
