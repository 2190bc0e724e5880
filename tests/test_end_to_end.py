"""One conversation from a citizen's first word to a Lotse's answer, over HTTP, with the guide as a process."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.botapi import Telegram
from tests.process import Guide

MARKERS = tuple(f"zq{word}x{number}" for number, word in enumerate(
    ("alpha", "bravo", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo",
     "lima", "mike", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "victor", "zulu")
))  # fmt: skip


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as one:
        yield one
        assert one.violations == []


@pytest.fixture(params=["polling", "webhook"])
async def running(
    request: pytest.FixtureRequest, telegram: Telegram, database: str, tmp_path: Path
) -> AsyncIterator[Guide]:
    """The guide, reached by polling or by webhook."""
    environment = {
        "LOTSE_TELEGRAM_TOKEN": telegram.token,
        "LOTSE_TELEGRAM_API": telegram.base_url.removesuffix("/bot"),
        "LOTSE_DATABASE_URL": database,
        "LOTSE_CHAT_MESSAGES_PER_SECOND": "1000",
        "LOTSE_POLL_SECONDS": "2",
    }
    guide = Guide(tmp_path / "state", environment)
    if request.param == "webhook":
        guide.environment["LOTSE_WEBHOOK_URL"] = f"http://127.0.0.1:{guide.port}/telegram"
    yield guide
    await asyncio.to_thread(guide.stop)


async def _command(guide: Guide, *words: str) -> str:
    return await asyncio.to_thread(guide.command, *words)


async def test_from_the_first_word_to_the_lotses_answer(telegram: Telegram, running: Guide) -> None:
    await asyncio.to_thread(running.start)
    assert "knows us" in await _command(running, "telegram-setup")
    await _command(running, "users", "add", "lena", "--city", "castrop-rauxel")
    amira = telegram.person("Amira", language_code="ar")

    amira.starts()
    await amira.hears(containing="112", within=15)
    amira.presses("v1:lang:de")
    await amira.hears(containing="In welcher Stadt", within=15)
    amira.presses("v1:city:castrop-rauxel")
    await amira.hears(containing="eigenen Worten", within=15)
    amira.says("strom abgestellt")
    await amira.hears(containing="Stromschulden", within=15)
    amira.presses("v1:topics")
    await amira.hears(containing="Um welches Thema", within=15)
    amira.says("Ich möchte mit einem Menschen sprechen")
    await amira.hears(containing="Sind Sie einverstanden?", within=15)
    amira.presses("1. Ja, weitergeben")
    (opened,) = await amira.hears(containing="Fallnummer", within=15)
    number = re.search(r"\w{3}-\w{3}-\w", opened.text)
    assert number
    case = number.group()

    assert "URGENT" not in await _command(running, "cases", "list", "--as", "lena")
    await _command(running, "cases", "claim", "--as", "lena", case)
    await amira.hears(containing="kümmert sich", within=15)
    await _command(running, "cases", "reply", "--as", "lena", case, "Ich rufe <den> Versorger & an.")
    await amira.hears(containing="Ich rufe <den> Versorger & an.", within=15)
    amira.says("Danke, es ist Nummer 4711")
    await amira.hears(containing="weitergegeben", within=15)
    assert "Danke, es ist Nummer 4711" in await _command(running, "cases", "show", "--as", "lena", case)
    await _command(running, "cases", "close", "--as", "lena", case)
    await amira.hears(containing="abgeschlossen", within=15)
    amira.says("/delete")
    await amira.hears(containing="Soll ich alles löschen", within=15)
    amira.presses("1. Ja, alles löschen")
    await amira.hears(containing="Alles ist gelöscht", within=15)
