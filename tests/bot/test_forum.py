"""Lotsen in a forum group: a topic a case, claimed, answered and closed there, on both databases."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.cases import CaseStatus, EventKind, Outcome
from bot.desk import Office, lotse
from bot.desk.forum.link import new_code
from bot.store import queue, staff
from bot.tables import case, forum_topic
from tests import botapi
from tests.bot.hall import MARL, RIGHTS, SECOND, Hall, opened
from tests.bot.scene import case_of, forgets, history_of, rows, with_case
from tests.cast import EDITOR, LOTSE_CASTROP, amira, jonas


@pytest.fixture
async def double() -> AsyncIterator[botapi.Telegram]:
    async with botapi.Telegram(aiogram=False) as one:
        yield one
        assert one.violations == []


@pytest.fixture
async def hall(office: Office, double: botapi.Telegram) -> AsyncIterator[Hall]:
    """Both Lotsen are known."""
    async with opened(office, double, *RIGHTS) as one:
        await one.is_known(one.mehmet, MARL)
        await one.is_known(one.sara, SECOND)
        yield one


async def test_a_case_from_its_topic_to_its_end(hall: Hall, office: Office) -> None:
    person = jonas(office)
    number = await with_case(person, words="strom abgestellt")
    await hall.goes_on()
    topic = hall.chat.topics[hall.topic()]
    assert topic.name == f"{number} · Deutsch"
    first = hall.stands()
    assert f"Fall {number}" in first
    assert "│ strom abgestellt" in first
    assert "Stromschulden" in first
    assert "//" in first
    assert hall.labels() == ["Übernehmen", "Abschließen"]
    assert len(hall.chat.pinned) == 1

    query = hall.mehmet.presses(f"v1:forum:claim:{number}")
    await hall.goes_on()
    assert (await hall.mehmet.is_answered(query)).text == f"Fall {number} gehört jetzt Ihnen."
    assert f"{MARL} hat den Fall übernommen." in hall.stands()
    assert hall.labels() == ["Abschließen"]
    assert "Ein Lotse kümmert sich" in await person.reads()

    hall.mehmet.says("Ich rufe den Versorger an.", topic=hall.topic())
    await hall.goes_on()
    assert "Ich rufe den Versorger an." in await person.reads()
    assert "geht an die Person:\n│ Ich rufe den Versorger an." in hall.stands()

    await person.says("Danke! Nummer 4711.")
    await hall.goes_on()
    assert hall.stands().endswith("Die Person schreibt:\n│ Danke! Nummer 4711.")

    hall.mehmet.presses(f"v1:forum:close:{number}")
    await hall.goes_on()
    assert hall.labels()[0] == "Abschließen: geholfen"
    assert hall.labels()[-1] == "Nein, offen lassen"
    assert (await case_of(person)).status is CaseStatus.CLAIMED
    hall.mehmet.presses(f"v1:forum:keep:{number}")
    await hall.goes_on()
    assert hall.labels() == ["Abschließen"]
    hall.mehmet.presses(f"v1:forum:close:{number}")
    await hall.goes_on()
    hall.mehmet.presses(f"v1:forum:close_passed_on:{number}")
    await hall.goes_on()
    assert "abgeschlossen" in await person.reads()
    assert f"{MARL} hat den Fall abgeschlossen." in hall.stands()
    assert topic.closed
    assert hall.labels() == []
    (closed,) = await rows(office, case)
    assert closed["outcome"] == Outcome.PASSED_ON


async def test_what_happens_at_once_is_one_message(
    hall: Hall, office: Office, double: botapi.Telegram
) -> None:
    person = jonas(office)
    number = await with_case(person)
    await hall.goes_on()
    before = len(double.sent)
    for word in ("eins", "zwei", "drei"):
        await person.says(f"noch etwas: {word}")
    await lotse.claim(office, MARL, number)
    await lotse.note(office, MARL, number, "bitte Akte holen")
    await hall.goes_on()
    (message,) = double.sent[before:]
    assert [line for line in message.text.splitlines() if line.startswith("│")] == [
        "│ noch etwas: eins",
        "│ noch etwas: zwei",
        "│ noch etwas: drei",
        "│ bitte Akte holen",
    ]


async def test_of_two_who_press_at_once_one_has_the_case_and_the_other_hears_who(
    hall: Hall, office: Office
) -> None:
    person = jonas(office)
    number = await with_case(person)
    await hall.goes_on()
    first = hall.mehmet.presses(f"v1:forum:claim:{number}")
    second = hall.sara.presses(f"v1:forum:claim:{number}")
    await hall.goes_on()
    assert "gehört jetzt Ihnen" in (await hall.mehmet.is_answered(first)).text
    refused = await hall.sara.is_answered(second)
    assert refused.text.startswith(f"Der Fall gehört {MARL}.")
    assert refused.alert
    claims = [event for event in await history_of(person) if event.kind is EventKind.CLAIMED]
    assert [event.actor for event in claims] == [MARL]


async def test_the_console_and_the_group_at_once_have_one_winner(hall: Hall, office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await hall.goes_on()
    hall.mehmet.presses(f"v1:forum:claim:{number}")
    await asyncio.gather(hall.goes_on(), lotse.claim(office, SECOND, number), return_exceptions=True)
    claims = [event for event in await history_of(person) if event.kind is EventKind.CLAIMED]
    assert [event.actor for event in claims] == [(await case_of(person)).owner]


@pytest.mark.parametrize(
    ("name", "answer"), [(EDITOR, "Mit Ihrer Rolle"), (LOTSE_CASTROP, "in Ihren Städten nicht")]
)
async def test_role_and_city_count_as_at_the_console(
    hall: Hall, office: Office, name: str, answer: str
) -> None:
    person = jonas(office)
    number = await with_case(person)
    await hall.goes_on()
    await person.reads()
    stranger = hall.double.person("Lena", "de").joins(hall.mehmet)
    assert name in await hall.links(stranger, name)
    queries = [stranger.presses(f"v1:forum:{act}:{number}") for act in ("claim", "close")]
    stranger.says("Guten Tag", topic=hall.topic())
    stranger.says("// Notiz", topic=hall.topic())
    await hall.goes_on()
    for query in queries:
        assert answer in (await stranger.is_answered(query)).text
    assert hall.stands().count(answer) == 2
    assert await person.reads() == ""
    assert {event.kind for event in await history_of(person)} == {EventKind.OPENED}


async def test_a_code_counts_once_in_time_and_for_one(hall: Hall, office: Office) -> None:
    lena = hall.double.person("Lena", "de").joins(hall.mehmet)
    assert LOTSE_CASTROP in await hall.links(lena, LOTSE_CASTROP)
    private = botapi.Person(hall.double.state, lena.user, hall.double.state.chats[lena.id])
    used = next(m.text for m in private.chat.messages.values() if m.text.startswith("/link "))
    private.says(used)
    await hall.goes_on()
    assert "Diesen Code gibt es nicht" in private.reads()[-1].text

    code = await new_code(office, LOTSE_CASTROP)
    hall.clock.goes(minutes=16)
    private.says(f"/link {code}")
    await hall.goes_on()
    assert "Diesen Code gibt es nicht" in private.reads()[-1].text

    assert SECOND in await hall.links(lena, SECOND)  # the same user is somebody else from now on
    async with office.work() as work:
        found = await staff.of_telegram(work, str(lena.id))
    assert found
    assert found.name == SECOND


async def test_a_topic_that_somebody_deleted_is_made_anew_with_all_that_was_said(
    hall: Hall, office: Office
) -> None:
    person = jonas(office)
    await with_case(person, words="strom abgestellt")
    await person.says("Nummer 4711")
    await hall.goes_on()
    old = hall.topic()
    hall.mehmet.deletes_topic(old)
    await person.says("Hallo?")
    await hall.goes_on()
    assert list(hall.chat.topics) != [old]
    assert (
        hall.stands().index("strom abgestellt") < hall.stands().index("4711") < hall.stands().index("Hallo?")
    )
    assert hall.labels() == ["Übernehmen", "Abschließen"]


async def test_a_group_that_became_a_supergroup_is_followed(office: Office, double: botapi.Telegram) -> None:
    async with opened(office, double, forum=False) as hall:
        hall.mehmet.promotes_bot(*RIGHTS)
        there = hall.mehmet.migrates(becoming_forum=True)
        there.says("hallo")  # from an id that the settings do not know
        await with_case(jonas(office))
        await hall.goes_on()
        assert len(there.chat.topics) == 1
        assert there.chat.refusal is None
        hall.starts()
        await with_case(amira(office))
        await hall.goes_on()
        assert len(there.chat.topics) == 2


async def test_without_the_right_it_is_said_once_and_the_console_goes_on(
    office: Office, double: botapi.Telegram
) -> None:
    async with opened(office, double) as hall:
        person = jonas(office)
        number = await with_case(person)
        for _ in range(3):
            await hall.goes_on()
            hall.clock.goes(minutes=11)
        hall.starts()
        await hall.goes_on()
        (said,) = hall.chat.by_bot
        assert "Themen verwalten" in said.text
        await lotse.claim(office, MARL, number)
        assert "kümmert sich" in await person.reads()
        hall.mehmet.promotes_bot(*RIGHTS)
        await hall.goes_on()
        assert f"{MARL} hat den Fall übernommen." in hall.stands()


async def test_what_a_person_has_erased_goes_from_the_group(hall: Hall, office: Office) -> None:
    person = jonas(office)
    await with_case(person, words="strom abgestellt")
    await hall.goes_on()
    await forgets(person)
    await hall.goes_on()
    assert hall.chat.topics == {}
    assert "strom" not in "".join(m.text for m in hall.chat.by_bot)
    assert await rows(office, forum_topic) == []


async def test_a_case_of_another_city_leaves_the_group(hall: Hall, office: Office) -> None:
    number = await with_case(jonas(office))
    await with_case(amira(office), city="dorsten")
    await hall.goes_on()
    assert len(hall.chat.topics) == 1
    async with office.work() as work:
        await work.run(sa.update(case).where(case.c.number == number).values(city="herten"))
    await hall.goes_on()
    assert hall.chat.topics == {}


async def test_killed_after_a_post_the_same_comes_twice_and_nothing_is_missing(
    hall: Hall, office: Office
) -> None:
    person = jonas(office)
    await with_case(person)
    await hall.goes_on()
    hall.double.faults.plan("sendMessage", botapi.accepted_then_dropped())
    await person.says("eins")
    await hall.goes_on()
    await person.says("zwei")
    hall.starts()
    await hall.goes_on()
    assert (hall.stands().count("│ eins"), hall.stands().count("│ zwei")) == (2, 1)


async def test_a_reply_is_never_sent_twice(
    hall: Hall, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await hall.goes_on()
    await person.reads()

    async def dies(*_: object) -> None:
        raise RuntimeError

    hall.mehmet.says("Guten Tag", topic=hall.topic())
    with monkeypatch.context() as broken:
        broken.setattr(queue, "finish", dies)
        await hall.goes_on()
    assert await person.reads() == ""
    hall.clock.goes(minutes=1)
    await hall.goes_on()
    assert (await person.reads()).count("Guten Tag") == 1
