"""Nobody is forgotten: cases that wait for somebody are announced again and again, to more people each time.

A case that nobody claims, one handed on that nobody takes, one whose owner is away or lets its person wait too long.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from bot import clocks
from bot.cases import CallKind, Case, CaseStatus, EventKind
from bot.clock import today
from bot.clocks import Times, reached
from bot.desk.office import Office
from bot.staff import Role, User
from bot.store import Work, cases, staff
from bot.store import clocks as rows
from bot.store.clocks import Standing

_SHOWN = 100


def limit_of(office: Office, case: Case | Standing, now: datetime) -> float:
    """Hours of work until a case should be answered."""
    return clocks.limit_of(
        case.reasons, urgent=case.urgent, deadline=case.deadline, on=today(now), limits=office.limits
    )


async def announce(office: Office) -> int:
    """Calls people to every case for which it is time; returns how many those were."""
    async with office.work() as work:
        waiting, users = await rows.standing(work), await staff.all_(work)
    now = office.clock()
    due = await asyncio.to_thread(lambda: [one for one in waiting if is_due(office, one, users, now)])
    count = 0
    for one in due:
        async with office.work() as work:
            if await _call(work, one, users):
                await cases.record(work, one.number, one.citizen, EventKind.ANNOUNCED)
                count += 1
    return count


async def announce_new(office: Office, work: Work, number: str) -> None:
    """Calls people to a case that was just opened, unless they know of it already."""
    users = await staff.all_(work)
    for one in await rows.standing(work, number):
        if is_due(office, one, users, work.now):
            await _call(work, one, users)


async def _call(work: Work, one: Standing, users: Iterable[User]) -> bool:
    kind, people = called(one, tuple(users), work.now)
    if not people or not await rows.announced(work, one):
        return False
    await rows.call(work, people, kind, one.number)
    return True


def is_due(office: Office, one: Standing, users: Iterable[User], now: datetime) -> bool:
    """Whether it is time to call somebody to a case."""
    times, limit = office.times(one.city), limit_of(office, one, now)
    if one.offered_at:
        begun = max(one.offered_at, one.announced_at or one.offered_at)
        unseen = one.announced_at is None or one.announced_at < one.offered_at
        return (unseen and _is_away(one.offered_to, users, now)) or _over(times, begun, limit / 2, now)
    if one.status is CaseStatus.OPEN:
        return one.announced_at is None or _over(times, one.announced_at, limit / 2, now)
    if one.waiting_since is None:
        return False
    if one.announced_at is None and _is_away(one.owner, users, now):
        return True
    again = one.announced_at is None or _over(times, one.announced_at, limit, now)
    return again and _over(times, one.waiting_since, limit * 2, now)


def _over(times: Times, since: datetime, hours: float, now: datetime) -> bool:
    """Whether so many hours of work have gone by; what the calendar rules out is not counted through."""
    span = times.span(hours)
    return now - since >= span and reached(times.counted, since, span) <= now


def _is_away(id_: int | None, users: Iterable[User], now: datetime) -> bool:
    return any(user.id == id_ and user.is_away(now) for user in users)


def called(one: Standing, users: tuple[User, ...], now: datetime) -> tuple[CallKind, tuple[int, ...]]:
    """Whom to call to a case now, and why: those nearest to it first, then all who may see it, then administrators."""
    kind = _kind(one, users, now)
    return kind, _widened(_circles(kind, one, users, now), one.announcements + 1, users, now)


def _kind(one: Standing, users: tuple[User, ...], now: datetime) -> CallKind:
    if one.offered_at:
        return CallKind.OFFERED
    if one.status is CaseStatus.OPEN:
        return CallKind.WAITS
    if one.announcements == 0 and _is_away(one.owner, users, now):
        return CallKind.AWAY
    return CallKind.LATE


def _circles(
    kind: CallKind, one: Standing, users: tuple[User, ...], now: datetime
) -> tuple[tuple[User, ...], ...]:
    """Who is called first, who too if that does not help, and so on."""
    lotsen = tuple(user for user in users if user.role is Role.LOTSE and user.may_see(one.city))
    above = tuple(user for user in users if user.role is Role.ADMINISTRATOR and user.may_see(one.city))
    near, owner = _of_city(one.city, users), _named(one.owner, users)
    if kind is CallKind.OFFERED:
        return (_named(one.offered_to, users) or _of_city(one.offered_city, users), owner, above)
    if kind is CallKind.LATE:
        return ((*owner, *above), lotsen)
    if kind is CallKind.AWAY and _present(owner, users, now):
        return (owner,)
    return (near, lotsen, above)


def _widened(
    circles: tuple[tuple[User, ...], ...], rounds: int, users: tuple[User, ...], now: datetime
) -> tuple[int, ...]:
    """The people of the first circles, one more each round, and more as long as nobody of them is there."""
    for size in range(rounds, max(rounds, len(circles)) + 1):
        wanted = (user for circle in circles[:size] for user in circle)
        if found := _present(wanted, users, now):
            return found
    return ()


def _present(wanted: Iterable[User], users: tuple[User, ...], now: datetime) -> tuple[int, ...]:
    """These people without those who are away; for them their deputies, if they are there."""
    found: dict[int, None] = {}
    for user in wanted:
        instead = (one for one in users if one.name == user.deputy)
        found |= dict.fromkeys(
            one.id for one in (instead if user.is_away(now) else (user,)) if not one.is_away(now)
        )
    return tuple(found)


def _named(id_: int | None, users: tuple[User, ...]) -> tuple[User, ...]:
    return tuple(user for user in users if user.id == id_)


def _of_city(city: str | None, users: tuple[User, ...]) -> tuple[User, ...]:
    """The Lotsen of a city; those of all cities are the next circle. A case without one is every Lotse's."""
    return tuple(user for user in users if user.role is Role.LOTSE and (city is None or city in user.cities))
