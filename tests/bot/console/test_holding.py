"""Handing a case on, drafts and absence, as forms of the console."""

import re

import pytest

from bot.desk import Office, lotse
from bot.staff import Role
from tests.bot.scene import MARL, case_of, stop_clock, with_case
from tests.cast import LOTSE_CASTROP, Person, hire, jonas
from tests.console import Clerk, clerk

SECOND = "sara"


@pytest.fixture(autouse=True)
async def staff(small_office: Office) -> None:
    await hire(small_office)
    await lotse.add_user(small_office, SECOND, Role.LOTSE, ("marl",))


async def _held(person: Person) -> str:
    number = await with_case(person)
    await lotse.claim(person.office, MARL, number)
    await person.reads()
    return number


def _path(number: str, part: str = "") -> str:
    return f"/console/cases/{number}{part}"


async def _offers(mehmet: Clerk, number: str, to: str) -> str:
    await mehmet.opens(_path(number))
    return (await mehmet.sends(_path(number, "/offer"), to=to, text="Bitte <b>bald</b>")).text


async def test_a_case_is_offered_to_a_city_and_taken_there(small_office: Office) -> None:
    person = jonas(small_office)
    number = await _held(person)
    async with clerk(small_office, MARL) as mehmet, clerk(small_office, LOTSE_CASTROP) as lena:
        page = await _offers(mehmet, number, "city:castrop-rauxel")
        assert "an die Stadt Castrop-Rauxel" in page
        seen = (await lena.opens(_path(number))).text
        assert "Bitte &lt;b&gt;bald&lt;/b&gt;" in seen
        assert f'action="{_path(number, "/reply")}"' not in seen
        page = (await lena.sends(_path(number, "/take"))).text
        assert f'action="{_path(number, "/reply")}"' in page
        given = (await mehmet.opens(_path(number))).text
        assert "an eine andere Stadt abgegeben" in given
        assert re.findall(r'<form[^>]*action="/console/cases', given) == []
        assert (await mehmet.sends(_path(number, "/note"), note="x")).status_code == 404
    assert (await case_of(person)).owner == LOTSE_CASTROP


async def test_whoever_refuses_says_why_and_the_owner_reads_it(small_office: Office) -> None:
    number = await _held(jonas(small_office))
    async with clerk(small_office, MARL) as mehmet, clerk(small_office, LOTSE_CASTROP) as lena:
        await _offers(mehmet, number, "city:castrop-rauxel")
        await lena.opens(_path(number))
        empty = await lena.sends(_path(number, "/decline"), text="")
        assert (empty.status_code, "Es ist noch kein Text da." in empty.text) == (409, True)
        await lena.sends(_path(number, "/decline"), text="Wohnt in Marl")
        assert (await lena.opens(_path(number))).status_code == 404
        page = (await mehmet.opens(_path(number))).text
        assert "lena hat den Fall abgelehnt: <bdi>Wohnt in Marl</bdi>" in page


async def test_an_offer_is_taken_back_and_a_wrong_one_keeps_what_was_typed(small_office: Office) -> None:
    number = await _held(jonas(small_office))
    async with clerk(small_office, MARL) as mehmet:
        wrong = await mehmet.sends(_path(number, "/offer"), to=f"user:{SECOND}", text=" ")
        assert wrong.status_code == 409
        assert f'value="user:{SECOND}" selected' in wrong.text
        await _offers(mehmet, number, f"user:{SECOND}")
        page = await mehmet.sends(_path(number, "/keep"))
        assert "Sie behalten den Fall." in page.text
        assert "Dieser Fall ist angeboten" not in page.text
        assert (await mehmet.sends(_path(number, "/take"))).status_code == 409


async def test_a_draft_survives_signing_out_and_goes_when_it_is_sent(small_office: Office) -> None:
    person = jonas(small_office)
    number = await _held(person)
    async with clerk(small_office, MARL) as mehmet:
        await mehmet.opens(_path(number))
        kept = await mehmet.sends(_path(number, "/draft/reply"), reply="angefangen", lang="tr", after="0")
        assert "Der Entwurf ist gespeichert." in kept.text
        await mehmet.sends("/console/sign-out")
    async with clerk(small_office, MARL) as mehmet:
        page = (await mehmet.opens(_path(number))).text
        assert ">angefangen</textarea>" in page
        assert '<option value="tr" selected>' in page
        after = str(re.findall(r'name="after" value="(\d+)"', page)[0])
        page = (await mehmet.sends(_path(number, "/reply"), reply="angefangen", lang="tr", after=after)).text
        assert ">angefangen</textarea>" not in page
    assert "angefangen" in await person.reads()


async def test_typing_keeps_a_draft_in_passing_and_says_when_it_came_too_late(small_office: Office) -> None:
    number = await _held(jonas(small_office))
    async with clerk(small_office, MARL) as mehmet:
        page = (await mehmet.opens(_path(number))).text
        after = str(re.findall(r'name="after" value="(\d+)"', page)[0])

        async def typed(part: str, **fields: str) -> str:
            answer = await mehmet.client.post(
                _path(number, part),
                data={"csrf": mehmet.csrf, "after": after} | fields,
                headers={"hx-request": "true"},
            )
            assert answer.status_code == 200
            return answer.text

        assert "Entwurf gespeichert" in await typed("/draft/reply", reply="angef", lang="de")
        assert "Entwurf gespeichert" in await typed("/draft/note", note="angef")
        preview = await typed("/preview", reply="angef", lang="de")
        assert "angef" in preview
        assert "<html" not in preview
        await mehmet.sends(_path(number, "/reply"), reply="angefangen", lang="de", after=after)
        assert "nicht gespeichert" in await typed("/draft/reply", reply="angef", lang="de")


async def test_whoever_opens_a_case_sees_that_somebody_else_writes(small_office: Office) -> None:
    clock = stop_clock(small_office)
    number = await _held(jonas(small_office))
    async with clerk(small_office, MARL) as mehmet, clerk(small_office, SECOND) as sara:
        await mehmet.sends(_path(number, "/draft/reply"), reply="geheim", lang="de")
        page = (await sara.opens(_path(number))).text
        assert "mehmet schreibt hier gerade" in page
        assert "geheim" not in page
        clock.goes(minutes=6)
        assert "mehmet hat hier eine angefangene Antwort" in (await sara.opens(_path(number))).text


async def test_a_draft_of_a_closed_case_is_refused_where_it_was_typed(small_office: Office) -> None:
    number = await _held(jonas(small_office))
    async with clerk(small_office, MARL) as mehmet:
        await mehmet.opens(_path(number))
        await lotse.close(small_office, MARL, number)
        page = await mehmet.sends(_path(number, "/draft/note"), note="noch etwas")
        assert (page.status_code, ">noch etwas</textarea>" in page.text) == (409, True)
        part = await mehmet.client.post(
            _path(number, "/draft/note"),
            data={"csrf": mehmet.csrf, "note": "x"},
            headers={"hx-request": "true"},
        )
        assert (part.status_code, "<html" in part.text) == (409, False)


async def test_being_away_is_entered_shown_and_ended(small_office: Office) -> None:
    stop_clock(small_office)
    number = await _held(jonas(small_office))
    away = "/console/account/absence"
    async with clerk(small_office, MARL) as mehmet, clerk(small_office, SECOND) as sara:
        assert f'href="{away}"' in (await mehmet.opens("/console/account")).text
        page = await mehmet.opens(away)
        assert f'<option value="{SECOND}">' in page.text
        for wrong in ({"last": "gestern"}, {"last": "2026-11-01"}, {"last": "2026-11-04", "deputy": "lena"}):
            answer = await mehmet.sends(away, **wrong)
            assert answer.status_code == 409
            assert wrong["last"] in answer.text
        page = await mehmet.sends(away, last="2026-11-04", deputy=SECOND)
        assert "bis einschließlich 4. November 2026" in page.text
        assert f"Solange vertritt Sie {SECOND}" in page.text
        page = await sara.opens(_path(number))
        assert f"vertreten durch {SECOND}" in page.text
        assert f'action="{_path(number, "/reply")}"' in page.text
        page = await mehmet.sends(away + "/end")
        assert "Willkommen zurück." in page.text
        assert "Sie sind abwesend" not in page.text
