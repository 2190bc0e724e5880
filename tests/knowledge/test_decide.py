"""One decision out of both halves: sure, unsure, none, a human, small talk; and which danger a text speaks for."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from knowledge.model import Candidate, DangerKind, Decision
from knowledge.understand.decide import Evidence, Judged, combine, judge, likely_danger

SURE, UNSURE, NONE = Decision.SURE, Decision.UNSURE, Decision.NONE


LABELS = ("kind:danger:hunger", "kind:danger:suicide", "kind:human", "kind:oos", "kita", "wohngeld")


def _evidence(words: dict[str, float], meaning: dict[str, float] | None = None) -> Evidence:
    """What halves say: words 0 and meaning far away where nothing is given."""
    by_words = np.array([words.get(label, 0.0) for label in LABELS], np.float32)
    if meaning is None:
        return Evidence(LABELS, by_words, None)
    return Evidence(LABELS, by_words, np.array([meaning.get(label, -20.0) for label in LABELS], np.float32))


@pytest.mark.parametrize(
    ("shares", "decision"),
    [
        ({}, NONE),
        ({"kita": 0.95, "": 0.05}, SURE),
        ({"kita": 0.5, "wohngeld": 0.4, "": 0.1}, UNSURE),
        ({"kita": 0.05, "wohngeld": 0.05, "kind:danger:hunger": 0.1, "": 0.0, "kind:oos": 0.04}, UNSURE),
        ({f"s{number}": 0.01 for number in range(100)}, NONE),
        ({"kita": 0.3, "": 0.7}, NONE),
        ({"kita": 0.3, "kind:oos": 0.7}, NONE),
        ({"kita": 0.3, "kind:near_danger": 0.7}, NONE),
        ({"kita": 0.3, "kind:human": 0.7}, Decision.HUMAN),
        ({"kita": 0.3, "kind:smalltalk": 0.7}, Decision.SMALLTALK),
        ({"kita": 0.05, "kind:danger:hunger": 0.95}, SURE),
    ],
)
def test_what_one_text_speaks_for(shares: dict[str, float], decision: Decision) -> None:
    assert judge(shares, "words").decision is decision


def test_candidates_are_at_most_five_services_best_first_with_a_confidence() -> None:
    shares = {f"s{number}": number / 50 for number in range(9)} | {"kind:oos": 0.1, "": 0.18}
    candidates = judge(shares, "words").candidates
    assert [one.service for one in candidates] == ["s8", "s7", "s6", "s5", "s4"]
    assert all(0 < one.confidence < 1 and one.words == "words" for one in candidates)
    assert all(first.confidence >= second.confidence for first, second in pairwise(candidates))


def test_shares_are_together_one_with_and_without_an_encoder() -> None:
    for meaning in (None, {"kita": -8.0}):
        assert sum(_evidence({"kita": 2.0}, meaning).shares().values()) == pytest.approx(1)


def test_a_text_about_nothing_known_is_none_of_the_labels() -> None:
    nothing: dict[str, float] = {}
    for meaning in (None, nothing):
        shares = _evidence({}, meaning).shares()
        assert max(shares, key=lambda label: shares[label]) == ""


def test_where_the_halves_disagree_neither_is_sure() -> None:
    agreed = _evidence({"kita": 2.0}, {"kita": -6.0}).shares()["kita"]
    apart = _evidence({"wohngeld": 2.0}, {"kita": -6.0}).shares()["kita"]
    assert agreed > 0.999 > apart


@pytest.mark.parametrize(
    ("words", "meaning", "danger"),
    [
        ({}, {}, None),
        ({"kita": 3.0}, {"kita": -5.0}, None),
        ({"kind:danger:hunger": 2.0}, {"kind:danger:hunger": -7.0}, DangerKind.HUNGER),
        ({}, {"kind:danger:suicide": -7.0}, DangerKind.SUICIDE),
        ({}, {"kind:danger:hunger": -7.0, "kind:danger:suicide": -7.5}, DangerKind.HUNGER),
        ({"kind:danger:hunger": 2.0}, {"kita": -5.0}, None),
        ({"kind:danger:hunger": 3.0}, None, DangerKind.HUNGER),
        ({"kind:danger:hunger": 0.7}, None, None),
        ({"kind:danger:hunger": 3.0, "kita": 2.9}, None, None),
    ],
)
def test_danger_is_what_a_text_speaks_for(
    words: dict[str, float], meaning: dict[str, float] | None, danger: DangerKind | None
) -> None:
    assert likely_danger(_evidence(words, meaning), ()) is danger


def test_a_piece_must_say_danger_clearly() -> None:
    calm = _evidence({"kita": 2.0}, {"kita": -6.0})
    faint = _evidence({"kita": 2.0}, {"kita": -6.0, "kind:danger:hunger": -3.0})
    clear = _evidence({"kind:danger:hunger": 2.0}, {"kind:danger:hunger": -6.0})
    assert likely_danger(faint, ()) is DangerKind.HUNGER
    assert likely_danger(calm, (faint,)) is None
    assert likely_danger(calm, (faint, clear)) is DangerKind.HUNGER


def _judged(decision: Decision, *candidates: tuple[str, float]) -> Judged:
    return Judged(decision, tuple(Candidate(service, confidence) for service, confidence in candidates))


KITA, RENT = _judged(SURE, ("kita", 0.99)), _judged(SURE, ("rent", 0.99))
MAYBE_RENT = _judged(UNSURE, ("rent", 0.6))
FOOD = _judged(UNSURE, ("food", 0.4), ("kita", 0.2))
BOTH = {"kita": 0.5, "rent": 0.4, "kind:multi": 0.4}
ONE = {"kita": 0.95, "rent": 0.0001, "kind:multi": 0.001}


@pytest.mark.parametrize(
    ("whole", "parts", "mild", "decision", "needs", "offered"),
    [
        (KITA, (), ONE, SURE, ("kita",), ("kita",)),
        (KITA, (MAYBE_RENT,), ONE, SURE, ("kita",), ("kita", "rent")),
        (KITA, (RENT,), ONE, SURE, ("kita",), ("kita", "rent")),
        (KITA, (KITA, RENT), BOTH, SURE, ("kita", "rent"), ("kita", "rent")),
        (KITA, (RENT, KITA), BOTH, SURE, ("rent", "kita"), ("kita", "rent")),
        (KITA, (KITA, KITA), BOTH, SURE, ("kita",), ("kita",)),
        (FOOD, (KITA, RENT), BOTH | {"kind:multi": 0.8}, SURE, ("kita", "rent"), ("food", "kita", "rent")),
        (FOOD, (RENT, _judged(NONE)), BOTH, UNSURE, (), ("food", "kita", "rent")),
        (_judged(NONE), (RENT, _judged(NONE)), BOTH, NONE, (), ("rent",)),
        (FOOD, (MAYBE_RENT,), ONE, UNSURE, (), ("food", "kita", "rent")),
        (_judged(Decision.HUMAN, ("food", 0.1)), (KITA, RENT), BOTH, Decision.HUMAN, (), ("food",)),
        (_judged(Decision.SMALLTALK), (KITA, RENT), BOTH, Decision.SMALLTALK, (), ()),
    ],
)
def test_a_message_is_decided_from_its_whole_and_its_pieces(
    whole: Judged,
    parts: tuple[Judged, ...],
    mild: dict[str, float],
    decision: Decision,
    needs: tuple[str, ...],
    offered: tuple[str, ...],
) -> None:
    found = combine(whole, parts, mild)
    assert (found[0], found[1], tuple(one.service for one in found[2])) == (decision, needs, offered)


def test_what_is_told_in_passing_is_no_need_beside_one_and_offered_behind_it() -> None:
    told = replace(RENT, passing=True)
    assert combine(KITA, (told, KITA), BOTH)[:2] == (SURE, ("kita",))
    assert [one.service for one in combine(FOOD, (told, KITA), BOTH)[2]] == ["food", "kita", "rent"]


def test_what_is_told_in_passing_is_a_need_where_nothing_else_is() -> None:
    told = replace(RENT, passing=True)
    assert combine(KITA, (KITA, RENT), BOTH) == combine(KITA, (replace(KITA, passing=True), told), BOTH)
    assert combine(RENT, (told, _judged(NONE)), ONE)[:2] == (SURE, ("rent",))


def test_what_is_offered_of_many_pieces_is_five_distinct_services() -> None:
    whole = _judged(UNSURE, ("a", 0.3), ("b", 0.2), ("c", 0.1), ("d", 0.1), ("e", 0.1))
    parts = tuple(_judged(UNSURE, (service, 0.5)) for service in "fgh")
    assert [one.service for one in combine(whole, parts, {})[2]] == ["a", "b", "f", "g", "h"]
