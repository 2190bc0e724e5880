"""What staff do with a case. Every action carries a user, and reading is an action too."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.cases import MAY_BECOME, Case, CaseStatus, Event, EventKind, Outcome, parse_number
from bot.desk.office import Office
from bot.desk.risk import withdraw_all
from bot.desk.tell import session_of, tell
from bot.errors import (
    AlreadyYoursError,
    ClaimedError,
    ClosedError,
    EmptyTextError,
    NoDepartmentError,
    NotClaimedError,
    NothingToSendError,
    OutOfReachError,
    UnfilledError,
    UnknownCaseError,
    UnknownCityError,
    UnknownDepartmentError,
    UnknownLanguageError,
    UnknownUserError,
    UserExistsError,
    UserNameError,
)
from bot.handlers.views import TO_HUMAN
from bot.model import Say, say
from bot.session import Session
from bot.staff import Role, User
from bot.store import Work, cases, drafts, people, queue, sign_in, staff
from bot.store.drafts import DraftKind
from knowledge.canned import unfilled
from knowledge.localized import GERMAN

_LONGEST_NAME = 64
MAY_HANDLE = (Role.LOTSE, Role.ADMINISTRATOR)
_ONE_VISIT = timedelta(minutes=10)
_SENT_IN_DOUBT = ("uncertain", "failed")


async def add_user(
    office: Office, name: str, role: Role, cities: tuple[str, ...], department: str | None = None
) -> None:
    """A new member of staff; without cities they see all of them."""
    if not 0 < len(name) <= _LONGEST_NAME or name != name.strip() or not name.isprintable():
        raise UserNameError(most=_LONGEST_NAME)
    check_place(office, role, cities, department)
    async with office.work() as work:
        if not await staff.add(work, name, role, cities, department):
            raise UserExistsError(name=name)


def check_place(office: Office, role: Role, cities: tuple[str, ...], department: str | None) -> None:
    """Raises where a member of staff would belong to a city or department that is none."""
    for city in cities:
        if city not in office.guide.cities:
            raise UnknownCityError(city=city, cities=", ".join(office.guide.cities))
    if department is not None and department not in office.guide.departments:
        raise UnknownDepartmentError(department=department)
    if (role is Role.DEPARTMENT) != (department is not None):
        raise NoDepartmentError


async def remove_user(office: Office, name: str) -> None:
    """Takes somebody out of service, who is out at once; their cases are free again."""
    async with office.work() as work:
        user = await staff.find(work, name)
        if user is None or not await staff.set_active(work, name, active=False):
            raise UnknownUserError(name=name)
        await sign_in.close_account(work, user)
        for case in await cases.release(work, user):
            await cases.record(work, case.number, case.citizen, EventKind.RELEASED, user=user)


async def users(office: Office) -> tuple[User, ...]:
    async with office.work() as work:
        return await staff.all_(work)


async def user_of(work: Work, name: str) -> User:
    user = await staff.find(work, name)
    if user is None or user.role not in MAY_HANDLE:
        raise UnknownUserError(name=name)
    return user


@asynccontextmanager
async def handling(office: Office, name: str, typed: str) -> AsyncIterator[tuple[Work, User, Case]]:
    """A transaction on a case that the user may see. A foreign case does not exist."""
    async with office.work() as work:
        user = await user_of(work, name)
        case = await _seen(work, user, typed)
        await people.lock(work, case.citizen)
        yield work, user, await _seen(work, user, typed)


async def _seen(work: Work, user: User, typed: str) -> Case:
    number = parse_number(typed)
    case = await cases.get(work, number) if number else None
    if case is None or not cases.is_open_to(case, user):
        raise UnknownCaseError(number=typed)
    return case


async def queue_of(office: Office, name: str, *, closed: bool = False) -> tuple[Case, ...]:
    """The user's cases: urgent first, then who waits longest."""
    async with office.work() as work:
        return await cases.queue(work, await user_of(work, name), closed=closed)


async def show(office: Office, name: str, number: str) -> tuple[Case, tuple[Event, ...]]:
    """A case and its history; that it was read is recorded."""
    async with handling(office, name, number) as (work, user, case):
        return case, await read(work, user, case)


async def read(work: Work, user: User, case: Case, *, by_itself: bool = False) -> tuple[Event, ...]:
    """The history of a case, and that it was read, once a visit. `by_itself`: a page that is open looks for news."""
    events = await cases.history(work, case)
    looks = [one for one in events if one.kind is EventKind.READ and one.actor == user.name]
    news = [one for one in events if one.kind is not EventKind.READ and looks and one.id > looks[-1].id]
    if looks and (looks[-1].at > work.now - _ONE_VISIT or (by_itself and not news)):
        return events
    await cases.record(work, case.number, case.citizen, EventKind.READ, user=user)
    return (*events, Event(work.now, EventKind.READ, user.name))


async def claim(office: Office, name: str, number: str) -> None:
    """Makes a case the user's. Of two who try, one wins; the person is told once."""
    async with handling(office, name, number) as (work, user, case):
        _allowed(case, CaseStatus.CLAIMED, user)
        if not await cases.claim(work, case.number, user):
            raise ClaimedError(number=case.number, owner=case.owner or "somebody else")
        await cases.record(work, case.number, case.citizen, EventKind.CLAIMED, user=user)
        await tell(office, work, case, say("case.claimed", number=case.number))


def _allowed(case: Case, wanted: CaseStatus, user: User) -> None:
    """Raises what keeps this user from taking the case there."""
    if case.status is CaseStatus.CLOSED:
        raise ClosedError(number=case.number)
    if case.owner and not case.is_held_by(user.name):
        raise ClaimedError(number=case.number, owner=case.owner)
    if wanted not in MAY_BECOME[case.status]:
        raise AlreadyYoursError(number=case.number)


def owned(case: Case, user: User) -> None:
    """Raises where it is not this user's to go on with: they hold it, or stand in for who does."""
    if case.status is CaseStatus.CLOSED:
        raise ClosedError(number=case.number)
    if case.owner is None:
        raise NotClaimedError(number=case.number)
    if not case.is_held_by(user.name):
        raise ClaimedError(number=case.number, owner=case.owner)


async def release(office: Office, name: str, number: str) -> None:
    """Puts a case back for the others to claim; the person is told."""
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        await cases.free(work, case.number)
        await cases.record(work, case.number, case.citizen, EventKind.RELEASED, user=user)
        await tell(office, work, case, say("case.released", number=case.number))


async def reply(
    office: Office, name: str, number: str, text: str, lang: str = GERMAN, *, after: int | None = None
) -> None:
    """A Lotse's answer to the person, written in `lang`; only who holds the case answers.

    `after`: the last event they had seen; an answer of theirs since, with the same text, is this one, sent twice. What
    a canned reply left open must be filled in.
    """
    if not text.strip():
        raise EmptyTextError
    if names := unfilled(text):
        raise UnfilledError(names=", ".join(names))
    if lang not in office.texts.languages:
        raise UnknownLanguageError(lang=lang, langs=", ".join(office.texts.languages))
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        if after is not None and await cases.has_replied(work, case, user, text, after):
            return
        await _can_be_reached(work, case)
        session = await session_of(work, case)
        said = answer(office, case, session, text, lang)
        sent = await tell(office, work, case, said, kind=queue.OutboxKind.LOTSE)
        await cases.record(
            work,
            case.number,
            case.citizen,
            EventKind.REPLY,
            user=user,
            text=text,
            outbox_id=sent,
            lang=lang,
        )
        await cases.answered(work, case.number)
        await drafts.drop(work, case, user, DraftKind.REPLY)


def answer(office: Office, case: Case, session: Session, text: str, lang: str) -> Say:
    """What a person gets to read who uses another language than the Lotse wrote in, or the same."""
    # who has not agreed to anything yet can do so from here
    way_in = () if case.consent else (TO_HUMAN,)
    if lang.split("-", maxsplit=1)[0] == session.lang.split("-", maxsplit=1)[0]:
        return say("case.reply", *way_in, text=text)
    written = office.texts.name_of(lang, session.lang)
    shown = office.texts.in_direction(text, lang, session.lang)
    return say("case.reply_lang", *way_in, text=shown, written=written)


async def _can_be_reached(work: Work, case: Case) -> None:
    where = await people.newest_address(work, case.citizen)
    if where is None or await people.is_blocked(work, where):
        raise OutOfReachError(number=case.number)


async def send_again(office: Office, name: str, number: str, event: int) -> None:
    """Says an answer once more that did not go out, or of which nobody knows; then openly so. It counts as the same."""
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        events = await cases.history(work, case)
        found = next((one for one in events if one.id == event and one.kind is EventKind.REPLY), None)
        if found is None or not found.text or found.delivery not in _SENT_IN_DOUBT:
            raise NothingToSendError(number=case.number)
        await _can_be_reached(work, case)
        said = answer(office, case, await session_of(work, case), found.text, found.lang or GERMAN)
        if found.delivery == queue.OutboxStatus.UNCERTAIN:
            said = say("maybe_twice", *said.choices, text=said)
        sent = await tell(office, work, case, said, kind=queue.OutboxKind.LOTSE)
        await cases.is_sent_as(work, found, sent)
        await cases.record(work, case.number, case.citizen, EventKind.RESENT, user=user)


async def note(office: Office, name: str, number: str, text: str) -> None:
    """An internal note; it never leaves the house."""
    if not text.strip():
        raise EmptyTextError
    async with handling(office, name, number) as (work, user, case):
        if case.status is CaseStatus.CLOSED:
            raise ClosedError(number=case.number)
        await cases.record(work, case.number, case.citizen, EventKind.NOTE, user=user, text=text)
        await drafts.drop(work, case, user, DraftKind.NOTE)


async def may_close(office: Office, name: str, number: str) -> None:
    """Raises what would keep the user from ending the case; that they looked at it is recorded."""
    async with handling(office, name, number) as (work, user, case):
        _allowed(case, CaseStatus.CLOSED, user)
        await cases.record(work, case.number, case.citizen, EventKind.READ, user=user)


async def close(office: Office, name: str, number: str, outcome: Outcome | None = None) -> None:
    """Ends a case; the person is told, and the guide answers again."""
    async with handling(office, name, number) as (work, user, case):
        _allowed(case, CaseStatus.CLOSED, user)
        await withdraw_all(work, case, user)
        await cases.close(work, case.number, outcome)
        await cases.record(work, case.number, case.citizen, EventKind.CLOSED, user=user)
        await tell(office, work, case, say("case.closed", number=case.number))
