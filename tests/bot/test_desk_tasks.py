"""Tasks between a Lotse, a department and a person, on both databases."""

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.cases import EventKind
from bot.desk import Office, department, lotse, tasks
from bot.errors import (
    CircleError,
    ClaimedError,
    DayOverError,
    DeadLinkError,
    EmptyTextError,
    NoReasonError,
    NotClaimedError,
    TaskMovedError,
    UnknownCaseError,
    UnknownDepartmentError,
    UnknownTaskError,
    UnknownUserError,
)
from bot.staff import Role
from bot.tables import department_consent, notice, staff, task, task_need
from bot.tasks import Proposal, TaskStatus
from tests.bot.scene import CASTROP, MARL, Clock, forgets, rows, stop_clock, with_case
from tests.bot.tasking import (
    JOBCENTER,
    JOBS,
    YOUTH,
    agreed,
    answers,
    day,
    events,
    held_case,
    open_offices,
    proposes,
    task_of,
    told,
)
from tests.cast import DEPARTMENT, EDITOR, OUTSIDER, Person, amira, emine, jonas

ACCEPTED, REFUSED, DONE = TaskStatus.ACCEPTED, TaskStatus.REFUSED, TaskStatus.DONE


@pytest.fixture(autouse=True)
async def _offices(office: Office) -> None:
    await open_offices(office)


@pytest.fixture
def clock(office: Office) -> Clock:
    return stop_clock(office)


@pytest.fixture
def jonas_(office: Office) -> Person:
    return jonas(office)


async def test_a_task_goes_its_way_and_everybody_hears_of_it(office: Office, jonas_: Person) -> None:
    number = await held_case(jonas_)
    id_ = await agreed(jonas_, number)
    assert await told(office, DEPARTMENT) == ["task_new"]
    await answers(office, id_, ACCEPTED)
    assert "kümmert sich dort jetzt um „Kita-Platz“" in await jonas_.reads()
    await answers(office, id_, DONE)
    assert "„Kita-Platz“ ist erledigt" in await jonas_.reads()
    assert await told(office, MARL) == ["share_given", "task_accepted", "task_done"]
    found = [
        (event.actor, event.text) for event in await events(office, number) if event.kind is EventKind.TASK
    ]
    assert found == [(MARL, "proposed"), (DEPARTMENT, "accepted"), (DEPARTMENT, "done")]


async def test_a_refusal_needs_a_reason_and_is_left_to_the_lotse_to_tell(
    office: Office, jonas_: Person
) -> None:
    number = await held_case(jonas_)
    id_ = await agreed(jonas_, number)
    with pytest.raises(NoReasonError):
        await answers(office, id_, REFUSED, reason=" ")
    assert await tasks.suggested_message(office, MARL, number, id_) is None
    await answers(office, id_, REFUSED, reason="kein Platz")
    assert await jonas_.reads() == ""
    assert (await task_of(office, number, id_)).reason == "kein Platz"
    suggested = await tasks.suggested_message(office, MARL, number, id_)
    assert suggested
    assert "geht dort leider nicht" in suggested.text == suggested.german


async def test_the_suggested_message_is_in_the_persons_language_and_in_german(
    office: Office, clock: Clock
) -> None:
    number = await held_case(emine(office))
    id_ = await proposes(office, number)
    clock.goes(days=20)
    suggested = await tasks.suggested_message(office, MARL, number, id_)
    assert suggested
    assert "Size buradan yazacağım" in suggested.text
    assert "Ich melde mich hier bei Ihnen" in suggested.german


async def test_of_two_who_answer_at_once_one_wins(office: Office, jonas_: Person) -> None:
    number = await held_case(jonas_)
    id_ = await agreed(jonas_, number)
    token = await tasks.link(office, MARL, number, id_)
    seen = TaskStatus.PROPOSED
    outcome = await asyncio.gather(
        department.answer(office, DEPARTMENT, id_, department.Answer(ACCEPTED, seen)),
        department.answer_by_link(office, token, department.Answer(REFUSED, seen, "nein")),
        return_exceptions=True,
    )
    assert [type(one) for one in outcome if one] == [TaskMovedError]
    won = (await task_of(office, number, id_)).status
    assert won is (REFUSED if outcome[0] else ACCEPTED)
    answered = [kind for kind in await told(office, MARL) if kind.startswith("task_")]
    assert answered == [f"task_{won}"]


async def test_what_hangs_on_a_refusal_is_at_risk_until_another_way_is_found(
    office: Office, jonas_: Person
) -> None:
    number = await held_case(jonas_)
    care = await agreed(jonas_, number)
    course = await agreed(jonas_, number, JOBS, title="Kurs", needs=(care,))
    exam = await agreed(jonas_, number, JOBS, title="Prüfung", needs=(course,))
    await answers(office, care, REFUSED)
    assert [(await task_of(office, number, one)).at_risk for one in (care, course, exam)] == [
        False,
        True,
        True,
    ]
    assert (await told(office, JOBCENTER)).count("task_at_risk") == 1
    assert (await told(office, MARL)).count("task_refused") == 1
    other = await agreed(jonas_, number, title="Tagespflege", instead_of=care)
    assert (await task_of(office, number, course)).needs == (other,)
    assert not any(one.at_risk for one in (await tasks.of_case(office, MARL, number)).tasks)
    await tasks.withdraw(office, MARL, number, other)
    assert (await task_of(office, number, exam)).at_risk


async def test_a_department_can_be_asked_again_after_its_refusal(office: Office, jonas_: Person) -> None:
    number = await held_case(jonas_)
    care = await agreed(jonas_, number)
    course = await agreed(jonas_, number, JOBS, title="Kurs", needs=(care,))
    await answers(office, care, REFUSED)
    await tasks.again(office, MARL, number, care, day(office, 30))
    found = await task_of(office, number, care)
    assert (found.status, found.reason, found.due_on) == (TaskStatus.PROPOSED, "", day(office, 30))
    assert not (await task_of(office, number, course)).at_risk
    await tasks.withdraw(office, MARL, number, care)
    with pytest.raises(TaskMovedError):
        await tasks.again(office, MARL, number, care, None)
    with pytest.raises(TaskMovedError):
        await tasks.withdraw(office, MARL, number, care)


async def test_what_is_wrong_with_a_proposal_is_said(office: Office, jonas_: Person) -> None:
    number = await held_case(jonas_)
    foreign = await proposes(office, await held_case(amira(office)))
    good = Proposal(YOUTH, "Kita", "")
    for wrong, error in (
        (replace(good, department="nobody"), UnknownDepartmentError),
        (replace(good, title=" "), EmptyTextError),
        (replace(good, due_on=day(office, -1)), DayOverError),
        (replace(good, needs=(foreign,)), UnknownTaskError),
        (replace(good, instead_of=foreign), UnknownTaskError),
    ):
        with pytest.raises(error):
            await tasks.propose(office, MARL, number, wrong)
    assert (await tasks.of_case(office, MARL, number)).tasks == ()


async def test_a_task_in_anothers_place_cannot_wait_for_what_waits_for_it(
    office: Office, jonas_: Person
) -> None:
    number = await held_case(jonas_)
    care = await agreed(jonas_, number)
    course = await agreed(jonas_, number, JOBS, title="Kurs", needs=(care,))
    with pytest.raises(UnknownTaskError):  # it is not refused
        await proposes(office, number, instead_of=care)
    await answers(office, care, REFUSED)
    with pytest.raises(CircleError):
        await proposes(office, number, needs=(course,), instead_of=care)


async def test_only_the_owner_makes_tasks(office: Office, jonas_: Person) -> None:
    number = await with_case(jonas_)
    with pytest.raises(NotClaimedError):
        await proposes(office, number)
    await lotse.add_user(office, "sara", Role.LOTSE, ("marl",))
    await lotse.claim(office, "sara", number)
    with pytest.raises(ClaimedError):
        await proposes(office, number)
    with pytest.raises(UnknownCaseError):
        await tasks.of_case(office, CASTROP, number)


@pytest.mark.parametrize("user", [MARL, EDITOR, OUTSIDER])
async def test_only_a_department_answers(user: str, office: Office, jonas_: Person) -> None:
    id_ = await agreed(jonas_, await held_case(jonas_))
    for doing in (
        department.list_(office, user),
        department.show(office, user, id_),
        department.answer(office, user, id_, department.Answer(ACCEPTED, TaskStatus.PROPOSED)),
    ):
        with pytest.raises(UnknownUserError):
            await doing


async def test_a_department_sees_its_own_tasks_alone(office: Office, jonas_: Person) -> None:
    number = await held_case(jonas_)
    care = await agreed(jonas_, number)
    assert [one.id for one in await department.list_(office, DEPARTMENT)] == [care]
    assert await department.list_(office, JOBCENTER) == ()
    with pytest.raises(UnknownTaskError):
        await department.show(office, JOBCENTER, care)
    readers = [event.actor for event in await events(office, number) if event.kind is EventKind.READ]
    await department.show(office, DEPARTMENT, care)
    after = [event.actor for event in await events(office, number) if event.kind is EventKind.READ]
    assert after == [*readers, DEPARTMENT]


async def test_by_link_a_department_without_an_account_answers(
    office: Office, clock: Clock, jonas_: Person
) -> None:
    number = await held_case(jonas_)
    id_ = await agreed(jonas_, number)
    token = await tasks.link(office, MARL, number, id_)
    assert (await department.by_link(office, token)).id == id_
    await department.answer_by_link(office, token, department.Answer(ACCEPTED, TaskStatus.PROPOSED))
    last = (await events(office, number))[-1]
    assert (last.actor, last.text, last.task) == ("department", "accepted", id_)
    clock.goes(days=8)
    with pytest.raises(DeadLinkError):
        await department.by_link(office, token)


async def test_a_link_dies_with_the_consent_the_task_and_the_case(office: Office, jonas_: Person) -> None:
    number = await held_case(jonas_)
    first, second = await agreed(jonas_, number), await agreed(jonas_, number, JOBS, title="Kurs")
    links = [await tasks.link(office, MARL, number, one) for one in (first, second)]
    await tasks.withdraw(office, MARL, number, first)
    with pytest.raises(DeadLinkError) as withdrawn:
        await department.by_link(office, links[0])
    await lotse.close(office, MARL, number)
    with pytest.raises(DeadLinkError) as closed:
        await department.answer_by_link(office, links[1], department.Answer(ACCEPTED, TaskStatus.PROPOSED))
    with pytest.raises(DeadLinkError) as forged:
        await department.by_link(office, links[1].replace("-", "-1", 1))
    assert {str(error.value) for error in (withdrawn, closed, forged)} == {str(DeadLinkError())}


async def test_a_department_that_is_silent_is_reminded_and_then_the_lotse_has_it_back(
    office: Office, clock: Clock, jonas_: Person
) -> None:
    number = await held_case(jonas_)
    id_ = await agreed(jonas_, number, due_on=None)
    clock.goes(days=2)
    assert not await tasks.follow_up(office)
    clock.goes(days=1)  # Thursday; three working days after Monday
    done = await asyncio.gather(*(tasks.follow_up(office) for _ in range(5)))
    assert done.count(True) == 1
    assert (await told(office, DEPARTMENT)).count("task_reminded") == 1
    clock.goes(days=5)
    done = await asyncio.gather(*(tasks.follow_up(office) for _ in range(5)))
    assert done.count(True) == 1
    assert (await told(office, MARL)).count("task_returned") == 1
    assert (await task_of(office, number, id_)).returned_at == clock.now
    clock.goes(days=30)
    assert not await tasks.follow_up(office)
    await answers(office, id_, ACCEPTED)  # late is better than never
    assert (await task_of(office, number, id_)).returned_at is None


async def test_a_department_without_an_account_cannot_be_reminded_so_the_lotse_has_it_back(
    office: Office, clock: Clock, jonas_: Person
) -> None:
    number = await held_case(jonas_)
    id_ = await agreed(jonas_, number, "familienkasse", due_on=None)
    clock.goes(days=3)
    assert await tasks.follow_up(office)
    assert (await task_of(office, number, id_)).returned_at == clock.now
    assert (await told(office, MARL))[-1] == "task_returned"


async def test_who_accepted_is_not_reminded(office: Office, clock: Clock, jonas_: Person) -> None:
    id_ = await agreed(jonas_, await held_case(jonas_), due_on=None)
    await answers(office, id_, ACCEPTED)
    clock.goes(days=30)
    assert not await tasks.follow_up(office)


async def test_of_a_delay_each_holder_hears_once(office: Office, clock: Clock, jonas_: Person) -> None:
    number = await held_case(jonas_)
    care = await agreed(jonas_, number, due_on=day(office, 1))
    course = await agreed(jonas_, number, JOBS, title="Kurs", needs=(care,), due_on=None)
    for id_, user in ((care, DEPARTMENT), (course, JOBCENTER)):
        await answers(office, id_, ACCEPTED, user=user)
    clock.goes(days=2)
    done = await asyncio.gather(*(tasks.follow_up(office) for _ in range(5)))
    assert done.count(True) >= 1
    assert not await tasks.follow_up(office)
    assert (await told(office, MARL)).count("task_late") == 1
    assert (await told(office, JOBCENTER)).count("task_at_risk") == 1
    assert (await task_of(office, number, course)).at_risk
    await tasks.again(office, MARL, number, care, day(office, 3))
    assert not (await task_of(office, number, course)).at_risk
    clock.goes(days=4)
    assert await tasks.follow_up(office)
    assert (await told(office, JOBCENTER)).count("task_at_risk") == 2


async def test_a_closed_case_takes_its_tasks_back_and_tells_who_held_them(
    office: Office, jonas_: Person
) -> None:
    number = await held_case(jonas_)
    done, held = await agreed(jonas_, number), await agreed(jonas_, number, JOBS, title="Kurs")
    await answers(office, done, ACCEPTED)
    await answers(office, done, DONE)
    await lotse.close(office, MARL, number)
    found = [one.status for one in (await tasks.of_case(office, MARL, number)).tasks]
    assert found == [DONE, TaskStatus.WITHDRAWN]
    assert "task_withdrawn" in await told(office, JOBCENTER)
    assert "task_withdrawn" not in await told(office, DEPARTMENT)
    with pytest.raises(UnknownTaskError):
        await department.show(office, JOBCENTER, held)


async def test_who_ends_the_talk_takes_the_tasks_back(office: Office, jonas_: Person) -> None:
    number = await held_case(jonas_)
    await agreed(jonas_, number)
    await jonas_.says("/stop")
    assert [one.status for one in (await tasks.of_case(office, MARL, number)).tasks] == [TaskStatus.WITHDRAWN]
    assert await department.list_(office, DEPARTMENT) == ()


async def test_of_a_forgotten_person_no_task_is_left(office: Office, jonas_: Person) -> None:
    number = await held_case(jonas_)
    id_ = await agreed(jonas_, number)
    token = await tasks.link(office, MARL, number, id_)
    await forgets(jonas_)
    for table in (task, task_need, department_consent):
        assert await rows(office, table) == []
    assert await rows(office, notice) == []
    with pytest.raises(DeadLinkError):
        await department.by_link(office, token)


async def test_while_the_owner_is_away_their_deputy_is_told(office: Office, clock: Clock) -> None:
    person = jonas(office)
    number = await held_case(person)
    await lotse.add_user(office, "sara", Role.LOTSE, ("marl",))
    (deputy,) = await rows(office, staff, staff.c.name == "sara")
    async with office.work() as work:
        away = {"away_until": clock.now.replace(year=2027), "deputy": deputy["id"]}
        await work.run(sa.update(staff).where(staff.c.name == MARL).values(away))
    await agreed(person, number)
    assert (await told(office, MARL), await told(office, "sara")) == ([], ["share_given"])
