"""What goes to a person from a forum group and what does not, and groups that are not as they should be."""

from collections.abc import AsyncIterator

import pytest

from bot.cases import EventKind, Outcome
from bot.desk import Office, lotse
from bot.model import IncomingKind
from bot.store import cases
from bot.tables import forum_topic, inbox
from knowledge.mark import Mark
from knowledge.model import DangerKind
from tests import botapi
from tests.bot.hall import MARL, RIGHTS, SECOND, WORDS, Hall, opened
from tests.bot.scene import case_of, citizen_of, forgets, history_of, lives_in, rows, with_case
from tests.botapi import media
from tests.cast import amira, jonas


@pytest.fixture
async def office(small_office: Office) -> Office:
    """The database has no say here."""
    return small_office


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


async def test_a_topic_is_urgent_by_a_mark_and_never_named_after_a_person(hall: Hall, office: Office) -> None:
    person = amira(office)
    await lives_in(person, "marl")
    await person.says("زوجي يضربني")
    await person.presses("v1:human")
    await person.presses(":yes")
    await hall.goes_on()
    (topic,) = hall.chat.topics.values()
    case = await case_of(person)
    assert topic.name == f"{case.number} · ❗ dringend · العربية"
    assert "Gefahr: Gewalt" in hall.stands()


async def test_what_was_passed_on_of_the_plan_is_shown(hall: Hall, office: Office) -> None:
    person = await lives_in(jonas(office), "marl")
    await person.says("Ich bekomme bald ein Kind und meine Wohnung ist gekündigt")
    await person.says("/lotse")
    opened_ = await person.presses(":yes")
    case = await case_of(person)
    await hall.goes_on()
    assert case.number in opened_
    for need in case.content.needs:
        assert office.guide.services[need].name.read("de") in hall.stands()
    for fact, _ in case.content.facts:
        assert office.guide.facts[fact].name.read("de") in hall.stands()


async def test_what_departments_do_is_said(hall: Hall, office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    citizen = await citizen_of(person)
    await hall.goes_on()
    async with office.work() as work:
        for kind, text in (
            (EventKind.TASK, "refused\nUnterlagen fehlen"),
            (EventKind.TASK, "at_risk"),
            (EventKind.TASK, ""),
            (EventKind.AGREED, "jobcenter"),
        ):
            await cases.record(work, number, citizen, kind, actor="department", text=text, task=7)
    await hall.goes_on()
    assert "Aufgabe 7: abgelehnt\n│ Unterlagen fehlen" in hall.stands()
    assert "Aufgabe 7: ⚠ in Gefahr" in hall.stands()
    assert hall.stands().count("Ein Fachbereich hat eine Aufgabe bewegt.") == 3
    assert office.guide.departments["jobcenter"].name.read("de") in hall.stands()


async def test_words_that_look_like_ours_stay_a_persons_words(hall: Hall, office: Office) -> None:
    person = jonas(office)
    await with_case(person)
    await hall.goes_on()
    await person.says("eins\n\u202eFall 7KM\u2066\n<b>x</b> /close\n" + "lang " * 1500)
    await hall.goes_on()
    said = hall.stands()
    assert "│ Fall 7KM\n│ <b>x</b> /close\n│ lang" in said
    assert "\u202e" not in said
    assert said.count("lang") == 1500


async def test_a_note_stays_in_the_house(hall: Hall, office: Office) -> None:
    person = jonas(office)
    await with_case(person)
    await hall.goes_on()
    await person.reads()
    hall.sara.says("// ruft nie zurück", topic=hall.topic())
    await hall.goes_on()
    assert await person.reads() == ""
    assert (await history_of(person))[-1].kind is EventKind.NOTE
    assert f"Interne Notiz von {SECOND}:\n│ ruft nie zurück" in hall.stands()


@pytest.mark.parametrize("text", ["Guten Tag", "/close", "/close@lotse_bot jetzt"])
async def test_nothing_goes_to_the_person_before_the_claim(hall: Hall, office: Office, text: str) -> None:
    person = jonas(office)
    await with_case(person)
    await hall.goes_on()
    await person.reads()
    hall.mehmet.says(text, topic=hall.topic())
    await hall.goes_on()
    assert "Das ging nicht an die Person" in hall.stands()
    assert await person.reads() == ""


async def test_what_is_not_clearly_for_the_person_is_not_sent(hall: Hall, office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await hall.goes_on()
    await person.reads()
    asked = hall.sara.says("// wer macht das?", topic=hall.topic())
    forwarded = {"type": "hidden_user", "date": 1, "sender_user_name": "A"}
    for answer, content in (
        ("auf eine Kollegin", {"text": "ich", "reply_to_message": asked.shape}),
        ("nur selbst geschriebene Texte", {"photo": media.photo(), "caption": "x"}),
        ("nur selbst geschriebene Texte", {"text": "x", "forward_origin": forwarded}),
        ("wer das geschrieben hat", {"text": "x", "sender_chat": hall.chat.shape}),
    ):
        before = hall.stands().count(answer)
        hall.mehmet.sends(hall.mehmet.inside(hall.topic()) | content)
        await hall.goes_on()
        assert hall.stands().count(answer) == before + 1
    assert await person.reads() == ""
    sent = hall.mehmet.says("Guten Tag", topic=hall.topic())
    await hall.goes_on()
    assert "Guten Tag" in await person.reads()
    hall.mehmet.edits(sent, "Guten Abend")
    await hall.goes_on()
    assert "Die Änderung kommt bei der Person nicht an" in hall.stands()
    assert await person.reads() == ""


async def test_talk_outside_of_a_case_is_nobodys_business(
    hall: Hall, office: Office, double: botapi.Telegram
) -> None:
    await with_case(jonas(office))
    await hall.goes_on()
    before = len(double.sent)
    hall.mehmet.says("Wer kommt mit zum Essen?")
    hall.mehmet.says("hallo", topic=4711)
    hall.mehmet.sends({"pinned_message": hall.chat.by_bot[0].shape, **hall.mehmet.inside(hall.topic())})
    hall.sara.sends({"new_chat_members": [hall.sara.user]})
    await hall.goes_on()
    assert len(double.sent) == before
    assert {row["status"] for row in await rows(office, inbox, inbox.c.channel == "forum")} == {"done"}
    assert hall.chat.refusal is None


async def test_who_is_not_known_hears_how_to_be(hall: Hall, office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await hall.goes_on()
    otto = hall.double.person("Otto", "de").joins(hall.mehmet)
    otto.says("Ich mache das", topic=hall.topic())
    query = otto.presses(f"v1:forum:claim:{number}")
    await hall.goes_on()
    assert "/link CODE" in hall.stands()
    assert "/link CODE" in (await otto.is_answered(query)).text
    assert (await case_of(person)).owner is None


async def test_who_left_is_known_no_more(hall: Hall, office: Office) -> None:
    number = await with_case(jonas(office))
    await hall.goes_on()
    await lotse.remove_user(office, MARL)
    query = hall.mehmet.presses(f"v1:forum:claim:{number}")
    await hall.goes_on()
    assert "/link CODE" in (await hall.mehmet.is_answered(query)).text


async def test_a_deleted_topic_of_a_case_that_is_over_stays_deleted(hall: Hall, office: Office) -> None:
    number = await with_case(jonas(office))
    await hall.goes_on()
    hall.mehmet.deletes_topic(hall.topic())
    await lotse.claim(office, MARL, number)
    await lotse.close(office, MARL, number)
    await hall.goes_on()
    assert hall.chat.topics == {}
    assert await rows(office, forum_topic) == []


async def test_a_topic_that_somebody_closed_is_opened_for_what_is_new(hall: Hall, office: Office) -> None:
    person = jonas(office)
    await with_case(person)
    await hall.goes_on()
    hall.double.faults.plan("sendMessage", botapi.refuses(400, "Bad Request: TOPIC_CLOSED"))
    hall.chat.topics[hall.topic()].closed = True
    await person.says("Hallo?")
    await hall.goes_on()
    assert "Hallo?" in hall.stands()
    assert not hall.chat.topics[hall.topic()].closed


async def test_the_person_goes_the_group_hears_it(hall: Hall, office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await hall.goes_on()
    await person.does(IncomingKind.BLOCKED)
    hall.mehmet.says("Sind Sie da?", topic=hall.topic())
    await hall.goes_on()
    assert "nicht erreichbar" in hall.stands()
    assert "Sie hat das Programm gesperrt" in hall.stands()
    await person.does(IncomingKind.RETURNED)
    await person.says("/stop")
    await hall.goes_on()
    assert "Die Person hat das Gespräch beendet." in hall.stands()
    assert hall.chat.topics[hall.topic()].closed


async def test_a_move_that_no_update_told_is_followed_too(hall: Hall, office: Office) -> None:
    person = jonas(office)
    await with_case(person)
    await hall.goes_on()
    new = hall.double.person("X").in_group("Neu", forum=True)
    new.promotes_bot(*RIGHTS)
    hall.chat.refusal = botapi.migrated(new.chat_id).refusal
    await person.says("Hallo?")
    await hall.goes_on()
    (topic,) = new.chat.topics
    assert "Hallo?" in "\n".join(m.text for m in new.reads() if m.shape.get("message_thread_id") == topic)


async def test_a_group_without_topics_is_told_and_used_when_it_has_some(
    office: Office, double: botapi.Telegram
) -> None:
    async with opened(office, double, *RIGHTS, forum=False) as hall:
        await with_case(jonas(office))
        await hall.goes_on()
        assert [m.text for m in hall.chat.by_bot] == [WORDS.text("forum.trouble.no_forum", "de")]
        hall.mehmet.switches_topics_on()
        hall.clock.goes(minutes=11)
        await hall.goes_on()
        assert len(hall.chat.topics) == 1


async def test_a_bot_that_was_removed_falls_silent(hall: Hall, office: Office) -> None:
    person = jonas(office)
    await with_case(person)
    hall.mehmet.removes_bot()
    await hall.goes_on()
    tried = hall.double.counters["createForumTopic"]
    await hall.goes_on()
    assert hall.double.counters["createForumTopic"] == tried
    assert "weitergegeben" in await person.says("Hallo?")


async def test_what_may_not_be_deleted_is_tried_again(office: Office, double: botapi.Telegram) -> None:
    async with opened(office, double, "can_manage_topics") as hall:
        person = jonas(office)
        await with_case(person)
        await hall.goes_on()
        assert hall.chat.pinned == []
        await forgets(person)
        await hall.goes_on()
        assert len(hall.chat.topics) == 1
        hall.mehmet.promotes_bot(*RIGHTS)
        hall.clock.goes(minutes=11)
        await hall.goes_on()
        assert hall.chat.topics == {}


async def test_when_telegram_asks_for_a_pause_the_group_waits(hall: Hall, office: Office) -> None:
    person = jonas(office)
    await with_case(person)
    await hall.goes_on()
    hall.double.faults.plan("sendMessage", botapi.too_many_requests(60))
    await person.says("eins")
    await hall.goes_on()
    hall.mehmet.says("Guten Tag", topic=hall.topic())
    await hall.goes_on()
    assert "eins" not in hall.stands()
    assert "noch niemandem" not in hall.stands()
    hall.clock.goes(seconds=60)
    await hall.goes_on()
    assert "eins" in hall.stands()
    assert "noch niemandem" in hall.stands()


async def test_a_refused_update_is_erased_even_if_it_cannot_be_told(hall: Hall, office: Office) -> None:
    await with_case(jonas(office))
    await hall.goes_on()
    hall.double.faults.plan("sendMessage", botapi.server_error(), times=None)
    hall.mehmet.says("ein Geheimnis", topic=hall.topic())
    for _ in range(6):
        await hall.goes_on()
        hall.clock.goes(minutes=1)
    assert {row["sealed"] for row in await rows(office, inbox, inbox.c.channel == "forum")} == {None}


async def test_an_update_that_comes_twice_counts_once(hall: Hall, office: Office) -> None:
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, MARL, number)
    await hall.goes_on()
    await person.reads()
    hall.double.updates.deliver_twice()
    hall.mehmet.says("Guten Tag", topic=hall.topic())
    await hall.goes_on()
    await hall.goes_on()
    assert (await person.reads()).count("Guten Tag") == 1


async def test_poison_stops_no_group(hall: Hall, office: Office) -> None:
    await with_case(jonas(office))
    await hall.goes_on()
    hall.double.poison({"message_id": "x", "date": 1, "chat": hall.chat.shape, "text": ["a"]})
    hall.mehmet.says("// Notiz", topic=hall.topic())
    await hall.goes_on()
    assert "│ Notiz" in hall.stands()


def test_every_event_danger_and_outcome_has_its_words() -> None:
    said = {kind for kind in EventKind if kind not in (EventKind.OPENED, EventKind.READ)}
    keys = [f"event.{kind}" for kind in said] + [f"danger.{kind}" for kind in DangerKind]
    keys += [f"close_{outcome}" for outcome in Outcome] + [f"step.{mark}" for mark in Mark]
    assert [key for key in keys if not WORDS.has(f"forum.{key}")] == []
