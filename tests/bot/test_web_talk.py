"""The conversation on the page without script, on both databases: nothing lost, nothing twice, nobody else's."""

import asyncio
import re

import httpx
import pytest

from bot.channels.web import Site
from bot.desk import Office, lotse
from bot.desk.web import LONGEST
from bot.tables import case, citizen, inbox, outbox, web_line, web_login, web_place
from tests.bot.scene import MARL, readable, rows
from tests.cast import hire
from tests.page import Surfer, browser_at, surfer, the_page

GERMAN = {"accept-language": "de"}


async def _in_marl(one: Surfer, lang: str = "de") -> None:
    await one.opens(**{"accept-language": lang})
    await one.presses(f"v1:lang:{lang}")
    await one.presses("v1:city:marl")


async def test_a_mere_visit_leaves_nothing_behind(office: Office) -> None:
    async with surfer(office) as one:
        answer = await one.opens(**{"accept-language": "xx, tr;q=0.8, de;q=0.7"})
        assert "Merhaba" in one.last
        assert 'lang="tr"' in answer.text
        assert "set-cookie" not in answer.headers
    for table in (citizen, web_place, web_login, web_line, inbox):
        assert await rows(office, table) == []


async def test_somebody_in_arabic_reaches_a_lotse_without_script_and_is_answered(office: Office) -> None:
    await hire(office)
    async with surfer(office) as one:
        await _in_marl(one, "ar")
        assert '<html lang="ar" dir="rtl">' in one.html
        await one.writes("قطعوا الكهرباء عني")
        assert "Stromsperre" in one.last
        await one.presses("v1:human")
        await one.presses(":yes")
        (opened,) = await rows(office, case)
        assert opened["number"] in one.last
        assert (opened["channel"], opened["lang"]) == ("web", "ar")
        await lotse.claim(office, MARL, opened["number"])
        await lotse.reply(office, MARL, opened["number"], "Guten Tag, <b>ich</b> rufe an")
        async with asyncio.timeout(5):
            while "rufe an" not in one.last:
                await one.opens()
        assert "<b>" not in one.html
        assert "<b>ich</b>" in re.sub("[\u2068\u2069]", "", one.last)
        numbers = [number for number, _, _ in one.lines]
        assert numbers == sorted(set(numbers))
    assert {row["status"] for row in await rows(office, outbox)} == {"sent"}


async def test_what_a_person_writes_stands_there_as_they_wrote_it_in_its_own_direction(
    small_office: Office,
) -> None:
    async with surfer(small_office) as one:
        await _in_marl(one)
        await one.writes("wohngeld\nund <i>mehr</i>")
        own = [text for _, who, text in one.lines if who == "own"]
        assert own[-1].endswith("wohngeld\nund <i>mehr</i>")
        assert own[0].endswith("Deutsch")
        assert '<div class="bubble" lang="de" dir="auto">' in one.html


async def test_numbers_of_choices_can_be_typed(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await one.opens(**GERMAN)
        await one.writes("1")
        assert "In welcher Stadt" in one.last
        await one.writes("Marl")
        assert "Gut: Marl" in one.last


async def test_what_is_covered_is_covered_on_the_page_as_well(office: Office) -> None:
    async with surfer(office) as one:
        await _in_marl(one)
        await one.writes("Meine Nummer ist 0176 12345678")
        assert "12345678" not in one.html
        assert "unlesbar gemacht" in one.last
    (person,) = await rows(office, citizen)
    assert not any("12345678" in text for text in await readable(office, person["id"]))


async def test_a_form_sent_twice_counts_once(office: Office) -> None:
    async with surfer(office) as one:
        await _in_marl(one)
        form = one.html
        for _ in range(2):
            one.html = form
            await one.writes("kindergeld")
        assert sum("kindergeld" in text for _, who, text in one.lines if who == "own") == 1
        one.html = form
        await one.writes("wohngeld")
        assert "Wohngeld" in one.last


async def test_nobody_agrees_to_what_was_not_before_their_eyes(office: Office) -> None:
    """A «ja» from a page that does not show the question yet: it is asked again."""
    async with surfer(office) as one:
        await _in_marl(one)
        before = one.html
        await one.writes("/lotse")
        assert "einverstanden" in one.last
        one.html = before
        await one.writes("ja")
        assert "einverstanden" in one.last
        assert await rows(office, case) == []
        await one.writes("ja")
    assert len(await rows(office, case)) == 1


async def test_a_message_that_is_too_long_stays_in_the_input(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await _in_marl(one)
        answer = await one.writes("x" * (LONGEST + 1))
        assert answer.status_code == 413
        assert "x" * (LONGEST + 1) in one.html
        assert str(LONGEST) in one.html
        assert (await one.writes("ä" * LONGEST)).status_code == 200
        assert any(text.endswith("ä" * LONGEST) for _, who, text in one.lines if who == "own")
        assert (await one.writes("x" * 70_000)).status_code == 413


async def test_too_many_messages_in_a_minute_are_not_taken_and_not_lost(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await _in_marl(one)
        answer = httpx.Response(200)
        for number in range(30):
            answer = await one.client.post(
                "/say", data=one.hidden | {"text": f"wort {number}", "nonce": f"n{number}"}
            )
        assert answer.status_code == 429
        assert "wort 29</textarea>" in answer.text


async def test_nothing_written_and_nothing_pressed_is_no_message(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await one.opens(**GERMAN)
        await one.writes("  ")
        assert len(one.lines) == 1
    assert await rows(small_office, citizen) == []


async def test_the_menu_gives_the_commands(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await _in_marl(one)
        await one.presses("v1:cmd:privacy")
        assert "30 Tage nach Ihrem letzten Besuch" in one.last
        assert "Datenschutz" in one.lines[-2][2]
        await one.presses("v1:cmd:my_data")
        assert "Internetseite:" in one.last
        await one.writes("/help")
        assert "So geht es" in one.last


async def test_a_choice_that_nobody_knows_any_more_is_no_trouble(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await _in_marl(one)
        for press in ("9999999999999999999999:v1:city:marl", "x", "1:v9:what", "²:v1:ask"):
            answer = await one.sends("/say", {"press": press})
            assert answer.status_code == 200
        assert one.lines[-1][1] == "guide"


async def test_sheet_and_calendar_can_be_had_by_their_person_alone(small_office: Office) -> None:
    async with the_page(small_office) as (app, _), browser_at(app) as mine, browser_at(app) as other:
        one = Surfer(mine)
        await _in_marl(one)
        for words in ("wohngeld und kita-platz", "/lotse", "nein"):
            await one.writes(words)
        await one.writes("Ich brauche Wohngeld und einen Kita-Platz")
        while "v1:sheet" not in one.html:
            part = (
                "v1:interview"
                if "v1:interview" in one.html
                else "v1:plan"
                if "v1:plan" in one.html
                else ":skip"
            )
            await (one.presses(part) if part in one.html else one.writes("weiß nicht"))
        await one.presses("v1:sheet")
        async with asyncio.timeout(5):
            while not (found := re.findall(r'href="(/file/\d+)" download="(plan-[\d-]+\.pdf)"', one.html)):
                await one.opens()
        ((path, name),) = found
        sheet = await mine.get(path)
        assert sheet.content.startswith(b"%PDF")
        assert sheet.headers["content-disposition"] == f'attachment; filename="{name}"'
        stranger = Surfer(other)
        await _in_marl(stranger)
        for address in (path, "/file/0", "/file/x", "/file/99999999999999999999"):
            assert (await other.get(address)).status_code == 404


async def test_a_city_and_a_language_can_be_given_with_the_address(small_office: Office) -> None:
    async with surfer(small_office) as one:
        await one.opens("/?city=marl&lang=uk")
        assert "Добрий день" in one.last
        await one.presses("v1:lang:uk")
        assert "Marl" not in one.lines[0][2]
        await one.writes("/mydata")
        assert "Marl" in one.last
        await one.opens("/?city=nowhere&lang=xx", **GERMAN)


async def test_a_browser_that_keeps_no_cookie_is_told_so(small_office: Office) -> None:
    async with the_page(small_office, Site()) as (app, _), browser_at(app) as client:
        one = Surfer(client)
        await one.opens(**GERMAN)
        sent = await client.post("/say", data=one.hidden | {"text": "wohngeld"})
        client.cookies.clear()
        await one.opens(sent.headers["location"].partition("#")[0], **GERMAN)
        assert "Cookies" in one.html


@pytest.mark.parametrize("wrong", ["old", ""])
async def test_a_form_of_somebody_else_is_not_taken_and_its_words_stay(wrong: str, office: Office) -> None:
    async with surfer(office) as one:
        await _in_marl(one)
        before = len(await rows(office, web_line))
        answer = await one.sends("/say", {"text": "wohngeld", "mark": wrong})
        assert answer.status_code == 403
        assert "wohngeld</textarea>" in answer.text
        assert len(await rows(office, web_line)) == before
