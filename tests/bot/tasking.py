"""Scenes with tasks: a Lotse in Marl who holds a case, a department that is asked, and who was told what."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.cases import Event
from bot.clock import today
from bot.desk import Office, department, lotse, tasks
from bot.session import ToldFact
from bot.staff import Role
from bot.store import cases, people
from bot.tables import notice, staff
from bot.tasks import NoticeKind, Proposal, Task, TaskStatus
from tests.bot.scene import MARL, asks_for_a_lotse, lives_in, rows, session_of, with_case
from tests.cast import DEPARTMENT, Person, hire

YOUTH, JOBS = "jugendamt", "jobcenter"
JOBCENTER = "jobcenter-marl"


async def open_offices(office: Office) -> None:
    """The Lotsen, and two departments of Marl."""
    await hire(office)
    await lotse.add_user(office, JOBCENTER, Role.DEPARTMENT, ("marl",), JOBS)


async def held_case(person: Person) -> str:
    """A case in Marl that its Lotse holds."""
    number = await with_case(person)
    await lotse.claim(person.office, MARL, number)
    await person.reads()
    return number


def day(office: Office, days: int) -> date:
    return today(office.clock()) + timedelta(days=days)


async def proposes(
    office: Office, number: str, department_: str = YOUTH, title: str = "Kita-Platz", **more: Any
) -> int:
    given: dict[str, Any] = {"text": "Ein Platz ab März, ganztags", "due_on": day(office, 14)} | more
    return await tasks.propose(office, MARL, number, Proposal(department_, title, **given))


async def agreed(person: Person, number: str, department_: str = YOUTH, **more: Any) -> int:
    """A task that the person agreed to; returns its id."""
    id_ = await proposes(person.office, number, department_, **more)
    await person.reads()
    if any(":yes" in offer.data for offer in person.messages[-1].offers):
        await person.presses(":yes")
    return id_


async def task_of(office: Office, number: str, id_: int) -> Task:
    held = await tasks.of_case(office, MARL, number)
    return next(one for one in held.tasks if one.id == id_)


async def answers(
    office: Office, id_: int, to: TaskStatus, *, user: str = DEPARTMENT, reason: str = "kein Platz"
) -> None:
    """A department answers to what it sees."""
    seen = (await department.show(office, user, id_)).status
    await department.answer(office, user, id_, department.Answer(to, seen, reason))


async def told(office: Office, name: str) -> list[str]:
    """What a member of staff was told of tasks, oldest first."""
    (found,) = await rows(office, staff, staff.c.name == name)
    theirs = await rows(office, notice, notice.c.staff == found["id"])
    return [row["kind"] for row in theirs if row["kind"] in set(NoticeKind)]


async def events(office: Office, number: str) -> list[Event]:
    async with office.work() as work:
        case = await cases.get(work, number)
        assert case
        return list(await cases.history(work, case))


FACTS = {
    "single_parent": True,
    "children": [2, 7],
    "course_start": "2027-03-01",
    "childcare": "none",
    "course_hours": "full",
    "income": ["sgb2"],
}
CARE, COURSE = "kita-platz+kindertagespflege:1", "weiterbildung"


async def founding_case(person: Person, city: str = "marl") -> str:
    """Alone, children of two and seven, a retraining from 1 March, nobody for the children; a Lotse holds it."""
    office = person.office
    await lives_in(person, city)
    session = await session_of(person)
    on = day(office, 0).isoformat()
    told_ = tuple(ToldFact(id_, value, on) for id_, value in FACTS.items())
    needs = ("kita-platz", "weiterbildung", "ganztag")
    async with office.work() as work:
        matter = replace(session, needs=needs, facts=told_, planned=True)
        await people.save_session(work, matter, office.guide.revision)
    number = await asks_for_a_lotse(person)
    await lotse.claim(office, MARL, number)
    await person.reads()
    return number
