"""Canned replies for a case: German beside what the person gets, and nothing open is sent."""

import pytest

from bot.desk import Office, lotse
from bot.desk.canned import canned
from bot.errors import UnfilledError
from tests.bot.scene import MARL, case_of, stop_clock, with_case
from tests.cast import amira, hire, jonas


async def test_what_is_known_of_a_case_is_filled_in(small_office: Office) -> None:
    stop_clock(small_office)
    person = jonas(small_office)
    number = await with_case(person, words="wohngeld")
    ready = {one.id: one for one in canned(small_office, await case_of(person), "ar")}
    first = ready["eingang"]
    assert first.title == "Eingang bestätigen"
    assert first.german.endswith(f"(Fall {number}). Bis 4. November 2026 bekommen Sie eine Antwort.")
    assert number in first.text
    assert "نوفمبر" in first.text
    assert first.lang == "ar"
    assert "Rathaus von Marl" in ready["rathaus"].german
    assert "(Wohngeldstelle)" in ready["amt-gefragt"].german
    assert "{department}" not in ready["amt-gefragt"].text


async def test_what_nobody_knows_stays_open_and_is_not_sent(small_office: Office) -> None:
    await hire(small_office)
    person = amira(small_office)
    number = await with_case(person, words="سكن")
    open_one = next(
        one for one in canned(small_office, await case_of(person), "ar") if one.id == "amt-gefragt"
    )
    assert "{department}" in open_one.german
    assert "{department}" in open_one.text
    await lotse.claim(small_office, MARL, number)
    await person.reads()
    with pytest.raises(UnfilledError, match="department"):
        await lotse.reply(small_office, MARL, number, open_one.text)
    assert await person.reads() == ""


async def test_a_case_of_no_city_leaves_the_city_open(small_office: Office) -> None:
    person = jonas(small_office)
    await with_case(person, city=None)
    ready = {one.id: one for one in canned(small_office, await case_of(person), "de")}
    assert "Rathaus von {city}" in ready["rathaus"].german
    assert ready["rathaus"].german == ready["rathaus"].text
