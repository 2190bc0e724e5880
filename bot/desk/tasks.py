"""What a Lotse does with the tasks of a case, and what happens when a department does not answer."""

from dataclasses import dataclass
from datetime import date

from bot.cases import Case, EventKind
from bot.clock import today
from bot.desk import link as links
from bot.desk import share
from bot.desk.lotse import handling, owned
from bot.desk.office import Office
from bot.desk.risk import asked_again_at, look_anew, tell_departments, tell_owner
from bot.desk.tell import session_of
from bot.errors import (
    CircleError,
    DayOverError,
    EmptyTextError,
    SharedError,
    TaskMovedError,
    UnknownDepartmentError,
    UnknownTaskError,
)
from bot.model import say
from bot.staff import User
from bot.store import Work, cases, notices, tasks
from bot.tasks import (
    BROKEN,
    OPEN,
    ConsentStatus,
    NoticeKind,
    Proposal,
    Task,
    TaskStatus,
    closes_circle,
)
from knowledge.localized import GERMAN

_REMINDED_AT_MOST = 1


@dataclass(frozen=True, slots=True)
class Held:
    """The tasks of a case, and what its person said to each department."""

    case: Case
    tasks: tuple[Task, ...]
    consents: dict[str, ConsentStatus]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A message to the person that is ready to be sent, in their language, and what it says in German."""

    lang: str
    text: str
    german: str


async def of_case(office: Office, name: str, number: str) -> Held:
    async with handling(office, name, number) as (work, _, case):
        return await held(work, case)


async def held(work: Work, case: Case) -> Held:
    """What departments hold of a case, for who has it open already."""
    return Held(case, await tasks.of_case(work, case.number), await tasks.consents_in(work, case.number))


async def propose(office: Office, name: str, number: str, proposal: Proposal) -> int:
    """A new task; the department gets it once the person agrees. Returns its id."""
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        known = {one.id: one for one in await tasks.of_case(work, case.number)}
        _check(office, proposal, known, today(work.now))
        id_ = await tasks.add(work, case, proposal, user)
        if proposal.instead_of is not None:
            await tasks.take_place(work, proposal.instead_of, id_)
        await _record(work, case, id_, TaskStatus.PROPOSED, user)
        await look_anew(work, case.number)
        consent = await tasks.consent_for(work, case.number, proposal.department)
        if consent and consent.status is ConsentStatus.GIVEN:
            await share.pass_on(office, work, case, id_, consent)
        elif consent is None or consent.status is ConsentStatus.ASKED:
            await share.ask(office, work, case, proposal.department)
        return id_


def _check(office: Office, proposal: Proposal, known: dict[int, Task], day: date) -> None:
    """Raises what is wrong with a proposal."""
    if proposal.department not in office.guide.departments:
        raise UnknownDepartmentError(department=proposal.department)
    if not proposal.title.strip():
        raise EmptyTextError
    _check_day(proposal.due_on, day)
    for id_ in proposal.needs:
        if id_ not in known:
            raise UnknownTaskError(task=id_)
    needs = {one.id: one.needs for one in known.values()} | {0: proposal.needs}
    if proposal.instead_of is not None:
        old = known.get(proposal.instead_of)
        if old is None or old.status not in BROKEN:
            raise UnknownTaskError(task=proposal.instead_of)
        needs = {id_: tuple(0 if one == old.id else one for one in before) for id_, before in needs.items()}
        needs[0] = proposal.needs
    if closes_circle(needs):
        raise CircleError


def _check_day(due_on: date | None, day: date) -> None:
    if due_on and due_on < day:
        raise DayOverError(day=due_on.isoformat())


async def again(office: Office, name: str, number: str, task_id: int, due_on: date | None) -> None:
    """Asks the department once more: after a refusal, a delay or silence, with a new last day."""
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        task = await _of(work, case, task_id)
        _check_day(due_on, today(work.now))
        if task.status is TaskStatus.REFUSED:
            await tasks.move(work, task, TaskStatus.PROPOSED)
        elif task.status not in OPEN:
            raise TaskMovedError(task=task_id, status=task.status)
        await tasks.set_due(work, task_id, due_on)
        await tasks.ask_department(work, (task_id,), asked_again_at(work.now, office.task_days))
        await _record(work, case, task_id, TaskStatus.PROPOSED, user)
        await tell_departments(work, (task,), NoticeKind.TASK_NEW)
        await look_anew(work, case.number)


async def withdraw(office: Office, name: str, number: str, task_id: int) -> None:
    """Takes a task back from its department."""
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        task = await _of(work, case, task_id)
        if task.status not in (*OPEN, TaskStatus.REFUSED):
            raise TaskMovedError(task=task_id, status=task.status)
        await tasks.move(work, task, TaskStatus.WITHDRAWN, reason=task.reason)
        await _record(work, case, task_id, TaskStatus.WITHDRAWN, user)
        await tell_departments(work, (task,), NoticeKind.TASK_WITHDRAWN)
        await look_anew(work, case.number)


async def ask_again(office: Office, name: str, number: str, department: str) -> None:
    """Asks the person once more, who had said no."""
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        consent = await tasks.consent_for(work, case.number, department)
        if consent is None:
            raise UnknownDepartmentError(department=department)
        if consent.status is ConsentStatus.GIVEN:
            raise SharedError
        await share.ask(office, work, case, department)


async def link(office: Office, name: str, number: str, task_id: int) -> str:
    """The token of a link by which a department without an account answers."""
    async with handling(office, name, number) as (work, user, case):
        owned(case, user)
        task = await _of(work, case, task_id)
        await _record(work, case, task.id, "link", user)
        return links.make(work.seal, task.id, work.now)


async def suggested_message(office: Office, name: str, number: str, task_id: int) -> Suggested | None:
    """What the Lotse might write to the person about a task that does not go as it should."""
    async with handling(office, name, number) as (work, _, case):
        task = await _of(work, case, task_id)
        lang = (await session_of(work, case)).lang
        department = share.name_of(office, task.department)
        if task.status is TaskStatus.REFUSED:
            said = say("task.refused", department=department, title=task.title)
        elif task.is_late(today(work.now)):
            said = say("task.late", department=department, title=task.title, day=task.due_on)
        else:
            return None
        return Suggested(lang, office.texts.plain(said, lang), office.texts.plain(said, GERMAN))


async def _of(work: Work, case: Case, task_id: int) -> Task:
    task = await tasks.get(work, task_id)
    if task is None or task.case != case.number:
        raise UnknownTaskError(task=task_id)
    return task


async def _record(work: Work, case: Case, task_id: int, what: str, user: User | None = None) -> None:
    await cases.record(work, case.number, case.citizen, EventKind.TASK, user=user, text=what, task=task_id)


async def follow_up(office: Office) -> bool:
    """The next task that nobody answered, or whose day is over. False when there is none.

    Each is taken once, however many processes look.
    """
    async with office.work() as work:
        silent = await tasks.take_silent(work)
        if silent:
            await _remind(office, work, silent)
            return True
        late = await tasks.take_late(work, today(work.now))
        if late:
            case = await cases.get(work, late.case)
            assert case, "a task hangs on its case"
            if not await notices.is_told(work, NoticeKind.TASK_LATE, late.id):
                await tell_owner(work, case, NoticeKind.TASK_LATE, late.id)
            await look_anew(work, case.number)
        return late is not None


async def _remind(office: Office, work: Work, task: Task) -> None:
    """Once the department is asked again; then the Lotse has it back, at once where nobody there has an account."""
    case = await cases.get(work, task.case)
    assert case, "a task hangs on its case"
    first = task.reminded < _REMINDED_AT_MOST
    if first and await tell_departments(work, (task,), NoticeKind.TASK_REMINDED):
        await tasks.remind_later(work, task.id, asked_again_at(work.now, office.task_days))
        await _record(work, case, task.id, "reminded")
        return
    await tasks.give_back(work, task.id)
    await tell_owner(work, case, NoticeKind.TASK_RETURNED, task.id)
    await _record(work, case, task.id, "returned")
