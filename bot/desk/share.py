"""Asks a person whether a department may see their tasks, and does what they answer."""

from bot.cases import Case, CaseStatus, EventKind
from bot.desk.office import Office
from bot.desk.risk import asked_again_at, tell_departments, tell_owner
from bot.desk.tell import session_of, tell
from bot.handlers import share
from bot.model import Choice, Say, Share, say
from bot.session import Session
from bot.store import Work, cases, tasks
from bot.tasks import ConsentStatus, DepartmentConsent, NoticeKind, Task, TaskStatus
from knowledge.localized import Localized


async def ask(office: Office, work: Work, case: Case, department: str) -> None:
    """Asks the person, with all that this department would get."""
    asked = await tasks.ask_person(work, case, department, share.VERSION)
    lang = (await session_of(work, case)).lang
    shown = await _shared(work, asked)
    await tell(office, work, case, share.question(asked, shown, name_of(office, department), lang))


async def pass_on(office: Office, work: Work, case: Case, task_id: int, asked: DepartmentConsent) -> None:
    """One more task for a department that the person agreed to: both are told."""
    await _begin(office, work, asked)
    name = name_of(office, asked.department)
    more = tuple(one for one in await _shared(work, asked) if one.id == task_id)
    await tell_departments(work, more, NoticeKind.TASK_NEW)
    told = say("share.more", share.take_back(asked, name), department=name, tasks=share.passed_on(more))
    await tell(office, work, case, told)


def name_of(office: Office, department: str) -> Localized | str:
    """A department's name; its id where the guide no longer knows it."""
    known = office.guide.departments.get(department)
    return known.name if known else department


async def _shared(work: Work, asked: DepartmentConsent) -> tuple[Task, ...]:
    """What a department sees, or would see, of a case."""
    return tuple(
        one
        for one in await tasks.of_case(work, asked.case)
        if one.department == asked.department and one.status is not TaskStatus.WITHDRAWN
    )


async def _begin(office: Office, work: Work, asked: DepartmentConsent) -> None:
    """From now on the department is waited for."""
    ids = [one.id for one in await _shared(work, asked)]
    await tasks.ask_department(work, ids, asked_again_at(work.now, office.task_days))


async def answered(office: Office, work: Work, session: Session, effect: Share) -> tuple[Say, ...]:
    """What the person answered, and what is said to it. Yes counts for what they saw, and for nothing else."""
    asked = await tasks.consent(work, effect.consent)
    case = await cases.get(work, asked.case) if asked and asked.citizen == session.citizen else None
    if asked is None or case is None:
        return (say("share.over"),)
    name = name_of(office, asked.department)
    if effect.answer == "no":
        return (await _refused(work, case, asked, name),)
    shown = await _shared(work, asked)
    if case.status is CaseStatus.CLOSED or not shown:
        return (say("share.over"),)
    agreed = effect.answer == "yes" and effect.shown == share.fingerprint(shown, session.lang)
    if asked.status is not ConsentStatus.GIVEN:
        if not agreed:
            return (share.question(asked, shown, name, session.lang),)
        await _agreed(office, work, case, asked)
        await tell_departments(work, shown, NoticeKind.TASK_NEW)
    return (say("share.given", share.take_back(asked, name), department=name),)


async def _agreed(office: Office, work: Work, case: Case, asked: DepartmentConsent) -> None:
    await tasks.answer(work, asked, ConsentStatus.GIVEN)
    await _begin(office, work, asked)
    await cases.record(
        work, case.number, case.citizen, EventKind.AGREED, actor="citizen", text=asked.department
    )
    await tell_owner(work, case, NoticeKind.SHARE_GIVEN)


async def _refused(work: Work, case: Case, asked: DepartmentConsent, name: Localized | str) -> Say:
    """No before anything was passed on, or no longer. Said twice, it is one."""
    given = asked.status in (ConsentStatus.GIVEN, ConsentStatus.REVOKED)
    to = ConsentStatus.REVOKED if given else ConsentStatus.REFUSED
    if asked.status in (ConsentStatus.ASKED, ConsentStatus.GIVEN):
        await tasks.answer(work, asked, to)
        await cases.record(
            work, case.number, case.citizen, EventKind.REVOKED, actor="citizen", text=asked.department
        )
        await tell_owner(work, case, NoticeKind.SHARE_REVOKED if given else NoticeKind.SHARE_REFUSED)
    return say("share.revoked" if given else "share.refused", department=name)


async def own(office: Office, work: Work, citizen: str) -> tuple[tuple[Say, Choice], ...]:
    """What a person was asked for departments, line by line, each with what can be done about it."""
    return tuple(
        share.own(one, name_of(office, one.department)) for one in await tasks.consents_of(work, citizen)
    )
