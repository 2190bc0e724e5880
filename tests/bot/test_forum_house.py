"""The forum as `run` joins it: one loop, the citizens' chats beside it, and settings that name a real city."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.app import build_house
from bot.command.run import _announce
from bot.config import Settings
from bot.desk import Office
from bot.desk.forum import Pace
from bot.desk.forum.link import new_code
from bot.errors import SettingsError
from tests import botapi
from tests.bot.conftest import Cli
from tests.bot.fake import until
from tests.bot.hall import RIGHTS
from tests.cast import LOTSE_MARL, hire

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def _settings(double: botapi.Telegram, forum: dict[str, str]) -> Settings:
    return Settings(
        telegram_token=SecretStr(double.token),
        telegram_api=double.url,
        forum=forum,
        poll_seconds=1,
        chat_messages_per_second=1000,
        messages_per_second=1000,
    )


async def test_a_person_and_a_lotse_talk_through_one_bot(small_office: Office) -> None:
    async with botapi.Telegram(aiogram=False) as double:
        await hire(small_office)
        amira, mehmet = double.person("Amira", "ar"), double.person("Mehmet", "de")
        group = mehmet.in_group("Lotsen Marl", forum=True)
        group.promotes_bot(*RIGHTS)
        house = build_house(_settings(double, {"marl": str(group.chat_id)}), small_office)
        await house.start()
        try:
            mehmet.says(f"/link {await new_code(small_office, LOTSE_MARL)}")
            await mehmet.hears(containing=LOTSE_MARL)
            amira.starts()
            await amira.hears(containing="112")
            amira.presses("v1:lang:de")
            await amira.hears(containing="In welcher Stadt")
            amira.presses("v1:city:marl")
            await amira.hears(containing="eigenen Worten")
            amira.says("/lotse")
            await amira.hears(containing="Sind Sie einverstanden?")
            amira.presses("1. Ja, weitergeben")
            (opened,) = await amira.hears(containing="Fallnummer")
            found = re.search(r"\w{3}-\w{3}-\w", opened.text)
            assert found
            await group.sees(f"Fall {found.group()}")
            await group.is_answered(group.presses("Übernehmen"))
            await amira.hears(containing="kümmert sich")
            (topic,) = group.chat.topics
            group.says("Ich rufe <Sie> an.", topic=topic)
            await amira.hears(containing="Ich rufe <Sie> an.")
            amira.says("Danke")
            await group.sees("│ Danke")
            await group.is_answered(group.presses("Abschließen"))
            await until(lambda: any("geholfen" in b.text for m in group.reads() for b in m.buttons))
            await group.is_answered(group.presses("Abschließen: geholfen"))
            await amira.hears(containing="abgeschlossen")
            await until(lambda: group.chat.topics[topic].closed)
        finally:
            await house.stop()
        assert double.violations == []


async def test_other_groups_get_one_sentence_and_are_left(small_office: Office) -> None:
    async with botapi.Telegram(aiogram=False) as double:
        house = build_house(_settings(double, {"marl": "-1001"}), small_office)
        await house.start()
        try:
            family = double.person("Otto", "de").in_group("Familie")
            await family.hears()
            await until(lambda: family.chat.refusal is not None)
        finally:
            await house.stop()


async def test_a_group_needs_a_bot(small_office: Office) -> None:
    with pytest.raises(SettingsError, match="LOTSE_TELEGRAM_TOKEN"):
        build_house(Settings(forum={"marl": "-1"}), small_office)


async def test_a_city_that_does_not_exist_is_named(small_office: Office) -> None:
    double = botapi.Telegram(aiogram=False)
    with pytest.raises(SettingsError, match="berlin"):
        build_house(_settings(double, {"berlin": "-1"}), small_office)


async def test_the_start_says_whose_lotsen_have_a_group(
    small_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    double = botapi.Telegram(aiogram=False)
    _announce(build_house(_settings(double, {"marl": "-1", "herten": "-2"}), small_office), 8000)
    assert "Lotsen in Telegram: herten, marl." in capsys.readouterr().out


def test_a_code_is_printed_once_and_can_be_taken_back(cli: Cli) -> None:
    cli("users", "add", "lena", "--city", "marl")
    assert re.search(r"^/link [2-9A-Z]{10}$", cli("users", "telegram", "lena").output, re.MULTILINE)
    assert "nobody" in cli("users", "telegram", "lena", "--remove").output
    assert "otto" in cli("users", "telegram", "otto", code=1).stderr


def test_a_group_bears_so_many_messages_a_minute_and_keeps_some_for_answers() -> None:
    pace = Pace(limit=18, gap=1)
    moments = [NOW + timedelta(seconds=number) for number in range(60)]
    for moment in moments:
        if pace.may("a", moment):
            pace.sent("a", moment)
    assert sum(pace.may("b", moment) for moment in moments) == 60
    assert len(pace._sent["a"]) == 14
    assert pace.may("a", moments[-1], answering=True)
    assert not pace.may("a", moments[-1])
    assert pace.may("a", NOW + timedelta(seconds=61))


def test_two_messages_to_a_group_have_a_second_between_them() -> None:
    pace = Pace()
    pace.sent("a", NOW)
    assert not pace.may("a", NOW + timedelta(seconds=0.9), answering=True)
    assert pace.may("a", NOW + timedelta(seconds=1))


def test_what_fails_waits_twice_as_long_each_time_and_not_for_ever() -> None:
    pace = Pace()
    for _ in range(30):
        pace.failed("case", NOW)
    assert pace.waits("case", NOW + timedelta(seconds=599))
    assert not pace.waits("case", NOW + timedelta(seconds=600))
    pace.worked("case")
    assert not pace.waits("case", NOW)
