"""Figures that show a city's work and nobody in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.numbers import Figure, count, middle, month_of, periods, quarter_of, read_period, slowest

TODAY = date(2026, 11, 25)


def people(number: int) -> list[str]:
    return [f"p{one}" for one in range(number)]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100)],
)
def test_few_people_are_no_figure_and_others_are_rounded(number: int, shown: int | None) -> None:
    assert count(people(number)) == Figure(shown)


def test_a_person_counts_once() -> None:
    assert count(people(4) * 3) == Figure(None)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=6))
def test_a_part_cannot_be_found_by_taking_the_others_from_the_whole(parts: list[int]) -> None:
    """Whatever was hidden, two different hidden numbers look the same: the whole does not tell them apart."""
    for place, hidden in enumerate(parts):
        if not 0 < hidden < 5:
            continue
        seen = set()
        for other in range(1, 5):
            changed = [*parts[:place], other, *parts[place + 1 :]]
            names = iter(people(sum(changed)))
            groups = [[next(names) for _ in range(size)] for size in changed]
            seen.add((count(name for group in groups for name in group), *(count(group) for group in groups)))
        assert len(seen) < 4


def hours(*numbers: float) -> list[timedelta]:
    return [timedelta(hours=number) for number in numbers]


def test_times_are_given_in_half_hours_and_not_of_few() -> None:
    assert middle(hours(1, 2, 3, 4)) == Figure(None, hours=True)
    assert middle(hours(9, 1, 2.3, 4, 5)) == Figure(4, hours=True)
    assert middle(hours(1, 1, 2.2, 2.4, 5, 9)) == Figure(2.5, hours=True)


def test_the_slowest_tenth_needs_ten_people() -> None:
    assert slowest(hours(*range(9))) == Figure(None, hours=True)
    assert slowest(hours(*range(1, 11))) == Figure(9, hours=True)
    assert slowest(hours(*range(1, 21))) == Figure(18, hours=True)


@pytest.mark.parametrize(
    ("written", "first", "end"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 3, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-13", date(2026, 11, 1), date(2026, 12, 1)),
        ("0000-01", date(2026, 11, 1), date(2026, 12, 1)),
        ("9999-12", date(2026, 11, 1), date(2026, 12, 1)),
        ("gestern", date(2026, 11, 1), date(2026, 12, 1)),
        ("", date(2026, 11, 1), date(2026, 12, 1)),
    ],
)
def test_a_period_is_a_month_or_a_quarter(written: str, first: date, end: date) -> None:
    period = read_period(written, TODAY)
    assert (period.first, period.end, period.last) == (first, end, end - timedelta(days=1))


def test_a_period_begins_at_midnight_here() -> None:
    assert month_of(TODAY).since == datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
    assert quarter_of(TODAY).since == datetime(2026, 9, 30, 22, 0, tzinfo=UTC)


def test_a_year_of_months_and_quarters_can_be_chosen() -> None:
    names = [one.name for one in periods(date(2026, 2, 3))]
    assert names[:3] == ["2026-02", "2026-01", "2025-12"]
    assert names[-4:] == ["2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2"]
    assert len(names) == 16
