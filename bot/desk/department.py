"""What a department does with its tasks: in its own list, or by a signed link that shows one task alone."""

from dataclasses import dataclass

from bot.cases import Case, CaseStatus, EventKind
from bot.desk import link, share
from bot.desk.office import Office
from bot.desk.risk import holds, look_anew, tell_owner
from bot.desk.tell import tell
from bot.errors import DeadLinkError, NoReasonError, TaskMovedError, UnknownTaskError, UnknownUserError
from bot.model import say
from bot.staff import Role, User
from bot.store import Work, cases, people, staff, tasks
from bot.tasks import TASK_MAY_BECOME, NoticeKind, Task, TaskStatus, may_be_shown


@dataclass(frozen=True, slots=True)
class Answer:
    """What a department answers to a task as it `seen` it stand."""

    to: TaskStatus
    seen: TaskStatus
    reason: str = ""


ANSWERS = (TaskStatus.ACCEPTED, TaskStatus.REFUSED, TaskStatus.DONE)
_TOLD = {
    TaskStatus.ACCEPTED: NoticeKind.TASK_ACCEPTED,
    TaskStatus.REFUSED: NoticeKind.TASK_REFUSED,
    TaskStatus.DONE: NoticeKind.TASK_DONE,
}
# A refusal is for the Lotse to tell.
_SAID = {TaskStatus.ACCEPTED: "task.accepted", TaskStatus.DONE: "task.done"}


async def list_(office: Office, name: str) -> tuple[Task, ...]:
    """The department's tasks in the user's cities, the first last day first."""
    async with office.work() as work:
        user = await _user(work, name)
        return tuple(
            one for one in await tasks.of_department(work, user.department or "") if holds(user, one)
        )


async def show(office: Office, name: str, task_id: int) -> Task:
    """One task; that it was read is recorded."""
    async with office.work() as work:
        user = await _user(work, name)
        task, case = await _held(work, user, task_id)
        await _read(work, case, task, user)
        return task


async def answer(office: Office, name: str, task_id: int, given: Answer) -> None:
    """The department answers; of two who do so at once, one wins."""
    async with office.work() as work:
        user = await _user(work, name)
        _, case = await _held(work, user, task_id)
        await people.lock(work, case.citizen)
        task, case = await _held(work, user, task_id)
        await _answer(office, work, case, task, given, user)


async def by_link(office: Office, token: str) -> Task:
    """The task of a link. Raises DeadLinkError alike for all that lead nowhere."""
    async with office.work() as work:
        task, case = await _linked(work, token)
        await _read(work, case, task)
        return task


async def answer_by_link(office: Office, token: str, given: Answer) -> None:
    async with office.work() as work:
        _, case = await _linked(work, token)
        await people.lock(work, case.citizen)
        task, case = await _linked(work, token)
        await _answer(office, work, case, task, given)


async def _user(work: Work, name: str) -> User:
    user = await staff.find(work, name)
    if user is None or user.role is not Role.DEPARTMENT:
        raise UnknownUserError(name=name)
    return user


async def _held(work: Work, user: User, task_id: int) -> tuple[Task, Case]:
    found = await _shown(work, task_id)
    if found is None or not holds(user, found[0]):
        raise UnknownTaskError(task=task_id)
    return found


async def _linked(work: Work, token: str) -> tuple[Task, Case]:
    task_id = link.read(work.seal, token, work.now)
    found = await _shown(work, task_id) if task_id is not None else None
    if found is None:
        raise DeadLinkError
    return found


async def _shown(work: Work, task_id: int) -> tuple[Task, Case] | None:
    """A task and its case, where the department may see it."""
    task = await tasks.get(work, task_id)
    case = await cases.get(work, task.case) if task else None
    if task is None or case is None:
        return None
    consent = await tasks.consent_for(work, task.case, task.department)
    closed = case.status is CaseStatus.CLOSED
    return (task, case) if may_be_shown(task, consent.status if consent else None, closed=closed) else None


async def _read(work: Work, case: Case, task: Task, user: User | None = None) -> None:
    await cases.record(
        work, case.number, case.citizen, EventKind.READ, actor="department", user=user, task=task.id
    )


async def _answer(
    office: Office, work: Work, case: Case, task: Task, given: Answer, user: User | None = None
) -> None:
    """The Lotse is told, and the person what is good news; what hangs on the task is looked at anew."""
    possible = given.to in ANSWERS and given.to in TASK_MAY_BECOME[task.status]
    if task.status is not given.seen or not possible:
        raise TaskMovedError(task=task.id, status=task.status)
    reason = given.reason.strip() if given.to is TaskStatus.REFUSED else ""
    if given.to is TaskStatus.REFUSED and not reason:
        raise NoReasonError
    if not await tasks.move(work, task, given.to, reason=reason):
        raise TaskMovedError(task=task.id, status=task.status)
    await cases.record(
        work,
        case.number,
        case.citizen,
        EventKind.TASK,
        actor="department",
        user=user,
        text="\n".join(filter(None, (given.to, reason))),
        task=task.id,
    )
    await tell_owner(work, case, _TOLD[given.to], task.id)
    await look_anew(work, case.number)
    if said := _SAID.get(given.to):
        name = share.name_of(office, task.department)
        await tell(office, work, case, say(said, department=name, title=task.title))
