"""Handing a case on: offered with a note, taken or refused. Until somebody takes it, its owner answers for it."""

from datetime import timedelta

from bot.cases import Case, EventKind
from bot.desk.lotse import MAY_HANDLE, handling, owned
from bot.desk.office import Office
from bot.desk.tell import tell
from bot.errors import EmptyTextError, NotOfferedError, UnknownReceiverError
from bot.model import say
from bot.staff import User
from bot.store import Work, cases, handing_on, staff

GRACE = timedelta(days=3)  # so long the one before may still read what they gave away
_USER, _CITY = "user:", "city:"


async def offer(office: Office, name: str, number: str, to: str, note: str) -> None:
    """Offers a case with a note. `to`: `user:` and a colleague of its city, or `city:` and another city."""
    if not note.strip():
        raise EmptyTextError
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        if to.startswith(_CITY) and to.removeprefix(_CITY) in office.guide.cities:
            await _offer_city(work, case, to.removeprefix(_CITY))
        else:
            await handing_on.offer(work, case, to=await _colleague(work, case, user, to))
        kind = EventKind.OFFERED
        await cases.record(work, case.number, case.citizen, kind, user=user, text=note, ref=to)


async def _offer_city(work: Work, case: Case, city: str) -> None:
    if city == case.city:
        raise UnknownReceiverError(to=city)
    await handing_on.offer(work, case, city=city)


async def _colleague(work: Work, case: Case, user: User, to: str) -> User:
    found = await staff.find(work, to.removeprefix(_USER)) if to.startswith(_USER) else None
    if found is None or found not in receivers((found,), case, user):
        raise UnknownReceiverError(to=to.removeprefix(_USER))
    return found


def receivers(everybody: tuple[User, ...], case: Case, user: User) -> tuple[User, ...]:
    """Whom this user may hand a case on to by name."""
    not_those = (user.name, case.owner)
    return tuple(
        one
        for one in everybody
        if one.role in MAY_HANDLE and one.may_see(case.city) and one.name not in not_those
    )


async def take(office: Office, name: str, number: str) -> None:
    """Takes a case that was offered; of two who try, one wins. The person is told, once."""
    async with handling(office, name, number) as (work, user, case):
        _offered(case, user)
        await handing_on.take(work, case, user)
        await cases.record(work, case.number, case.citizen, EventKind.TAKEN, user=user)
        if case.offered_city:
            city = office.guide.cities[case.offered_city].name
            await tell(office, work, case, say("case.taken_city", number=case.number, city=city))
        else:
            await tell(office, work, case, say("case.taken", number=case.number))


async def decline(office: Office, name: str, number: str, why: str) -> None:
    """Refuses a case that was offered, and says why; it stays where it is."""
    if not why.strip():
        raise EmptyTextError
    async with handling(office, name, number) as (work, user, case):
        _offered(case, user)
        await handing_on.end_offer(work, case)
        await cases.record(work, case.number, case.citizen, EventKind.DECLINED, user=user, text=why)


async def keep(office: Office, name: str, number: str) -> None:
    """The owner takes an offer back."""
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        if not (case.offered_to or case.offered_city):
            raise NotOfferedError(number=case.number)
        await handing_on.end_offer(work, case)
        await cases.record(work, case.number, case.citizen, EventKind.KEPT, user=user)


def is_offered(case: Case, user: User) -> bool:
    """Whether a case waits for this user's yes or no."""
    to_city = case.offered_city is not None and user.may_see(case.offered_city)
    return user.name != case.owner and (user.name == case.offered_to or to_city)


def _offered(case: Case, user: User) -> None:
    if not is_offered(case, user):
        raise NotOfferedError(number=case.number)
