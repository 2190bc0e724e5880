"""Working days of North Rhine-Westphalia, and months as the law counts them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.workdays import Span, back, earlier, forward, is_working_day, later, month_end

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    "holiday",
    ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25", "2026-06-04", "2026-11-01", "2026-12-25"],
)  # fmt: skip
def test_holidays_of_the_land_are_no_working_days(holiday: str) -> None:
    assert not is_working_day(date.fromisoformat(holiday))


@pytest.mark.parametrize("day", ["2026-01-06", "2026-10-31", "2026-12-24", "2026-08-15", "2026-10-30"])
def test_holidays_of_other_lands_are_days_like_others(day: str) -> None:
    found = date.fromisoformat(day)
    assert is_working_day(found) is (found.weekday() < 5)


def test_to_the_next_and_to_the_last_working_day() -> None:
    assert forward(date(2026, 12, 25)) == date(2026, 12, 28)
    assert back(date(2026, 12, 27)) == date(2026, 12, 24)
    assert forward(date(2026, 11, 25)) == back(date(2026, 11, 25)) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        ("2027-01-31", Span(months=1), "2027-02-28"),
        ("2028-01-31", Span(months=1), "2028-02-29"),
        ("2026-08-31", Span(months=1), "2026-09-30"),
        ("2026-12-10", Span(months=2), "2027-02-10"),
        ("2028-02-29", Span(years=1), "2029-02-28"),
        ("2026-11-25", Span(weeks=2), "2026-12-09"),
        ("2026-12-30", Span(days=4), "2027-01-03"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(start: str, span: Span, expected: str) -> None:
    assert later(date.fromisoformat(start), span) == date.fromisoformat(expected)


def test_so_much_earlier() -> None:
    assert earlier(date(2027, 3, 1), Span(months=6)) == date(2026, 9, 1)
    assert earlier(date(2027, 8, 31), Span(months=6)) == date(2027, 2, 28)
    assert month_end(date(2028, 2, 3)) == date(2028, 2, 29)


@given(day=DAYS, months=st.integers(0, 60))
def test_months_there_and_back_never_pass_the_day(day: date, months: int) -> None:
    assert earlier(later(day, Span(months=months)), Span(months=months)) <= day


@given(day=DAYS)
def test_moving_on_and_back_ends_on_working_days_around_the_day(day: date) -> None:
    assert back(day) <= day <= forward(day)
    assert is_working_day(back(day))
    assert is_working_day(forward(day))
