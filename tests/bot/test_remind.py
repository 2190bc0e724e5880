"""Reminders at the desk, on both databases: the right day, once, and none that no longer holds."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.desk import Office, remind, upkeep
from bot.handlers import remind as handlers_remind
from bot.model import IncomingKind, Turn
from bot.reminder import Reminder
from bot.retention import TERMS, Kept
from bot.session import Session
from bot.store import Store, people
from bot.tables import citizen, outbox, reminder, session
from bot.worker import Worker
from knowledge.model import Guide
from tests.bot.fake import FakeChannel, until
from tests.bot.reminding import at, becomes, told, wants_reminders, with_days
from tests.bot.scene import Clock, citizen_of, readable, rows, session_of, stop_clock
from tests.cast import Person, amira, jonas
from tests.conftest import SEAL


@pytest.fixture
def clock(office: Office) -> Clock:
    """An office with days in its guide, whose clock stands."""
    office.guide = with_days()
    return stop_clock(office)


async def _send_all(office: Office) -> int:
    count = 0
    while await remind.send_due(office):
        count += 1
    return count


async def _with_letter(office: Office) -> Person:
    return await wants_reminders(jonas(office), "wohngeld", letter_date="2026-11-02")


async def _states(office: Office) -> list[str]:
    return sorted(row["status"] for row in await rows(office, reminder))


async def test_each_comes_on_its_day_and_not_before(office: Office, clock: Clock) -> None:
    jo = await _with_letter(office)
    assert "25. November 2026" in jo.messages[-1].text
    for moment, part in (
        (at(2026, 11, 25), "**Erinnerung"),
        (at(2026, 12, 1), "**Erinnerung"),
        (at(2026, 12, 3, 17), "Hat es geklappt?"),
    ):
        clock.now = moment - timedelta(seconds=1)
        assert await _send_all(office) == 0
        clock.now = moment
        assert await _send_all(office) == 1
        assert part.strip("*") in await jo.reads()
        assert await _send_all(office) == 0
    assert await _states(office) == ["sent"] * 3


async def test_its_choices_can_be_pressed_and_typed(office: Office, clock: Clock) -> None:
    jo = await _with_letter(office)
    clock.now = at(2026, 12, 3, 17)
    await _send_all(office)
    assert "2. Nein" in await jo.reads()
    answer = await jo.says("2")
    assert "Warum hat es nicht geklappt?" in answer
    assert "1. Mit einem Menschen" in answer
    assert "dazugeschrieben" in await jo.says("die wollten noch ein papier")
    assert [word.text for word in (await session_of(jo)).words] == ["die wollten noch ein papier"]


async def test_not_yet_is_asked_again_in_three_days(office: Office, clock: Clock) -> None:
    jo = await _with_letter(office)
    clock.now = at(2026, 12, 3, 17)
    await _send_all(office)
    await jo.reads()
    assert "7. Dezember 2026" in await jo.says("Noch nicht")
    clock.now = at(2026, 12, 7, 17)
    assert await _send_all(office) == 1
    assert "Hat es geklappt?" in await jo.reads()


@pytest.mark.parametrize("press", ["v1:mark:done:wohngeld", "v1:mark:refused:wohngeld", "v1:remind:off"])
async def test_done_refused_or_switched_off_nothing_comes(press: str, office: Office, clock: Clock) -> None:
    jo = await _with_letter(office)
    await jo.does(IncomingKind.PRESS, press)
    clock.now = at(2026, 12, 4)
    assert await _send_all(office) == 0
    assert await _states(office) == ["dropped"] * 3


async def test_stop_ends_reminders_and_delete_erases_them(office: Office, clock: Clock) -> None:
    jo, am = await _with_letter(office), await wants_reminders(amira(office), "kita")
    await jo.says("/stop")
    assert set(await _states(office)) == {"dropped", "waiting"}
    who = await citizen_of(am)
    assert any("kita" in text for text in await readable(office, who))
    await am.says("/delete")
    await am.presses("v1:delete:yes")
    assert await rows(office, reminder, reminder.c.citizen == who) == []
    clock.now = at(2026, 12, 4)
    assert await _send_all(office) == 0


async def test_a_day_that_moved_is_said_on_its_new_day(office: Office, clock: Clock) -> None:
    jo = await _with_letter(office)
    await becomes(jo, facts=told(letter_date="2026-11-09"))
    clock.now = at(2026, 11, 25)
    assert await _send_all(office) == 0
    clock.now = at(2026, 12, 2)
    assert await _send_all(office) == 1
    assert "9. Dezember 2026" in await jo.reads()


async def test_what_changed_unseen_is_found_when_it_is_sent(office: Office, clock: Clock) -> None:
    """Another revision of the guide, say: the row is dropped, and what holds now is planned."""
    jo = await _with_letter(office)
    who = await citizen_of(jo)
    async with office.work() as work:
        before = await people.load_session(work, who)
        assert before
        await people.save_session(work, replace(before, facts=told(letter_date="2026-11-10")), "r")
    clock.now = at(2026, 11, 25)
    assert await _send_all(office) == 1
    assert await jo.reads() == ""
    waiting = await rows(office, reminder, reminder.c.status == "waiting")
    assert {row["due_at"] for row in waiting} == {at(2026, 12, 3), at(2026, 12, 9), at(2026, 12, 11, 17)}


async def test_who_blocked_the_guide_is_not_written_to(office: Office, clock: Clock) -> None:
    jo = await _with_letter(office)
    await jo.does(IncomingKind.BLOCKED)
    clock.now = at(2026, 11, 25)
    assert await _send_all(office) == 1
    assert await jo.reads() == ""
    await jo.does(IncomingKind.RETURNED)
    clock.now = at(2026, 12, 1)
    assert await _send_all(office) == 1
    assert "Erinnerung" in await jo.reads()


async def test_at_night_and_on_a_sunday_nobody_is_written_to(office: Office, clock: Clock) -> None:
    await _with_letter(office)
    for moment in (at(2026, 11, 25, 22), at(2026, 11, 26, 3), at(2026, 11, 29, 12)):
        clock.now = moment
        assert await _send_all(office) == 0
    clock.now = at(2026, 11, 30, 8)
    assert await _send_all(office) == 1


async def test_after_a_restart_it_still_comes(office: Office, clock: Clock) -> None:
    jo = await _with_letter(office)
    url = office.store.url.render_as_string(hide_password=False)
    again = Office(Store(url, SEAL), office.texts, office.guide, clock=clock)
    clock.now = at(2026, 11, 25, 11)
    try:
        assert await _send_all(again) == 1
    finally:
        await again.store.close()
    assert "Erinnerung" in await jo.reads()
    assert await _send_all(office) == 0


async def test_of_many_who_send_at_once_each_reminder_goes_out_once(office: Office, clock: Clock) -> None:
    for number in range(12):
        person = Person(office, f"person {number}", "de")
        await wants_reminders(person, "wohngeld", letter_date="2026-11-02")
    clock.now = at(2026, 11, 25)
    before = len(await rows(office, outbox))
    counts = await asyncio.gather(*(_send_all(office) for _ in range(4)))
    await _send_all(office)
    assert len(await rows(office, outbox)) - before == 12
    assert sum(counts) <= 12


async def test_our_own_mistake_holds_up_nobody_else(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    jo, am = (
        await _with_letter(office),
        await wants_reminders(amira(office), "wohngeld", letter_date="2026-11-02"),
    )
    broken = await citizen_of(jo)
    real = handlers_remind.remind

    def stumbling(one: Reminder, state: Session, guide: Guide, now: datetime) -> Turn | None:
        if state.citizen == broken:
            raise RuntimeError("a person's words")
        return real(one, state, guide, now)

    monkeypatch.setattr(remind, "remind", stumbling)
    clock.now = at(2026, 11, 25)
    assert await _send_all(office) == 2
    assert await am.reads()
    assert await jo.reads() == ""
    monkeypatch.undo()
    clock.goes(hours=1)
    assert await _send_all(office) == 1
    assert "Erinnerung" in await jo.reads()


async def test_a_reminder_whose_key_is_gone_is_nobodys(office: Office, clock: Clock) -> None:
    await _with_letter(office)
    async with office.work() as work:
        await work.run(sa.update(citizen).values(wrapped_key=None))
    clock.now = at(2026, 11, 25)
    assert await _send_all(office) == 1
    assert "dropped" in await _states(office)


async def test_a_conversation_stays_until_thirty_days_after_its_last_reminder(
    office: Office, clock: Clock
) -> None:
    jo = await wants_reminders(jonas(office), "wohngeld", approval_ends="2027-06-30")
    who = await citizen_of(jo)
    clock.now = at(2027, 4, 30)
    assert await _send_all(office) == 1
    clock.now = at(2027, 6, 16)
    await upkeep.purge(office)
    assert await _send_all(office) == 1
    clock.now = at(2027, 7, 15)
    await upkeep.purge(office)
    assert await rows(office, session, session.c.citizen == who)
    clock.now = at(2027, 6, 16) + timedelta(days=TERMS[Kept.REMINDER].days, minutes=1)
    gone = await upkeep.purge(office)
    assert (gone[Kept.SESSION], gone[Kept.REMINDER]) == (1, 1)
    assert await rows(office, reminder) == []


async def test_without_reminders_the_term_of_a_conversation_is_as_before(
    office: Office, clock: Clock
) -> None:
    await _with_letter(office)
    jo = jonas(office)
    await jo.does(IncomingKind.PRESS, "v1:remind:off")
    clock.goes(days=TERMS[Kept.SESSION].days, minutes=1)
    assert (await upkeep.purge(office))[Kept.SESSION] == 1
    assert await rows(office, reminder) == []


async def test_my_data_and_privacy_tell_of_reminders(office: Office, clock: Clock) -> None:
    jo = await _with_letter(office)
    assert "Nächste Erinnerung: 25. November 2026" in await jo.says("/mydata")
    assert "30 Tage nach der letzten Erinnerung" in await jo.says("/privacy")


async def test_a_reminder_says_nothing_of_what_it_is_about_in_the_open(office: Office, clock: Clock) -> None:
    await _with_letter(office)
    for row in await rows(office, reminder):
        assert b"wohngeld" not in row["sealed"]


async def test_the_worker_sends_what_is_due(small_office: Office) -> None:
    small_office.guide = with_days()
    clock = stop_clock(small_office)
    where = Person(small_office, "1", "de")
    await wants_reminders(where, "wohngeld", letter_date="2026-11-02")
    async with small_office.work() as work:
        await work.run(sa.text("UPDATE address SET channel = 'fake', bot = '7'"))
    clock.now = at(2026, 11, 25)
    channel = FakeChannel()
    worker = Worker(small_office, (channel,), messages_per_second=1000.0)
    await worker.start()
    try:
        await until(lambda: "Erinnerung" in channel.said)
        assert worker.counts.reminded == 1
    finally:
        await worker.stop()
