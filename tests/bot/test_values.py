"""Case numbers, users, retention, time, and errors."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock, errors
from bot.cases import _DIGITS, MAY_BECOME, CaseStatus, check_digit, new_number, parse_number
from bot.retention import TERMS, Kept, before
from bot.staff import Role, User

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
bodies = st.text(alphabet=_DIGITS, min_size=6, max_size=6)


def _number(body: str) -> str:
    return f"{body[:3]}-{body[3:]}-{check_digit(body)}"


def test_a_new_number_is_read_back_and_tells_nothing() -> None:
    numbers = {new_number() for _ in range(200)}
    assert len(numbers) == 200
    assert all(parse_number(number) == number for number in numbers)


@given(bodies, st.integers(0, 6), st.sampled_from(_DIGITS))
def test_the_check_digit_finds_every_single_wrong_character(body: str, place: int, wrong: str) -> None:
    plain = _number(body).replace("-", "")
    slip = plain[:place] + wrong + plain[place + 1 :]
    assert (parse_number(slip) is None) == (slip != plain)


@given(bodies, st.sampled_from(["{}", " {} ", "fall {}!", "{}\n"]))
def test_a_number_is_read_however_it_is_typed(body: str, form: str) -> None:
    number = _number(body)
    if form != "fall {}!":
        assert parse_number(form.format(number.lower())) == number
    assert parse_number(form.format(number.replace("-", " "))) in (number, None)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = parse_number(text)
    assert number is None or parse_number(number) == number


def test_nothing_comes_after_the_end_of_a_case() -> None:
    assert MAY_BECOME[CaseStatus.CLOSED] == ()
    # a case is free again only when the Lotse who holds it leaves
    back = {status for status, following in MAY_BECOME.items() if CaseStatus.OPEN in following}
    assert back == {CaseStatus.CLAIMED}


@pytest.mark.parametrize(
    ("cities", "city", "sees"),
    [(("marl",), "marl", True), (("marl",), "herten", False), ((), "herten", True), (("marl",), None, True)],
)
def test_a_user_sees_the_cases_of_their_cities(cities: tuple[str, ...], city: str | None, sees: bool) -> None:
    assert User(1, "lena", Role.LOTSE, cities).may_see(city) is sees


@pytest.mark.parametrize("kind", Kept)
def test_every_term_has_days_and_a_reason(kind: Kept) -> None:
    assert TERMS[kind].days > 0
    assert TERMS[kind].reason
    assert before(kind, NOW, "marl", {}) == NOW - timedelta(days=TERMS[kind].days)


def test_a_city_may_have_its_own_term() -> None:
    overrides = {"marl": {"session": 10}}
    assert before(Kept.SESSION, NOW, "marl", overrides) == NOW - timedelta(days=10)
    assert before(Kept.SESSION, NOW, "herten", overrides) == NOW - timedelta(days=90)
    assert before(Kept.SESSION, NOW, None, overrides) == NOW - timedelta(days=90)


def test_an_update_is_known_for_longer_than_telegram_repeats_it() -> None:
    assert 1 < TERMS[Kept.INBOX_KEY].days < 7


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_legal_date_is_the_one_in_germany(instant: datetime, day: date) -> None:
    assert clock.today(instant) == day


def test_now_knows_its_zone() -> None:
    assert clock.now().tzinfo is UTC


def _kinds(kind: type[errors.LotseError]) -> list[type[errors.LotseError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _kinds(child))]


@pytest.mark.parametrize("kind", _kinds(errors.LotseError))
def test_the_docstring_of_an_error_is_its_message(kind: type[errors.LotseError]) -> None:
    names = [part.partition("}")[0] for part in (kind.__doc__ or "").split("{")[1:]]
    error = kind(**dict.fromkeys(names, "7"))
    assert str(error)
    assert "{" not in str(error)


@pytest.mark.parametrize("kind", _kinds(errors.DeliveryError))
def test_a_delivery_error_says_whether_it_is_permanent(kind: type[errors.DeliveryError]) -> None:
    assert kind.permanent == (kind in (errors.UnreachableError, errors.RefusedError, errors.ThreadGoneError))


def test_later_knows_its_seconds() -> None:
    assert errors.LaterError(seconds=7).seconds == 7.0
