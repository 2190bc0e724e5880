"""When somebody is reminded of what: pure, without a database or a clock of its own."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import BERLIN
from bot.handlers.matter import marked
from bot.handlers.reminders import AHEAD, ahead, anew, asked_again, followed, is_humane, still_holds, wanted
from bot.reminder import Reminder, ReminderKind
from bot.session import Session
from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.workdays import is_rest_day, is_working_day
from tests.bot.reminding import at, planning, told, with_days
from tests.bot.scene import START

DAYS = with_days()
EARLY = at(2026, 11, 2, 9)


def _due(session: Session, now: datetime = EARLY) -> list[tuple[str, datetime]]:
    return [(one.kind.value, one.due_at) for one in ahead(session, DAYS, now)]


def test_a_step_is_said_a_week_before_and_on_the_working_day_before_and_asked_after() -> None:
    letter = planning("wohngeld", letter_date="2026-11-02")
    assert _due(letter) == [
        ("step", at(2026, 11, 25)),
        ("step", at(2026, 12, 1)),
        ("follow_up", at(2026, 12, 3, 17)),
    ]
    assert {one.day for one in ahead(letter, DAYS, EARLY)} == {date(2026, 12, 2)}


def test_what_is_over_is_not_made_up_for() -> None:
    letter = planning("wohngeld", letter_date="2026-11-02")
    assert _due(letter, at(2026, 11, 25)) == [
        ("step", at(2026, 12, 1)),
        ("follow_up", at(2026, 12, 3, 17)),
    ]


def test_the_hour_is_the_one_on_the_wall_in_summer_and_winter() -> None:
    """The day before is Easter Monday, and summer time begins between the last reminder and the question."""
    found = ahead(planning("wohngeld", letter_date="2027-02-28"), DAYS, at(2027, 3, 1))
    assert [one.due_at.astimezone(BERLIN).hour for one in found] == [10, 10, 17]
    assert [one.due_at.utcoffset() for one in found] == [timedelta(hours=hours) for hours in (1, 1, 2)]
    assert [one.due_at.date() for one in found] == [date(2027, 3, 23), date(2027, 3, 25), date(2027, 3, 31)]


def test_a_holiday_is_left_alone() -> None:
    new_year = planning("wohngeld", letter_date="2026-12-08")
    assert _due(new_year)[0] == ("step", at(2026, 12, 31))
    christmas = planning("wohngeld", letter_date="2026-11-24")
    assert _due(christmas)[-1] == ("follow_up", at(2026, 12, 28, 17))
    saturday = planning("wohngeld", letter_date="2026-11-04")
    assert _due(saturday)[-1] == ("follow_up", at(2026, 12, 5, 17))


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.data()
)
def test_whatever_is_told_nobody_is_written_to_at_night_on_a_sunday_or_a_holiday(
    letter: date, end: date, data: st.DataObject
) -> None:
    children = [data.draw(st.sampled_from([0, 2, 6, "2024-05", "2020-12", "2021-03"]))]
    session = planning(
        "wohngeld",
        "kindergeld",
        "kita",
        letter_date=letter.isoformat(),
        approval_ends=end.isoformat(),
        children=children,
    )
    for one in wanted(session, DAYS, START.date()):
        here = one.due_at.astimezone(BERLIN)
        assert is_humane(one.due_at)
        assert (here.hour, here.minute) in ((10, 0), (17, 0))
        assert not is_rest_day(here.date())
        if one.kind is ReminderKind.STEP:
            assert here.date() < one.day
        if one.kind is ReminderKind.FOLLOW_UP:
            assert here.date() > one.day


@pytest.mark.parametrize("mark", Mark)
def test_of_a_step_that_is_done_or_refused_nothing_is_said(mark: Mark) -> None:
    session = planning("wohngeld", letter_date="2026-11-02")
    assert _due(marked(session, "wohngeld", mark)) == []
    (first, *_) = ahead(session, DAYS, EARLY)
    assert still_holds(first, session, DAYS, first.due_at)
    assert not still_holds(first, marked(session, "wohngeld", mark), DAYS, first.due_at)


def test_who_wants_none_gets_none() -> None:
    assert _due(planning("wohngeld", on=False, letter_date="2026-11-02")) == []
    assert _due(planning("wohngeld", letter_date="2026-11-02").without_matter()) == []


def test_a_step_that_is_gone_is_not_said() -> None:
    session = planning("wohngeld", letter_date="2026-11-02")
    (first, *_) = ahead(session, DAYS, EARLY)
    assert not still_holds(first, replace(session, needs=("kindergeld",)), DAYS, first.due_at)


def test_a_step_that_moved_is_planned_anew() -> None:
    session = planning("wohngeld", letter_date="2026-11-02")
    before = ahead(session, DAYS, EARLY)
    moved = replace(session, facts=told(letter_date="2026-11-09"))
    over, new = anew(before, moved, DAYS, EARLY)
    assert over == before
    assert {one.day for one in new} == {date(2026, 12, 9)}
    assert not any(still_holds(one, moved, DAYS, one.due_at) for one in before)


def test_what_still_holds_is_left_as_it_is() -> None:
    session = planning("wohngeld", "kindergeld", letter_date="2026-11-02")
    before = ahead(session, DAYS, EARLY)
    assert anew(before, session, DAYS, at(2026, 11, 20)) == ((), ())
    assert anew((), session, DAYS, EARLY) == ((), before)


def test_a_last_day_that_is_counted_from_every_new_day_stays_the_one_that_was_told() -> None:
    session = planning("kita")
    planned = ahead(session, DAYS, EARLY)
    (asks,) = (one for one in planned if one.kind is ReminderKind.FOLLOW_UP)
    assert (asks.day, asks.due_at) == (date(2026, 11, 5), at(2026, 11, 6, 17))
    assert still_holds(asks, session, DAYS, asks.due_at)
    assert anew(planned, session, DAYS, at(2026, 11, 4, 9)) == ((), ())


def test_a_reminder_of_a_day_that_is_over_is_not_sent_late_but_the_question_is() -> None:
    session = planning("wohngeld", letter_date="2026-11-02")
    last, asks = ahead(session, DAYS, EARLY)[1:]
    assert still_holds(last, session, DAYS, at(2026, 12, 2))
    assert not still_holds(last, session, DAYS, at(2026, 12, 3))
    assert still_holds(asks, session, DAYS, at(2026, 12, 10))
    assert not still_holds(asks, session, DAYS, at(2026, 12, 20))


def test_an_approval_is_said_two_months_and_two_weeks_before_its_end() -> None:
    session = planning("wohngeld", approval_ends="2027-03-31")
    assert _due(session) == [("renewal", at(2027, 1, 29)), ("renewal", at(2027, 3, 17))]
    month = planning("wohngeld", approval_ends="2027-03")
    assert {one.day for one in ahead(month, DAYS, EARLY)} == {date(2027, 3, 1)}
    renewed = marked(planning("wohngeld", "kindergeld", approval_ends="2027-03-31"), "kindergeld", Mark.DONE)
    assert _due(renewed) == []


def test_a_birth_month_is_known_four_weeks_before() -> None:
    (three,) = ahead(planning(children=["2024-05"]), DAYS, EARLY)
    assert (three.kind, three.about, three.exact) == (ReminderKind.BIRTHDAY, "drei", True)
    assert (three.day, three.due_at) == (date(2027, 5, 1), at(2027, 4, 3))


def test_with_an_age_alone_it_is_a_month_after_the_earliest_day() -> None:
    (three,) = ahead(planning(children=[2]), DAYS, EARLY)
    assert (three.about, three.exact, three.due_at) == ("drei", False, at(2026, 12, 3))
    assert [one.about for one in ahead(planning(children=[6, 6]), DAYS, EARLY)] == ["sieben"]
    assert ahead(planning(children=[3, 7, 24]), DAYS, EARLY) == ()
    later_on = [one.due_at for one in wanted(planning(children=[5]), DAYS, START.date())]
    assert later_on == [at(2027, 12, 3)]


@pytest.mark.parametrize("value", [["2024-13"], ["x"], "5", [True], None, []])
def test_what_no_fact_can_be_reminds_of_nothing(value: object) -> None:
    assert _due(planning(children=value)) == []
    assert _due(planning(approval_ends=value)) == []


def test_nothing_is_planned_further_ahead_than_it_is_told() -> None:
    assert ahead(planning(approval_ends="2029-03-31", children=[5, "2024-05"]), DAYS, EARLY)[-1].due_at <= (
        EARLY + AHEAD
    )


def _asked(session: Session) -> Reminder:
    (asks,) = (one for one in ahead(session, DAYS, EARLY) if one.kind is ReminderKind.FOLLOW_UP)
    return asks


def test_not_yet_is_asked_again_after_three_days_and_twice_at_most() -> None:
    session = planning("wohngeld", letter_date="2026-11-02")
    days = []
    asks: Reminder | None = _asked(session)
    while asks:
        days.append(asks.due_at)
        assert still_holds(asks, session, DAYS, asks.due_at)
        session = followed(session, asks)
        assert not still_holds(asks, session, DAYS, asks.due_at)
        session, _ = asked_again(session, "wohngeld", asks.due_at.date())
        asks = next(
            (one for one in ahead(session, DAYS, days[-1]) if one.kind is ReminderKind.FOLLOW_UP), None
        )
        assert len(days) < 5
    assert days == [at(2026, 12, 3, 17), at(2026, 12, 7, 17), at(2026, 12, 10, 17)]
    assert asked_again(session, "wohngeld", date(2026, 12, 10)) == (session, None)


def test_a_question_without_an_answer_is_not_put_again() -> None:
    session = planning("wohngeld", letter_date="2026-11-02")
    session = followed(session, _asked(session))
    assert [kind for kind, _ in _due(session)] == ["step", "step"]
    later_letter = replace(session, facts=told(letter_date="2027-01-04"))
    assert _due(later_letter)[-1] == ("follow_up", at(2027, 2, 5, 17))


def test_not_yet_to_a_question_that_was_never_put_plans_nothing() -> None:
    session = planning("wohngeld", letter_date="2026-11-02")
    assert asked_again(session, "wohngeld", START.date()) == (session, None)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (at(2026, 11, 25, 7, 59), False),
        (at(2026, 11, 25, 8), True),
        (at(2026, 11, 25, 19, 59), True),
        (at(2026, 11, 25, 20), False),
        (at(2026, 11, 22, 12), False),
        (at(2026, 12, 25, 12), False),
        (at(2026, 11, 28, 12), True),
    ],
)
def test_nobody_is_written_to_at_night_or_on_a_day_of_rest(now: datetime, may: bool) -> None:
    assert is_humane(now) is may


def test_the_real_guide_has_a_birthday_for_each_age_that_counts(guide: Guide) -> None:
    ages = [birthday.age for birthday in guide.birthdays.values()]
    assert ages == [1, 3, 6, 7, 12, 14, 15, 16, 18, 25]
    assert all(one.laws and one.services for one in guide.birthdays.values())


def test_a_day_of_rest_is_no_working_day() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert all(not is_working_day(day) for day in days if is_rest_day(day))
