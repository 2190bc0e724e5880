"""What a message says: text -> Understanding. Pure; slow beside a lock, so it is called before one is taken."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from knowledge.model import Candidate, Command, DangerKind, Decision, Guide, Phrase, PhraseKind, Understanding
from knowledge.understand.changes import change_of
from knowledge.understand.commands import command_of, known_commands, starts_with_no
from knowledge.understand.danger import pattern_danger
from knowledge.understand.decide import NAMED, combine, judge, likely_danger
from knowledge.understand.facts import prepare_facts, told
from knowledge.understand.halves import halves_of
from knowledge.understand.names import city_of, closest, named
from knowledge.understand.normalize import fold, tokens
from knowledge.understand.passing import only_tells
from knowledge.understand.split import pieces

_LONGEST = 4000
_SENTENCE = 3  # of fewer words that nobody knows, meaning would only guess
_DECISIONS = {
    PhraseKind.SMALLTALK: Decision.SMALLTALK,
    PhraseKind.HUMAN: Decision.HUMAN,
    PhraseKind.OOS: Decision.NONE,
}

__all__ = ["city_of", "closest", "command_of", "fold", "prepare", "starts_with_no", "tokens", "understand"]


def prepare(guide: Guide) -> None:
    """Builds what `understand` needs of a guide, so that the first message does not wait for it."""
    halves_of(guide)
    prepare_facts(guide)
    known_commands(guide)
    _phrases(guide)


def understand(text: str, lang: str, guide: Guide, today: date) -> Understanding:
    """What a person means.

    `lang` is the language they chose (they may write in another), `today` the date in Europe/Berlin.
    """
    text = text[:_LONGEST]
    return replace(
        _meant(text, lang, guide, today), facts=told(text, lang, guide, today), change=change_of(text, guide)
    )


def _meant(text: str, lang: str, guide: Guide, today: date) -> Understanding:
    command = command_of(text, guide)
    if command:
        return Understanding(Decision.HUMAN if command is Command.HUMAN else Decision.NONE, command=command)
    danger = pattern_danger(text, guide) or _known_danger(text, guide)
    known = None if danger else _known(text, guide)
    if known:
        return known
    halves = halves_of(guide)
    if len(tokens(text)) < _SENTENCE and halves.words.knows_nothing_of(text):
        return Understanding(Decision.NONE, danger)
    cut = pieces(text, lang)
    whole, *parts = halves.read((text, *cut) if len(cut) > 1 else (text,))
    if danger is None and len(tokens(text)) >= _SENTENCE:
        danger = likely_danger(whole, parts)
    decision, needs, candidates = combine(
        judge(whole.shares(), text),
        tuple(
            judge(part.shares(), piece, passing=only_tells(piece, lang, guide, today))
            for part, piece in zip(parts, cut, strict=False)
        ),
        whole.mild(),
    )
    return Understanding(decision, danger, needs=needs, candidates=candidates)


def _known(text: str, guide: Guide) -> Understanding | None:
    """A message that is the name of a service, or word for word a phrase that the guide knows."""
    service = named(text, guide)
    phrase = _phrases(guide).get(" ".join(tokens(text)))
    if service is None and phrase and phrase.kind is PhraseKind.SERVICE:
        service = phrase.targets[0]
    if service:
        return Understanding(Decision.SURE, needs=(service,), candidates=(Candidate(service, NAMED, text),))
    return Understanding(_DECISIONS[phrase.kind]) if phrase and phrase.kind in _DECISIONS else None


def _known_danger(text: str, guide: Guide) -> DangerKind | None:
    phrase = _phrases(guide).get(" ".join(tokens(text)))
    return DangerKind(phrase.targets[0]) if phrase and phrase.kind is PhraseKind.DANGER else None


@lru_cache(maxsize=4)
def _phrases(guide: Guide) -> dict[str, Phrase]:
    return {" ".join(tokens(phrase.text)): phrase for phrase in guide.phrases if tokens(phrase.text)}
