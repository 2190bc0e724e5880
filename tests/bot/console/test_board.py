"""The board, pure: what stands on it, what is red, and that its drawing is true to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases import Case, CaseStatus, Consent, Content, PlanLine
from bot.console.board import Alarm, Board, Card, Lane, Look, State, board_of, plan_of_case
from bot.console.drawing import Box, draw
from bot.tasks import ConsentStatus, Task, TaskStatus, at_risk
from bot.texts import Texts
from knowledge.model import Guide
from knowledge.plan.model import Plan
from tests.bot.tasking import CARE, COURSE, FACTS, JOBS, YOUTH

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def a_case(**more: Any) -> Case:
    """The founding case as it was passed on."""
    content = Content(needs=("kita-platz", "weiterbildung", "ganztag"), facts=tuple(FACTS.items()))
    values: dict[str, Any] = {
        "number": "7KM-2QX-4",
        "citizen": "c",
        "city": "marl",
        "lang": "de",
        "channel": "test",
        "status": CaseStatus.CLAIMED,
        "owner": "mehmet",
        "reasons": (),
        "urgent": False,
        "opened_at": NOW,
        "waiting_since": None,
        "closed_at": None,
        "revision": "r",
        "consent": Consent("2026-11", NOW),
        "content": content,
    }
    return Case(**(values | more))


def a_task(id_: int, status: TaskStatus = TaskStatus.PROPOSED, *needs: int, **more: Any) -> Task:
    values: dict[str, Any] = {"department": YOUTH, "title": f"Aufgabe {id_}", "due_on": None} | more
    return Task(
        id=id_,
        case="7KM-2QX-4",
        citizen="c",
        city="marl",
        status=status,
        text="",
        changed_at=NOW,
        created_at=NOW,
        needs=needs,
        **values,
    )


@pytest.fixture
def look(guide: Guide, texts: Texts) -> Look:
    return Look(guide, TODAY, lambda said: texts.plain(said, "de"), "de")


def _board(look: Look, tasks: Sequence[Task] = (), **more: Any) -> Board:
    return board_of(plan_of_case(a_case(), look.guide, TODAY), tasks, look, **more)


def _card(board: Board, key: str) -> Card:
    return next(card for card in board.cards if card.key == key)


def test_the_plan_of_the_founding_case_shows_its_gap_and_what_hangs_on_it(look: Look) -> None:
    board = _board(look)
    care, course = _card(board, f"step:{CARE}"), _card(board, f"step:{COURSE}")
    assert care.alarms == (Alarm.GAP,)
    assert "sechs Monate" in care.why
    assert care.key in course.needs
    assert Alarm.AT_RISK in course.alarms
    assert course.until == date(2027, 2, 26)
    assert {lane.department for lane in board.lanes} >= {YOUTH, "schulverwaltung"}
    assert board.lane_of(care).name == "Jugendamt"


def test_a_task_stands_in_the_place_of_its_step(look: Look) -> None:
    board = _board(look, [a_task(1, TaskStatus.ACCEPTED, step=CARE)])
    assert f"step:{CARE}" not in board.numbers
    course = _card(board, f"step:{COURSE}")
    assert "task:1" in course.needs
    assert course.alarms == ()  # it was promised
    assert _card(_board(look, [a_task(1, step=CARE)]), "task:1").alarms == (Alarm.GAP,)  # it was not yet


def test_a_refusal_turns_the_rest_red_and_another_task_mends_it(look: Look) -> None:
    refused = a_task(1, TaskStatus.REFUSED, step=CARE, reason="kein Platz")
    red = _board(look, [refused])
    assert Alarm.AT_RISK in _card(red, f"step:{COURSE}").alarms
    assert _card(red, "task:1").why == "kein Platz"
    mended = _board(look, [refused, a_task(2, TaskStatus.ACCEPTED, step=CARE)])
    assert _card(mended, f"step:{COURSE}").alarms == ()
    assert "task:2" in _card(mended, f"step:{COURSE}").needs


def test_what_a_person_marked_stands_there(look: Look) -> None:
    lines = (PlanLine(CARE, ("kita-platz",), mark="done"),)
    case = a_case(content=replace(a_case().content, plan=lines))
    board = board_of(plan_of_case(case, look.guide, TODAY), (), look)
    assert _card(board, f"step:{CARE}").state is State.DONE
    assert _card(board, f"step:{COURSE}").alarms == ()


def test_days_move_on_with_the_calendar_and_not_with_the_case(look: Look) -> None:
    later = plan_of_case(a_case(), look.guide, date(2027, 3, 2))
    assert {step.id for step in later.steps if step.missed} >= {COURSE}


@pytest.mark.parametrize(
    ("consent", "state", "alarms"),
    [
        (ConsentStatus.ASKED, State.ASKED, ()),
        (ConsentStatus.GIVEN, State.PROPOSED, ()),
        (ConsentStatus.REFUSED, State.PROPOSED, (Alarm.NO_CONSENT,)),
        (ConsentStatus.REVOKED, State.PROPOSED, (Alarm.NO_CONSENT,)),
    ],
)
def test_without_the_persons_yes_it_is_said(
    consent: ConsentStatus, state: State, alarms: tuple[Alarm, ...], look: Look
) -> None:
    card = _card(board_of(Plan(), [a_task(1)], look, {YOUTH: consent}), "task:1")
    assert (card.state, card.alarms) == (state, alarms)


def test_what_went_wrong_with_a_task_is_said(look: Look) -> None:
    tasks = [
        a_task(1, due_on=TODAY - timedelta(days=1)),
        a_task(2, returned_at=NOW),
        a_task(3, TaskStatus.WITHDRAWN),
        a_task(4, TaskStatus.WITHDRAWN),
        a_task(5, TaskStatus.PROPOSED, 4, department="gone"),
    ]
    board = board_of(Plan(), tasks, look)
    assert "task:3" not in board.numbers  # nothing waits for it
    found = {card.key: card.alarms for card in board.cards}
    assert found == {
        "task:1": (Alarm.LATE,),
        "task:2": (Alarm.RETURNED,),
        "task:4": (),
        "task:5": (Alarm.AT_RISK,),
    }
    assert board.lane_of(_card(board, "task:5")).name == "gone"


@st.composite
def tasks_of_a_case(draw: st.DrawFn) -> list[Task]:
    found = []
    for id_ in range(1, draw(st.integers(1, 12)) + 1):
        before = draw(st.sets(st.integers(1, id_ - 1), max_size=3)) if id_ > 1 else set()
        due = draw(st.sampled_from([None, -2, 0, 5, 9]))
        due_on = None if due is None else TODAY + timedelta(days=due)
        office = draw(st.sampled_from([YOUTH, JOBS, "familienkasse"]))
        title = draw(st.text(max_size=60))
        status = draw(st.sampled_from(TaskStatus))
        found.append(a_task(id_, status, *sorted(before), due_on=due_on, department=office, title=title))
    return found


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@given(tasks_of_a_case())
@settings(max_examples=200, deadline=None)
def test_a_drawing_is_true_to_its_board(guide: Guide, tasks: list[Task]) -> None:
    board = board_of(Plan(), tasks, Look(guide, TODAY, str, "de"))
    marked = {card.task for card in board.cards if Alarm.AT_RISK in card.alarms}
    shown = {card.task for card in board.cards}
    assert marked == at_risk(tasks, TODAY) & shown
    drawing = draw(board, {card.key: (("title", card.title), ("state", card.state)) for card in board.cards})
    boxes = {box.card.key: box for box in drawing.boxes}
    assert set(boxes) == set(board.numbers)
    for box in drawing.boxes:
        assert 0 <= box.x <= box.x + box.width <= drawing.width
        assert all(box.y < line.y <= box.y + box.height for line in box.lines)
        assert all(boxes[key].x + box.width <= box.x for key in box.card.needs)
        row = next(row for row in drawing.rows if row.lane.department == box.card.department)
        assert row.y <= box.y <= box.y + box.height <= row.y + row.height
    assert not any(
        _overlap(one, other) for one in drawing.boxes for other in drawing.boxes if one is not other
    )
    assert len(drawing.arrows) == sum(len(card.needs) for card in board.cards)


def test_what_is_due_later_stands_farther_on() -> None:
    cards = [
        Card("a", "A", YOUTH, State.STEP, TODAY),
        Card("b", "B", JOBS, State.STEP, TODAY + timedelta(days=9)),
        Card("c", "C", YOUTH, State.STEP, TODAY + timedelta(days=9)),
    ]
    lanes = (Lane(YOUTH, "Jugendamt", (cards[0], cards[2])), Lane(JOBS, "Jobcenter", (cards[1],)))
    board = Board(lanes, {"a": 1, "b": 2, "c": 3}, {})
    places = {box.card.key: box.x for box in draw(board, dict.fromkeys("abc", (("title", "x"),))).boxes}
    assert places["a"] < places["b"] == places["c"]


def test_long_words_are_parted_with_a_hyphen_and_lose_no_letter() -> None:
    word = "Bundesausbildungsförderungsgesetzesänderung"
    card = Card("a", word, YOUTH, State.STEP, None)
    board = Board((Lane(YOUTH, "Jugendamt", (card,)),), {"a": 1}, {})
    (box,) = draw(board, {"a": (("title", word),)}).boxes
    lines = [line.text for line in box.lines]
    assert len(lines) > 1
    assert all(line.endswith("-") for line in lines[:-1])
    assert "".join(line.removesuffix("-") for line in lines) == word


def test_an_empty_board_has_no_size_of_cards(look: Look) -> None:
    board = board_of(Plan(), (), look)
    assert board.cards == ()
    assert draw(board, {}).boxes == ()
