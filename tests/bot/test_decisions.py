"""What cannot be taken back, on both databases: asked before it is done, in its own message, never by an old one."""

import pytest

from bot.desk import Office, post
from bot.tables import case
from tests.bot.scene import (
    asks_for_a_lotse,
    citizen_of,
    history_of,
    lives_in,
    rows,
    unread,
)
from tests.cast import jonas


@pytest.mark.parametrize("word", ["ja", "1", "Ja, weitergeben"])
async def test_nobody_agrees_to_a_question_that_had_not_reached_them(word: str, office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    await person.says("strom abgestellt")
    await unread(person, "/lotse")
    await unread(person, word)
    assert await rows(office, case) == []
    assert (await person.reads()).count("Sind Sie einverstanden?") == 2
    await person.says(word)
    assert len(await rows(office, case)) == 1


@pytest.mark.parametrize("word", ["ja", "1", "Ja, alles löschen", "meine Daten löschen"])
async def test_nobody_deletes_before_they_were_asked(word: str, office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    await person.reads()
    who = await citizen_of(person)
    await unread(person, "/delete")
    await unread(person, word)
    assert await citizen_of(person) == who
    assert (await person.reads()).count("1. Ja, alles löschen") == 2
    assert "Alles ist gelöscht" in await person.says(word)
    assert await citizen_of(person) != who


@pytest.mark.parametrize(("ref", "opened"), [("50", 0), ("51", 0), ("52", 1)])
async def test_a_yes_is_younger_than_its_question(ref: str, opened: int, office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    await unread(person, "/lotse", "50")
    (going,) = await post.take(office, "test", person.name, "h", 5)
    await post.sent(office, going, "51")
    await unread(person, "ja", ref)
    assert len(await rows(office, case)) == opened


async def test_an_edited_message_agrees_to_nothing_and_deletes_nothing(office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    who = await citizen_of(person)
    await person.says("jain", ref="m1")
    await person.says("/lotse")
    for edited in ("ja", "1", "Ja, weitergeben"):
        await person.edits(edited, "m1")
        assert await rows(office, case) == []
    await person.says("/delete")
    for edited in ("ja", "1", "Ja, alles löschen", "meine Daten löschen"):
        await person.edits(edited, "m1")
        await person.says("/delete")
    assert await citizen_of(person) == who


async def test_what_was_written_before_the_case_stays_covered_when_it_is_edited(office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    await person.says("wohngeld, ruf 0176 12345678 an", ref="m1")
    await asks_for_a_lotse(person)
    await person.edits("wohngeld, ruf bitte 0176 12345678 an", "m1")
    await person.says("ruf 0176 87654321 an", ref="m2")
    await person.edits("ruf bitte 0176 87654321 an", "m2")
    texts = [event.text for event in await history_of(person) if event.text]
    assert texts == ["wohngeld, ruf bitte […] an", "ruf 0176 87654321 an", "ruf bitte 0176 87654321 an"]
