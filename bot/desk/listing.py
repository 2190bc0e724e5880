"""What staff see of the queue, and what they are to know."""

from dataclasses import dataclass

from bot.cases import parse_number
from bot.desk.office import Office
from bot.errors import UnknownCaseError
from bot.staff import User
from bot.store import listing, notices, staff
from bot.store.listing import Listed, Wanted
from bot.store.notices import Notice


@dataclass(frozen=True, slots=True)
class Overview:
    """The queue as one member of staff sees it now."""

    listed: Listed
    notices: tuple[Notice, ...]


async def overview(office: Office, user: User, wanted: Wanted) -> Overview:
    async with office.work() as work:
        listed = await listing.page_of(work, user, wanted, office.still_after)
        return Overview(listed, await notices.unseen_by(work, user))


async def find(office: Office, user: User, typed: str) -> str:
    """The number of a case that somebody typed. Raises UnknownCaseError where the user has none such."""
    number = parse_number(typed)
    async with office.work() as work:
        if number is None or not await listing.is_visible(work, user, number):
            raise UnknownCaseError(number=typed)
    return number


async def seen(office: Office, user: User, newest: int, notice: int | None = None) -> None:
    """The user saw one of their notices, or all up to the newest that they were shown."""
    async with office.work() as work:
        await notices.see(work, user, newest, notice)


async def set_habits(office: Office, user: User, *, sound: bool, badge: bool, shortcuts: bool) -> None:
    """Whether the console sounds, shows a number in its title, and heeds single keys."""
    async with office.work() as work:
        await staff.set_habits(work, user, sound=sound, badge=badge, shortcuts=shortcuts)


async def pending(office: Office, user: User) -> int:
    """How much waits for a user: what they are to know, people who wait for them, and cases that nobody has."""
    async with office.work() as work:
        return await listing.pending(work, user)
