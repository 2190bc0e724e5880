"""One decision out of both halves: how sure, which needs, what to offer. All thresholds stand here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.model import Candidate, DangerKind, Decision, Vectors
from knowledge.understand.examples import DANGER, OTHER, SEVERAL

NAMED = 0.97  # a message that is the name of a service and nothing else
_OFFERED = 5
_NONE = ""  # stands for what is not in the knowledge at all

# What each half says, in nats, of a text that is about nothing it knows.
_WORDS_SHARPNESS = 6.0
_WORDS_NOTHING = 4.8
_MEANING_NOTHING = -12.0
# How far meaning is trusted beside words, and how sharply both together tell services apart.
_MEANING_PART = 0.65
_SHARPNESS = 2.2
_WORDS_ALONE_SHARPNESS = 0.8
# What is not for the guide is refused a little sooner than its share says: asking about it helps nobody.
_LEAN = {"kind:oos": 1.0, "kind:near_danger": 1.0}

_SURE = 0.9
_FAINT = 0.1
_LEAST = 0.005  # what is less likely is not offered
# A piece of a message counts as a need when the whole message speaks for it a little too, or when it is very clear.
_PIECE_SURE = 0.6
_PIECE_SHARE = 0.05
_PIECE_CLEAR = 0.985

# Danger is sooner said than missed: no sharpness, and less trust in single words, which figures of speech share.
_DANGER_MEANING_PART = 0.75
_DANGER = 0.2
_DANGER_PIECE = 0.6
_DANGER_WORDS_ALONE = 0.7
_KIND_DECISION = {
    "kind:human": Decision.HUMAN,
    "kind:smalltalk": Decision.SMALLTALK,
    "kind:oos": Decision.NONE,
    "kind:near_danger": Decision.NONE,
    _NONE: Decision.NONE,
}


class Evidence:
    """What both halves say of one text: the logarithms of the shares of all labels, and of none of them."""

    def __init__(self, labels: Sequence[str], words: Vectors, meaning: Vectors | None) -> None:
        """`words` and `meaning` are the scores of the halves in nats, in the order of the labels."""
        self._labels = (*labels, _NONE)
        self._words = _log_shares(np.append(words * _WORDS_SHARPNESS, _WORDS_NOTHING))
        self._meaning = None if meaning is None else _log_shares(np.append(meaning, _MEANING_NOTHING))

    def shares(self) -> Mapping[str, float]:
        """How likely the text is each label: together one."""
        if self._meaning is None:
            total = self._words * _WORDS_ALONE_SHARPNESS
        else:
            total = _SHARPNESS * _mixed(self._words, self._meaning, _MEANING_PART)
        return self._shares(total + np.array([_LEAN.get(label, 0.0) for label in self._labels]))

    def danger(self) -> Mapping[str, float]:
        """How likely the text is each danger, said sooner than a service is."""
        mixed = (
            self._words if self._meaning is None else _mixed(self._words, self._meaning, _DANGER_MEANING_PART)
        )
        return {
            label.removeprefix(DANGER): share
            for label, share in self._shares(mixed).items()
            if label.startswith(DANGER)
        }

    def is_dangerous(self, share: float, *, piece: bool) -> bool:
        """Whether that share of all dangers is enough to speak of one; a piece of a message must say it clearly."""
        if self._meaning is None:
            return share > _DANGER_WORDS_ALONE
        return share > (_DANGER_PIECE if piece else _DANGER)

    def _shares(self, total: Vectors) -> Mapping[str, float]:
        return dict(zip(self._labels, np.exp(_log_shares(total)).tolist(), strict=True))


def _mixed(words: Vectors, meaning: Vectors, part: float) -> Vectors:
    return part * meaning + (1 - part) * words


def _log_shares(scores: Vectors) -> Vectors:
    top = scores - scores.max(initial=-np.inf)
    shares: Vectors = top - np.log(np.exp(top).sum())
    return shares


@dataclass(frozen=True, slots=True)
class Judged:
    """One text judged: what it is, and the services it speaks for, best first."""

    decision: Decision
    candidates: tuple[Candidate, ...]


def judge(shares: Mapping[str, float], words: str) -> Judged:
    """What one text, or one piece of it, speaks for. Its danger is another question."""
    calm = sum(share for label, share in shares.items() if not label.startswith((DANGER, SEVERAL)))
    candidates = _candidates(shares, calm, words)
    best = candidates[0].confidence if candidates else 0.0
    kind = max(_KIND_DECISION, key=lambda label: shares.get(label, 0.0))
    if shares.get(kind, 0.0) / max(calm, 1e-9) > best:
        return Judged(_KIND_DECISION[kind], candidates)
    if best < _FAINT:
        return Judged(Decision.NONE, candidates)
    return Judged(Decision.SURE if best >= _SURE else Decision.UNSURE, candidates)


def _candidates(shares: Mapping[str, float], calm: float, words: str) -> tuple[Candidate, ...]:
    """Best first, with their share of all that is no danger as confidence."""
    services = ((share, label) for label, share in shares.items() if label and not label.startswith(OTHER))
    likely = ((share / max(calm, 1e-9), label) for share, label in services)
    top = sorted((one for one in likely if one[0] >= _LEAST), reverse=True)[:_OFFERED]
    return tuple(Candidate(service, round(share, 3), words) for share, service in top)


def likely_danger(whole: Evidence, pieces: Iterable[Evidence]) -> DangerKind | None:
    """The danger that a message or one of its pieces speaks for."""
    for evidence, piece in ((whole, False), *((one, True) for one in pieces)):
        dangers = evidence.danger()
        if dangers and evidence.is_dangerous(sum(dangers.values()), piece=piece):
            return DangerKind(max(dangers, key=lambda kind: dangers[kind]))
    return None


def combine(
    whole: Judged, parts: tuple[Judged, ...]
) -> tuple[Decision, tuple[str, ...], tuple[Candidate, ...]]:
    """The decision on a message from its whole and its pieces, its needs in the order of mention, what to offer."""
    if whole.decision in (Decision.HUMAN, Decision.SMALLTALK):
        return whole.decision, (), whole.candidates
    firm = _firm(whole, parts)
    offered = _offer(firm, whole, parts)
    if len(firm) >= 2:
        return Decision.SURE, tuple(candidate.service for candidate in firm), offered
    if whole.decision is Decision.SURE:
        return Decision.SURE, (whole.candidates[0].service,), offered
    unheard = firm and whole.decision is Decision.NONE
    return Decision.UNSURE if unheard else whole.decision, (), offered


def _firm(whole: Judged, parts: tuple[Judged, ...]) -> tuple[Candidate, ...]:
    """The needs that the pieces speak for clearly, in their order; what the whole is sure of is among them."""
    heard = {one.service for one in whole.candidates if one.confidence >= _PIECE_SHARE}
    best = [part.candidates[0] for part in parts if part.decision in (Decision.SURE, Decision.UNSURE)]
    firm = _distinct(
        one for one in best if one.confidence >= (_PIECE_SURE if one.service in heard else _PIECE_CLEAR)
    )
    sure = whole.candidates[0] if whole.decision is Decision.SURE else None
    if firm and sure and sure.service not in {one.service for one in firm}:
        firm = (sure, *firm)
    return firm[:_OFFERED]


def _offer(firm: tuple[Candidate, ...], whole: Judged, parts: tuple[Judged, ...]) -> tuple[Candidate, ...]:
    """What to offer: the best of the whole first, then the firm needs, then the best of each piece.

    Each with the words it came from: the piece that says it most clearly, or else the whole.
    """
    others = sorted((part.candidates[0] for part in parts if part.candidates), key=lambda c: -c.confidence)
    said = {candidate.service: candidate.words for candidate in reversed(others)}
    offered = _distinct([*whole.candidates[:2], *firm, *others, *whole.candidates])[:_OFFERED]
    return tuple(replace(one, words=said.get(one.service, one.words)) for one in offered)


def _distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        seen.setdefault(candidate.service, candidate)
    return tuple(seen.values())
