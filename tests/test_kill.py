"""kill -9 at random moments, with fifty people talking: nothing is lost, and no case is opened twice.

The guide knows little here: what it knows does not matter, and it starts in a third of the time.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import clock
from bot.cases import Case, EventKind
from bot.store import Store, cases
from bot.store.queue import depth
from bot.tables import case as table
from tests.botapi import Telegram
from tests.conftest import SEAL
from tests.knowledge import small
from tests.process import Guide

PEOPLE = 50
KILLS = 20
MESSAGES = 3
# Twenty starts of up to ten seconds each lie between a message and its answer, at worst.
PATIENCE = 300
KEY = "YSBrZXkgZm9yIHRlc3RzLCAzMiBieXRlcyBsb25nISE="


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram(aiogram=False) as one:
        yield one


def _guide(telegram: Telegram, database: str, tmp_path: Path) -> Guide:
    return Guide(
        tmp_path / "state",
        {
            "LOTSE_TELEGRAM_TOKEN": telegram.token,
            "LOTSE_TELEGRAM_API": telegram.base_url.removesuffix("/bot"),
            "LOTSE_DATABASE_URL": database,
            "LOTSE_KEY": KEY,
            "LOTSE_KNOWLEDGE": str(small.write(tmp_path / "knowledge", small.documents())),
            "LOTSE_ENCODER": "false",
            "LOTSE_CHAT_MESSAGES_PER_SECOND": "1000",
            "LOTSE_MESSAGES_PER_SECOND": "1000",
            "LOTSE_POLL_SECONDS": "1",
        },
    )


async def _one_person(telegram: Telegram, number: int) -> str:
    """The dialogue of one person; returns their mark."""
    mark = f"mark{number:02}"
    person = telegram.person(f"Person {number}", language_code="de")
    person.starts("city-marl")
    await person.hears(containing="Computerprogramm", within=PATIENCE)
    person.presses("v1:lang:de")
    await person.hears(containing="eigenen Worten", within=PATIENCE)
    person.says("die miete ist viel zu teuer")
    await person.hears(containing="Wohngeld", within=PATIENCE)
    person.says("mit einem menschen reden")
    await person.hears(containing="Sind Sie einverstanden?", within=PATIENCE)
    person.presses("1. Ja, weitergeben")
    await person.hears(containing="Fallnummer", within=PATIENCE)
    for count in range(MESSAGES):
        person.says(f"{mark} message {count}")
        await asyncio.sleep(random.uniform(0, 0.5))
    return mark


async def _kill_again_and_again(guide: Guide) -> None:
    """Kills and restarts at random moments, while the people talk."""
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(0.05, 1.5))
        await asyncio.to_thread(guide.kill)
        await asyncio.to_thread(guide.start)


async def _all_cases(store: Store) -> dict[str, tuple[Case, tuple[str, ...]]]:
    """Each case with what its person wrote."""
    found = {}
    async with store.work(clock.now()) as work:
        numbers = [row.number for row in await work.all(sa.select(table.c.number))]
        for number in numbers:
            case = await cases.get(work, number)
            assert case
            events = await cases.history(work, case)
            said = tuple(event.text for event in events if event.kind is EventKind.MESSAGE)
            found[number] = (case, said)
    return found


async def test_nothing_is_lost_and_no_case_is_opened_twice(
    telegram: Telegram, database: str, tmp_path: Path
) -> None:
    guide = _guide(telegram, database, tmp_path)
    await asyncio.to_thread(guide.start)
    try:
        people = asyncio.gather(*(_one_person(telegram, number) for number in range(PEOPLE)))
        await _kill_again_and_again(guide)
        marks = await people
        store = Store(database, SEAL)
        try:
            await _until_all_is_passed_on(telegram, store)
            found = await _all_cases(store)
        finally:
            await store.close()
    finally:
        await asyncio.to_thread(guide.stop)
    assert len(found) == PEOPLE
    assert len({case.citizen for case, _ in found.values()}) == PEOPLE
    wanted = {tuple(f"{mark} message {count}" for count in range(MESSAGES)) for mark in marks}
    assert {said for _, said in found.values()} == wanted
    assert all(seen.confirmed for seen in telegram.seen.values())
    assert not telegram.counters["drop_pending_updates"]


async def _until_all_is_passed_on(telegram: Telegram, store: Store) -> None:
    """Waits until Telegram holds nothing back and the inbox is empty."""
    for _ in range(PATIENCE * 2):
        async with store.work(clock.now()) as work:
            rows = await depth(work)
        if rows["inbox_new"] == 0 and all(seen.confirmed for seen in telegram.seen.values()):
            return
        await asyncio.sleep(0.5)
    raise AssertionError(rows)
