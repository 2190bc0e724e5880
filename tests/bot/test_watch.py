"""What those who listen hear: all that is committed, once, in whatever order; and only what they may see."""

import asyncio
from contextlib import AsyncExitStack

import pytest
import sqlalchemy as sa

from bot.cases import EventKind
from bot.desk import Office, lotse
from bot.desk.watch import Ear, Watch
from bot.staff import Role, User
from bot.store import cases, staff
from bot.tables import case, case_event, task
from tests.bot.scene import MARL, case_of, stop_clock, with_case
from tests.cast import DEPARTMENT, EDITOR, LOTSE_CASTROP, LOTSE_MARL, hire, jonas


@pytest.fixture(autouse=True)
async def _staff(office: Office) -> None:
    await hire(office)


async def _user(office: Office, name: str) -> User:
    async with office.work() as work:
        found = await staff.find(work, name)
    assert found
    return found


async def _notes(office: Office, number: str, many: int = 1) -> None:
    for _ in range(many):
        await lotse.note(office, MARL, number, "etwas")


async def _fails(office: Office, number: str) -> None:
    """An event that is rolled back."""
    async with office.work() as work:
        row = {"case_number": number, "at": work.now, "kind": EventKind.NOTE, "actor": "guide"}
        await work.run(sa.insert(case_event).values(row))
        raise RuntimeError


def _heard(ear: Ear) -> list[EventKind]:
    """What came since the last look."""
    found = []
    while not ear.heard.empty():
        one = ear.heard.get_nowait()
        assert one
        found.append(one.kind)
    return found


async def test_what_is_committed_is_heard_once(office: Office) -> None:
    number = await with_case(jonas(office))
    watch = Watch(office)
    async with watch.listen(await _user(office, LOTSE_MARL)) as ear:
        await watch.look()
        assert _heard(ear) == []
        await _notes(office, number)
        await watch.look()
        await watch.look()
        assert _heard(ear) == [EventKind.NOTE]


async def test_reading_a_case_is_no_news(office: Office) -> None:
    number = await with_case(jonas(office))
    watch = Watch(office)
    async with watch.listen(await _user(office, LOTSE_MARL)) as ear:
        await lotse.show(office, MARL, number)
        await watch.look()
        assert _heard(ear) == []


async def test_a_transaction_that_is_slow_is_not_overtaken(office: Office) -> None:
    """On PostgreSQL ids are given before the commit; SQLite lets nobody write meanwhile."""
    if office.store.is_sqlite:
        pytest.skip("one writer at a time: nothing can be overtaken")
    person = jonas(office)
    number = await with_case(person)
    found = await case_of(person)
    watch = Watch(office)
    async with watch.listen(await _user(office, LOTSE_MARL)) as ear:
        async with office.work() as slow:
            row = {"case_number": number, "at": slow.now, "kind": EventKind.DANGER, "actor": "guide"}
            await slow.run(sa.insert(case_event).values(row))
            async with office.work() as quick:
                await cases.record(quick, number, found.citizen, EventKind.MESSAGE, actor="citizen")
            await watch.look()
            assert _heard(ear) == [EventKind.MESSAGE]
        await watch.look()
        assert _heard(ear) == [EventKind.DANGER]
        await watch.look()
        assert _heard(ear) == []


async def test_who_comes_while_a_transaction_goes_on_hears_of_it(office: Office) -> None:
    if office.store.is_sqlite:
        pytest.skip("one writer at a time: nothing can be overtaken")
    person = jonas(office)
    number = await with_case(person)
    watch = Watch(office)
    async with office.work() as slow:
        row = {"case_number": number, "at": slow.now, "kind": EventKind.DANGER, "actor": "guide"}
        await slow.run(sa.insert(case_event).values(row))
        await _notes(office, number)
        stack = AsyncExitStack()
        ear = await stack.enter_async_context(watch.listen(await _user(office, LOTSE_MARL)))
    async with stack:
        await watch.look()
        assert _heard(ear) == [EventKind.DANGER]


async def test_what_was_rolled_back_is_not_waited_for_for_ever(office: Office) -> None:
    clock = stop_clock(office)
    number = await with_case(jonas(office))
    watch = Watch(office)
    async with watch.listen(await _user(office, LOTSE_MARL)) as ear:
        with pytest.raises(RuntimeError):
            await _fails(office, number)
        await _notes(office, number)
        await watch.look()
        clock.goes(minutes=2)
        await watch.look()
        assert not watch._gaps
        assert _heard(ear) == [EventKind.NOTE]


async def test_only_those_who_may_see_a_case_hear_of_it(office: Office) -> None:
    number = await with_case(jonas(office), city="marl")
    watch = Watch(office)
    async with AsyncExitStack() as stack:
        ears = {
            name: await stack.enter_async_context(watch.listen(await _user(office, name)))
            for name in (LOTSE_MARL, LOTSE_CASTROP, EDITOR, DEPARTMENT)
        }
        await _notes(office, number)
        await watch.look()
        heard = {name: _heard(ear) for name, ear in ears.items()}
        assert heard == {LOTSE_MARL: [EventKind.NOTE], LOTSE_CASTROP: [], EDITOR: [], DEPARTMENT: []}
        async with office.work() as work:
            await work.run(sa.update(case).values(offered_city="castrop-rauxel"))
        await _notes(office, number)
        await watch.look()
        assert _heard(ears[LOTSE_CASTROP]) == [EventKind.NOTE]


async def test_a_department_hears_of_its_own_tasks(office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    found = await case_of(person)
    ids = {}
    async with office.work() as work:
        for department, city in (("jugendamt", "marl"), ("jobcenter", "marl"), ("jugendamt", "herten")):
            row = {
                "case_number": number,
                "citizen": found.citizen,
                "department": department,
                "city": city,
                "status": "proposed",
                "created_at": work.now,
                "changed_at": work.now,
            }
            added = await work.first(sa.insert(task).values(row).returning(task.c.id))
            assert added
            ids[department, city] = added.id
    watch = Watch(office)
    clerk = User(99, "clerk", Role.DEPARTMENT, ("marl",), department="jugendamt")
    async with watch.listen(clerk) as ear:
        for id_ in ids.values():
            async with office.work() as work:
                await cases.record(work, number, found.citizen, EventKind.TASK, task=id_)
        await _notes(office, number)
        await watch.look()
        heard = [one.task for one in (ear.heard.get_nowait() for _ in range(ear.heard.qsize())) if one]
    assert heard == [ids["jugendamt", "marl"]]


async def test_one_who_reads_too_slowly_is_sent_away(office: Office) -> None:
    number = await with_case(jonas(office))
    watch = Watch(office)
    async with watch.listen(await _user(office, LOTSE_MARL)) as ear:
        ear.heard = asyncio.Queue(1)
        await _notes(office, number, 2)
        await watch.look()
        assert await ear.next(1) is None
        assert ear.ended


async def test_when_the_process_stops_everybody_is_sent_home(office: Office) -> None:
    watch = Watch(office)
    user = await _user(office, LOTSE_MARL)
    async with watch.listen(user) as ear:
        watch.close()
        assert await ear.next(60) is None
    async with watch.listen(user) as late:
        assert late.ended


async def test_with_nobody_there_the_database_is_left_alone(office: Office) -> None:
    number = await with_case(jonas(office))
    watch = Watch(office)
    statements: list[str] = []
    engine = office.store.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    await watch.look()
    assert statements == []
    async with watch.listen(await _user(office, LOTSE_MARL)):
        pass
    await _notes(office, number)
    await watch.look()
    async with watch.listen(await _user(office, LOTSE_MARL)) as ear:
        await watch.look()
        assert _heard(ear) == []
