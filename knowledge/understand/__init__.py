"""What a message says: text -> Understanding. Pure; slow beside a lock, so it is called before one is taken."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from knowledge.model import Candidate, Command, DangerKind, Decision, Guide, Phrase, PhraseKind, Understanding
from knowledge.understand.danger import pattern_danger
from knowledge.understand.decide import NAMED, combine, judge, word_danger
from knowledge.understand.facts import prepare_facts, told
from knowledge.understand.index import index_of, named
from knowledge.understand.normalize import fold, tokens
from knowledge.understand.split import pieces

_LONGEST = 4000
_COMMAND_LIKE = 92.0
_COMMAND_FUZZY_FROM = 6

_NAME_LIKE = 86.0
_SENTENCE = 3
_DECISIONS = {
    PhraseKind.SMALLTALK: Decision.SMALLTALK,
    PhraseKind.HUMAN: Decision.HUMAN,
    PhraseKind.OOS: Decision.NONE,
}
_EXACT = (Command.DELETE_MY_DATA, Command.STOP, Command.YES, Command.NO)

__all__ = ["city_of", "closest", "command_of", "fold", "prepare", "starts_with_no", "tokens", "understand"]


def prepare(guide: Guide) -> None:
    """Builds what `understand` needs of a guide, so that the first message does not wait for it."""
    prepare_facts(guide)
    index_of(guide)
    _commands(guide)
    _phrases(guide)


def understand(text: str, lang: str, guide: Guide, today: date) -> Understanding:
    """What a person means.

    `lang` is the language they chose (they may write in another), `today` the date in Europe/Berlin.
    """
    return replace(_meant(text[:_LONGEST], lang, guide), facts=told(text, lang, guide, today))


def _meant(text: str, lang: str, guide: Guide) -> Understanding:
    command = command_of(text, guide)
    if command:
        return Understanding(Decision.HUMAN if command is Command.HUMAN else Decision.NONE, command=command)
    danger = pattern_danger(text, guide) or _known_danger(text, guide)
    known = None if danger else _known(text, guide)
    if known:
        return known
    index = index_of(guide)
    scores = index.scores(text)
    whole = judge(scores, text)
    cut = pieces(text, lang)
    parts = tuple(judge(index.scores(piece), piece) for piece in cut) if len(cut) > 1 else ()
    decision, needs, candidates = combine(whole, parts)
    danger = danger or (word_danger(scores) if len(tokens(text)) >= _SENTENCE else None)
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


@lru_cache(maxsize=4)
def _commands(guide: Guide) -> dict[str, Command]:
    return {
        " ".join(tokens(phrase.text)): Command(phrase.targets[0])
        for phrase in guide.phrases
        if phrase.kind is PhraseKind.COMMAND
    }


def command_of(text: str, guide: Guide) -> Command | None:
    """The command that a whole message is, in any language.

    A longer one may be misspelt by a letter, but not where a letter turns the meaning ("delete", "do not delete").
    """
    known = _commands(guide)
    words = " ".join(tokens(text))
    if not words:
        return None
    if words in known:
        return known[words]
    if len(words) < _COMMAND_FUZZY_FROM or len(words) > 60:
        return None
    close = process.extractOne(words, known.keys(), scorer=fuzz.ratio, score_cutoff=_COMMAND_LIKE)
    command = known[close[0]] if close else None
    return None if command in _EXACT else command


def starts_with_no(text: str, guide: Guide) -> bool:
    """Whether a sentence begins with a word for no, in any language: to take it as one can harm nobody."""
    first = tokens(text)[:1]
    return bool(first) and _commands(guide).get(first[0]) is Command.NO


def closest(text: str, names: Iterable[str]) -> int | None:
    """Which of some names a text is, misspelt by a letter or two; None when it is none of them."""
    found = process.extractOne(
        fold(text).strip(), [fold(name) for name in names], scorer=fuzz.ratio, score_cutoff=_NAME_LIKE
    )
    return found[2] if found else None


def city_of(text: str, guide: Guide) -> str | None:
    """The city somebody typed, in any script."""
    names = [(name, id_) for id_, city in guide.cities.items() for name in (city.name, *city.aliases)]
    found = closest(text, (name for name, _ in names))
    return None if found is None else names[found][1]
