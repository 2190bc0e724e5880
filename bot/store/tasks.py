"""Tasks for departments, what comes before what, and whether the person agrees that a department sees theirs."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.cases import Case, CaseStatus
from bot.errors import UnreadableError
from bot.staff import User
from bot.store import people
from bot.store.work import Work
from bot.tables import case as cases
from bot.tables import citizen as citizens
from bot.tables import department_consent as consents
from bot.tables import notice as notices
from bot.tables import staff
from bot.tables import task as tasks
from bot.tables import task_need as task_needs
from bot.tasks import (
    OPEN,
    ConsentStatus,
    DepartmentConsent,
    NoticeKind,
    Proposal,
    Task,
    TaskStatus,
)


async def add(work: Work, case: Case, proposal: Proposal, user: User) -> int:
    """A new task; returns its id."""
    seal = await people.seal_of(work, case.citizen)
    values = {
        "case_number": case.number,
        "citizen": case.citizen,
        "department": proposal.department,
        "city": case.city,
        "step": proposal.step,
        "status": TaskStatus.PROPOSED,
        "due_on": proposal.due_on,
        "sealed": seal.close(_written(proposal.title, proposal.text)),
        "created_by": user.id,
        "created_at": work.now,
        "changed_at": work.now,
    }
    id_ = int((await work.run(sa.insert(tasks).values(values).returning(tasks.c.id))).scalar_one())
    if proposal.needs:
        before = [{"task": id_, "needs": one} for one in dict.fromkeys(proposal.needs)]
        await work.run(sa.insert(task_needs).values(before))
    return id_


def _written(title: str, text: str, reason: str = "") -> str:
    return json.dumps({"title": title, "text": text, "reason": reason}, ensure_ascii=False)


async def take_place(work: Work, old: int, new: int) -> None:
    """What waited for the old task waits for the new one."""
    await work.run(sa.update(task_needs).where(task_needs.c.needs == old).values(needs=new))


async def get(work: Work, id_: int) -> Task | None:
    found = await _tasks(work, await work.all(sa.select(tasks).where(tasks.c.id == id_)))
    return found[0] if found else None


async def of_case(work: Work, number: str) -> tuple[Task, ...]:
    """The tasks of a case, in the order in which they were made."""
    rows = await work.all(sa.select(tasks).where(tasks.c.case_number == number).order_by(tasks.c.id))
    return await _tasks(work, rows)


async def of_department(work: Work, department: str) -> tuple[Task, ...]:
    """What a department may see, in any city, the first last day first."""
    mine = (tasks.c.department == department, tasks.c.status != TaskStatus.WITHDRAWN)
    order = (tasks.c.due_on.is_(None), tasks.c.due_on, tasks.c.id)
    return await _tasks(work, await work.all(_shown().where(*mine).order_by(*order)))


def _shown() -> "sa.Select[Any]":
    """Tasks of open cases whose department the person agreed to."""
    agreed = sa.and_(
        consents.c.case_number == tasks.c.case_number,
        consents.c.department == tasks.c.department,
        consents.c.status == ConsentStatus.GIVEN,
    )
    going_on = sa.and_(cases.c.number == tasks.c.case_number, cases.c.status != CaseStatus.CLOSED)
    return sa.select(tasks).join(consents, agreed).join(cases, going_on)


async def _tasks(work: Work, rows: Sequence[sa.Row[Any]]) -> tuple[Task, ...]:
    ids = [row.id for row in rows]
    needs: dict[int, list[int]] = {}
    if ids:
        edges = sa.select(task_needs).where(task_needs.c.task.in_(ids)).order_by(task_needs.c.needs)
        for edge in await work.all(edges):
            needs.setdefault(edge.task, []).append(edge.needs)
    return tuple([await _task(work, row, tuple(needs.get(row.id, ()))) for row in rows])


async def _task(work: Work, row: sa.Row[Any], needs: tuple[int, ...]) -> Task:
    words = await _words(work, row)
    return Task(
        id=row.id,
        case=row.case_number,
        citizen=row.citizen,
        department=row.department,
        city=row.city,
        status=TaskStatus(row.status),
        title=words["title"],
        text=words["text"],
        due_on=row.due_on,
        changed_at=row.changed_at,
        created_at=row.created_at,
        step=row.step,
        needs=needs,
        reason=words["reason"],
        at_risk=row.at_risk,
        reminded=row.reminded,
        returned_at=row.returned_at,
    )


async def _words(work: Work, row: sa.Row[Any]) -> dict[str, str]:
    """What is written in a task; empty when it has outlived its term."""
    try:
        seal = await people.seal_of(work, row.citizen) if row.sealed else None
    except UnreadableError:
        seal = None
    found: dict[str, str] = json.loads(seal.open(row.sealed) if seal else _written("", ""))
    return found


async def move(work: Work, task: Task, to: TaskStatus, *, reason: str = "") -> bool:
    """Takes a task from where it was seen to another status; False when somebody else was faster."""
    seal = await people.seal_of(work, task.citizen)
    values = {
        "status": to,
        "sealed": seal.close(_written(task.title, task.text, reason)),
        "changed_at": work.now,
        "remind_at": None,
        "returned_at": None,
    }
    seen = (tasks.c.id == task.id, tasks.c.status == task.status)
    return (
        await work.run(sa.update(tasks).where(*seen).values(values).returning(tasks.c.id))
    ).first() is not None


async def ask_department(work: Work, ids: Iterable[int], remind_at: datetime) -> None:
    """From now on the department is waited for."""
    values = {"remind_at": remind_at, "reminded": 0, "returned_at": None}
    waiting = (tasks.c.id.in_(tuple(ids)), tasks.c.status == TaskStatus.PROPOSED)
    await work.run(sa.update(tasks).where(*waiting).values(values))


async def set_due(work: Work, id_: int, due_on: date | None) -> None:
    """A new last day; that the old one is over need no longer be known."""
    await work.run(sa.update(tasks).where(tasks.c.id == id_).values(due_on=due_on, changed_at=work.now))
    await work.run(sa.delete(notices).where(notices.c.task == id_, notices.c.kind == NoticeKind.TASK_LATE))


async def mark_at_risk(work: Work, number: str, ids: Iterable[int]) -> frozenset[int]:
    """Which tasks of a case are at risk; returns those that were not before."""
    risky = tuple(ids)
    theirs = tasks.c.case_number == number
    mended = (theirs, tasks.c.at_risk, tasks.c.id.not_in(risky))
    await work.run(sa.update(tasks).where(*mended).values(at_risk=False))
    fresh = sa.update(tasks).where(theirs, tasks.c.id.in_(risky), ~tasks.c.at_risk).values(at_risk=True)
    return frozenset(row.id for row in (await work.run(fresh.returning(tasks.c.id))).all())


async def take_silent(work: Work) -> Task | None:
    """The next task whose department has not answered, locked with its person for this transaction."""
    silent = (tasks.c.status == TaskStatus.PROPOSED, tasks.c.remind_at <= work.now)
    return await _take(work, _shown().where(*silent).order_by(tasks.c.remind_at, tasks.c.id))


async def take_late(work: Work, today: date) -> Task | None:
    """The next task whose day is over and of which somebody does not know it yet, locked with its person."""
    late = (tasks.c.status.in_(OPEN), tasks.c.due_on < today, cases.c.status != CaseStatus.CLOSED)
    later = tasks.alias()
    hanging = sa.exists().where(
        task_needs.c.needs == tasks.c.id,
        later.c.id == task_needs.c.task,
        later.c.status.in_(OPEN),
        ~later.c.at_risk,
    )
    told = sa.exists().where(notices.c.task == tasks.c.id, notices.c.kind == NoticeKind.TASK_LATE)
    somebody = sa.exists().where(staff.c.id == cases.c.owner, staff.c.active)
    unknown = sa.or_(hanging, sa.and_(~told, somebody))
    joined = sa.select(tasks).join(cases, cases.c.number == tasks.c.case_number)
    return await _take(work, joined.where(*late, unknown).order_by(tasks.c.id))


async def _take(work: Work, wanted: "sa.Select[Any]") -> Task | None:
    """Both rows are locked at once and neither is waited for: whoever changes a task locks its person first."""
    both = wanted.join(citizens, citizens.c.id == tasks.c.citizen).limit(1)
    rows = await work.all(both.with_for_update(skip_locked=True, of=[tasks, citizens]))
    found = await _tasks(work, rows)
    return found[0] if found else None


async def remind_later(work: Work, id_: int, remind_at: datetime) -> None:
    """The department was reminded once more."""
    again = {"reminded": tasks.c.reminded + 1, "remind_at": remind_at}
    await work.run(sa.update(tasks).where(tasks.c.id == id_).values(again))


async def give_back(work: Work, id_: int) -> None:
    """The Lotse has it again; the department may still answer."""
    await work.run(sa.update(tasks).where(tasks.c.id == id_).values(remind_at=None, returned_at=work.now))


async def ask_person(work: Work, case: Case, department: str, version: str) -> DepartmentConsent:
    """The person is asked for a department, perhaps again."""
    fresh = {
        "citizen": case.citizen,
        "status": ConsentStatus.ASKED,
        "version": version,
        "asked_at": work.now,
        "answered_at": None,
    }
    insert = work.insert(consents).values(case_number=case.number, department=department, **fresh)
    await work.run(insert.on_conflict_do_update(index_elements=["case_number", "department"], set_=fresh))
    found = await consent_for(work, case.number, department)
    assert found, "it was just written"
    return found


async def consent_for(work: Work, number: str, department: str) -> DepartmentConsent | None:
    one = (consents.c.case_number == number, consents.c.department == department)
    row = await work.first(sa.select(consents).where(*one))
    return _consent(row) if row else None


async def consent(work: Work, id_: int) -> DepartmentConsent | None:
    row = await work.first(sa.select(consents).where(consents.c.id == id_))
    return _consent(row) if row else None


async def consents_of(work: Work, citizen: str) -> tuple[DepartmentConsent, ...]:
    """What a person was asked for departments, oldest first."""
    rows = await work.all(sa.select(consents).where(consents.c.citizen == citizen).order_by(consents.c.id))
    return tuple(map(_consent, rows))


async def consents_in(work: Work, number: str) -> dict[str, ConsentStatus]:
    """What was said to each department of a case."""
    rows = await work.all(sa.select(consents).where(consents.c.case_number == number))
    return {row.department: ConsentStatus(row.status) for row in rows}


async def answer(work: Work, asked: DepartmentConsent, to: ConsentStatus) -> None:
    """What the person said."""
    values = {"status": to, "answered_at": work.now}
    await work.run(sa.update(consents).where(consents.c.id == asked.id).values(values))


def _consent(row: sa.Row[Any]) -> DepartmentConsent:
    return DepartmentConsent(
        id=row.id,
        case=row.case_number,
        citizen=row.citizen,
        department=row.department,
        status=ConsentStatus(row.status),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
    )
