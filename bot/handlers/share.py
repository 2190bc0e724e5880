"""Whether a department may see the tasks that a Lotse has for it: asked word for word, answered, taken back."""

import hashlib
from collections.abc import Iterable, Sequence

from bot.handlers.human import pass_on
from bot.handlers.views import choice, data
from bot.model import Choice, Incoming, IncomingKind, Say, Share, Turn, say
from bot.session import Offer, Session
from bot.tasks import ConsentStatus, DepartmentConsent, Task
from knowledge.localized import Localized
from knowledge.model import Command, Guide
from knowledge.understand import starts_with_no

VERSION = "2026-11"
_YES, _NO, _SEE = "yes", "no", "see"
_LONGEST_ID = 18


def question(asked: DepartmentConsent, tasks: Sequence[Task], name: Localized | str, lang: str) -> Say:
    """What the department would get, word for word, and the question."""
    named = f"{asked.id}.{fingerprint(tasks, lang)}"
    yes, no = choice("share.yes", "share", named, _YES), choice("share.no", "share", named, _NO)
    return say("share.ask", yes, no, department=name, number=asked.case, tasks=passed_on(tasks))


def passed_on(tasks: Iterable[Task]) -> tuple[tuple[Say | str, ...], ...]:
    """The words of tasks as they are passed on, one paragraph each."""
    return tuple(
        (
            say("share.title", title=one.title),
            *((one.text,) if one.text else ()),
            *((say("share.until", day=one.due_on),) if one.due_on else ()),
        )
        for one in tasks
    )


def fingerprint(tasks: Iterable[Task], lang: str) -> str:
    """Names what was shown, so that an old button agrees to nothing else."""
    shown = (VERSION, lang, [(one.id, one.title, one.text, one.due_on) for one in tasks])
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]


def take_back(asked: DepartmentConsent, name: Localized | str) -> Choice:
    return choice(say("share.take_back", department=name), "share", str(asked.id), _NO)


def see_again(asked: DepartmentConsent, name: Localized | str) -> Choice:
    return choice(say("share.see", department=name), "share", str(asked.id), _SEE)


def own(asked: DepartmentConsent, name: Localized | str) -> tuple[Say, Choice]:
    """What stands of it in one's own data, and what can be done there."""
    given = asked.status is ConsentStatus.GIVEN
    line = say(_OWN[asked.status], department=name, number=asked.case)
    return line, take_back(asked, name) if given else see_again(asked, name)


def press(session: Session, argument: str) -> Turn:
    """A button; the desk knows what was asked."""
    named, _, answer = argument.partition(":")
    id_, _, seal = named.partition(".")
    known = id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_ID
    return Turn(session, (), (Share(int(id_) if known else 0, answer, seal),))


def type_answer(session: Session, incoming: Incoming, guide: Guide) -> Turn | None:
    """Yes or no in words, where the question is the last thing that was said; None: the words are for somebody else.

    A no that says more is one all the same, and what it says goes to the Lotse.
    """
    asked = _asked(session)
    if asked is None:
        return None
    command = incoming.understood.command if incoming.understood else None
    if incoming.kind is IncomingKind.TEXT and command is Command.YES:
        return press(session, f"{asked}:{_YES}")
    if command is Command.NO:
        return press(session, f"{asked}:{_NO}")
    if not starts_with_no(incoming.text, guide):
        return None
    refused = press(session, f"{asked}:{_NO}")
    if not session.case:
        return refused
    passed = pass_on(session, incoming)
    return Turn(passed.session, passed.says, (*passed.effects, *refused.effects))


def shown_again(session: Session) -> str | None:
    """The data that show the question again, where it is the last thing that was said."""
    asked = _asked(session)
    return data("share", asked.partition(".")[0], _SEE) if asked else None


def _asked(session: Session) -> str | None:
    """What the question that was said last is about: its id and what was shown."""
    found = next(filter(_agrees, session.offered), None)
    return found.data.removeprefix(data("share", "")).partition(":")[0] if found else None


def _agrees(offer: Offer) -> bool:
    return offer.data.startswith(data("share", "")) and offer.data.endswith(f":{_YES}")


_OWN = {
    ConsentStatus.ASKED: "own_data.share_asked",
    ConsentStatus.GIVEN: "own_data.share_given",
    ConsentStatus.REFUSED: "own_data.share_refused",
    ConsentStatus.REVOKED: "own_data.share_refused",
}
