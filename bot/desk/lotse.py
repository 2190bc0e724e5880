"""What staff do with a case. Every action carries a user, and reading is an action too."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.cases import MAY_BECOME, Case, CaseStatus, Event, EventKind, Outcome, parse_number
from bot.desk.office import Office
from bot.errors import (
    AlreadyYoursError,
    ClaimedError,
    ClosedError,
    EmptyTextError,
    NoDepartmentError,
    NotClaimedError,
    OutOfReachError,
    UnfilledError,
    UnknownCaseError,
    UnknownCityError,
    UnknownDepartmentError,
    UnknownUserError,
    UserExistsError,
    UserNameError,
)
from bot.handlers.views import TO_HUMAN
from bot.model import Say, say
from bot.session import Session, Step
from bot.staff import Role, User
from bot.store import Work, cases, people, queue, sign_in, staff
from knowledge.canned import unfilled

_LONGEST_NAME = 64
_MAY_HANDLE = (Role.LOTSE, Role.ADMINISTRATOR)


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


async def _user(work: Work, name: str) -> User:
    user = await staff.find(work, name)
    if user is None or user.role not in _MAY_HANDLE:
        raise UnknownUserError(name=name)
    return user


@asynccontextmanager
async def _handling(office: Office, name: str, typed: str) -> AsyncIterator[tuple[Work, User, Case]]:
    """A transaction on a case that the user may see. A foreign case does not exist."""
    async with office.work() as work:
        user = await _user(work, name)
        case = await _seen(work, user, typed)
        await people.lock(work, case.citizen)
        yield work, user, await _seen(work, user, typed)


async def _seen(work: Work, user: User, typed: str) -> Case:
    number = parse_number(typed)
    case = await cases.get(work, number) if number else None
    if case is None or not user.may_see(case.city):
        raise UnknownCaseError(number=typed)
    return case


async def queue_of(office: Office, name: str, *, closed: bool = False) -> tuple[Case, ...]:
    """The user's cases: urgent first, then who waits longest."""
    async with office.work() as work:
        return await cases.queue(work, await _user(work, name), closed=closed)


async def show(office: Office, name: str, number: str) -> tuple[Case, tuple[Event, ...]]:
    """A case and its history; that it was read is recorded."""
    async with _handling(office, name, number) as (work, user, case):
        await cases.record(work, case.number, case.citizen, EventKind.READ, user=user)
        return case, await cases.history(work, case)


async def claim(office: Office, name: str, number: str) -> None:
    """Makes a case the user's. Of two who try, one wins; the person is told once."""
    async with _handling(office, name, number) as (work, user, case):
        _allowed(case, CaseStatus.CLAIMED, user)
        if not await cases.claim(work, case.number, user):
            raise ClaimedError(number=case.number, owner=case.owner or "somebody else")
        await cases.record(work, case.number, case.citizen, EventKind.CLAIMED, user=user)
        await _tell(office, work, case, say("case.claimed", number=case.number))


def _allowed(case: Case, wanted: CaseStatus, user: User) -> None:
    """Raises what keeps this user from taking the case there."""
    if case.status is CaseStatus.CLOSED:
        raise ClosedError(number=case.number)
    if case.owner not in (None, user.name):
        raise ClaimedError(number=case.number, owner=case.owner)
    if wanted not in MAY_BECOME[case.status]:
        raise AlreadyYoursError(number=case.number)


def _owned(case: Case, user: User) -> None:
    if case.status is CaseStatus.CLOSED:
        raise ClosedError(number=case.number)
    if case.owner is None:
        raise NotClaimedError(number=case.number)
    if case.owner != user.name:
        raise ClaimedError(number=case.number, owner=case.owner)


async def reply(office: Office, name: str, number: str, text: str) -> None:
    """A Lotse's answer to the person; only the owner answers. What a canned reply left open must be filled in."""
    if not text.strip():
        raise EmptyTextError
    if names := unfilled(text):
        raise UnfilledError(names=", ".join(names))
    async with _handling(office, name, number) as (work, user, case):
        _owned(case, user)
        where = await people.newest_address(work, case.citizen)
        if where and await people.is_blocked(work, where):
            raise OutOfReachError(number=case.number)
        # who has not agreed to anything yet can do so from here
        way_in = () if case.consent else (TO_HUMAN,)
        said = say("case.reply", *way_in, text=text)
        sent = await _tell(office, work, case, said, kind=queue.OutboxKind.LOTSE)
        await cases.record(
            work, case.number, case.citizen, EventKind.REPLY, user=user, text=text, outbox_id=sent
        )
        await cases.answered(work, case.number)


async def note(office: Office, name: str, number: str, text: str) -> None:
    """An internal note; it never leaves the house."""
    if not text.strip():
        raise EmptyTextError
    async with _handling(office, name, number) as (work, user, case):
        await cases.record(work, case.number, case.citizen, EventKind.NOTE, user=user, text=text)


async def may_close(office: Office, name: str, number: str) -> None:
    """Raises what would keep the user from ending the case; that they looked at it is recorded."""
    async with _handling(office, name, number) as (work, user, case):
        _allowed(case, CaseStatus.CLOSED, user)
        await cases.record(work, case.number, case.citizen, EventKind.READ, user=user)


async def close(office: Office, name: str, number: str, outcome: Outcome | None = None) -> None:
    """Ends a case; the person is told, and the guide answers again."""
    async with _handling(office, name, number) as (work, user, case):
        _allowed(case, CaseStatus.CLOSED, user)
        await cases.close(work, case.number, outcome)
        await cases.record(work, case.number, case.citizen, EventKind.CLOSED, user=user)
        await _tell(office, work, case, say("case.closed", number=case.number))


async def _tell(
    office: Office, work: Work, case: Case, said: Say, kind: queue.OutboxKind = queue.OutboxKind.GUIDE
) -> int | None:
    """Says something about a case to its person, in their language, and keeps their session true."""
    where = await people.newest_address(work, case.citizen)
    if where is None:
        return None
    session = await people.load_session(work, case.citizen)
    session = session or Session(citizen=case.citizen, lang=case.lang, city=case.city)
    message = office.texts.render(said, session.lang)
    sent = await office.put(work, case.citizen, where, message, city=case.city, case=case.number, kind=kind)
    if said.key == "case.closed" and session.case == case.number:
        session = replace(session.without_matter(), case=None, step=Step.ASK)
    session = replace(session, offered=message.offers)
    await people.save_session(work, session, office.guide.revision)
    return sent
