"""One decision out of both halves: how sure, which needs, what to offer. All thresholds stand here."""

import math
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
_MEANING_PART = 0.7
_SHARPNESS = 2.35
_WORDS_ALONE_SHARPNESS = 1.3
# What is not for the guide is refused a little sooner than its share says, and who asks for a person is heard sooner.
_LEAN = {"kind:oos": 2.0, "kind:near_danger": 2.0, "kind:human": 1.2, "kind:smalltalk": 1.2}

_SURE = 0.92
_FAINT = 0.1
_LEAST = 0.001  # what is less likely is not offered
# A second need is named when a piece says it, the whole leaves room for it, and the whole sounds like several needs.
_SAID, _ROOM, _SOUNDS, _FIRST_SAID = 0.25, 0.6, 0.5, 0.2
_SECOND = 0.0
_FIRST_HEARD = 0.5
_NOT_SAID = 0.01
_TINY = 1e-6

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

    def mild(self) -> Mapping[str, float]:
        """The same without sharpness: what else a text speaks for keeps its share."""
        if self._meaning is None:
            return self._shares(self._words)
        return self._shares(_mixed(self._words, self._meaning, _MEANING_PART))

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
    """One text judged: what it is, and the services it speaks for, best first.

    `passing`: it only tells something of the person (see `passing.py`).
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    passing: bool = False

    @property
    def needs(self) -> bool:
        """Whether it speaks for a need."""
        return self.decision in (Decision.SURE, Decision.UNSURE)


def judge(shares: Mapping[str, float], words: str, *, passing: bool = False) -> Judged:
    """What one text, or one piece of it, speaks for. Its danger is another question."""
    calm = sum(share for label, share in shares.items() if not label.startswith((DANGER, SEVERAL)))
    candidates = _candidates(shares, calm, words)
    best = candidates[0].confidence if candidates else 0.0
    kind = max(_KIND_DECISION, key=lambda label: shares.get(label, 0.0))
    if shares.get(kind, 0.0) / max(calm, 1e-9) > best:
        return Judged(_KIND_DECISION[kind], candidates, passing)
    if best < _FAINT:
        return Judged(Decision.NONE, candidates, passing)
    return Judged(Decision.SURE if best >= _SURE else Decision.UNSURE, candidates, passing)


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
    whole: Judged, parts: tuple[Judged, ...], mild: Mapping[str, float]
) -> tuple[Decision, tuple[str, ...], tuple[Candidate, ...]]:
    """The decision on a message from its whole and its pieces, its needs in the order of mention, what to offer.

    `mild`: the shares of the whole without sharpness. What is only told in passing is no need beside one that is.
    """
    if whole.decision in (Decision.HUMAN, Decision.SMALLTALK):
        return whole.decision, (), whole.candidates
    own = _own(parts)
    firm = _firm(whole, own, mild)
    offered = _offer(firm, whole, own, parts)
    if firm:
        return Decision.SURE, tuple(candidate.service for candidate in firm), offered
    return Decision.UNSURE if whole.decision is Decision.SURE else whole.decision, (), offered


def _firm(whole: Judged, parts: tuple[Judged, ...], mild: Mapping[str, float]) -> tuple[Candidate, ...]:
    """The needs to go on with: the first of the whole when it is sure, and others that pieces say beside it."""
    if not whole.candidates:
        return ()
    first = whole.candidates[0]
    said = _said(parts)
    first_said = said[first.service].confidence if first.service in said else _NOT_SAID
    sounds = _SOUNDS * _logit(mild.get(SEVERAL, 0.0)) + _FIRST_SAID * _logit(first_said)
    others = tuple(
        one
        for service, one in said.items()
        if service != first.service
        and _SAID * _logit(one.confidence) + _ROOM * math.log(mild.get(service, 0.0) + _TINY) + sounds
        >= _SECOND
    )
    if whole.decision is not Decision.SURE and not (others and first_said >= _FIRST_HEARD):
        return others if len(others) > 1 else ()
    both = (said.get(first.service, first), *others)
    return tuple(sorted(both, key=lambda one: list(said).index(one.service) if one.service in said else -1))[
        :_OFFERED
    ]


def _own(parts: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """The pieces that count: where one of them is a need, those that only tell something are none."""
    own = tuple(part for part in parts if not part.passing)
    return own if any(part.needs for part in own) else parts


def _said(parts: tuple[Judged, ...]) -> dict[str, Candidate]:
    """What the pieces speak for, in the order of mention, each as clearly as the clearest piece says it."""
    said: dict[str, Candidate] = {}
    for part in parts:
        if part.needs:
            best = part.candidates[0]
            if best.service not in said or best.confidence > said[best.service].confidence:
                said[best.service] = best
    return said


def _logit(share: float) -> float:
    return math.log(max(share, _TINY) / max(1 - share, _TINY))


def _offer(
    firm: tuple[Candidate, ...], whole: Judged, own: tuple[Judged, ...], parts: tuple[Judged, ...]
) -> tuple[Candidate, ...]:
    """What to offer: the best of the whole first, then the firm needs, the best of each piece, then of what is only told.

    Each with the words it came from: the piece that says it most clearly, or else the whole.
    """
    said = {candidate.service: candidate.words for candidate in reversed(_best(parts))}
    offered = _distinct([*whole.candidates[:2], *firm, *_best(own), *_best(parts), *whole.candidates])[
        :_OFFERED
    ]
    return tuple(replace(one, words=said.get(one.service, one.words)) for one in offered)


def _best(parts: Iterable[Judged]) -> list[Candidate]:
    """The best of each piece, what is said most clearly first."""
    return sorted((part.candidates[0] for part in parts if part.candidates), key=lambda c: -c.confidence)


def _distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        seen.setdefault(candidate.service, candidate)
    return tuple(seen.values())
