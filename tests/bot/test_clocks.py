"""Working time: lunch, nights, weekends, holidays and the two days of the year with 23 and 25 hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases import Reason
from bot.clock import BERLIN
from bot.clocks import (
    LIMITS,
    UNKNOWN,
    Limit,
    expected,
    is_open,
    is_same_closure,
    limit_of,
    opens,
    reached,
    read_limits,
    times_of,
    waited,
)
from knowledge.hours import WEEKDAYS, Hours, hours_of, read_hours

TOWN = read_hours("mo-do 08:30-12:00 13:30-16:00, fr 08:30-12:00")
REAL = times_of(TOWN, None)


def at(written: str) -> datetime:
    """An instant as a clock in Germany shows it."""
    return datetime.fromisoformat(written).replace(tzinfo=BERLIN).astimezone(UTC)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


WAITED = (
    ("over lunch", "2026-11-02 11:00", "2026-11-02 14:00", 1.5),
    ("within lunch", "2026-11-02 12:10", "2026-11-02 13:20", 0),
    ("over a night", "2026-11-02 15:00", "2026-11-03 09:00", 1.5),
    ("Friday evening to Monday", "2026-11-06 20:00", "2026-11-09 09:30", 1),
    ("from Friday noon over the weekend", "2026-11-06 11:00", "2026-11-09 09:30", 2),
    ("All Saints' Day is a Sunday this year", "2026-10-30 11:00", "2026-11-02 09:00", 1.5),
    ("Whit Monday", "2026-05-22 11:30", "2026-05-26 09:00", 1),
    ("Corpus Christi, a holiday here and not everywhere", "2026-06-03 15:30", "2026-06-05 09:00", 1),
    ("Christmas to New Year", "2026-12-24 15:00", "2026-12-28 08:30", 1),
    ("the night with 25 hours", "2026-10-23 11:00", "2026-10-26 09:30", 2),
    ("the night with 23 hours", "2026-03-27 11:00", "2026-03-30 09:30", 2),
    ("backwards is nothing", "2026-11-03 09:00", "2026-11-02 09:00", 0),
)


@pytest.mark.parametrize(("_", "since", "until", "wanted"), WAITED, ids=[row[0] for row in WAITED])
def test_waiting_counts_while_it_is_open(_: str, since: str, until: str, wanted: float) -> None:
    assert waited(TOWN, at(since), at(until)) == hours(wanted)


@pytest.mark.parametrize(
    ("since", "limit", "wanted"),
    [
        ("2026-11-02 08:30", 3.5, "2026-11-02 12:00"),
        ("2026-11-02 11:00", 2, "2026-11-02 14:30"),
        ("2026-11-06 20:00", 1, "2026-11-09 09:30"),
        ("2026-10-23 11:30", 1, "2026-10-26 09:00"),
        ("2026-12-31 15:00", 2, "2027-01-04 09:30"),
    ],
)
def test_a_limit_is_reached_in_opening_hours(since: str, limit: float, wanted: str) -> None:
    assert reached(TOWN, at(since), hours(limit)) == at(wanted)


def test_open_or_opening_next() -> None:
    assert is_open(TOWN, at("2026-11-02 08:30"))
    assert not is_open(TOWN, at("2026-11-02 12:00"))
    assert opens(TOWN, at("2026-11-02 12:00")) == at("2026-11-02 13:30")
    assert opens(TOWN, at("2026-12-24 16:00")) == at("2026-12-28 08:30")


def test_a_saturday_may_be_open_and_a_holiday_never_is() -> None:
    saturdays = read_hours("sa 09:00-12:00")
    assert opens(saturdays, at("2026-12-21 09:00")) == at("2027-01-02 09:00")  # the 26th is a holiday


def test_a_closure_is_told_once_until_it_opens() -> None:
    evening, night, lunch = (at(f"2026-11-02 {hour}") for hour in ("20:00", "23:00", "12:30"))
    assert is_same_closure(TOWN, evening, night)
    assert not is_same_closure(TOWN, lunch, night)
    assert not is_same_closure(TOWN, evening, at("2026-11-03 09:00"))


@pytest.mark.parametrize(
    ("since", "limit", "day"),
    [
        ("2026-11-02 09:00", 8, date(2026, 11, 3)),
        ("2026-11-06 20:00", 0.5, date(2026, 11, 9)),
        ("2026-11-02 08:30", 6, date(2026, 11, 2)),
    ],
)
def test_the_day_of_the_answer_in_real_hours(since: str, limit: float, day: date) -> None:
    assert expected(REAL, at(since), limit) == day


@pytest.mark.parametrize(
    ("since", "limit", "day"),
    [
        ("2026-11-02 09:00", 16, date(2026, 11, 4)),  # two working days
        ("2026-11-07 09:00", 8, date(2026, 11, 9)),
        ("2026-11-06 20:00", 0.5, date(2026, 11, 6)),
    ],
)
def test_the_day_of_the_answer_where_no_hours_are_known(since: str, limit: float, day: date) -> None:
    assert expected(UNKNOWN, at(since), limit) == day


def test_where_no_hours_are_known_working_days_count_and_nights_are_quiet() -> None:
    assert waited(UNKNOWN.counted, at("2026-11-06 22:00"), at("2026-11-09 02:00")) == hours(4)
    assert is_open(UNKNOWN.manned, at("2026-11-02 12:30"))
    assert not is_open(UNKNOWN.manned, at("2026-11-02 22:00"))


def test_the_hours_of_the_city_come_before_those_of_the_house() -> None:
    house = read_hours("mo 10:00-11:00")
    assert times_of(TOWN, house).counted == TOWN
    assert times_of(None, house).counted == house
    assert times_of(None, None) == UNKNOWN


def test_every_reason_has_a_limit_and_the_shortest_counts() -> None:
    assert set(LIMITS) == set(Limit)
    assert set(Reason) <= set(Limit)
    today = date(2026, 11, 2)

    def limit(*reasons: Reason, urgent: bool = False, days: int | None = None) -> float:
        deadline = None if days is None else today + timedelta(days=days)
        return limit_of(reasons, urgent=urgent, deadline=deadline, on=today)

    assert limit(Reason.ASKED, Reason.HARD) == 8
    assert limit(Reason.ASKED, urgent=True) == 0.5
    assert (limit(Reason.ASKED, days=7), limit(Reason.ASKED, days=8), limit(Reason.ASKED, days=-1)) == (
        4,
        16,
        4,
    )


def test_limits_are_changed_by_a_setting() -> None:
    assert read_limits("danger=1, asked=2.5") == {**LIMITS, "danger": 1, "asked": 2.5}
    assert read_limits("") == LIMITS


@pytest.mark.parametrize("wrong", ["danger", "danger=", "danger=0", "danger=-1", "soon=3", "asked=1.2.3"])
def test_a_wrong_limit_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong.partition("=")[0]):
        read_limits(wrong)


def _week(days: list[tuple[int, int]]) -> Hours:
    week = {
        name: [f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"]
        for name, (start, end) in zip(WEEKDAYS, days, strict=False)
    }
    return hours_of(week)


WEEKS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda pair: pair[1] - pair[0] > 60),
    min_size=1,
    max_size=6,
).map(_week)
MOMENTS = st.integers(0, 200 * 86_400).map(lambda s: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(seconds=s))
SPANS = st.timedeltas(timedelta(seconds=1), timedelta(hours=30))


@given(WEEKS, MOMENTS, SPANS)
def test_whoever_reached_a_limit_has_waited_exactly_so_long(
    week: Hours, since: datetime, span: timedelta
) -> None:
    moment = reached(week, since, span)
    assert waited(week, since, moment) == span
    assert waited(week, since, moment - timedelta(microseconds=1)) < span


@given(WEEKS, st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_waiting_adds_up_and_is_never_longer_than_the_time(week: Hours, moments: list[datetime]) -> None:
    first, second, third = moments
    assert waited(week, first, second) + waited(week, second, third) == waited(week, first, third)
    assert waited(week, first, third) <= third - first


@given(WEEKS, MOMENTS)
def test_the_next_opening_is_open_and_nothing_is_before_it(week: Hours, now: datetime) -> None:
    opening = opens(week, now)
    assert is_open(week, opening)
    assert waited(week, now, opening) == timedelta()
