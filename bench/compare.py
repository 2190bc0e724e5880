"""The guide beside its rivals, in one run on one machine: how often right, how long, how much memory."""

import statistics
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.growth import Cost, costs, pages_of, spread, timed
from bench.rivals import Ranks, bm25, hits, ngrams, wratio
from bench.understanding import FOLDS, read_messages, without
from knowledge.load import CONTENT, load, read_folder
from knowledge.model import Guide
from knowledge.understand import prepare, understand
from knowledge.understand.vectors import Kept

_TODAY = date(2026, 11, 25)
_TIMED = 150


def guide_ranks(guide: Guide) -> Ranks:
    prepare(guide)
    return lambda text: [one.service for one in understand(text, "de", guide, _TODAY).candidates[:3]]


def compare(encoder: Kept) -> None:
    """hit@1 and hit@3 on a fifth of the labelled messages, and the time of one, for each way."""
    documents = read_folder(CONTENT)
    fifth = read_messages(documents)[::FOLDS]
    known = without(documents, fifth)
    guide, by_words = load(known, encoder), load(known)
    print(f"{'a fifth of the messages':34} de @1   @3     others @1   @3     one message")
    for name, ranks in (
        ("rapidfuzz WRatio over names", wratio(guide)),
        ("BM25 over phrases", bm25(guide)),
        ("character n-grams, logistic r.", ngrams(guide)),
        ("the guide by words alone", guide_ranks(by_words)),
        ("the guide by words and meaning", guide_ranks(guide)),
    ):
        found = hits(ranks, fifth)
        times = timed(ranks, [row["text"] for row in fifth[:_TIMED]])
        print(
            f"{name:34} {found['hit1.de']:.3f}  {found['hit3.de']:.3f}  "
            f"{found['hit1.other']:.3f}      {found['hit3.other']:.3f}  {spread(times)}"
        )


def growth(encoder: Kept, region: Path | None) -> None:
    """What one message, building and memory cost as the catalogue grows, in calls of the encoder."""
    documents = read_folder(CONTENT)
    guide = load(documents, encoder)
    prepare(guide)
    texts = [row["text"] for row in read_messages(documents)[:_TIMED]]
    one_call = timed(lambda text: encoder.encode([text]), texts)
    # Known word for word they would be answered without a look: one more word makes them new.
    whole = timed(lambda text: understand(f"{text} bitte", "de", guide, _TODAY), texts)
    unit = statistics.median(one_call)
    print(f"one call of the encoder     {spread(one_call)}")
    print(
        f"a whole message             {spread(whole)}   {statistics.median(whole) / unit:.2f} calls (at most 3)"
    )
    for cost in costs(guide, encoder, pages_of(region), texts):
        _print(cost, unit)


def _print(cost: Cost, unit: float) -> None:
    print(
        f"{cost.services:5} services  by words {spread(cost.words)} {_calls(cost.words, unit)}   "
        f"by meaning {spread(cost.meaning)} {_calls(cost.meaning, unit)}   "
        f"built in {cost.build:.1f} s   {cost.memory / 2**20:.0f} MB"
    )


def _calls(times: Sequence[float], unit: float) -> str:
    return f"{statistics.median(times) / unit:.2f} calls"
