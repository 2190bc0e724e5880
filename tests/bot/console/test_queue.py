"""The queue as a page: what it says, how many queries it needs, and how it finds a case."""

import pytest
import sqlalchemy as sa

from bot.desk import Office, lotse
from bot.store.listing import Tab
from bot.tables import notice, staff
from tests.bot.many_cases import plant_cases
from tests.bot.scene import MARL, with_case
from tests.cast import DEPARTMENT, LOTSE_CASTROP, LOTSE_MARL, hire, jonas
from tests.console import clerk

MOST_QUERIES = 12


@pytest.fixture(autouse=True)
async def _staff(office: Office) -> None:
    await hire(office)


def _row(number: str) -> str:
    """What a list shows of a case, wherever else its number stands."""
    return f'id="case-{number}"'


async def test_a_new_case_is_nobodys_and_then_mine(office: Office) -> None:
    number = await with_case(jonas(office))
    async with clerk(office, LOTSE_MARL) as mehmet, clerk(office, LOTSE_CASTROP) as lena:
        shown = (await mehmet.opens("/console/queue?tab=unassigned")).text
        assert _row(number) in shown
        assert "Möchte mit einem Menschen sprechen" in shown
        assert _row(number) not in (await mehmet.opens("/console/queue")).text
        assert number not in (await lena.opens("/console/queue?tab=all")).text
        await lotse.claim(office, MARL, number)
        assert _row(number) in (await mehmet.opens("/console")).text


async def test_a_number_leads_to_its_case_however_it_is_typed(office: Office) -> None:
    number = await with_case(jonas(office))
    async with clerk(office, LOTSE_MARL) as mehmet, clerk(office, LOTSE_CASTROP) as lena:
        typed = {"q": f" {number.lower().replace('-', '')} "}
        answer = await mehmet.client.get("/console/queue", params=typed)
        assert answer.headers["location"].endswith(f"/{number}")
        foreign = await lena.client.get("/console/queue", params=typed)
        assert foreign.status_code == 200
        assert "gibt es bei Ihnen nicht" in foreign.text


async def test_every_list_needs_few_queries_however_long_it_is(office: Office) -> None:
    await plant_cases(office, 300, ("marl",), (LOTSE_MARL,))
    statements: list[str] = []
    async with clerk(office, LOTSE_MARL) as mehmet:
        engine = office.store.engine.sync_engine
        sa.event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        for tab in Tab:
            statements.clear()
            page = await mehmet.client.get("/console/queue", params={"tab": tab})
            assert page.status_code == 200
            queries = [one for one in statements if not one.startswith("BEGIN")]
            assert 0 < len(queries) <= MOST_QUERIES


async def test_what_changes_on_the_page_can_be_asked_for_alone(office: Office) -> None:
    number = await with_case(jonas(office))
    async with clerk(office, LOTSE_MARL) as mehmet:
        part = await mehmet.client.get("/console/queue?tab=all", headers={"HX-Request": "true"})
    assert _row(number) in part.text
    assert "<html" not in part.text
    assert 'data-count="1"' in part.text  # the case that nobody has; the call to take it is the same thing


async def test_an_address_that_makes_no_sense_shows_a_list_all_the_same(office: Office) -> None:
    number = await with_case(jonas(office))
    async with clerk(office, LOTSE_MARL) as mehmet:
        for query in (
            "tab=nonsense",
            "page=-1",
            "page=9999999999999999999999",
            "city=atlantis",
            "reason=%25",
            "tab=%00",
        ):
            page = await mehmet.client.get(f"/console/queue?{query}")
            assert page.status_code == 200
            assert _row(number) not in page.text


async def test_a_notice_goes_when_it_was_seen(office: Office) -> None:
    number = await with_case(jonas(office))
    async with office.work() as work:
        mine = await work.first(sa.select(staff.c.id).where(staff.c.name == LOTSE_MARL))
        assert mine
        values = {"staff": mine.id, "case_number": number, "created_at": work.now}
        for kind in ("announced", "never_heard_of"):
            await work.run(sa.insert(notice).values(**values, kind=kind))
    async with clerk(office, LOTSE_MARL) as mehmet:
        page = (await mehmet.opens("/console/queue?tab=all&lang=de")).text
        assert "Ein Fall wartet noch auf jemanden" in page
        assert "Es gibt etwas Neues" in page
        after = await mehmet.sends("/console/queue/seen", newest="999999", tab="all", lang="de", page="1")
        assert "Ein Fall wartet" not in after.text
        assert str(after.url).endswith("?tab=all&lang=de")


async def test_sound_badge_and_keys_are_switched_for_oneself(office: Office) -> None:
    async with clerk(office, LOTSE_MARL) as mehmet, clerk(office, LOTSE_CASTROP) as lena:
        assert "data-sound data-badge data-shortcuts" in (await mehmet.opens("/console/keys")).text
        saved = await mehmet.sends("/console/keys", badge="1")
        assert "Gespeichert." in saved.text
        assert "data-badge>" in saved.text
        assert "data-sound data-badge data-shortcuts" in (await lena.opens("/console/keys")).text


async def test_the_queue_is_not_for_departments(office: Office) -> None:
    async with clerk(office, DEPARTMENT) as clerk_:
        for path in ("/console/queue", "/console/live/badge"):
            assert (await clerk_.client.get(path)).status_code == 403
