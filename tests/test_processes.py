"""Two processes on one PostgreSQL work side by side; when one dies, the other goes on."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.botapi import Telegram
from tests.process import Guide

PEOPLE = 20


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_each_message_is_answered_once_and_a_dead_process_is_replaced(
    database: str, tmp_path: Path
) -> None:
    async with Telegram(aiogram=False) as telegram:
        environment = {
            "LOTSE_TELEGRAM_TOKEN": telegram.token,
            "LOTSE_TELEGRAM_API": telegram.base_url.removesuffix("/bot"),
            "LOTSE_DATABASE_URL": database,
            "LOTSE_KEY": "YSBrZXkgZm9yIHRlc3RzLCAzMiBieXRlcyBsb25nISE=",
            "LOTSE_CHAT_MESSAGES_PER_SECOND": "1000",
            "LOTSE_POLL_SECONDS": "1",
        }
        first, second = (Guide(tmp_path / name, environment) for name in ("first", "second"))
        await asyncio.to_thread(first.start)
        await asyncio.to_thread(second.start)
        try:
            people = [telegram.person(f"Person {number}", language_code="de") for number in range(PEOPLE)]
            for word in ("wohngeld", "kindergeld"):
                for person in people:
                    person.says(word)
                for person in people:
                    await person.hears(containing=word.capitalize(), within=60)
            await asyncio.sleep(
                1
            )  # nothing is being sent any more: what is cut off while it is sent is said again
            await asyncio.to_thread(first.kill)
            for person in people:
                person.says("elterngeld")
            for person in people:
                await person.hears(containing="Elterngeld", within=60)
        finally:
            await asyncio.to_thread(second.stop)
        answers = Counter((message.chat_id, message.text.split("\n")[0]) for message in telegram.sent)
        assert len(answers) == 3 * PEOPLE
        assert set(answers.values()) == {1}
        assert telegram.violations == []
