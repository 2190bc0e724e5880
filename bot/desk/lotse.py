"""What staff do with a case. Every action carries a user, and reading is an action too."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.cases import MAY_BECOME, Case, CaseStatus, Event, EventKind, Outcome, parse_number
from bot.desk.office import Office
from bot.desk.risk import withdraw_all
from bot.desk.tell import tell
from bot.errors import (
    AlreadyYoursError,
    ClaimedError,
    ClosedError,
    EmptyTextError,
    NotClaimedError,
    OutOfReachError,
    UnknownCaseError,
    UnknownCityError,
    UnknownUserError,
    UserExistsError,
)
from bot.handlers.views import TO_HUMAN
from bot.model import say
from bot.staff import Role, User
from bot.store import Work, cases, people, queue, staff

_MAY_HANDLE = (Role.LOTSE, Role.ADMINISTRATOR)


async def add_user(office: Office, name: str, role: Role, cities: tuple[str, ...]) -> None:
    """A new member of staff; without cities they see all of them."""
    for city in cities:
        if city not in office.guide.cities:
            raise UnknownCityError(city=city, cities=", ".join(office.guide.cities))
    async with office.work() as work:
        if not await staff.add(work, name, role, cities):
            raise UserExistsError(name=name)


async def remove_user(office: Office, name: str) -> None:
    """Takes somebody out of service; their cases are free again."""
    async with office.work() as work:
        user = await staff.find(work, name)
        if user is None or not await staff.set_active(work, name, active=False):
            raise UnknownUserError(name=name)
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
async def handling(office: Office, name: str, typed: str) -> AsyncIterator[tuple[Work, User, Case]]:
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
    async with handling(office, name, number) as (work, user, case):
        await cases.record(work, case.number, case.citizen, EventKind.READ, user=user)
        return case, await cases.history(work, case)


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
    if case.owner not in (None, user.name):
        raise ClaimedError(number=case.number, owner=case.owner)
    if wanted not in MAY_BECOME[case.status]:
        raise AlreadyYoursError(number=case.number)


def owned(case: Case, user: User) -> None:
    """Raises where it is not this user's to go on with."""
    if case.status is CaseStatus.CLOSED:
        raise ClosedError(number=case.number)
    if case.owner is None:
        raise NotClaimedError(number=case.number)
    if case.owner != user.name:
        raise ClaimedError(number=case.number, owner=case.owner)


async def reply(office: Office, name: str, number: str, text: str) -> None:
    """A Lotse's answer to the person; only the owner answers."""
    if not text.strip():
        raise EmptyTextError
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        where = await people.newest_address(work, case.citizen)
        if where and await people.is_blocked(work, where):
            raise OutOfReachError(number=case.number)
        # who has not agreed to anything yet can do so from here
        way_in = () if case.consent else (TO_HUMAN,)
        said = say("case.reply", *way_in, text=text)
        sent = await tell(office, work, case, said, kind=queue.OutboxKind.LOTSE)
        await cases.record(
            work, case.number, case.citizen, EventKind.REPLY, user=user, text=text, outbox_id=sent
        )
        await cases.answered(work, case.number)


async def note(office: Office, name: str, number: str, text: str) -> None:
    """An internal note; it never leaves the house."""
    if not text.strip():
        raise EmptyTextError
    async with handling(office, name, number) as (work, user, case):
        await cases.record(work, case.number, case.citizen, EventKind.NOTE, user=user, text=text)


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
