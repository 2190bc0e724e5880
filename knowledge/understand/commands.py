"""Commands as people type them, in any language."""

from functools import lru_cache

from rapidfuzz import fuzz, process

from knowledge.model import Command, Guide, PhraseKind
from knowledge.understand.normalize import tokens

_LIKE = 92.0
_FUZZY_FROM = 6
_LONGEST = 60
_EXACT = (Command.DELETE_MY_DATA, Command.STOP, Command.YES, Command.NO)


@lru_cache(maxsize=4)
def known_commands(guide: Guide) -> dict[str, Command]:
    """Folded words and the command that they are."""
    return {
        " ".join(tokens(phrase.text)): Command(phrase.targets[0])
        for phrase in guide.phrases
        if phrase.kind is PhraseKind.COMMAND
    }


def command_of(text: str, guide: Guide) -> Command | None:
    """The command that a whole message is.

    A longer one may be misspelt by a letter, but not where a letter turns the meaning ("delete", "do not delete").
    """
    known = known_commands(guide)
    words = " ".join(tokens(text))
    if not words:
        return None
    if words in known:
        return known[words]
    if len(words) < _FUZZY_FROM or len(words) > _LONGEST:
        return None
    close = process.extractOne(words, known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    command = known[close[0]] if close else None
    return None if command in _EXACT else command


def starts_with_no(text: str, guide: Guide) -> bool:
    """Whether a sentence begins with a word for no: to take it as one can harm nobody."""
    first = tokens(text)[:1]
    return bool(first) and known_commands(guide).get(first[0]) is Command.NO
