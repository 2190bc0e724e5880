"""What administrators do with the staff: add, change, take out of service, help those who cannot come in.

An administrator of some cities manages who works in these alone; whoever else is there does not exist for them. `by`
None: the command line, which may everything.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import passwords
from bot.desk import lotse
from bot.desk.office import Office
from bot.desk.sign_in import set_password
from bot.errors import ForbiddenError, OwnAccountError, UnknownUserError
from bot.staff import Role, User
from bot.store import Work, sign_in, staff


async def everybody(office: Office, by: User) -> tuple[User, ...]:
    """Whom this administrator manages, and themselves; who is out of service comes last."""
    async with office.work() as work:
        return tuple(one for one in await staff.everybody(work) if one.id == by.id or by.may_manage(one))


async def member(office: Office, by: User | None, id_: int) -> User:
    """Raises UnknownUserError."""
    async with _managing(office, by, id_) as (_, user):
        return user


async def named(office: Office, name: str) -> User:
    """Who has that name, in service or not. Raises UnknownUserError."""
    async with office.work() as work:
        user = await staff.named(work, name)
    if user is None:
        raise UnknownUserError(name=name)
    return user


@asynccontextmanager
async def _managing(office: Office, by: User | None, id_: int) -> AsyncIterator[tuple[Work, User]]:
    async with office.work() as work:
        user = await staff.get(work, id_)
        if user is None or (by and by.id != user.id and not by.may_manage(user)):
            raise UnknownUserError(name=id_)
        yield work, user


@asynccontextmanager
async def _helping(office: Office, by: User | None, id_: int) -> AsyncIterator[tuple[Work, User]]:
    """Somebody else: what protects an account is not its own to take off here, without the password."""
    async with _managing(office, by, id_) as (work, user):
        if by and by.id == user.id:
            raise OwnAccountError
        yield work, user


def _reaches(by: User, cities: tuple[str, ...]) -> None:
    """Raises ForbiddenError where somebody would get more cities than who gives them has."""
    if by.cities and not (cities and set(cities) <= set(by.cities)):
        raise ForbiddenError


async def add(
    office: Office, by: User, name: str, role: Role, cities: tuple[str, ...], department: str | None
) -> User:
    """A new member of staff."""
    _reaches(by, cities)
    await lotse.add_user(office, name, role, cities, department)
    async with office.work() as work:
        user = await staff.find(work, name)
    assert user, "just added"
    return user


async def change(
    office: Office, by: User, id_: int, role: Role, cities: tuple[str, ...], department: str | None
) -> None:
    """Another role, other cities, another department; it counts from the next click."""
    _reaches(by, cities)
    lotse.check_place(office, role, cities, department)
    async with _helping(office, by, id_) as (work, user):
        await staff.change(work, user, role, cities, department)


async def dismiss(office: Office, by: User, id_: int) -> None:
    """Takes somebody out of service; their cases are free again, and they are out at once."""
    async with _helping(office, by, id_) as (_, user):
        pass
    await lotse.remove_user(office, user.name)


async def bring_back(office: Office, by: User | None, id_: int) -> None:
    """Somebody works here again, and chooses how to come in anew: the old password is gone."""
    async with _managing(office, by, id_) as (work, user):
        await staff.set_active(work, user.name, active=True)


async def give_password(office: Office, by: User | None, id_: int) -> str:
    """A password to begin with; it is told once, and replaced by its owner."""
    async with _helping(office, by, id_) as (_, user):
        pass
    new = passwords.new_password()
    await set_password(office, user.name, new, given=True)
    return new


async def drop_second_step(office: Office, by: User | None, id_: int) -> None:
    """For who has lost their phone: the password alone lets them in, until a new app is set up."""
    async with _helping(office, by, id_) as (work, user):
        await sign_in.set_totp(work, user, None)


async def untie(office: Office, by: User | None, id_: int) -> None:
    """For who has a new identity at the provider: the next one of their name is theirs."""
    async with _helping(office, by, id_) as (work, user):
        await staff.tie(work, user, None)
        await sign_in.end_sessions(work, user)


async def end_sessions(office: Office, by: User | None, id_: int) -> None:
    async with _managing(office, by, id_) as (work, user):
        await sign_in.end_sessions(work, user)
