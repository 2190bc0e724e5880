"""What is kept of the page, and when it goes, on both databases."""

import re

import pytest

from bot.desk import Office, upkeep, web
from bot.retention import TERMS, Kept
from bot.store import people
from bot.store import web as store
from bot.tables import address, attempt, case, citizen, outbox, web_line, web_login, web_place
from tests.bot.scene import readable, rows, stop_clock
from tests.page import Surfer, browser_at, surfer, the_page

GERMAN = {"accept-language": "de"}


async def _talks(one: Surfer, *words: str) -> None:
    await one.opens("/?city=marl", **GERMAN)
    for word in words:
        await one.writes(word)


async def _phrase(one: Surfer) -> str:
    await one.opens("/phrase")
    found = re.search(r"<strong>([a-z ]+)</strong>", (await one.sends("/phrase", {})).text)
    assert found
    await one.opens()
    return found.group(1)


async def test_who_is_forgotten_reads_the_goodbye_and_nothing_else(office: Office) -> None:
    async with the_page(office) as (app, _), browser_at(app) as mine, browser_at(app) as theirs:
        one, other = Surfer(mine), Surfer(theirs)
        await _talks(other, "zqamira wohngeld")
        await _talks(one, "zqjonas wohngeld", "/lotse", "nein")
        words = await _phrase(one)
        (before,) = [
            row["citizen"]
            for row in await rows(office, address)
            if row["external_id"] != await _place(office, other)
        ]
        await one.writes("/delete")
        await one.presses("v1:delete:yes")
        assert "Alles ist gelöscht" in one.last
        assert "zqjonas" not in one.html
        assert len(one.lines) == 1
        assert await readable(office, before) == []
        assert await rows(office, web_line, web_line.c.citizen == before) == []
        assert {row["chat"] for row in await rows(office, outbox, outbox.c.citizen == before)} == {""}
        await one.opens("/return")
        assert (await one.sends("/return", {"words": words})).status_code == 404
        await one.opens()
        await one.writes("wohngeld")
        assert "Wohngeld" in one.last
        await other.opens()
        assert "zqamira" in other.html


async def _place(office: Office, one: Surfer) -> str:
    visitor = await web.visitor(office, one.client.cookies["lotse"])
    assert visitor
    return visitor.place


async def test_after_thirty_days_without_use_all_of_it_is_gone(office: Office) -> None:
    clock = stop_clock(office)
    async with surfer(office) as one:
        await _talks(one, "zqjonas wohngeld")
        await web.come_back(office, "abend abend", "here")
        clock.goes(days=29)
        await one.opens()
        clock.goes(days=29)
        assert (await upkeep.purge(office))[Kept.WEB] == 0
        await one.opens()
        assert "zqjonas" in one.html
        clock.goes(days=TERMS[Kept.WEB].days, seconds=1)
        await one.opens(**GERMAN)
        assert "zqjonas" not in one.html
        assert (await upkeep.purge(office))[Kept.WEB] == 1
    for table in (web_place, web_login, web_line, attempt):
        assert await rows(office, table) == []
    clock.goes(days=100)
    await upkeep.purge(office)
    assert await rows(office, citizen) == []


async def test_a_stream_left_open_is_no_use(small_office: Office) -> None:
    clock = stop_clock(small_office)
    async with surfer(small_office) as one:
        await _talks(one, "wohngeld")
        token = one.client.cookies["lotse"]
        clock.goes(days=20)
        assert await web.visitor(small_office, token, uses=False)
        clock.goes(days=11)
        assert await web.visitor(small_office, token, uses=False) is None


async def test_with_an_open_case_the_words_lead_back_after_months(office: Office) -> None:
    clock = stop_clock(office)
    async with surfer(office) as one:
        await _talks(one, "/lotse")
        await one.presses(":yes")
        assert len(await rows(office, case)) == 1
        words = await _phrase(one)
        clock.goes(days=60)
        assert (await upkeep.purge(office))[Kept.WEB] == 0
        await one.opens(**GERMAN)
        assert "Fallnummer" not in one.html
        await one.opens("/return", **GERMAN)
        await one.sends("/return", {"words": words})
        assert "Fallnummer" in one.html


async def test_a_place_that_is_gone_is_no_way_to_reach_somebody(small_office: Office) -> None:
    clock = stop_clock(small_office)
    async with surfer(small_office) as one:
        await _talks(one, "wohngeld")
    clock.goes(days=31)
    await upkeep.purge(small_office)
    (left,) = await rows(small_office, address)
    async with small_office.work() as work:
        assert await people.is_blocked(work, store.address(left["external_id"]))


@pytest.mark.parametrize("forgotten", [True, False])
async def test_an_old_backup_brings_no_forgotten_persons_place_back(
    forgotten: bool, small_office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("backup")
    async with surfer(small_office) as one:
        await _talks(one, "zqjonas wohngeld")
        file = await upkeep.backup(small_office, folder)
        if forgotten:
            await one.writes("/delete")
            await one.presses("v1:delete:yes")
            await upkeep.backup(small_office, folder)
    async with small_office.work() as work:
        from bot.tables import metadata

        for table in reversed(metadata.sorted_tables):
            await work.run(table.delete())
    await upkeep.restore(small_office, file)
    assert bool(await rows(small_office, web_place)) is not forgotten
    assert bool(await rows(small_office, web_login)) is not forgotten
    assert bool(await rows(small_office, web_line)) is not forgotten
