"""What a person who waits is told: by when to expect an answer, and at night, once, whom to call instead."""

import re
from datetime import UTC, datetime

import pytest

from bot.desk import Office, lotse
from bot.model import BOLD, PLAIN
from knowledge.hours import read_hours
from tests.bot.scene import MARL, Clock, lives_in, stop_clock
from tests.cast import Person, amira, hire, jonas

HOURS = "mo-do 08:30-12:00 13:30-16:00, fr 08:30-12:00"
MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 6, 19, 0, tzinfo=UTC)
CLOSED, USUALLY, NUMBERS = (
    "Jetzt ist im Rathaus niemand da",
    "meist geschlossen",
    "Wenn Sie nicht warten können",
)


@pytest.fixture
async def clock(small_office: Office) -> Clock:
    await hire(small_office)
    return stop_clock(small_office)


def plain(text: str) -> str:
    return text.replace(BOLD, "").replace(PLAIN, "")


async def opens(person: Person, words: str = "wohngeld") -> tuple[str, str]:
    """Opens a case; what is said, and its number."""
    await lives_in(person, "marl")
    await person.says(words)
    await person.says("/lotse")
    said = plain(await person.presses(":yes"))
    return said, re.findall(r"\w{3}-\w{3}-\w", said)[0]


async def test_in_opening_hours_the_day_is_told(small_office: Office, clock: Clock) -> None:
    small_office.hours = read_hours(HOURS)
    clock.now = MORNING
    said, _ = await opens(jonas(small_office))
    assert "Voraussichtlich bekommen Sie bis 4. November 2026 eine Antwort." in said
    assert CLOSED not in said
    assert NUMBERS not in said


async def test_outside_it_is_told_when_it_opens_and_which_numbers_help(
    small_office: Office, clock: Clock
) -> None:
    small_office.hours = read_hours(HOURS)
    clock.now = EVENING
    said, _ = await opens(jonas(small_office))
    assert "bis 11. November 2026 eine Antwort" in said
    assert f"{CLOSED}. Ab 09.11.26, 08:30 liest dort wieder jemand." in said
    assert "112 – Notruf: Rettungsdienst und Feuerwehr\n" in said
    assert "0800 111 0 111, 0800 111 0 222, 116 123 – TelefonSeelsorge" in said
    assert "115" not in said


async def test_without_known_hours_no_time_of_day_is_promised(small_office: Office, clock: Clock) -> None:
    clock.now = EVENING
    said, _ = await opens(jonas(small_office))
    assert "bis 10. November 2026 eine Antwort" in said
    assert USUALLY in said
    assert NUMBERS in said
    assert not re.search(r"\d\d:\d\d", said)


async def test_in_a_danger_its_own_numbers_are_named(small_office: Office, clock: Clock) -> None:
    clock.now = EVENING
    said, _ = await opens(jonas(small_office), "mein Mann schlägt mich")
    assert "bis 6. November 2026 eine Antwort" in said
    assert "116 016 – Hilfetelefon Gewalt gegen Frauen" in said
    assert "116 117" not in said


async def test_who_writes_on_at_night_is_told_once_until_it_opens(small_office: Office, clock: Clock) -> None:
    small_office.hours = read_hours(HOURS)
    clock.now = MORNING
    person = jonas(small_office)
    await opens(person)
    assert CLOSED not in await person.says("noch etwas")
    clock.now = EVENING
    first = plain(await person.says("hallo?"))
    assert CLOSED in first
    assert NUMBERS in first
    clock.goes(hours=5)
    assert plain(await person.says("hört mich jemand")) == first.partition("\n")[0]
    clock.goes(days=3)
    assert CLOSED in await person.says("noch da")  # the next evening


async def test_a_day_that_has_passed_is_not_promised_again(small_office: Office, clock: Clock) -> None:
    small_office.hours = read_hours(HOURS)
    clock.now = MORNING
    person = jonas(small_office)
    await opens(person)
    clock.goes(days=9, hours=12)
    said = await person.says("seit Tagen keine Antwort")
    assert CLOSED in said
    assert "Voraussichtlich" not in said


async def test_after_an_answer_the_waiting_begins_anew(small_office: Office, clock: Clock) -> None:
    small_office.hours = read_hours(HOURS)
    clock.now = MORNING
    person = jonas(small_office)
    _, number = await opens(person)
    await lotse.claim(small_office, MARL, number)
    await lotse.reply(small_office, MARL, number, "Guten Tag")
    await person.reads()
    clock.now = EVENING
    assert "bis 11. November 2026" in await person.says("danke, und jetzt?")


async def test_a_new_danger_is_answered_with_its_numbers_alone(small_office: Office, clock: Clock) -> None:
    clock.now = MORNING
    person = jonas(small_office)
    await opens(person)
    clock.now = EVENING
    said = plain(await person.says("ich will nicht mehr leben"))
    assert said.count("116 123") == 1
    assert USUALLY not in said


async def test_in_the_persons_language(small_office: Office, clock: Clock) -> None:
    small_office.hours = read_hours(HOURS)
    clock.now = EVENING
    person = amira(small_office)
    await lives_in(person, "marl")
    await person.says("سكن")
    await person.says("/lotse")
    said = await person.presses(":yes")
    assert "من المتوقع أن تصلكم إجابة" in said
    assert "لا يوجد أحد في البلدية الآن" in said
    assert "إذا كنتم لا تستطيعون الانتظار" in said
