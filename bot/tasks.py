"""The nouns of a task for a department, frozen: what may become of it, what hangs on it, and who may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TaskStatus(StrEnum):
    """Where a task stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"
    WITHDRAWN = "withdrawn"


TASK_MAY_BECOME: Mapping[TaskStatus, tuple[TaskStatus, ...]] = {
    TaskStatus.PROPOSED: (TaskStatus.ACCEPTED, TaskStatus.REFUSED, TaskStatus.WITHDRAWN),
    TaskStatus.ACCEPTED: (TaskStatus.DONE, TaskStatus.REFUSED, TaskStatus.WITHDRAWN),
    TaskStatus.REFUSED: (TaskStatus.PROPOSED, TaskStatus.WITHDRAWN),
    TaskStatus.DONE: (),
    TaskStatus.WITHDRAWN: (),
}
OPEN = (TaskStatus.PROPOSED, TaskStatus.ACCEPTED)
BROKEN = (TaskStatus.REFUSED, TaskStatus.WITHDRAWN)


class ConsentStatus(StrEnum):
    """What a person said to a department's getting their tasks."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    REVOKED = "revoked"


CONSENT_MAY_BECOME: Mapping[ConsentStatus, tuple[ConsentStatus, ...]] = {
    ConsentStatus.ASKED: (ConsentStatus.GIVEN, ConsentStatus.REFUSED),
    ConsentStatus.GIVEN: (ConsentStatus.REVOKED,),
    ConsentStatus.REFUSED: (ConsentStatus.ASKED,),
    ConsentStatus.REVOKED: (ConsentStatus.ASKED,),
}


class NoticeKind(StrEnum):
    """What a member of staff is told about a task."""

    TASK_NEW = "task_new"
    TASK_REMINDED = "task_reminded"
    TASK_RETURNED = "task_returned"
    TASK_ACCEPTED = "task_accepted"
    TASK_REFUSED = "task_refused"
    TASK_DONE = "task_done"
    TASK_LATE = "task_late"
    TASK_AT_RISK = "task_at_risk"
    TASK_WITHDRAWN = "task_withdrawn"
    SHARE_GIVEN = "share_given"
    SHARE_REFUSED = "share_refused"
    SHARE_REVOKED = "share_revoked"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a Lotse asks of a department.

    `text`: what it needs to know, and no more; `step`: of the plan; `needs`: tasks that come before it; `instead_of`: a
    refused one whose place it takes.
    """

    department: str
    title: str
    text: str
    due_on: date | None = None
    step: str | None = None
    needs: tuple[int, ...] = ()
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that one department is asked to do for a case.

    `needs`: tasks that come before it; `reason`: why it was refused; `at_risk`: something before it does not go as it
    should; `reminded`: how often the department was; `returned_at`: it did not answer, the Lotse has it again.
    """

    id: int
    case: str
    citizen: str
    department: str
    city: str | None
    status: TaskStatus
    title: str
    text: str
    due_on: date | None
    changed_at: datetime
    created_at: datetime
    step: str | None = None
    needs: tuple[int, ...] = ()
    reason: str = ""
    at_risk: bool = False
    reminded: int = 0
    returned_at: datetime | None = None

    def is_late(self, today: date) -> bool:
        return self.status in OPEN and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class DepartmentConsent:
    """What a person was asked for one department in one case, and what they said."""

    id: int
    case: str
    citizen: str
    department: str
    status: ConsentStatus
    asked_at: datetime
    answered_at: datetime | None = None


def at_risk(tasks: Sequence[Task], today: date) -> frozenset[int]:
    """The open tasks that hang, however far, on one that was refused, withdrawn or is late.

    What is done is no longer in danger, and nothing behind it is for its sake.
    """
    found: set[int] = set()
    broken = {one.id for one in tasks if one.status in BROKEN or one.is_late(today)}
    while fresh := {
        one.id
        for one in tasks
        if one.status in OPEN and one.id not in found and not (broken | found).isdisjoint(one.needs)
    }:
        found |= fresh
    return frozenset(found)


def closes_circle(needs: Mapping[int, Iterable[int]]) -> bool:
    """Whether some task would wait for itself. `needs`: what comes before each."""
    left = {id_: set(before) & needs.keys() for id_, before in needs.items()}
    while ready := {id_ for id_, before in left.items() if not before}:
        left = {id_: before - ready for id_, before in left.items() if id_ not in ready}
    return bool(left)


def may_be_shown(task: Task, consent: ConsentStatus | None, *, closed: bool) -> bool:
    """Whether its department may see a task: as long as the person agrees and the matter goes on."""
    return consent is ConsentStatus.GIVEN and task.status is not TaskStatus.WITHDRAWN and not closed
