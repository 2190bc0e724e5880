"""After «delete my data» no word of the person is left: not in the database, its write-ahead log, or a log file."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.botapi import Telegram
from tests.process import Guide

MARKERS = tuple(f"zq{word}" for word in
    ("alpha", "bravo", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo",
     "lima", "mike", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "victor", "zulu")
)  # fmt: skip
CONTROL = "zqcontrol"  # stands in a column that is not sealed: the search must find it


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as one:
        yield one


@pytest.fixture
async def running(telegram: Telegram, database: str, tmp_path: Path) -> AsyncIterator[Guide]:
    environment = {
        "LOTSE_TELEGRAM_TOKEN": telegram.token,
        "LOTSE_TELEGRAM_API": telegram.base_url.removesuffix("/bot"),
        "LOTSE_DATABASE_URL": database,
        "LOTSE_CHAT_MESSAGES_PER_SECOND": "1000",
        "LOTSE_POLL_SECONDS": "1",
        "LOTSE_LOG_LEVEL": "DEBUG",
    }
    guide = Guide(tmp_path / "state", environment)
    await asyncio.to_thread(guide.start)
    yield guide
    await asyncio.to_thread(guide.stop)


def _files(database: str, state: Path) -> list[Path]:
    """Everything that the guide and its database have written."""
    folders = [state]
    host = re.search(r"host=([^&]+)", database)
    if host:
        folders.append(Path(host.group(1)))
        _checkpoint(database)
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def _checkpoint(database: str) -> None:
    """PostgreSQL writes what it holds in memory."""
    engine = sa.create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("CHECKPOINT"))
    engine.dispose()


def _found(words: Iterable[str], files: list[Path]) -> set[str]:
    found: set[str] = set()
    for path in files:
        content = path.read_bytes().lower()
        found |= {word for word in words if word.encode() in content or word.encode("utf-16-le") in content}
    return found


async def test_none_of_twenty_words_is_left(
    telegram: Telegram, running: Guide, database: str, tmp_path: Path
) -> None:
    async def lotse(*words: str) -> str:
        return await asyncio.to_thread(running.command, "cases", *words, "--as", CONTROL)

    await asyncio.to_thread(running.command, "users", "add", CONTROL, "--all-cities")
    jonas = telegram.person("Jonas", language_code="de")
    jonas.starts("city-marl")
    await jonas.hears(containing="Computerprogramm", within=20)
    for mark in MARKERS[:6]:
        jonas.says(f"wohngeld {mark}")
        await jonas.hears(within=20)
    edited = jonas.says(f"strom abgestellt {MARKERS[6]}")
    await jonas.hears(within=20)
    jonas.edits(edited, f"strom abgestellt {MARKERS[7]}")
    await jonas.hears(within=20)
    jonas.says("Ich möchte mit einem Menschen sprechen")
    (preview,) = await jonas.hears(containing="Sind Sie einverstanden?", within=20)
    assert MARKERS[5] in preview.text
    jonas.presses("1. Ja, weitergeben")
    (opened,) = await jonas.hears(containing="Fallnummer", within=20)
    number = re.findall(r"\w{3}-\w{3}-\w", opened.text)[0]
    for mark in MARKERS[8:16]:
        jonas.says(f"noch etwas: {mark}")
    await lotse("claim", number)
    await lotse("reply", number, f"Ich helfe Ihnen {MARKERS[16]}")
    await jonas.hears(containing=MARKERS[16], within=20)
    await lotse("note", number, f"Notiz {MARKERS[17]}")
    jonas.says(f"danke {MARKERS[18]}")
    await jonas.hears(containing="weitergegeben", within=20)
    jonas.sends_photo(caption=f"bild {MARKERS[19]}")
    await jonas.hears(containing="Bilder", within=20)
    shown = await lotse("show", number)
    assert {mark for mark in MARKERS if mark in shown} >= set(MARKERS[8:19])

    jonas.says("/delete")
    await jonas.hears(containing="Soll ich alles löschen", within=20)
    jonas.presses("1. Ja, alles löschen")
    await jonas.hears(containing="Alles ist gelöscht", within=20)

    files = await asyncio.to_thread(_files, database, tmp_path)
    assert _found([CONTROL], files) == {CONTROL}
    assert _found(MARKERS, files) == set()
    shown = await lotse("show", number)
    assert "withdrawn" in shown
    assert not any(mark in shown for mark in MARKERS)
    assert running.log.stat().st_size > 0
