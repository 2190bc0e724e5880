"""One decision out of all scores: how sure, which needs, what to offer. All thresholds stand here."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.model import Candidate, DangerKind, Decision

OTHER = "kind:"
_DANGER = "kind:danger:"
_OFFERED = 5
NAMED = 0.97  # a message that is the name of a service and nothing else
_SHARPNESS = 6.0
_MODESTY = 0.7
_SURE = 0.93
_PIECE_SURE = 0.985
_FAINT = 0.55
_DANGER_LEAD = 1.5
_DANGER_LEAST = 2.0
_KIND_LEAD = {"kind:human": 1.1, "kind:smalltalk": 0.9, "kind:oos": 0.85}
# A long message is about something, however often it greets or asks for a person.
_KIND_LONGEST = {"kind:human": 25, "kind:smalltalk": 12, "kind:oos": 1000}
_KIND_DECISION = {
    "kind:human": Decision.HUMAN,
    "kind:smalltalk": Decision.SMALLTALK,
    "kind:oos": Decision.NONE,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One text judged by its words: what it is, and the services it speaks for, best first."""

    decision: Decision
    candidates: tuple[Candidate, ...]


def judge(scores: Mapping[str, float], words: str) -> Judged:
    """What one text, or one piece of it, speaks for."""
    services = {label: score for label, score in scores.items() if not label.startswith(OTHER)}
    candidates = _candidates(services, words)
    best = max(services.values(), default=0.0)
    kind, kind_score = _best_kind(scores)
    short = len(words.split()) <= _KIND_LONGEST[kind] if kind else False
    if short and kind_score >= best * _KIND_LEAD[kind]:
        return Judged(_KIND_DECISION[kind], candidates)
    if best < _FAINT:
        return Judged(Decision.NONE, candidates)
    sure = candidates[0].confidence >= _SURE
    return Judged(Decision.SURE if sure else Decision.UNSURE, candidates)


def _best_kind(scores: Mapping[str, float]) -> tuple[str, float]:
    kinds = [(scores[kind], kind) for kind in _KIND_DECISION if scores.get(kind, 0) > 0]
    score, kind = max(kinds, default=(0.0, ""))
    return kind, score


def _candidates(services: Mapping[str, float], words: str) -> tuple[Candidate, ...]:
    """Best first, with a share of the likelihood as confidence."""
    top = sorted(services.items(), key=lambda item: -item[1])[:_OFFERED]
    whole = sum(math.exp(_SHARPNESS * score) for score in services.values()) + math.exp(_SHARPNESS * 0.8)
    return tuple(
        Candidate(service, round((math.exp(_SHARPNESS * score) / whole) ** _MODESTY, 3), words)
        for service, score in top
    )


def word_danger(scores: Mapping[str, float]) -> DangerKind | None:
    """The danger that the words speak for more than for anything else."""
    dangers = [(score, label) for label, score in scores.items() if label.startswith(_DANGER)]
    score, label = max(dangers, default=(0.0, ""))
    other = max((value for key, value in scores.items() if not key.startswith(_DANGER)), default=0.0)
    if score >= _DANGER_LEAST and score >= other * _DANGER_LEAD:
        return DangerKind(label.removeprefix(_DANGER))
    return None


def combine(
    whole: Judged, parts: tuple[Judged, ...]
) -> tuple[Decision, tuple[str, ...], tuple[Candidate, ...]]:
    """The decision on a message from its whole and its pieces."""
    if whole.decision in (Decision.HUMAN, Decision.SMALLTALK):
        return whole.decision, (), whole.candidates
    firm = _firm(whole, parts)
    offered = _offer(firm, whole, parts)
    if len(firm) >= 2:
        return Decision.SURE, tuple(candidate.service for candidate in firm), offered
    if whole.decision is Decision.SURE:
        return Decision.SURE, (whole.candidates[0].service,), offered
    return Decision.UNSURE if firm else whole.decision, (), offered


def _firm(whole: Judged, parts: tuple[Judged, ...]) -> tuple[Candidate, ...]:
    """The needs that the pieces speak for clearly, in their order; what the whole is sure of is among them.

    A piece must be clearer than a whole message: fewer words are right by chance more often.
    """
    best = [part.candidates[0] for part in parts if part.decision is Decision.SURE]
    firm = _distinct(candidate for candidate in best if candidate.confidence >= _PIECE_SURE)
    if (
        firm
        and whole.decision is Decision.SURE
        and whole.candidates[0].service not in {c.service for c in firm}
    ):
        firm = (whole.candidates[0], *firm)
    return firm[:_OFFERED]


def _offer(firm: tuple[Candidate, ...], whole: Judged, parts: tuple[Judged, ...]) -> tuple[Candidate, ...]:
    """What to offer: several firm needs first, then the whole and the best of the pieces in turn."""
    others = sorted((part.candidates[0] for part in parts if part.candidates), key=lambda c: -c.confidence)
    first = firm if len(firm) >= 2 else ()
    return _distinct([*first, *whole.candidates[:2], *others, *whole.candidates])[:_OFFERED]


def _distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        seen.setdefault(candidate.service, candidate)
    return tuple(seen.values())
