"""The pages of tasks: a Lotse proposes, a department answers with an account or by a link, and nobody sees more."""

import html
import re
from urllib.parse import quote

import pytest

from bot.desk import Office, tasks
from bot.staff import Role
from bot.tasks import TaskStatus
from tests.bot.scene import CASTROP, MARL
from tests.bot.tasking import (
    CARE,
    JOBCENTER,
    JOBS,
    YOUTH,
    agreed,
    answers,
    day,
    founding_case,
    held_case,
    open_offices,
    proposes,
    task_of,
)
from tests.cast import DEPARTMENT, Person, amira, jonas
from tests.console import Clerk, clerk


@pytest.fixture
async def office(small_office: Office) -> Office:
    """What pages show does not hang on the database."""
    await open_offices(small_office)
    return small_office


@pytest.fixture
def person(office: Office) -> Person:
    return jonas(office)


async def test_a_step_of_the_plan_becomes_a_task(office: Office, person: Person) -> None:
    number = await founding_case(person)
    async with clerk(office, MARL) as lotse:
        board = await lotse.opens(f"/console/cases/{number}/board")
        assert f"/console/cases/{number}/tasks/new?step={quote(CARE)}" in html.unescape(board.text)
        form = (await lotse.opens(f"/console/cases/{number}/tasks/new?step={quote(CARE)}")).text
        assert f'<option value="{YOUTH}" selected>' in form
        assert "Kindertagespflege" in form
        step = re.search(r'name="step" value="([^"]+)"', form)
        assert step
        fields = {"department": YOUTH, "title": "Kita", "text": "ganztags", "step": step.group(1)}
        page = await lotse.sends(f"/console/cases/{number}/tasks/new", **fields, due_on=str(day(office, 9)))
        assert page.status_code == 200
        assert "Die Person ist gefragt" in page.text
    (made,) = (await tasks.of_case(office, MARL, number)).tasks
    assert (made.step, made.title, made.due_on) == (CARE, "Kita", day(office, 9))
    assert "Kita" in await person.reads()


async def test_a_proposal_that_cannot_be_keeps_what_was_typed(office: Office, person: Person) -> None:
    number = await held_case(person)
    async with clerk(office, MARL) as lotse:
        await lotse.opens(f"/console/cases/{number}/tasks/new")
        fields = {"department": YOUTH, "title": "Kita", "text": "ganztags & ruhig", "due_on": "2020-01-01"}
        page = await lotse.sends(f"/console/cases/{number}/tasks/new", **fields)
        assert page.status_code == 409
        assert "Dieser Tag ist schon vorbei" in page.text
        assert "ganztags &amp; ruhig" in page.text
        wrong = await lotse.sends(f"/console/cases/{number}/tasks/new", department="nobody", title="x")
        assert wrong.status_code == 409


async def test_a_department_answers_in_its_list(office: Office, person: Person) -> None:
    number = await held_case(person)
    id_ = await agreed(person, number)
    async with clerk(office, DEPARTMENT) as helper:
        found = await helper.opens("/console/tasks")
        assert "Kita-Platz" in found.text
        page = await helper.opens(f"/console/tasks/{id_}")
        assert "Ein Platz ab März" in page.text
        assert "strom abgestellt" not in page.text
        bare = await helper.sends(f"/console/tasks/{id_}", seen="proposed", answer="refused", reason=" ")
        assert bare.status_code == 409
        assert "Bitte schreiben Sie den Grund dazu" in bare.text
        done = await helper.sends(f"/console/tasks/{id_}", seen="proposed", answer="accepted")
        assert "Danke" in done.text
        twice = await helper.sends(f"/console/tasks/{id_}", seen="proposed", answer="accepted")
        assert twice.status_code == 409
        odd = await helper.sends(f"/console/tasks/{id_}", seen="accepted", answer="withdrawn")
        assert odd.status_code == 409
    assert (await task_of(office, number, id_)).status is TaskStatus.ACCEPTED


async def _link(lotse: Clerk, number: str, id_: int) -> str:
    await lotse.opens(f"/console/cases/{number}/tasks")
    page = await lotse.sends(f"/console/cases/{number}/tasks/{id_}/link")
    found = re.search(r'id="address" readonly value="http://test([^"]+)"', page.text)
    assert found, page.text
    assert quote(found.group(1)) in page.text  # in the mail, too
    return found.group(1)


async def test_by_link_somebody_without_an_account_answers(office: Office, person: Person) -> None:
    number = await held_case(person)
    id_ = await agreed(person, number)
    await agreed(person, number, JOBS, title="Kurs")
    async with clerk(office, MARL) as lotse:
        path = await _link(lotse, number, id_)
    async with clerk(office) as stranger:
        page = await stranger.opens(path)
        assert page.status_code == 200
        assert "Kita-Platz" in page.text
        assert number in page.text
        for other in ("Kurs", "strom abgestellt", "/console/", MARL):
            assert other not in page.text.replace("/console/assets", "")
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        bare = await stranger.sends(path, seen="proposed", answer="refused", reason="")
        assert bare.status_code == 409
        refused = await stranger.sends(path, seen="proposed", answer="refused", reason="kein Platz")
        assert "kein Platz" in refused.text
    assert (await task_of(office, number, id_)).reason == "kein Platz"


async def test_links_that_lead_nowhere_look_all_alike(office: Office, person: Person) -> None:
    number = await held_case(person)
    id_ = await agreed(person, number)
    async with clerk(office, MARL) as lotse:
        path = await _link(lotse, number, id_)
    await person.says("/mydata")
    await person.presses("Nicht mehr zeigen")
    async with clerk(office) as stranger:
        revoked = await stranger.opens(path)
        forged = await stranger.opens(path[:-4] + "abcd")
        nonsense = await stranger.opens("/task/x")
        answered = await stranger.sends(path, seen="proposed", answer="accepted")
    found = {(page.status_code, page.text) for page in (revoked, forged, nonsense, answered)}
    assert len(found) == 1
    ((status, text),) = found
    assert status == 404
    assert "Kita-Platz" not in text


async def test_a_lotse_tells_the_person_and_looks_for_another_way(office: Office, person: Person) -> None:
    number = await held_case(person)
    id_ = await agreed(person, number)
    await answers(office, id_, TaskStatus.REFUSED)
    way = f"/console/cases/{number}/tasks"
    async with clerk(office, MARL) as lotse:
        assert "kein Platz" in (await lotse.opens(way)).text
        page = await lotse.opens(f"{way}/{id_}/tell")
        text = re.search(r"<textarea[^>]*>([^<]+)</textarea>", page.text)
        assert text
        await lotse.sends(f"{way}/{id_}/tell", text=html.unescape(text.group(1)))
        assert "geht dort leider nicht" in await person.reads()
        form = await lotse.opens(f"{way}/new?instead_of={id_}")
        assert f'name="instead_of" value="{id_}"' in form.text
        fields = {"department": JOBS, "title": "Kinderbetreuung bezahlen", "instead_of": str(id_)}
        page = await lotse.sends(f"{way}/new", **fields)
        assert "Kinderbetreuung bezahlen" in page.text
        await lotse.sends(f"{way}/{id_}/again", due_on=str(day(office, 20)))
        assert (await task_of(office, number, id_)).status is TaskStatus.PROPOSED
        assert "nichts auszurichten" in (await lotse.opens(f"{way}/{id_}/tell")).text
        await lotse.sends(f"{way}/{id_}/withdraw")
    assert (await task_of(office, number, id_)).status is TaskStatus.WITHDRAWN


async def test_a_lotse_asks_the_person_once_more(office: Office, person: Person) -> None:
    number = await held_case(person)
    await proposes(office, number)
    await person.reads()
    await person.presses(":no")
    async with clerk(office, MARL) as lotse:
        page = await lotse.opens(f"/console/cases/{number}/tasks")
        assert "Die Person möchte das nicht" in page.text
        await lotse.sends(f"/console/cases/{number}/departments/{YOUTH}/ask")
    assert "Darf ich das weitergeben" in await person.reads()


async def test_nobody_sees_what_is_not_theirs(office: Office, person: Person) -> None:
    number = await held_case(person)
    id_ = await agreed(person, number)
    foreign = await proposes(office, await held_case(amira(office)))
    case = f"/console/cases/{number}"
    async with clerk(office, CASTROP) as lotse:
        for path in ("tasks", "tasks/new", "board", f"tasks/{id_}/tell"):
            assert (await lotse.opens(f"{case}/{path}")).status_code == 404
        assert (await lotse.sends(f"{case}/tasks/{id_}/link")).status_code == 404
    async with clerk(office, MARL) as lotse:
        assert (await lotse.sends(f"{case}/tasks/{foreign}/link")).status_code == 404
        assert (await lotse.sends(f"{case}/tasks/nonsense/withdraw")).status_code == 404
        assert (await lotse.opens("/console/tasks")).status_code == 403
    async with clerk(office, JOBCENTER) as helper:
        assert (await helper.opens(f"/console/tasks/{id_}")).status_code == 404
        assert (await helper.sends(f"/console/tasks/{id_}", answer="accepted")).status_code == 404
        assert (await helper.opens(f"{case}/board")).status_code == 403


async def test_markup_in_a_task_is_text(office: Office, person: Person) -> None:
    number = await held_case(person)
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    await agreed(person, number, title=evil, text=evil)
    async with clerk(office, MARL) as lotse:
        for path in ("tasks", "board"):
            page = (await lotse.opens(f"/console/cases/{number}/{path}")).text
            assert "<script>alert" not in page
            assert "<img" not in page
            assert "&lt;script&gt;" in page


async def test_a_case_without_a_plan_says_so(office: Office, person: Person) -> None:
    number = await held_case(person)
    async with clerk(office, MARL) as lotse:
        page = await lotse.opens(f"/console/cases/{number}/board")
    assert page.status_code == 200


def test_the_roles_of_the_pages_are_those_of_the_desk() -> None:
    from bot.console import ROUTES

    found = {(route.method, route.path): route.roles for route in ROUTES if "task" in route.path}
    assert found["GET", "/task/{token}"] == frozenset()
    assert found["GET", "/console/tasks"] == {Role.DEPARTMENT}
    assert all(Role.DEPARTMENT not in roles for (_, path), roles in found.items() if "/cases/" in path)
