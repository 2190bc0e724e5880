"""The guide beside its rivals, in one run on one machine: how often right, how long, how much memory."""

import statistics
from collections.abc import Sequence
from pathlib import Path

from bench.growth import Cost, costs, misspelt, pages_of, parts_of, spread, timed
from bench.rivals import Ranks, bm25, hits, ngrams, wratio
from bench.understanding import FOLDS, TODAY, Row, read_messages, without
from knowledge.load import CONTENT, load, read_folder
from knowledge.model import Guide
from knowledge.understand import prepare, understand
from knowledge.understand.vectors import Kept

_TIMED = 150
_WHOLE_AT_MOST = 3.0  # calls of the encoder
_WORDS_AT_MOST = {60: 0.25, 600: 1.0, 6000: 1.0}


def guide_ranks(guide: Guide) -> Ranks:
    prepare(guide)
    return lambda text: [one.service for one in understand(text, "de", guide, TODAY).candidates[:3]]


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
    fifth = read_messages(documents)[::FOLDS]
    guide = load(without(documents, fifth), encoder)
    prepare(guide)
    messages = [{**row, "text": misspelt(row["text"])} for row in fifth[:_TIMED]]

    def whole(row: Row) -> object:
        return understand(row["text"], row["lang"], guide, TODAY)

    one_call = timed(lambda row: encoder.encode([row["text"]]), messages)
    unit = statistics.median(one_call)
    print(f"one call of the encoder  {spread(one_call)}")
    times = timed(whole, messages)
    print(f"a whole message          {spread(times)}  {_asked(times, unit, _WHOLE_AT_MOST)}")
    for cost in costs(
        guide, encoder, pages_of(region), [parts_of(row["text"], row["lang"]) for row in messages]
    ):
        _print(cost, unit)


def _print(cost: Cost, unit: float) -> None:
    print(
        f"{cost.services:5} services  by words {spread(cost.words)}  "
        f"{_asked(cost.words, unit, _WORDS_AT_MOST[cost.services])}   "
        f"by meaning {spread(cost.meaning)}  {_calls(cost.meaning, unit):.3f} calls   "
        f"built in {cost.build:.1f} s   {cost.memory / 2**20:.0f} MB"
    )


def _asked(times: Sequence[float], unit: float, most: float) -> str:
    """How many calls the middle of some times is, and how many it may be."""
    calls = _calls(times, unit)
    return f"{calls:.3f} calls (at most {most:.2f}{', MISSED' if calls > most else ''})"


def _calls(times: Sequence[float], unit: float) -> float:
    return statistics.median(times) / unit
