"""Many reminders that are due at one moment, and processes of their own that send them."""

import asyncio
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from bot.desk import Office, remind
from bot.handlers.reminders import ahead
from bot.store import Store, Work, people, reminders
from bot.tables import address
from bot.texts import Texts
from tests.bot.reminding import at, planning, with_days
from tests.bot.scene import START, Clock
from tests.conftest import SEAL

ROOT = Path(__file__).parent.parent.parent
DUE = at(2026, 11, 25)


async def plant(office: Office, people_: int) -> None:
    """So many people with a letter, all of whom are to be reminded on the same morning."""
    session = planning("wohngeld", letter_date="2026-11-02")
    planned = ahead(session, office.guide, START)
    async with office.store.work(START) as work:
        for number in range(people_):
            await _one(work, session_id=await people.new_citizen(work), chat=str(number))
        rows = await work.all(sa.select(address.c.citizen))
        for row in rows:
            await people.save_session(work, replace(session, citizen=row.citizen), office.guide.revision)
            await reminders.add(work, row.citizen, planned)


async def _one(work: Work, session_id: str, chat: str) -> None:
    values = {"channel": "test", "bot": "b", "external_id": chat, "citizen": session_id, "used_at": START}
    await work.run(sa.insert(address).values(values))


def send_in_processes(url: str, processes: int) -> tuple[float, list[int]]:
    """Lets so many processes send all that is due; returns the seconds from the first that is sent, and each one's share."""
    go = str(time.time() + 5)
    command = [sys.executable, "-m", "tests.bot.many", url, go]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    found = [process.communicate(timeout=900)[0].split() for process in running]
    assert all(process.returncode == 0 for process in running)
    return max(float(seconds) for seconds, _ in found), [int(count) for _, count in found]


async def _send(url: str, go: float) -> tuple[float, int]:
    """One process: waits for the others, and sends until nothing is left."""
    store = Store(url, SEAL)
    office = Office(store, Texts(), with_days(), clock=Clock(DUE))
    await asyncio.sleep(max(0.0, go - time.time()))
    count = 0
    began = time.perf_counter()
    while await remind.send_due(office):
        count += 1
    seconds = time.perf_counter() - began
    await store.close()
    return seconds, count


if __name__ == "__main__":
    print(*asyncio.run(_send(sys.argv[1], float(sys.argv[2]))))  # noqa: T201 - read by the one who started it
