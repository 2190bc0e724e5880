"""What one task means for the others of its case, and who is told: each holder once."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from bot.cases import Case, EventKind
from bot.clock import BERLIN, today
from bot.staff import Role, User
from bot.store import Work, cases, notices, staff, tasks
from bot.tasks import OPEN, ConsentStatus, NoticeKind, Task, TaskStatus, at_risk
from knowledge.workdays import ahead

_MORNING = time(9)


async def look_anew(work: Work, number: str) -> None:
    """Which tasks of a case are at risk now. Departments that hold one that was not before are told, each once."""
    theirs = await tasks.of_case(work, number)
    fresh = await tasks.mark_at_risk(work, number, at_risk(theirs, today(work.now)))
    for one in theirs:
        if one.id in fresh:
            await cases.record(work, number, one.citizen, EventKind.TASK, text="at_risk", task=one.id)
    await tell_departments(work, (one for one in theirs if one.id in fresh), NoticeKind.TASK_AT_RISK)


async def tell_departments(work: Work, about: Iterable[Task], kind: NoticeKind) -> int:
    """Everybody of the departments that hold these tasks and may see them, each once; how many they are."""
    told: set[int] = set()
    everybody = await staff.all_(work)
    for task in about:
        consent = await tasks.consent_for(work, task.case, task.department)
        if consent and consent.status is ConsentStatus.GIVEN:
            holders = {user.id for user in everybody if holds(user, task)} - told
            await notices.tell(work, holders, kind, task.case, task.id)
            told |= holders
    return len(told)


def holds(user: User, task: Task) -> bool:
    """Whether a task is this user's department's, in one of their cities."""
    return user.role is Role.DEPARTMENT and user.department == task.department and user.may_see(task.city)


async def tell_owner(work: Work, case: Case, kind: NoticeKind, task: int | None = None) -> None:
    """Whoever holds the case; while they are away, their deputy."""
    owner = await staff.find(work, case.owner) if case.owner else None
    if owner and owner.is_away(work.now) and owner.deputy:
        owner = await staff.find(work, owner.deputy) or owner
    await notices.tell(work, (owner.id,) if owner else (), kind, case.number, task)


async def withdraw_all(work: Work, case: Case, user: User | None = None) -> None:
    """A case ends: what departments still hold of it is taken back, and they are told."""
    held = [one for one in await tasks.of_case(work, case.number) if one.status in OPEN]
    for task in held:
        await tasks.move(work, task, TaskStatus.WITHDRAWN)
        await cases.record(
            work,
            case.number,
            case.citizen,
            EventKind.TASK,
            user=user,
            text=TaskStatus.WITHDRAWN,
            task=task.id,
        )
    await tell_departments(work, held, NoticeKind.TASK_WITHDRAWN)


def asked_again_at(now: datetime, days: int) -> datetime:
    """In the morning, so many working days on."""
    return datetime.combine(ahead(today(now), days), _MORNING, BERLIN).astimezone(UTC)
