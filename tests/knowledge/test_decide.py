"""One decision out of scores: sure, unsure, none, a human, small talk; and which danger words speak for."""

import pytest

from knowledge.model import Candidate, DangerKind, Decision
from knowledge.understand.decide import Judged, combine, judge, word_danger

SURE, UNSURE, NONE = Decision.SURE, Decision.UNSURE, Decision.NONE


@pytest.mark.parametrize(
    ("scores", "decision"),
    [
        ({}, NONE),
        ({"kita": 3.0}, SURE),
        ({"kita": 3.0, "wohngeld": 2.9}, UNSURE),
        ({"kita": 0.3}, NONE),
        ({"kita": 1.0, "kind:oos": 2.0}, NONE),
        ({"kita": 1.0, "kind:human": 2.0}, Decision.HUMAN),
        ({"kita": 1.0, "kind:smalltalk": 2.0}, Decision.SMALLTALK),
        ({"kita": 3.0, "kind:smalltalk": 0.5}, SURE),
        ({"kita": 3.0, "kind:danger:hunger": 9.0, "kind:near_danger": 9.0}, SURE),
        ({"kind:human": 0.0}, NONE),
    ],
)
def test_what_one_text_speaks_for(scores: dict[str, float], decision: Decision) -> None:
    assert judge(scores, "words").decision is decision


def test_candidates_are_at_most_five_services_best_first_with_a_confidence() -> None:
    scores = {f"s{number}": number / 4 for number in range(9)} | {"kind:oos": 0.1}
    candidates = judge(scores, "words").candidates
    assert [one.service for one in candidates] == ["s8", "s7", "s6", "s5", "s4"]
    assert all(0 < one.confidence < 1 and one.words == "words" for one in candidates)
    assert [one.confidence for one in candidates] == sorted((o.confidence for o in candidates), reverse=True)


@pytest.mark.parametrize(
    ("scores", "danger"),
    [
        ({}, None),
        ({"kita": 9.0}, None),
        ({"kind:danger:hunger": 3.0}, DangerKind.HUNGER),
        ({"kind:danger:hunger": 3.0, "kind:danger:suicide": 3.5}, DangerKind.SUICIDE),
        ({"kind:danger:hunger": 1.0}, None),
        ({"kind:danger:hunger": 3.0, "kita": 2.9}, None),
        ({"kind:danger:hunger": 3.0, "kind:near_danger": 2.9}, None),
        ({"kind:danger:hunger": 3.0, "kita": 1.0}, DangerKind.HUNGER),
    ],
)
def test_words_speak_for_a_danger_only_when_for_nothing_else(
    scores: dict[str, float], danger: DangerKind | None
) -> None:
    assert word_danger(scores) is danger


def _judged(decision: Decision, *candidates: tuple[str, float]) -> Judged:
    return Judged(decision, tuple(Candidate(service, confidence) for service, confidence in candidates))


KITA, RENT = _judged(SURE, ("kita", 0.99)), _judged(SURE, ("rent", 0.99))
MAYBE_RENT = _judged(SURE, ("rent", 0.95))


@pytest.mark.parametrize(
    ("whole", "parts", "decision", "needs", "offered"),
    [
        (KITA, (), SURE, ("kita",), ("kita",)),
        (KITA, (MAYBE_RENT,), SURE, ("kita",), ("kita", "rent")),
        (KITA, (RENT,), SURE, ("kita", "rent"), ("kita", "rent")),
        (KITA, (RENT, KITA), SURE, ("rent", "kita"), ("rent", "kita")),
        (KITA, (KITA, KITA), SURE, ("kita",), ("kita",)),
        (_judged(UNSURE, ("food", 0.4)), (KITA, RENT), SURE, ("kita", "rent"), ("kita", "rent", "food")),
        (_judged(NONE), (RENT, _judged(NONE)), UNSURE, (), ("rent",)),
        (_judged(NONE, ("food", 0.1)), (MAYBE_RENT,), NONE, (), ("food", "rent")),
        (_judged(UNSURE, ("food", 0.4)), (_judged(UNSURE, ("rent", 0.5)),), UNSURE, (), ("food", "rent")),
        (_judged(Decision.HUMAN, ("food", 0.1)), (KITA, RENT), Decision.HUMAN, (), ("food",)),
        (_judged(Decision.SMALLTALK), (KITA, RENT), Decision.SMALLTALK, (), ()),
    ],
)
def test_a_message_is_decided_from_its_whole_and_its_pieces(
    whole: Judged,
    parts: tuple[Judged, ...],
    decision: Decision,
    needs: tuple[str, ...],
    offered: tuple[str, ...],
) -> None:
    found = combine(whole, parts)
    assert (found[0], found[1], tuple(one.service for one in found[2])) == (decision, needs, offered)


def test_what_is_offered_of_many_pieces_is_five_distinct_services() -> None:
    whole = _judged(UNSURE, ("a", 0.3), ("b", 0.2), ("c", 0.1), ("d", 0.1), ("e", 0.1))
    parts = tuple(_judged(UNSURE, (service, 0.5)) for service in "fgh")
    assert [one.service for one in combine(whole, parts)[2]] == ["a", "b", "f", "g", "h"]
