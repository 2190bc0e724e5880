"""The charts of the bench show what the scorer counts, and are drawn well."""

import random
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from bench import plots
from bench.compare import guide_ranks
from bench.drawing import HEIGHT, WIDTH, drawing
from bench.growth import misspelt, parts_of, timed
from bench.score import calibration_error, score
from knowledge.load import Document, load
from knowledge.model import Vectors
from tests.knowledge import small

Row = dict[str, Any]
SVG = "{http://www.w3.org/2000/svg}"


class Counting:
    """An encoder that counts the texts it is given."""

    name = "counting"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.array([[float(len(text))] for text in texts], np.float32)

    def recall(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)


def _answer(confidence: float, service: str = "wohngeld") -> Row:
    return {"candidates": [{"service": service, "confidence": confidence}]}


def _single(number: int = 0) -> Row:
    return {
        "id": str(number), "kind": "single", "lang": "de", "services": ["wohngeld"], "also_ok": ["umzug"],
        "danger": None,
    }  # fmt: skip


@pytest.fixture
def bank() -> tuple[Document, ...]:
    """Eighty phrases for one service, eight for another, two commands, and a document that is no phrase."""
    rows = [small.phrase("service", "de", f"miete {place}", services=["wohngeld"]) for place in range(80)]
    rows += [small.phrase("service", "tr", f"kira {place}", services=["umzug"]) for place in range(8)]
    rows += [small.phrase("command", "de", text, command="help") for text in ("Hilfe", "Hilfe bitte")]
    return Document("services", "wohngeld", {"name": {}}), Document("phrases", "bank", rows)


def _texts(documents: tuple[Document, ...]) -> set[str]:
    return {row["text"] for one in documents if one.kind == "phrases" for row in one.data}


def test_what_phrases_stand_for_keeps_its_part(bank: tuple[Document, ...]) -> None:
    left = _texts(plots.thinned(bank, 1 / 4, seed=1))
    counts = [sum(text.startswith(word) for text in left) for word in ("miete", "kira", "Hilfe")]
    assert counts == [20, 2, 2]
    assert plots.counted(plots.thinned(bank, 1 / 4, seed=1)) == 22


def test_a_small_share_is_part_of_a_larger_one_and_the_whole_is_the_bank(bank: tuple[Document, ...]) -> None:
    parts = [_texts(plots.thinned(bank, share, seed=3)) for share in plots.SHARES]
    assert all(small_one <= large for small_one, large in pairwise(parts))
    assert plots.thinned(bank, 1.0, seed=3) == bank


def test_another_seed_draws_others_and_the_same_the_same(bank: tuple[Document, ...]) -> None:
    first, again, other = (_texts(plots.thinned(bank, 1 / 2, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_of_what_has_one_phrase_it_is_left_as_often_as_the_share_says() -> None:
    one = (Document("phrases", "bank", [small.phrase("service", "de", "x", services=["wohngeld"])]),)
    left = sum(plots.counted(plots.thinned(one, 1 / 4, seed)) for seed in range(400))
    assert 70 <= left <= 130


def test_bins_are_those_of_the_calibration_error() -> None:
    draw = random.Random(5)
    pairs = [(round(draw.random(), 2), draw.random() < 0.6) for _ in range(500)] + [(1.0, True), (0.0, False)]
    bins = [one for one in plots.binned(pairs) if one]
    gaps = sum(one.number * abs(one.confidence - one.right) for one in bins)
    assert sum(one.number for one in bins) == len(pairs)
    assert gaps / len(pairs) == pytest.approx(calibration_error(pairs), abs=1e-4)


def test_a_bin_that_no_message_falls_into_is_none() -> None:
    bins = plots.binned([(0.55, True), (0.5, False)])
    assert [place for place, one in enumerate(bins) if one] == [5]
    assert bins[5] == plots.Bin(2, 0.525, 0.5)


def test_the_interval_lies_around_the_share_and_narrows_with_more_messages() -> None:
    few, many = plots.Bin(10, 0.5, 0.5).interval(), plots.Bin(1000, 0.5, 0.5).interval()
    assert few == pytest.approx((0.2366, 0.7634), abs=1e-4)  # as tables of Wilson's interval have it
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert plots.Bin(5, 0.9, 1.0).interval()[1] == pytest.approx(1.0)


def test_confidences_are_those_that_the_scorer_weighs() -> None:
    pairs = [
        (_single(0), _answer(0.9)),
        (_single(1), _answer(0.4, "umzug")),
        (_single(2), _answer(0.7, "kita-platz")),
        (_single(3), {"candidates": []}),
        (_single(4) | {"kind": "multi"}, _answer(0.8)),
    ]
    found = plots.confidences(pairs)
    assert found == [(0.9, True), (0.4, True), (0.7, False)]
    whole: Row = {"danger": None, "decision": "unsure", "needs": []}
    answers = [answer | whole | {"id": row["id"]} for row, answer in pairs]
    assert score([row for row, _ in pairs], answers)["calibration.error"] == calibration_error(found)


def test_a_text_is_encoded_once_for_all_guides() -> None:
    counting = Counting()
    encoder = plots.Remembered(counting)
    first = encoder.encode(["a", "bb", "a"])
    assert first.tolist() == [[1.0], [2.0], [1.0]]
    assert encoder.encode(("bb", "ccc")).tolist() == [[2.0], [3.0]]
    assert counting.encoded == ["a", "bb", "ccc"]


def _words(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    return ["".join(one.itertext()) for one in root.iter() if one.text]


def _inside(svg: str) -> bool:
    """Whether every dot lies on the page."""
    places = re.findall(r'<circle [^>]*cx="([\d.-]+)" cy="([\d.-]+)"', svg)
    return bool(places) and all(0 < float(x) < WIDTH and 0 < float(y) < HEIGHT for x, y in places)


def test_the_chart_of_phrases_is_well_formed_and_holds_its_figures() -> None:
    found = [
        plots.Learnt(number, {"hit1.de": 0.6 + step / 10, "hit1.other": 0.65 + step / 10})
        for step, number in enumerate((1000, 2000, 4000))
    ]
    svg = plots.phrases_chart(found)
    words = _words(svg)
    assert {".60", ".80", ".85", "4,000", "German", "nine other languages"} <= set(words)
    assert any("0.850 with 4,000 phrases" in one for one in words)
    assert svg.count("<circle") == 6
    assert _inside(svg)


def test_the_chart_of_confidence_is_well_formed_and_holds_its_figures() -> None:
    bins = plots.binned([(0.95, True), (0.95, True), (0.15, False), (1.0, True)])
    svg = plots.calibration_chart(bins, 0.05)
    words = _words(svg)
    assert any("3 messages, confidence 0.967, right 1.000" in one for one in words)
    assert {"0", "1", "3", "1.00", ".00"} <= set(words)
    assert svg.count("<circle") == 2
    assert _inside(svg)


def test_words_are_escaped() -> None:
    assert "a &lt; b &amp; c" in drawing("a < b & c", "", ())
    ET.fromstring(drawing("a < b & c", "<x>", ()))  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("text", "slip"),
    [("ich brauche wohngeld", "ich brauche wohgneld"), ("ab", "ba"), ("", ""), ("a b", "a b")],
)
def test_a_timed_message_has_a_slip_in_its_longest_word(text: str, slip: str) -> None:
    assert misspelt(text) == slip


def test_a_message_is_looked_up_whole_and_in_its_pieces() -> None:
    assert parts_of("Miete zu hoch und kein Kitaplatz", "de") == (
        "Miete zu hoch und kein Kitaplatz", "Miete zu hoch", "kein Kitaplatz",
    )  # fmt: skip
    assert parts_of("Miete zu hoch", "de") == ("Miete zu hoch",)


def test_the_first_calls_are_not_counted_and_each_thing_is_given_once() -> None:
    given: list[int] = []
    assert len(timed(given.append, range(25))) == 15
    assert given == list(range(25))


def test_the_guide_ranks_as_it_understands() -> None:
    assert next(iter(guide_ranks(load(small.documents()))("Wohngeld"))) == "wohngeld"
