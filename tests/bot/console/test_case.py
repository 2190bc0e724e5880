"""The page of a case: what it shows, and that every action on it is a form."""

import re
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.cases import CaseStatus, EventKind, Outcome
from bot.desk import Office, lotse, post
from bot.errors import RefusedError, UncertainError
from bot.model import IncomingKind
from bot.staff import Role
from tests.bot.scene import MARL, case_of, fails, forgets, history_of, lives_in, stop_clock, with_case
from tests.cast import CHANNEL, LOTSE_CASTROP, Person, amira, hire, jonas
from tests.console import Clerk, clerk

SECOND = "sara"


@pytest.fixture(autouse=True)
async def staff(small_office: Office) -> None:
    await hire(small_office)
    await lotse.add_user(small_office, SECOND, Role.LOTSE, ("marl",))


@pytest.fixture
async def mehmet(small_office: Office) -> AsyncIterator[Clerk]:
    async with clerk(small_office, MARL) as one:
        yield one


def path(number: str, part: str = "") -> str:
    return f"/console/cases/{number}{part}"


async def claimed(person: Person) -> str:
    number = await with_case(person)
    await lotse.claim(person.office, MARL, number)
    await person.reads()
    return number


async def test_what_was_passed_on_stands_in_its_language_and_direction(
    small_office: Office, mehmet: Clerk
) -> None:
    number = await with_case(amira(small_office), words="قطعوا عني الكهرباء")
    page = await mehmet.opens(path(number))
    assert page.status_code == 200
    assert re.search(r'lang="ar" dir="rtl">قطعوا عني الكهرباء<', page.text)
    assert "Die Person liest Arabisch" in page.text
    assert "العربية" in page.text


async def test_a_foreign_case_is_not_there_for_any_page(small_office: Office) -> None:
    number = await with_case(jonas(small_office))
    async with clerk(small_office, LOTSE_CASTROP) as lena:
        for part in ("", "/conversation"):
            assert (await lena.opens(path(number, part))).status_code == 404
        for part in (
            "/claim",
            "/reply",
            "/preview",
            "/note",
            "/draft/reply",
            "/draft/note",
            "/replies/1/again",
        ):
            assert (await lena.sends(path(number, part), reply="x", note="x")).status_code == 404
        for part in ("/release", "/take", "/keep", "/offer", "/decline"):
            answer = await lena.sends(path(number, part), to="city:herten", text="x")
            assert answer.status_code == 404
        assert (await lena.sends(path(number, "/close"), outcome="helped")).status_code == 404


async def test_claiming_tells_the_loser_who_has_it(small_office: Office, mehmet: Clerk) -> None:
    number = await with_case(jonas(small_office))
    await mehmet.opens(path(number))
    await lotse.claim(small_office, SECOND, number)
    answer = await mehmet.sends(path(number, "/claim"))
    assert answer.status_code == 409
    assert f"Fall {number} hat schon {SECOND}." in answer.text


async def test_an_answer_goes_out_and_its_delivery_is_shown(small_office: Office, mehmet: Clerk) -> None:
    person = jonas(small_office)
    number = await with_case(person)
    await mehmet.opens(path(number))
    assert "Übernehmen Sie ihn zuerst" in (await mehmet.opens(path(number))).text
    await mehmet.sends(path(number, "/claim"))
    page = await mehmet.sends(path(number, "/reply"), reply="Guten <b>Tag</b>", lang="de", after="0")
    assert "auf dem Weg" in page.text
    assert "Guten &lt;b&gt;Tag&lt;/b&gt;" in page.text
    assert "wartet auf das Senden" in page.text
    assert "Guten <b>Tag</b>" in await person.reads()
    shown = await mehmet.opens(path(number, "/conversation"), **{"hx-request": "true"})
    assert ">gesendet<" in shown.text
    assert "<html" not in shown.text


async def test_the_person_is_told_that_somebody_answered_in_another_language(
    small_office: Office, mehmet: Clerk
) -> None:
    person = amira(small_office)
    number = await claimed(person)
    await mehmet.opens(path(number))
    preview = await mehmet.sends(path(number, "/preview"), reply="Guten Tag! Wie geht es?", lang="de")
    assert "الألمانية" in preview.text
    assert ">Guten Tag! Wie geht es?</textarea>" in preview.text
    await mehmet.sends(path(number, "/reply"), reply="Guten Tag! Wie geht es?", lang="de", after="0")
    read = await person.reads()
    assert "الألمانية" in read
    assert "\u2066" in read  # the German line runs from left to right, whole
    await mehmet.sends(path(number, "/reply"), reply="أهلا", lang="ar", after="99")
    assert "لغة الرد" not in await person.reads()


async def test_an_answer_sent_twice_by_one_form_goes_out_once(small_office: Office, mehmet: Clerk) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    page = await mehmet.opens(path(number))
    after = str(re.findall(r'name="after" value="(\d+)"', page.text)[0])
    for _ in range(2):
        await mehmet.sends(path(number, "/reply"), reply="Guten Tag", lang="de", after=after)
    assert (await person.reads()).count("Guten Tag") == 1


async def test_without_text_the_form_says_so_and_keeps_nothing(small_office: Office, mehmet: Clerk) -> None:
    number = await claimed(jonas(small_office))
    await mehmet.opens(path(number))
    answer = await mehmet.sends(path(number, "/reply"), reply=" ", lang="de")
    assert answer.status_code == 409
    assert "Es ist noch kein Text da." in answer.text


async def test_what_was_typed_stays_when_somebody_else_has_the_case(
    small_office: Office, mehmet: Clerk
) -> None:
    number = await with_case(jonas(small_office))
    await mehmet.opens(path(number))
    await lotse.claim(small_office, SECOND, number)
    answer = await mehmet.sends(path(number, "/reply"), reply="lang getippt", lang="tr")
    assert answer.status_code == 409
    assert ">lang getippt</textarea>" in answer.text
    assert '<option value="tr" selected>' in answer.text


async def test_an_answer_in_doubt_is_marked_and_sent_again_only_by_hand(
    small_office: Office, mehmet: Clerk
) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    await lotse.reply(small_office, MARL, number, "Guten Tag")
    (going,) = await post.take(small_office, CHANNEL, person.name, "test", 5)
    await post.failed(small_office, going, UncertainError(why="x"))
    page = await mehmet.opens(path(number))
    assert "unsicher, ob angekommen" in page.text
    (again,) = re.findall(r'action="([^"]+/again)"', page.text)
    page = await mehmet.sends(again)
    assert "wartet auf das Senden" in page.text
    assert "/again" not in page.text
    read = await person.reads()
    assert "Guten Tag" in read
    assert "zweimal" in read
    assert (await mehmet.sends(again)).status_code == 409
    assert EventKind.RESENT in [event.kind for event in await history_of(person)]


async def test_an_answer_that_did_not_arrive_is_sent_again_as_it_was(
    small_office: Office, mehmet: Clerk
) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    await lotse.reply(small_office, MARL, number, "Guten Tag")
    (going,) = await post.take(small_office, CHANNEL, person.name, "test", 5)
    await post.failed(small_office, going, RefusedError(why="x"))
    page = await mehmet.opens(path(number))
    (again,) = re.findall(r'action="([^"]+/again)"', page.text)
    await mehmet.sends(again)
    read = await person.reads()
    assert "Guten Tag" in read
    assert "zweimal" not in read


async def test_a_note_never_reaches_the_person(small_office: Office, mehmet: Clerk) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    await mehmet.opens(path(number))
    page = await mehmet.sends(path(number, "/note"), note="Rückruf am Montag", reply="geheim")
    assert "Rückruf am Montag" in page.text
    assert await person.reads() == ""
    notes = re.search(r'<section id="notes".*?</section>', page.text, re.DOTALL)
    assert notes
    assert f'action="{path(number, "/reply")}"' not in notes.group()
    assert 'name="reply"' not in notes.group()


async def test_an_edit_shows_what_changed(small_office: Office, mehmet: Clerk) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    await person.says("ich komme um drei", ref="m1")
    await person.edits("ich komme um vier", "m1")
    page = await mehmet.opens(path(number))
    assert re.search(r"<del>.*drei</del>", page.text)
    assert re.search(r"<ins>.*vier</ins>", page.text)
    assert "später geändert" in page.text


async def test_danger_stands_out_at_the_words_in_which_it_was_heard(
    small_office: Office, mehmet: Clerk
) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    await person.says("Ich will mich umbringen")
    page = await mehmet.opens(path(number))
    assert re.search(r"line-danger.*?Gedanken an Suizid.*?umbringen", page.text, re.DOTALL)
    assert "Dringend" in page.text


async def test_reading_is_recorded_once_a_visit(small_office: Office, mehmet: Clerk) -> None:
    clock = stop_clock(small_office)
    person = jonas(small_office)
    number = await with_case(person)
    async with clerk(small_office, MARL) as one:
        for _ in range(3):
            await one.opens(path(number))
            await one.opens(path(number, "/conversation"))
        clock.goes(minutes=11)
        await one.opens(path(number, "/conversation"))  # nothing new, so nothing was read
        await one.opens(path(number))
        clock.goes(minutes=11)
        await person.says("Hallo?")
        await one.opens(path(number, "/conversation"))
    assert [event.kind for event in await history_of(person)].count(EventKind.READ) == 3


async def test_who_cannot_be_reached_is_said_and_what_was_typed_stays(
    small_office: Office, mehmet: Clerk
) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    await person.does(IncomingKind.BLOCKED)
    assert "blockiert" in (await mehmet.opens(path(number))).text
    answer = await mehmet.sends(path(number, "/reply"), reply="Guten Tag", lang="de")
    assert answer.status_code == 409
    assert ">Guten Tag</textarea>" in answer.text


async def test_a_technical_case_says_that_nothing_was_passed_on(small_office: Office, mehmet: Clerk) -> None:
    number = await fails(await lives_in(jonas(small_office), "marl"))
    page = await mehmet.opens(path(number))
    assert "Technische Störung" in page.text
    assert "zu nichts zugestimmt" in page.text


async def test_a_case_without_a_city_can_be_opened(small_office: Office, mehmet: Clerk) -> None:
    number = await with_case(jonas(small_office), city=None)
    assert "keine Stadt gewählt" in (await mehmet.opens(path(number))).text


async def test_a_closed_case_can_only_be_read(small_office: Office, mehmet: Clerk) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    await mehmet.opens(path(number))
    assert (await mehmet.sends(path(number, "/close"))).status_code == 409
    page = await mehmet.sends(path(number, "/close"), outcome=Outcome.HELPED)
    assert "Geholfen" in page.text
    assert "abgeschlossen" in await person.reads()
    assert re.findall(r'<form[^>]*action="/console/cases', page.text) == []
    for part in ("/reply", "/note", "/draft/reply", "/draft/note", "/close"):
        answer = await mehmet.sends(path(number, part), reply="x", note="x", outcome="helped")
        assert answer.status_code == 409
    assert (await mehmet.opens(path(number))).status_code == 200


async def test_of_a_forgotten_person_the_page_says_so(small_office: Office, mehmet: Clerk) -> None:
    person = jonas(small_office)
    number = await with_case(person, words="strom abgestellt zqsecret")
    await forgets(person)
    page = await mehmet.opens(path(number))
    assert page.status_code == 200
    assert "Daten löschen lassen" in page.text
    assert "zqsecret" not in page.text


async def test_the_page_costs_few_queries(small_office: Office, mehmet: Clerk) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    for count in range(10):
        await person.says(f"Nachricht {count}")
        await lotse.reply(small_office, MARL, number, f"Antwort {count}")
        await lotse.note(small_office, SECOND, number, f"Notiz {count}")
    asked: list[str] = []

    def count_it(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = small_office.store.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", count_it)
    page = await mehmet.client.get(path(number))
    sa.event.remove(engine, "before_cursor_execute", count_it)
    assert page.status_code == 200
    assert len([one for one in asked if not one.startswith("BEGIN")]) <= 15, asked


async def test_the_page_speaks_english_too(small_office: Office, mehmet: Clerk) -> None:
    from bot.tables import staff as staff_table

    number = await claimed(jonas(small_office))
    async with small_office.work() as work:
        await work.run(sa.update(staff_table).values(lang="en"))
    page = await mehmet.opens(path(number))
    assert "Answer to the person" in page.text
    assert "The person reads German" in page.text


async def test_putting_back_frees_the_case_and_tells_the_person(small_office: Office, mehmet: Clerk) -> None:
    person = jonas(small_office)
    number = await claimed(person)
    await mehmet.opens(path(number))
    await mehmet.sends(path(number, "/release"))
    case = await case_of(person)
    assert (case.owner, case.status) == (None, CaseStatus.OPEN)
    assert "wartet jetzt auf einen anderen Lotsen" in await person.reads()
