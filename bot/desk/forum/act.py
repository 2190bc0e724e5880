"""What somebody in a forum group may do, by the same use cases as at the console. Whoever is told no, is told why.

All of it happens inside one transaction, which a refusal leaves as it was.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.cases import Case, Outcome
from bot.desk import lotse
from bot.desk.forum import show
from bot.desk.forum.link import link
from bot.desk.forum.nouns import Act, ActKind
from bot.desk.office import Office
from bot.errors import (
    AlreadyYoursError,
    ClaimedError,
    ClosedError,
    NotClaimedError,
    OutOfReachError,
    StaffError,
    StoreError,
    UnknownCaseError,
    UnknownUserError,
)
from bot.session import Offer
from bot.store import Work, cases, forum, staff
from bot.texts import Texts
from knowledge.localized import GERMAN

NOTE = "//"
_COMMAND = "/"
# Why a use case said no, in words for the group.
_REFUSALS: dict[type[StaffError], str] = {
    AlreadyYoursError: "forum.no.already_yours",
    ClaimedError: "forum.no.claimed",
    ClosedError: "forum.no.closed",
    NotClaimedError: "forum.no.not_claimed",
    OutOfReachError: "forum.no.out_of_reach",
    UnknownCaseError: "forum.no.city",
    UnknownUserError: "forum.no.role",
}
# What never reaches a person, and what to do instead.
_NEVER = {
    ActKind.EDIT: "forum.no.edit",
    ActKind.MEDIA: "forum.no.media",
    ActKind.ASIDE: "forum.no.aside",
    ActKind.HIDDEN: "forum.no.hidden",
}
# What a press says, and the buttons that then stand there.
Pressed = tuple[str, Callable[[Case, Texts], tuple[Offer, ...]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to whoever acted. `done`: the act counts; `offers`: other buttons below the message pressed."""

    text: str = ""
    done: bool = True
    offers: tuple[Offer, ...] | None = None


async def perform(office: Office, work: Work, words: Texts, act: Act) -> Answer:
    """Does what an act asks for, if whoever asks may."""
    try:
        async with work.attempt():
            return await _DO[act.kind](office.within(work), work, words, act)
    except StoreError:
        raise
    except StaffError as error:
        return _no(words, _REFUSALS.get(type(error), "forum.no.other"), **error.data)


def _no(words: Texts, key: str, **data: object) -> Answer:
    return Answer(words.text(key, GERMAN, **data), done=False)


async def _written(office: Office, work: Work, words: Texts, act: Act) -> Answer:
    """A text in the thread of a case: to the person, or with the mark a note. Elsewhere people talk as they like."""
    number = await forum.case_at(work, act.chat, act.thread) if act.thread else None
    if number is None:
        return Answer()
    if act.kind in _NEVER:
        return _no(words, _NEVER[act.kind])
    user = await staff.of_telegram(work, act.sender)
    if user is None:
        return _no(words, "forum.no.unknown")
    if act.text.startswith(NOTE):
        await lotse.note(office, user.name, number, act.text.removeprefix(NOTE).strip())
    elif act.text.startswith(_COMMAND):
        return _no(words, "forum.no.command")
    else:
        await lotse.reply(office, user.name, number, act.text)
    return Answer()


async def _pressed(office: Office, work: Work, words: Texts, act: Act) -> Answer:
    found = show.pressed(act.text)
    if found is None or found[0] not in _PRESSES:
        return Answer()
    user = await staff.of_telegram(work, act.sender)
    if user is None:
        return _no(words, "forum.no.unknown")
    press, number = found
    said, offers = await _PRESSES[press](office, user.name, number)
    case = await cases.get(work, number)
    assert case is not None, "a use case has just found it"
    text = words.text(said, GERMAN, number=number) if said else ""
    return Answer(text, offers=offers(case, words))


async def _claim(office: Office, user: str, number: str) -> Pressed:
    await lotse.claim(office, user, number)
    return "forum.yes.claimed", show.buttons


async def _ask_to_close(office: Office, user: str, number: str) -> Pressed:
    """Closing is told to the person: it takes a second press. Who may not, hears it now."""
    await lotse.may_close(office, user, number)
    return "", show.sure


async def _close(outcome: Outcome, office: Office, user: str, number: str) -> Pressed:
    await lotse.close(office, user, number, outcome)
    return "forum.yes.closed", show.buttons


async def _keep(office: Office, user: str, number: str) -> Pressed:
    await lotse.may_close(office, user, number)
    return "", show.buttons


async def _linked(office: Office, work: Work, words: Texts, act: Act) -> Answer:
    user = await link(work, act.text, act.sender)
    if user is None:
        return _no(words, "forum.no.code")
    return Answer(words.text("forum.yes.linked", GERMAN, name=user.name))


async def _nothing(office: Office, work: Work, words: Texts, act: Act) -> Answer:
    return Answer()


_DO: dict[ActKind, Callable[[Office, Work, Texts, Act], Awaitable[Answer]]] = {
    ActKind.WRITE: _written,
    ActKind.EDIT: _written,
    ActKind.MEDIA: _written,
    ActKind.ASIDE: _written,
    ActKind.HIDDEN: _written,
    ActKind.PRESS: _pressed,
    ActKind.LINK: _linked,
    ActKind.MEMBER: _nothing,
    ActKind.NOTHING: _nothing,
}
_PRESSES: dict[str, Callable[[Office, str, str], Awaitable[Pressed]]] = {
    show.CLAIM: _claim,
    show.CLOSE: _ask_to_close,
    show.KEEP: _keep,
    **{act: partial(_close, outcome) for act, outcome in show.CLOSE_AS.items()},
}
