"""Deleting and purging on both databases: what is gone is gone, of nobody else anything."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.desk import Office, conversation, lotse, upkeep
from bot.model import Message
from bot.retention import TERMS, Kept
from bot.store import questions, sign_in, staff, web
from bot.store.questions import QuestionKind
from bot.tables import (
    address,
    case,
    case_event,
    citizen,
    inbox,
    lease,
    outbox,
    reminder,
    session,
)
from tests.bot.reminding import wants_reminders, with_days
from tests.bot.scene import (
    MARL,
    citizen_of,
    conversation_of,
    forgets,
    lives_in,
    readable,
    rows,
    stop_clock,
    with_case,
)
from tests.cast import CHANNEL, amira, hire, jonas


async def test_of_a_forgotten_person_nothing_can_be_read_and_others_keep_all(office: Office) -> None:
    await hire(office)
    jo, am = jonas(office), amira(office)
    number = await conversation_of(jo, "zqjonas")
    await conversation_of(am, "zqamira")
    await conversation.keep(office, jo.address, "p1", "zqjonas poison")
    (row,) = await conversation.waiting(office, CHANNEL, jo.name, 5)
    await conversation.park(office, row.id)
    who, other = await citizen_of(jo), await citizen_of(am)
    others = await readable(office, other)
    assert any("zqjonas" in text for text in await readable(office, who))

    assert "Alles ist gelöscht" in await forgets(jo)

    assert await readable(office, who) == []
    assert await rows(office, session, session.c.citizen == who) == []
    assert await rows(office, address, address.c.citizen == who) == []
    assert {row["chat"] for row in await rows(office, outbox, outbox.c.citizen == who)} == {""}
    assert all(row["sealed"] is None for row in await rows(office, inbox))
    (left,) = await rows(office, case, case.c.number == number)
    assert (left["status"], left["sealed"], left["city"]) == ("closed", None, "marl")
    assert await readable(office, other) == others


async def test_of_a_forgotten_persons_case_only_the_proof_stays(office: Office) -> None:
    await hire(office)
    person = amira(office)
    number = await conversation_of(person, "zqamira")
    assert "112" in await person.says("أريد أن أقتل نفسي")
    await lotse.show(office, MARL, number)
    who = await citizen_of(person)
    async with office.work() as work:
        await work.run(sa.update(outbox).values(external_id="77"))

    await forgets(person)

    (left,) = await rows(office, case, case.c.number == number)
    assert (left["reasons"], left["urgent"], left["lang"], left["waiting_since"]) == (
        "asked",
        False,
        "de",
        None,
    )
    assert left["consent_at"]
    kinds = [row["kind"] for row in await rows(office, case_event)]
    assert sorted(kinds) == ["opened", "read", "withdrawn"]
    theirs = await rows(office, outbox, outbox.c.citizen == who)
    assert {(row["external_id"], row["sealed"]) for row in theirs} == {(None, None)}
    *finished, asked = sorted(await rows(office, inbox), key=lambda row: int(row["id"]))
    assert {row["chat"] for row in finished} == {""}
    assert asked["chat"]  # the update that asked for it came before the goodbye


async def test_a_destroyed_key_stands_in_no_file(small_office: Office) -> None:
    jo, am = jonas(small_office), amira(small_office)
    await with_case(jo)
    await lives_in(am, "marl")
    keys = {row["id"]: row["wrapped_key"] for row in await rows(small_office, citizen)}
    mine, other = keys[await citizen_of(jo)], keys[await citizen_of(am)]

    def written(key: bytes) -> bool:
        folder = Path(str(small_office.store.url.database)).parent
        return any(key in file.read_bytes() for file in folder.iterdir())

    assert written(mine)
    await forgets(jo)
    assert not written(mine)
    assert written(other)


async def test_a_purge_overwrites_what_it_erased(small_office: Office) -> None:
    stop_clock(small_office)
    person = await lives_in(jonas(small_office), "marl")
    (row,) = await rows(small_office, citizen)
    assert person
    await _aged(small_office, 1000)
    assert await rows(small_office, citizen) == []
    folder = Path(str(small_office.store.url.database)).parent
    assert not any(row["wrapped_key"] in file.read_bytes() for file in folder.iterdir())


async def test_a_reader_who_does_not_end_holds_up_forgetting_only_for_a_while(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.work._WIPE_TRIES", 2)
    monkeypatch.setattr("bot.store.work._WIPE_PAUSE", 0.01)
    person = await lives_in(jonas(small_office), "marl")
    reader = sqlite3.connect(str(small_office.store.url.database), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM citizen").fetchall()
    try:
        assert "Alles ist gelöscht" in await forgets(person)
    finally:
        reader.close()


async def test_after_deleting_one_begins_anew(office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    before = await citizen_of(person)
    await forgets(person)
    assert await citizen_of(person) != before
    assert "Stadt: keine" in await person.says("/mydata")


async def test_without_a_case_deleting_works_too(office: Office) -> None:
    assert "Alles ist gelöscht" in await forgets(await lives_in(jonas(office), None))
    assert await rows(office, case) == []


# purge


async def _aged(office: Office, days: float) -> dict[Kept, int]:
    clock = stop_clock(office)
    clock.goes(days=days)
    return await upkeep.purge(office)


@pytest.fixture
async def marl(office: Office) -> Office:
    """A case that was closed, a conversation, a parked update, a reminder that was sent, a question without an answer,

    a session of a Lotse that ended, a try to sign in and a place on the web page, all from one day.
    """
    stop_clock(office)
    await hire(office)
    person = jonas(office)
    number = await conversation_of(person, "zqmark")
    await person.reads()
    await lotse.close(office, MARL, number)
    await person.reads()
    await conversation.keep(office, person.address, "p1", "poison")
    (row,) = await conversation.waiting(office, CHANNEL, person.name, 5)
    await conversation.park(office, row.id)
    sent = {"citizen": await citizen_of(person), "kind": "step", "status": "sent"}
    async with office.work() as work:
        await work.run(sa.insert(reminder).values(sent | {"due_at": work.now, "created_at": work.now}))
        await questions.keep(
            work, sent["citizen"], QuestionKind.UNANSWERED, "?", city="marl", lang="de", revision="r"
        )
        mehmet = await staff.find(work, MARL)
        assert mehmet
        await sign_in.open_session(work, mehmet, "a hash", work.now)
        await sign_in.tried(work, "a hash")
        await web.add_place(work, "a place")
    return office


@pytest.mark.parametrize("kind", Kept)
async def test_each_kind_goes_after_its_term_and_not_before(kind: Kept, marl: Office) -> None:
    days = TERMS[kind].days
    assert (await _aged(marl, days - 0.1))[kind] == 0
    assert (await _aged(marl, days + 0.1))[kind] >= 1
    assert (await _aged(marl, days + 0.1))[kind] == 0


async def test_a_citys_own_term_holds_for_that_city(office: Office) -> None:
    stop_clock(office)
    office.retention = {"marl": {"session": 10}}
    await lives_in(jonas(office), "marl")
    await lives_in(amira(office), "herten")
    assert (await _aged(office, 11))[Kept.SESSION] == 1
    assert [row["city"] for row in await rows(office, session)] == ["herten"]


async def test_a_conversation_with_an_open_case_stays(office: Office) -> None:
    stop_clock(office)
    person = jonas(office)
    await with_case(person)
    assert (await _aged(office, 1000))[Kept.SESSION] == 0
    assert await rows(office, session)
    assert (await rows(office, case))[0]["sealed"]


async def test_what_nobody_ever_fetched_does_not_stay_for_ever(office: Office) -> None:
    stop_clock(office)
    person = await lives_in(jonas(office), "marl")
    who = await citizen_of(person)
    async with office.work() as work:
        await office.put(work, who, person.address, Message("Hallo", "de"), city="marl")
    await _aged(office, TERMS[Kept.OUTBOX_ROW].days + 1)
    assert await rows(office, outbox) == []


async def test_in_the_end_nothing_of_a_person_is_left(marl: Office) -> None:
    await _aged(marl, 2000)
    await _aged(marl, 2000)
    for table in (citizen, address, session, inbox, outbox, case, case_event, lease):
        assert await rows(marl, table) == [], table.name


async def test_of_the_reminders_of_a_forgotten_person_not_even_what_was_sealed_is_left(
    small_office: Office,
) -> None:
    small_office.guide = with_days()
    stop_clock(small_office)
    person = await wants_reminders(jonas(small_office), "wohngeld", letter_date="2026-11-02")
    sealed = [row["sealed"] for row in await rows(small_office, reminder)]
    file = Path(str(small_office.store.url.database))
    files = [file, file.with_name(f"{file.name}-wal")]
    assert len(sealed) == 3
    assert all(any(one in path.read_bytes() for path in files) for one in sealed)

    await forgets(person)

    assert await rows(small_office, reminder) == []
    assert not any(one in path.read_bytes() for one in sealed for path in files if path.exists())
