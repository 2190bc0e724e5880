"""Leases, purge, backup and restore."""

import gzip
import json
import os
import zlib
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.desk.office import Office
from bot.errors import RestoreError
from bot.retention import Kept, before
from bot.store import revival, upkeep
from bot.store.queue import InboxStatus, depth
from bot.store.work import PROCESS

_KEYS = "keys.json"


async def hold(office: Office, name: str, holder: str, seconds: float) -> bool:
    """Takes or keeps a lease, so that one process at a time does a thing."""
    async with office.work() as work:
        until = work.now + timedelta(seconds=seconds)
        return await upkeep.hold(work, name, holder, until, alone=office.store.is_sqlite)


async def release(office: Office, holder: str) -> None:
    """A process that ends gives back what it holds."""
    async with office.work() as work:
        await upkeep.release(work, holder)


async def live(office: Office, holder: str, seconds: float) -> None:
    """Says that a process lives; what it holds is free when it has not said so for `seconds`."""
    await hold(office, f"{PROCESS}{holder}", holder, seconds)


async def purge(office: Office) -> dict[Kept, int]:
    """Erases what has outlived its term."""
    now = office.clock()

    def limit(kind: Kept, city: str | None) -> datetime:
        return before(kind, now, city, office.retention)

    async with office.work() as work:
        gone = await upkeep.purge(work, limit)
    await office.store.wipe()
    return gone


async def queue_depth(office: Office) -> dict[str, int]:
    async with office.work() as work:
        return await depth(work)


async def backup(office: Office, folder: Path) -> Path:
    """Writes all rows to a new file in a folder, and the citizens' keys to `keys.json`, replacing the old ones.

    Only the newest keys are kept: whoever was forgotten since cannot be read in an older file either.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"lotse-{office.clock():%Y%m%dT%H%M%S%f}.jsonl.gz"
    keys: dict[str, Any] = {}
    lines: list[str] = []
    async with office.work() as work:
        async for table, row in upkeep.dump(work):
            if table == "citizen":
                keys[row["id"]] = row["wrapped_key"]
                row["wrapped_key"] = None
            if table == "inbox":  # sealed with the deployment's key, which outlives the citizens'
                done_at = row["done_at"] or row["received_at"]
                row |= {"sealed": None, "status": InboxStatus.DONE, "done_at": done_at}
            lines.append(upkeep.to_line(table, row))
    _write(folder / _KEYS, json.dumps(keys).encode())
    _write(target, gzip.compress("\n".join(lines).encode()))
    return target


def _write(path: Path, content: bytes) -> None:
    """Writes a file that only its owner reads, whole or not at all."""
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


async def restore(office: Office, file: Path) -> Counter[str]:
    """Puts a backup into an empty database, with the keys that stand beside it; returns the rows of each table.

    Whoever has no key there was forgotten since, and stays so.
    """
    try:
        lines = gzip.decompress(file.read_bytes()).decode().splitlines()
        rows = [(table, row) for table, row in map(json.loads, lines)]
        keys = json.loads((file.parent / _KEYS).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, EOFError, zlib.error) as error:
        raise RestoreError(file=file, why=type(error).__name__) from None
    count: Counter[str] = Counter()
    async with office.work() as work:
        if not await upkeep.is_empty(work):
            raise RestoreError(file=file, why="the database is not empty")
        await upkeep.clear_guide(work)
        for table, row in revival.revived(rows, keys, work.now):
            await upkeep.load_row(work, table, row)
            count[table] += 1
        await upkeep.reset_serials(work)
    return count
