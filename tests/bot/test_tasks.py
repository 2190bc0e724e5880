"""Tasks, pure: what is at risk in any graph, what closes a circle, who may see one, what a link's token is worth."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk import link
from bot.seal import Seal
from bot.tasks import (
    BROKEN,
    CONSENT_MAY_BECOME,
    OPEN,
    TASK_MAY_BECOME,
    ConsentStatus,
    Task,
    TaskStatus,
    at_risk,
    closes_circle,
    may_be_shown,
)
from knowledge.workdays import ahead

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SEAL = Seal(b"a key for tests, 32 bytes long!!")


def a_task(id_: int, status: TaskStatus = TaskStatus.PROPOSED, *needs: int, due: int | None = None) -> Task:
    due_on = None if due is None else TODAY + timedelta(days=due)
    return Task(id_, "7KM-2QX-4", "c", "jugendamt", "marl", status, "t", "", due_on, NOW, NOW, needs=needs)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Task, ...]:
    """Tasks of a case, each behind some of those before it."""
    count = draw(st.integers(1, 12))
    found = []
    for id_ in range(count):
        before = draw(st.sets(st.integers(0, id_ - 1), max_size=3)) if id_ else set()
        due = draw(st.sampled_from([None, -2, 0, 5]))
        found.append(a_task(id_, draw(st.sampled_from(TaskStatus)), *sorted(before), due=due))
    return tuple(draw(st.permutations(found)))


def _hangs(task: Task, by_id: dict[int, Task]) -> bool:
    """The same, said by going back along every way."""
    for before in (by_id[one] for one in task.needs):
        if before.status in BROKEN or before.is_late(TODAY):
            return True
        if before.status in OPEN and _hangs(before, by_id):
            return True
    return False


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_at_risk_is_what_hangs_on_something_broken_and_nothing_else(tasks: tuple[Task, ...]) -> None:
    by_id = {one.id: one for one in tasks}
    expected = {one.id for one in tasks if one.status in OPEN and _hangs(one, by_id)}
    assert at_risk(tasks, TODAY) == expected


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_when_everything_is_mended_nothing_is_at_risk(tasks: tuple[Task, ...]) -> None:
    mended = [replace(one, status=TaskStatus.ACCEPTED, due_on=None) for one in tasks]
    assert at_risk(mended, TODAY) == frozenset()


@given(graphs(), st.integers(0, 11), st.integers(0, 11))
@settings(max_examples=200, deadline=None)
def test_a_circle_is_found_wherever_one_edge_closes_it(tasks: tuple[Task, ...], one: int, other: int) -> None:
    needs = {task.id: set(task.needs) for task in tasks}
    assert not closes_circle(needs)
    first, second = sorted((one % len(tasks), other % len(tasks)))
    if first != second:
        needs[second].add(first)
        assert not closes_circle(needs)
    needs[first].add(second)
    assert closes_circle(needs)


@pytest.mark.parametrize(
    ("table", "enum"), [(TASK_MAY_BECOME, TaskStatus), (CONSENT_MAY_BECOME, ConsentStatus)]
)
def test_a_table_knows_every_status(table: dict[str, tuple[str, ...]], enum: type[StrEnum]) -> None:
    assert set(table) == set(enum)


@pytest.mark.parametrize("consent", [None, *ConsentStatus])
@pytest.mark.parametrize("status", TaskStatus)
def test_only_with_consent_a_task_is_shown(consent: ConsentStatus | None, status: TaskStatus) -> None:
    shown = consent is ConsentStatus.GIVEN and status is not TaskStatus.WITHDRAWN
    assert may_be_shown(a_task(1, status), consent, closed=False) is shown
    assert not may_be_shown(a_task(1, status), consent, closed=True)


def test_a_link_leads_to_its_task_for_eight_days() -> None:
    token = link.make(SEAL, 17, NOW)
    assert link.read(SEAL, token, NOW + timedelta(days=8, seconds=-1)) == 17
    assert link.read(SEAL, token, NOW + timedelta(days=8)) is None


def test_a_link_is_not_forged() -> None:
    token = link.make(SEAL, 17, NOW)
    task, until, signature = token.split("-", 2)
    forged = [
        f"18-{until}-{signature}",
        f"{task}-{int(until) + 1}-{signature}",
        f"{task}-{until}-{signature[:-1]}",
        f"{task}-{until}-{signature[::-1]}",
        f"{task}-{until}-",
        f"{task}-{until}",
        f"{task}-{until}-ü",
        "",
        "-",
        "--",
        "a" * 5000,
        link.make(Seal(b"another key for tests, 32 bytes!"), 17, NOW),
    ]
    assert [link.read(SEAL, one, NOW) for one in forged] == [None] * len(forged)


@given(st.text(max_size=90))
def test_no_text_is_a_link(text: str) -> None:
    assert link.read(SEAL, text, NOW) is None


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 25), 3, date(2026, 11, 30)),  # over a weekend
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # over Christmas and the weekend
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # from a Saturday
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
    ],
)
def test_working_days_are_counted(day: date, count: int, expected: date) -> None:
    assert ahead(day, count) == expected
