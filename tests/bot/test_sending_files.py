"""Files on their way: behind the text, sealed like it, at Telegram as documents, in a terminal by name."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import Intake, Poller, Telegram
from bot.desk import Office, conversation, effects, post
from bot.errors import LaterError, UncertainError
from bot.handlers import plan
from bot.handlers.matter import plan_of
from bot.model import Address, File, Message, SendSheet
from bot.store import people
from bot.store.queue import OutboxKind
from bot.tables import outbox
from bot.worker import Worker
from knowledge.model import Guide
from knowledge.plan.model import Plan
from tests import botapi
from tests.bot.conftest import Cli
from tests.bot.dialogue import a_session, keys, offers, presses
from tests.bot.posting import take
from tests.bot.scene import forgets, readable, rows, stop_clock
from tests.cast import Person, amira

PAGE = File("plan.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
NEED = "Wie beantrage ich eine rechtliche Betreuung?"


@pytest.fixture
async def double() -> AsyncIterator[botapi.Telegram]:
    async with botapi.Telegram() as one:
        yield one
        assert one.violations == []


@pytest.fixture
async def worker(small_office: Office, telegram: Telegram) -> AsyncIterator[Worker]:
    """A guide that polls the double."""
    one = Worker(small_office, (telegram,), messages_per_second=1000.0)

    async def keep(where: Address, update_id: str, raw: str) -> bool:
        return await conversation.keep(small_office, where, update_id, raw)

    poller = Poller(Intake(telegram, keep, one.incoming.set), 1)
    one.every(0.0, poller.once)
    await one.start()
    yield one
    await one.stop()


async def plans(person: botapi.Person, worker: Worker) -> None:
    """Somebody in Castrop-Rauxel who looks at their plan."""
    where = Address("telegram", worker.channels[0].bot, str(person.id))
    await conversation.begin(worker.office, where, "de", "castrop-rauxel")
    person.starts()
    await person.hears(within=15)
    person.says(NEED)
    await person.hears(containing="Betreuung", within=15)
    person.presses("v1:interview")
    await person.hears(containing="Ihr Plan", within=15)


async def documents(person: botapi.Person, count: int = 1) -> list[botapi.Message]:
    """The files that have arrived, when there are as many."""
    found: list[botapi.Message] = []
    async with asyncio.timeout(15):
        while len(found) < count:
            await asyncio.sleep(0.05)
            found = [one for one in person.reads() if "document" in one.shape]
    return found


async def test_the_text_comes_first_and_then_the_page_and_the_days(
    double: botapi.Telegram, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dated(*about: Any) -> Plan:
        made = plan_of(*about)
        return replace(made, steps=tuple(replace(step, until=date(2027, 3, 1)) for step in made.steps))

    for place in (plan, effects):
        monkeypatch.setattr(place, "plan_of", dated)
    nora = double.person()
    await plans(nora, worker)
    nora.presses("v1:sheet")
    page, days = await documents(nora, 2)
    (text,) = [one for one in double.sent if "Hier ist Ihr Plan als Blatt" in one.text]
    assert "Kalender" in text.text
    assert text.message_id < page.message_id < days.message_id
    assert (page.text, days.text) == ("", "")
    assert page.upload
    assert days.upload
    assert page.upload.content_type == page.shape["document"]["mime_type"] == "application/pdf"
    assert page.upload.file_name.endswith(".pdf")
    assert page.upload.content.startswith(b"%PDF-")
    assert (days.upload.content_type, days.upload.file_name[-4:]) == ("text/calendar", ".ics")
    assert b"DTSTART;VALUE=DATE:20270301" in days.upload.content


@pytest.mark.parametrize("fault", [botapi.too_many_requests(1), botapi.server_error()])
async def test_an_upload_that_failed_is_tried_again(
    fault: botapi.Fault, double: botapi.Telegram, worker: Worker
) -> None:
    nora = double.person()
    await plans(nora, worker)
    double.faults.plan("sendDocument", fault)
    nora.presses("v1:sheet")
    (page,) = await documents(nora)
    assert page.text == ""
    assert double.counters["sendDocument"] == 2


async def test_an_upload_that_may_have_arrived_comes_again_and_says_so(
    double: botapi.Telegram, worker: Worker
) -> None:
    nora = double.person()
    await plans(nora, worker)
    double.faults.plan("sendDocument", botapi.reset())
    nora.presses("v1:sheet")
    (page,) = await documents(nora)
    assert page.text.startswith("(Vielleicht lesen Sie das zweimal.")
    assert page.upload


async def queued(person: Person) -> None:
    """A text and a file wait for a person."""
    office = person.office
    async with office.work() as work:
        citizen = await people.arrive(work, person.address)
        await office.put(work, citizen, person.address, Message("Guten Tag", person.lang))
        await office.put_file(work, citizen, person.address, PAGE, person.lang, city=None)


async def test_a_file_waits_behind_the_text_and_comes_whole(office: Office) -> None:
    person = amira(office)
    await queued(person)
    (text,) = await take(person)
    assert (text.message.text, text.file) == ("Guten Tag", None)
    await post.sent(office, text, "1")
    (file,) = await take(person)
    assert (file.kind, file.message.text, file.file) == (OutboxKind.FILE, "", PAGE)


async def test_a_file_that_may_have_arrived_is_sent_again_whole(office: Office) -> None:
    person = amira(office)
    clock = stop_clock(office)
    await queued(person)
    (text,) = await take(person)
    await post.sent(office, text, "1")
    for error in (UncertainError(why="x"), LaterError(seconds=1), UncertainError(why="x")):
        (file,) = await take(person)
        assert file.file == PAGE
        await post.failed(office, file, error)
        clock.goes(seconds=60)
    (file,) = await take(person)
    assert file.file == PAGE
    assert file.message.text


async def test_what_is_in_a_file_is_sealed_and_can_be_forgotten(office: Office) -> None:
    person = amira(office)
    await queued(person)
    kept = await rows(office, outbox)
    assert all(PAGE.content not in (row["sealed"] or b"") for row in kept)
    who = str(kept[0]["citizen"])
    assert any("plan.pdf" in text for text in await readable(office, who))
    await forgets(person)
    assert await readable(office, who) == []


def test_a_terminal_names_files_and_writes_them_where_it_is_told(cli: Cli, tmp_path: Path) -> None:
    told = ["--plain", "--lang", "de", "--city", "marl", "--name", "nora"]
    cli("chat", *told, stdin="Meine Miete ist viel zu teuer\n")
    said = cli("chat", "--plain", "--name", "nora", stdin="Wohngeld\n1\n").output
    number = next(line for line in said.splitlines() if "Blatt zum Mitnehmen" in line).split(".")[0].strip()
    shown = cli("chat", "--plain", "--name", "nora", stdin=f"{number}\n").output
    assert "[plan-" in shown
    assert " bytes]" in shown
    folder = tmp_path / "taken" / "along"
    again = "Zurück zum Plan\nBlatt zum Mitnehmen (PDF)\n"
    cli("chat", "--plain", "--name", "nora", "--files", str(folder), stdin=again)
    (page,) = folder.iterdir()
    assert page.read_bytes().startswith(b"%PDF-")


def test_without_a_plan_there_is_nothing_to_take_along(guide: Guide) -> None:
    turn = presses(a_session(), guide, "v1:sheet")
    assert (turn.effects, keys(turn)) == ((), ("ask.prompt",))
    turn = presses(a_session(needs=("wohngeld",)), guide, "v1:sheet")
    assert (turn.effects, keys(turn)[0]) == ((SendSheet(),), "sheet.coming")
    assert offers(turn) == ("v1:plan", "v1:human")
