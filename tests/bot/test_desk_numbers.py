"""The numbers of a city, on both databases: what is counted, whose it is, and what stays hidden."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.cases import Case, CaseStatus, Content, EventKind, PlanLine, Reason, new_number
from bot.desk import Office, lotse, upkeep
from bot.desk.numbers import numbers
from bot.errors import UnknownCityError
from bot.model import Address
from bot.numbers import Figure, month_of, quarter_of
from bot.staff import Role, User
from bot.store import cases, people
from bot.tables import case as case_table
from bot.tables import tally, task, task_need
from knowledge.hours import read_hours
from tests.bot.scene import lives_in, rows, stop_clock, with_case
from tests.cast import Person, hire, jonas
from tests.console import clerk

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # nine o'clock
HOURS = read_hours("mo-fr 09:00-12:00 13:00-16:00")
NOVEMBER = month_of(MONDAY.date())
MARL = User(1, "m", Role.LOTSE, ("marl",))


@pytest.fixture
async def here(office: Office) -> Office:
    office.hours = HOURS
    stop_clock(office)
    return office


async def opens(
    office: Office, number: int, *, wait: float | None = None, begun: datetime = MONDAY, **changes: Any
) -> list[str]:
    """So many people open a case; with `wait`, each is answered so many hours later. Returns the case numbers."""
    found = []
    for _ in range(number):
        async with office.store.work(begun) as work:
            name = new_number()
            citizen = await people.arrive(work, Address("test", name, name))
            known: dict[str, Any] = {
                "city": "marl", "lang": "de", "reasons": (Reason.ASKED,), "content": Content(), "demo": False,
            } | changes  # fmt: skip
            case = Case(
                number=name,
                citizen=citizen,
                channel="test",
                status=CaseStatus.OPEN,
                owner=None,
                urgent=False,
                opened_at=begun,
                waiting_since=None if wait is not None else begun,
                closed_at=None,
                revision="r",
                consent=None,
                **known,
            )
            await cases.save_new(work, case)
            found.append(name)
        if wait is not None:
            for hours in (wait, wait + 1):  # the first answer counts
                async with office.store.work(begun + timedelta(hours=hours)) as work:
                    await cases.record(work, name, citizen, EventKind.REPLY, actor="staff")
    return found


def shown(figures: Iterable[tuple[Any, Figure]]) -> dict[Any, float | None]:
    return {name: figure.value for name, figure in figures}


async def test_people_are_counted_and_times_are_those_of_work(here: Office) -> None:
    for wait in (1, 1, 2, 2, 4, 4, 24, 24, 48, 72):
        await opens(here, 1, wait=wait)
    await opens(here, 5)
    found = await numbers(here, MARL, "marl", NOVEMBER)
    assert (found.opened.value, found.answered.value, found.waiting.value) == (15, 10, 5)
    # four hours later are three of work, a day later six; the fifth and the sixth of ten waited three
    assert found.first_answer == Figure(3, hours=True)
    assert found.slowest_answer == Figure(12, hours=True)


async def test_reasons_and_languages_of_few_people_are_hidden(here: Office) -> None:
    await opens(here, 11, reasons=(Reason.ASKED, Reason.HARD))
    await opens(here, 6, lang="ar")
    await opens(here, 4, lang="uk", reasons=(Reason.DANGER,))
    found = await numbers(here, MARL, "marl", NOVEMBER)
    assert shown(found.reasons) == {"asked": 15, "hard": 10, "danger": None}
    assert list(shown(found.languages).items()) == [("de", 10), ("ar", 5), ("uk", None)]
    assert found.opened.value == 20


async def test_other_cities_other_months_and_what_is_made_up_do_not_count(here: Office) -> None:
    await opens(here, 5)
    await opens(here, 10, city="herten")
    await opens(here, 10, city=None)
    await opens(here, 10, demo=True)
    await opens(here, 10, begun=datetime(2026, 10, 31, 22, 59, tzinfo=UTC))
    await opens(here, 5, begun=datetime(2026, 10, 31, 23, 0, tzinfo=UTC))
    assert (await numbers(here, MARL, "marl", NOVEMBER)).opened.value == 10
    assert (await numbers(here, MARL, "marl", quarter_of(MONDAY.date()))).opened.value == 20


async def test_gaps_count_where_they_were_seen_in_time(here: Office) -> None:
    def gap(until: str | None, *reasons: str) -> Content:
        return Content(plan=(PlanLine("kita", ("kita-platz",), until=until),), reasons=reasons)

    await opens(here, 5, content=gap("2026-11-02", "gap", "deadline_near"))
    await opens(here, 3, content=gap(None, "gap"))
    await opens(here, 10, content=gap("2026-11-01", "gap"))
    await opens(here, 10, content=gap("2026-12-01", "eviction"))
    assert (await numbers(here, MARL, "marl", NOVEMBER)).gaps.value == 10


async def asks(office: Office, case: str, *, lost: float | None, done: bool = True) -> None:
    """A task for the job centre, and one for the housing office that waits for it."""
    async with office.store.work(MONDAY) as work:
        found = await cases.get(work, case)
        assert found
        ids = []
        ended = MONDAY + timedelta(hours=lost or 0)
        for department, status, changed in (
            ("jobcenter", "done" if done else "accepted", MONDAY),
            ("wohnungsamt", "proposed" if lost is None else "refused", ended),
        ):
            values = {
                "case_number": case, "citizen": found.citizen, "department": department, "status": status,
                "created_at": MONDAY - timedelta(days=1), "changed_at": changed,
            }  # fmt: skip
            ids.append((await work.run(sa.insert(task).values(values).returning(task.c.id))).scalar_one())
        await work.run(sa.insert(task_need).values(task=ids[1], needs=ids[0]))


async def test_between_which_departments_time_is_lost(here: Office) -> None:
    first, second, third, fourth, fifth, sixth = await opens(here, 6)
    for case, lost in ((first, 2), (second, 2), (third, 24), (fourth, 48)):
        await asks(here, case, lost=lost)
    await asks(here, sixth, lost=72, done=False)
    found = await numbers(here, MARL, "marl", NOVEMBER)
    assert shown(found.pairs) == {("jobcenter", "wohnungsamt"): None}
    await asks(here, fifth, lost=None)
    here.clock = lambda: MONDAY + timedelta(hours=24)
    found = await numbers(here, MARL, "marl", NOVEMBER)
    assert shown(found.pairs) == {("jobcenter", "wohnungsamt"): 6}


async def test_what_was_not_understood_is_counted_without_a_word(office: Office) -> None:
    stop_clock(office)
    person = await lives_in(jonas(office), "marl")
    for words in ("qwertz uiop asdf", "wohngeld", "danke", "yxcvb nmlk", "Ich suche eine Briefmarke"):
        await person.says(words)
    homeless = await lives_in(Person(office, "somebody", "ar"), None)
    await homeless.says("qwertz uiop asdf")
    found = await rows(office, tally)
    assert {(row["city"], row["what"], row["lang"], row["count"], row["day"]) for row in found} == {
        ("marl", "unanswered", "de", 3, date(2026, 11, 2)),
        ("", "unanswered", "ar", 1, date(2026, 11, 2)),
    }
    assert (await numbers(office, MARL, "marl", NOVEMBER)).unanswered.value is None
    for _ in range(3):
        await person.says("qwertz uiop asdf")
    assert (await numbers(office, MARL, "marl", NOVEMBER)).unanswered.value == 5


async def test_counts_are_erased_with_the_rows_of_cases(office: Office) -> None:
    clock = stop_clock(office)
    office.retention = {"marl": {"case_row": 10}}
    person = await lives_in(jonas(office), "marl")
    await person.says("qwertz uiop asdf")
    clock.goes(days=10)
    await upkeep.purge(office)
    assert len(await rows(office, tally)) == 1
    clock.goes(days=1)
    await upkeep.purge(office)
    assert await rows(office, tally) == []


async def test_what_is_not_the_users_city_does_not_exist(office: Office) -> None:
    for city in ("herten", "atlantis"):
        with pytest.raises(UnknownCityError):
            await numbers(office, MARL, city, NOVEMBER)


async def test_the_page_shows_charts_and_tables_and_gives_them_as_a_file(small_office: Office) -> None:
    stop_clock(small_office)
    await hire(small_office)
    await opens(small_office, 6, reasons=(Reason.DANGER,), wait=3)
    await opens(small_office, 2, lang="ar")
    async with clerk(small_office, "mehmet") as mehmet:
        page = await mehmet.opens("/console/numbers")
        assert page.status_code == 200
        assert "Es könnte Gefahr geben\u2069: 5</text>" in page.text
        assert "\u2068العربية\u2069: unter 5</text>" in page.text
        assert "zu wenige Menschen" in page.text
        assert "Öffnungszeiten sind nicht eingetragen" in page.text
        assert " style=" not in page.text
        file = await mehmet.client.get("/console/numbers.csv?city=marl&period=2026-Q4")
        assert file.headers["content-disposition"] == 'attachment; filename="zahlen-marl-2026-Q4.csv"'
        lines = file.content.decode("utf-8-sig").splitlines()
        assert "Nach Grund;Es könnte Gefahr geben;5" in lines
        assert "Überblick;Menschen mit neuem Fall;10" in lines
        assert "Überblick;Erste Antwort: die Hälfte wartete höchstens;3:00 Stunden" in lines
        assert (await mehmet.opens("/console/numbers?city=herten")).status_code == 404
        assert (await mehmet.opens("/console/numbers?period=1999-Q1")).status_code == 200
    async with clerk(small_office, "edda") as editor:
        assert (await editor.opens("/console/numbers")).status_code == 403


async def test_a_forgotten_person_leaves_a_count_and_nothing_else(office: Office) -> None:
    from tests.bot.scene import forgets

    stop_clock(office)
    await hire(office)
    person = jonas(office)
    number = await with_case(person)
    await lotse.claim(office, "mehmet", number)
    await lotse.reply(office, "mehmet", number, "Guten Tag")
    await forgets(person)
    (row,) = await rows(office, case_table)
    assert (row["reasons"], row["lang"], row["hard"]) == ("asked", "de", "")
    found = await numbers(office, MARL, "marl", NOVEMBER)
    assert found.opened.value is None
    assert found.answered.value == 0
