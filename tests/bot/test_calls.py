"""Nobody is forgotten: who is called to a case that waits, when, and that each call is made once, on both databases."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.cases import CallKind, EventKind
from bot.desk import Office, clocks, handing_on, lotse
from bot.staff import Role
from bot.tables import case as cases
from bot.tables import notice as notices
from bot.tables import staff
from knowledge.hours import read_hours
from tests.bot.scene import CASTROP, MARL, Clock, fails, forgets, history_of, rows, stop_clock, with_case
from tests.cast import Person, hire, jonas

HOURS = "mo-do 08:30-12:00 13:30-16:00, fr 08:30-12:00"
ROAMING, CHIEF, DEPUTY = "rosa", "ada", "dora"


@pytest.fixture
async def clock(office: Office) -> Clock:
    """Monday, ten o'clock; the house has hours, and more people than the cast work there."""
    office.hours = read_hours(HOURS)
    await hire(office)
    await lotse.add_user(office, ROAMING, Role.LOTSE, ())
    await lotse.add_user(office, CHIEF, Role.ADMINISTRATOR, ())
    await lotse.add_user(office, DEPUTY, Role.LOTSE, ("castrop-rauxel",))
    return stop_clock(office)


async def called(office: Office) -> set[tuple[str, str]]:
    """Who was called since the last look, and why; they have seen it now."""
    async with office.work() as work:
        found = await work.all(
            sa.select(staff.c.name, notices.c.kind, notices.c.case_number)
            .join(staff)
            .where(notices.c.seen_at.is_(None))
        )
        await work.run(sa.update(notices).values(seen_at=work.now))
    assert len(found) == len(set(found)), "nobody is called twice at a time"
    return {(row.name, row.kind) for row in found}


async def change(office: Office, table: sa.Table, where: sa.ColumnElement[bool], **values: Any) -> None:
    async with office.work() as work:
        await work.run(sa.update(table).where(where).values(values))


async def id_of(office: Office, name: str) -> int:
    (row,) = await rows(office, staff, staff.c.name == name)
    return int(row["id"])


async def leaves(office: Office, name: str, deputy: str | None = None, days: int = 30) -> None:
    instead = await id_of(office, deputy) if deputy else None
    until = office.clock() + timedelta(days=days)
    await change(office, staff, staff.c.name == name, away_until=until, deputy=instead)


def by(kind: CallKind, *names: str) -> set[tuple[str, str]]:
    return {(name, str(kind)) for name in names}


async def test_a_case_nobody_claims_is_announced_to_more_and_more(office: Office, clock: Clock) -> None:
    person = jonas(office)
    await with_case(person)
    assert await called(office) == by(CallKind.WAITS, MARL)
    # the end of a tenancy or a cut-off is hard: eight hours, so that it is called after four again
    half = limit_in(office, await row_of(office)) / 2
    clock.now = after(clock.now, half - 0.01)
    assert await clocks.announce(office) == 0
    clock.now = after(clock.now, 0.02)
    assert await clocks.announce(office) == 1
    assert await clocks.announce(office) == 0
    assert await called(office) == by(CallKind.WAITS, MARL, ROAMING)
    clock.now = after(clock.now, half)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.WAITS, MARL, ROAMING, CHIEF)
    clock.now = after(clock.now, half)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.WAITS, MARL, ROAMING, CHIEF)
    assert [event.kind for event in await history_of(person)].count(EventKind.ANNOUNCED) == 3


async def row_of(office: Office) -> Mapping[str, Any]:
    (row,) = await rows(office, cases)
    return row


def limit_in(office: Office, row: Mapping[str, Any]) -> float:
    return min(office.limits[reason] for reason in row["reasons"].split(","))


def after(now: datetime, hours: float) -> datetime:
    from bot.clocks import reached

    return reached(read_hours(HOURS), now, timedelta(hours=hours))


async def test_nights_and_weekends_call_nobody(office: Office, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 6, 14, 0, tzinfo=UTC)  # Friday, closed since noon
    await with_case(jonas(office))
    assert await called(office) == by(CallKind.WAITS, MARL)
    clock.goes(days=2, hours=16)
    assert await clocks.announce(office) == 0


async def test_claiming_ends_the_calls_and_a_free_case_is_called_at_once(
    office: Office, clock: Clock
) -> None:
    number = await with_case(jonas(office))
    await lotse.claim(office, MARL, number)
    await lotse.reply(office, MARL, number, "Guten Tag")
    await called(office)
    clock.goes(days=30)
    assert await clocks.announce(office) == 0
    await lotse.remove_user(office, MARL)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.WAITS, ROAMING)


async def test_a_technical_case_is_announced_too(office: Office, clock: Clock) -> None:
    await fails(jonas(office))
    assert await called(office) == by(CallKind.WAITS, MARL, CASTROP, DEPUTY, ROAMING)


async def test_for_somebody_away_their_deputy_is_called(office: Office, clock: Clock) -> None:
    await leaves(office, MARL, DEPUTY)
    await with_case(jonas(office))
    assert await called(office) == by(CallKind.WAITS, DEPUTY)


async def test_where_nobody_of_the_city_is_there_all_who_may_see_it_are_called(
    office: Office, clock: Clock
) -> None:
    await leaves(office, MARL)
    await with_case(jonas(office))
    assert await called(office) == by(CallKind.WAITS, ROAMING)


async def test_where_everybody_is_away_the_call_is_made_when_somebody_is_back(
    office: Office, clock: Clock
) -> None:
    for name in (MARL, ROAMING, CHIEF):
        await leaves(office, name, days=2)
    await with_case(jonas(office))
    assert await called(office) == set()
    clock.goes(days=1)
    assert await clocks.announce(office) == 0
    clock.goes(days=1)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.WAITS, MARL)


async def test_an_owner_who_goes_away_while_somebody_waits_is_stood_in_for(
    office: Office, clock: Clock
) -> None:
    number = await with_case(jonas(office))
    await lotse.claim(office, MARL, number)
    await called(office)
    await leaves(office, MARL, DEPUTY)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.AWAY, DEPUTY)
    assert await clocks.announce(office) == 0


async def test_an_owner_who_is_away_without_a_deputy(office: Office, clock: Clock) -> None:
    number = await with_case(jonas(office))
    await lotse.claim(office, MARL, number)
    await called(office)
    await leaves(office, MARL)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.AWAY, ROAMING)


async def test_a_person_who_waits_twice_the_time_is_told_to_owner_and_administrators(
    office: Office, clock: Clock
) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await lotse.reply(office, MARL, number, "Guten Tag")
    await person.says("und jetzt?")
    await called(office)
    limit = limit_in(office, await row_of(office))
    clock.now = after(clock.now, 2 * limit - 0.01)
    assert await clocks.announce(office) == 0
    clock.now = after(clock.now, 0.02)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.LATE, MARL, CHIEF)
    clock.now = after(clock.now, limit)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.LATE, MARL, CHIEF, ROAMING)
    (row,) = await rows(office, cases)
    assert row["owner"] == await id_of(office, MARL), "it is not taken away"


async def test_a_case_handed_on_and_not_taken_is_called_again(office: Office, clock: Clock) -> None:
    number = await with_case(jonas(office))
    await lotse.claim(office, MARL, number)
    await called(office)
    target = await id_of(office, CASTROP)
    await change(office, cases, cases.c.number == number, offered_to=target, offered_at=clock.now)
    assert await clocks.announce(office) == 0
    clock.now = after(clock.now, limit_in(office, await row_of(office)) / 2)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.OFFERED, CASTROP)
    clock.now = after(clock.now, limit_in(office, await row_of(office)) / 2)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.OFFERED, CASTROP, MARL)


async def test_a_case_handed_to_a_city_or_to_somebody_away(office: Office, clock: Clock) -> None:
    number = await with_case(jonas(office))
    await lotse.claim(office, MARL, number)
    await called(office)
    where = cases.c.number == number
    await change(office, cases, where, offered_city="castrop-rauxel", offered_at=clock.now)
    clock.now = after(clock.now, limit_in(office, await row_of(office)) / 2)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.OFFERED, CASTROP, DEPUTY)
    await leaves(office, CASTROP, DEPUTY)
    clock.goes(minutes=1)
    target = await id_of(office, CASTROP)
    await change(office, cases, where, offered_to=target, offered_city=None, offered_at=clock.now)
    clock.goes(minutes=1)
    assert await clocks.announce(office) == 1
    assert (DEPUTY, "offered") in await called(office)
    assert await clocks.announce(office) == 0


async def test_handing_on_and_taking_begin_the_calls_anew(office: Office, clock: Clock) -> None:
    number = await with_case(jonas(office))
    await lotse.claim(office, MARL, number)
    await leaves(office, MARL, DEPUTY)
    assert await clocks.announce(office) == 1
    assert (await row_of(office))["announcements"] == 1
    await handing_on.offer(office, MARL, number, "city:castrop-rauxel", "zieht um")
    assert (await row_of(office))["announcements"] == 0
    clock.now = after(clock.now, limit_in(office, await row_of(office)) / 2)
    assert await clocks.announce(office) == 1
    await handing_on.take(office, CASTROP, number)
    assert (await row_of(office))["announcements"] == 0


async def test_a_call_that_was_not_seen_is_replaced(office: Office, clock: Clock) -> None:
    await with_case(jonas(office))
    clock.goes(days=7)
    assert await clocks.announce(office) == 1
    assert await called(office) == by(CallKind.WAITS, MARL, ROAMING)


async def test_of_two_offices_at_once_one_calls(office: Office, clock: Clock) -> None:
    others = [Person(office, f"p{number}", "de") for number in range(5)]
    for person in others:
        await with_case(person)
    await called(office)
    clock.goes(days=7)
    second = replace(office)
    counts = await asyncio.gather(*(clocks.announce(one) for one in (office, second, office, second)))
    assert sum(counts) == len(others)
    for person in others:
        assert [event.kind for event in await history_of(person)].count(EventKind.ANNOUNCED) == 1
    made = await rows(office, notices, notices.c.seen_at.is_(None))
    assert len({(row["staff"], row["case_number"]) for row in made}) == len(made) == 2 * len(others)


async def test_who_is_forgotten_is_not_called_for(office: Office, clock: Clock) -> None:
    person = jonas(office)
    await with_case(person)
    await forgets(person)
    assert await rows(office, notices) == []
    clock.goes(days=30)
    assert await clocks.announce(office) == 0
