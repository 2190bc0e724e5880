"""When somebody is away, and who stands in for them: the deputy answers their cases as long as they are not there."""

from datetime import date, datetime, time, timedelta

from bot.clock import BERLIN, today
from bot.desk.lotse import MAY_HANDLE
from bot.desk.office import Office
from bot.errors import AbsenceError, UnknownDeputyError, UnknownUserError
from bot.staff import User
from bot.store import Work, staff

_LONGEST = timedelta(days=366)


async def leave(office: Office, name: str, last: date, deputy: str | None) -> None:
    """From now until the end of a day somebody is away; their deputy sees all of their cities."""
    async with office.work() as work:
        user = await _user(work, name)
        day = today(work.now)
        if not day <= last <= day + _LONGEST:
            raise AbsenceError
        standing_in = next((one for one in await deputies(work, user) if one.name == deputy), None)
        if deputy and standing_in is None:
            raise UnknownDeputyError(name=deputy)
        await staff.set_absence(work, user, _end_of(last), standing_in)


async def come_back(office: Office, name: str) -> None:
    async with office.work() as work:
        await staff.set_absence(work, await _user(work, name), None, None)


async def shown(office: Office, name: str) -> tuple[User, tuple[User, ...]]:
    """Who somebody is now, and who could stand in for them."""
    async with office.work() as work:
        user = await _user(work, name)
        return user, await deputies(work, user)


async def deputies(work: Work, user: User) -> tuple[User, ...]:
    """Colleagues who see every city of the user's."""
    return tuple(
        one
        for one in await staff.all_(work)
        if one.role in MAY_HANDLE
        and one.id != user.id
        and (not one.cities or (user.cities and all(one.may_see(city) for city in user.cities)))
    )


async def _user(work: Work, name: str) -> User:
    user = await staff.find(work, name)
    if user is None:
        raise UnknownUserError(name=name)
    return user


def _end_of(day: date) -> datetime:
    """The first moment after a day here."""
    return datetime.combine(day + timedelta(days=1), time(), BERLIN)
