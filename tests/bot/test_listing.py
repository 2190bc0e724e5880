"""The lists of the queue, on both databases: what each holds, in which order, and for whom."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.desk import Office, listing, lotse
from bot.errors import UnknownCaseError
from bot.staff import Role, User
from bot.store import staff
from bot.store.listing import PAGE, Tab, Wanted
from bot.tables import case, notice, task
from bot.tables import staff as staff_table
from tests.bot.many_cases import plant_cases
from tests.bot.scene import Clock, stop_clock
from tests.cast import LOTSE_CASTROP, LOTSE_MARL, hire

SECOND = "sara"


@pytest.fixture
async def clock(office: Office) -> Clock:
    await hire(office)
    await lotse.add_user(office, SECOND, Role.LOTSE, ("marl",))
    return stop_clock(office)


async def _user(office: Office, name: str) -> User:
    async with office.work() as work:
        found = await staff.find(work, name)
    assert found
    return found


async def _plant(office: Office, *cases: dict[str, Any]) -> list[str]:
    """Cases with these columns; what is not said is a case of Marl that nobody has and that waits for an hour."""
    await plant_cases(office, len(cases), ("marl",), (LOTSE_MARL,))
    plain = {
        "city": "marl",
        "status": "open",
        "owner": None,
        "urgent": False,
        "deadline": None,
        "lang": "de",
        "reasons": "asked",
        "hard": "",
        "waiting_since": office.clock() - timedelta(hours=1),
        "moved_at": office.clock(),
        "closed_at": None,
    }
    async with office.work() as work:
        await work.run(sa.delete(task))
        numbers = [row.number for row in await work.all(sa.select(case.c.number))]
        for number, columns in zip(numbers, cases, strict=True):
            await work.run(sa.update(case).where(case.c.number == number).values(plain | columns))
    return numbers


async def _ask(office: Office, number: str, department: str, status: str = "proposed") -> None:
    async with office.work() as work:
        citizen = (await work.all(sa.select(case.c.citizen).where(case.c.number == number)))[0].citizen
        values = {"case_number": number, "citizen": citizen, "department": department, "status": status}
        await work.run(sa.insert(task).values(**values, created_at=work.now, changed_at=work.now))


async def _listed(office: Office, name: str, **wanted: Any) -> list[str]:
    seen = await listing.overview(office, await _user(office, name), Wanted(**wanted))
    return [line.number for line in seen.listed.lines]


async def test_danger_comes_first_then_the_deadline_then_who_waits_longest(
    office: Office, clock: Clock
) -> None:
    def waits(minutes: int) -> datetime:
        return clock.now - timedelta(minutes=minutes)

    numbers = await _plant(
        office,
        {"waiting_since": None},
        {"waiting_since": waits(5)},
        {"waiting_since": waits(90)},
        {"deadline": date(2026, 12, 1), "waiting_since": waits(1)},
        {"deadline": date(2026, 11, 3)},
        {"urgent": True, "waiting_since": waits(1)},
        {"urgent": True, "deadline": date(2026, 12, 24)},
    )
    expected = [numbers[place] for place in (6, 5, 4, 3, 2, 1, 0)]
    assert await _listed(office, LOTSE_MARL, tab=Tab.ALL) == expected
    assert [one.number for one in await lotse.queue_of(office, LOTSE_MARL)] == expected


async def test_each_case_stands_where_it_waits(office: Office, clock: Clock) -> None:
    mehmet, sara = await _user(office, LOTSE_MARL), await _user(office, SECOND)
    mine = {"owner": mehmet.id, "status": "claimed"}
    free, unanswered, answered, with_office, still, closed = await _plant(
        office,
        {},
        mine,
        mine | {"waiting_since": None},
        mine | {"waiting_since": None},
        {"owner": sara.id, "status": "claimed", "moved_at": clock.now - timedelta(days=8)},
        mine | {"status": "closed", "waiting_since": None, "closed_at": clock.now},
    )
    await _ask(office, with_office, "jobcenter")
    await _ask(office, answered, "jobcenter", "done")
    seen = (await listing.overview(office, mehmet, Wanted())).listed
    assert seen.counts == {
        Tab.MINE: 3,
        Tab.UNASSIGNED: 1,
        Tab.CITIZEN: 1,
        Tab.DEPARTMENT: 1,
        Tab.STILL: 1,
        Tab.STAND_IN: 0,
        Tab.ALL: 5,
        Tab.CLOSED: 1,
    }
    assert seen.pending == 2
    found = {tab: set(await _listed(office, LOTSE_MARL, tab=tab)) for tab in Tab}
    assert found == {
        Tab.MINE: {unanswered, answered, with_office},
        Tab.UNASSIGNED: {free},
        Tab.CITIZEN: {answered},
        Tab.DEPARTMENT: {with_office},
        Tab.STILL: {still},
        Tab.STAND_IN: set(),
        Tab.ALL: {free, unanswered, answered, with_office, still},
        Tab.CLOSED: {closed},
    }


async def test_filters_let_through_what_they_name(office: Office, clock: Clock) -> None:
    plain, arabic, eviction, danger = await _plant(
        office,
        {},
        {"lang": "ar"},
        {"reasons": "hard", "hard": "gap,eviction"},
        {"reasons": "asked,danger", "city": None},
    )
    await _ask(office, plain, "jobcenter")
    ask = {"tab": Tab.ALL}
    assert await _listed(office, LOTSE_MARL, **ask, lang="ar") == [arabic]
    assert await _listed(office, LOTSE_MARL, **ask, reason="eviction") == [eviction]
    assert await _listed(office, LOTSE_MARL, **ask, reason="danger") == [danger]
    assert await _listed(office, LOTSE_MARL, **ask, reason="dang_r") == []
    assert await _listed(office, LOTSE_MARL, **ask, department="jobcenter") == [plain]
    assert danger not in await _listed(office, LOTSE_MARL, **ask, city="marl")
    seen = (
        await listing.overview(office, await _user(office, LOTSE_MARL), Wanted(Tab.MINE, lang="ar"))
    ).listed
    assert seen.counts[Tab.ALL] == 1


async def test_a_foreign_city_is_not_seen_unless_it_is_offered(office: Office, clock: Clock) -> None:
    lena = await _user(office, LOTSE_CASTROP)
    marl, nowhere, to_her, to_her_city = await _plant(
        office, {}, {"city": None}, {"offered_to": lena.id}, {"offered_city": "castrop-rauxel"}
    )
    assert set(await _listed(office, LOTSE_CASTROP, tab=Tab.ALL)) == {nowhere, to_her, to_her_city}
    assert set(await _listed(office, LOTSE_CASTROP)) == {to_her, to_her_city}
    assert await listing.find(office, lena, to_her.lower().replace("-", " ")) == to_her
    for typed in (marl, "nonsense", ""):
        with pytest.raises(UnknownCaseError):
            await listing.find(office, lena, typed)


async def test_cases_of_who_is_away_are_their_deputys(office: Office, clock: Clock) -> None:
    mehmet, lena, sara = [await _user(office, name) for name in (LOTSE_MARL, LOTSE_CASTROP, SECOND)]
    (number,) = await _plant(office, {"owner": mehmet.id, "status": "claimed"})

    async def away(name: str, **columns: Any) -> None:
        async with office.work() as work:
            await work.run(sa.update(staff_table).where(staff_table.c.name == name).values(columns))

    assert await _listed(office, SECOND, tab=Tab.STAND_IN) == []
    await away(LOTSE_MARL, away_until=clock.now + timedelta(days=3))
    assert await _listed(office, SECOND, tab=Tab.STAND_IN) == [number]
    await away(LOTSE_MARL, deputy=lena.id)
    assert await _listed(office, SECOND, tab=Tab.STAND_IN) == []
    assert await _listed(office, LOTSE_CASTROP, tab=Tab.STAND_IN) == [number]
    await away(LOTSE_CASTROP, away_until=clock.now + timedelta(days=1))
    assert await _listed(office, SECOND, tab=Tab.STAND_IN) == [number]
    clock.goes(days=4)
    assert await _listed(office, SECOND, tab=Tab.STAND_IN) == []
    assert sara.cities == ("marl",)


async def test_a_long_list_has_pages_and_no_case_is_on_two(office: Office, clock: Clock) -> None:
    await _plant(office, *[{} for _ in range(PAGE + 3)])
    pages = [await _listed(office, LOTSE_MARL, tab=Tab.ALL, page=page) for page in (1, 2, 3)]
    assert (len(pages[0]), len(pages[1])) == (PAGE, 3)
    assert len({*pages[0], *pages[1]}) == PAGE + 3
    assert pages[2] == pages[1]


async def test_notices_are_there_until_they_were_seen(office: Office, clock: Clock) -> None:
    mehmet, sara = await _user(office, LOTSE_MARL), await _user(office, SECOND)
    async with office.work() as work:
        for who in (mehmet, mehmet, sara):
            await work.run(sa.insert(notice).values(staff=who.id, kind="announced", created_at=work.now))

    async def left(user: User) -> list[int]:
        return [one.id for one in (await listing.overview(office, user, Wanted())).notices]

    newer, older = await left(mehmet)
    (theirs,) = await left(sara)
    assert await listing.pending(office, mehmet) == 2
    await listing.seen(office, mehmet, newer, theirs)
    await listing.seen(office, mehmet, newer, older)
    assert (await left(mehmet), await left(sara)) == ([newer], [theirs])
    await listing.seen(office, mehmet, older)
    assert await left(mehmet) == [newer]
    await listing.seen(office, mehmet, newer)
    assert await left(mehmet) == []
