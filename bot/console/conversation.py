"""A case's conversation as lines to show: who said what, what an edit changed, what became of an answer. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

from bot.cases import Event, EventKind

LONG, MANY = 1500, 30
"""Characters and lines beyond which a text is folded."""
_FOLDED, _FOLDED_LINES = 300, 5
_COMPARED = 400  # words; comparing more takes long, and nobody reads the difference
_IN_DOUBT = ("uncertain", "failed")
_SAID = (EventKind.MESSAGE, EventKind.EDITED, EventKind.REPLY)
_HAPPENED = (
    EventKind.CLAIMED,
    EventKind.TAKEN,
    EventKind.RELEASED,
    EventKind.UNREACHABLE,
    EventKind.FAILED,
    EventKind.WITHDRAWN,
    EventKind.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an edited text: kept, `gone` or `new`."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said or happened. `danger`: what was heard in it; `parts`: what an edit changed."""

    id: int
    kind: EventKind
    at: datetime
    actor: str
    text: str = ""
    lang: str = ""
    delivery: str = ""
    danger: str = ""
    parts: tuple[Part, ...] = ()
    replaced: bool = False

    @property
    def in_doubt(self) -> bool:
        """Whether it may be sent again."""
        return self.delivery in _IN_DOUBT and bool(self.text)


def beginning(text: str) -> str | None:
    """What is shown of a long text before somebody unfolds it; None for others."""
    if len(text) <= LONG and text.count("\n") <= MANY:
        return None
    return "\n".join(text[:_FOLDED].split("\n")[:_FOLDED_LINES])


def lines(events: Iterable[Event], lang: str) -> tuple[Line, ...]:
    """What was said, oldest first. `lang`: that of the person, for texts that do not know their own."""
    found: list[Line] = []
    newest: dict[str, int] = {}  # of each message, where its last wording stands
    for event in events:
        if event.kind is EventKind.DANGER:
            _warn(found, event.text)
        elif event.kind in _HAPPENED:
            found.append(Line(event.id, event.kind, event.at, event.actor))
        elif event.kind in _SAID:
            before = newest.get(event.ref) if event.kind is EventKind.EDITED else None
            parts = () if before is None else tuple(difference(found[before].text, event.text))
            if before is not None:
                found[before] = replace(found[before], replaced=True)
            if event.ref:
                newest[event.ref] = len(found)
            found.append(_said(event, lang, parts))
    return tuple(found)


def _said(event: Event, lang: str, parts: tuple[Part, ...]) -> Line:
    return Line(
        event.id,
        event.kind,
        event.at,
        event.actor,
        event.text,
        event.lang or lang,
        delivery=event.delivery,
        parts=parts,
    )


def _warn(found: list[Line], danger: str) -> None:
    """A danger stands at the words in which it was heard."""
    for place in range(len(found) - 1, -1, -1):
        if found[place].kind in (EventKind.MESSAGE, EventKind.EDITED):
            found[place] = replace(found[place], danger=danger)
            return


def difference(before: str, after: str) -> Iterator[Part]:
    """Word by word what was taken out and what was put in."""
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) > _COMPARED:
        return
    for change, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, False).get_opcodes():
        if change == "equal":
            yield Part("".join(new[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Part("".join(old[old_from:old_to]), "gone")
        if new_to > new_from:
            yield Part("".join(new[new_from:new_to]), "new")


def _words(text: str) -> list[str]:
    """Words, each with the space behind it."""
    found: list[str] = []
    for char in text:
        if found and (char.isspace() or not found[-1][-1].isspace()):
            found[-1] += char
        else:
            found.append(char)
    return found
