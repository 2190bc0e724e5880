"""What nobody needs to keep is covered, in the digits of every script; dates, amounts and ages stay."""

import sys
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.masking import COVER, mask
from bot.model import Masked

ZEROS = sorted(
    char
    for char in map(chr, range(sys.maxunicode))
    if unicodedata.category(char) == "Nd" and unicodedata.digit(char) == 0
)
SECRETS = {
    Masked.PHONE: ("0176 12345678", "+49 (0) 176 1234567", "02365/99-1234", "(02305) 106 0", "0049 2305 1060", "017612345678"),
    Masked.MAIL: ("amira.h@example.org", "a+b@mail.example.de", "ämira@exämple.de"),
    Masked.IBAN: ("DE89 3704 0044 0532 0130 00", "de89370400440532013000", "GB29 NWBK 6016 1331 9268 19"),
    Masked.CUSTOMER_NUMBER: ("35502//0012345", "35502/0012345", "355A123456", "355 BG 123456", "65 170839 J 003",
                             "A123456789", "12 345 678 901", "123456789"),
}  # fmt: skip
KEPT = (
    "am 01.02.2026", "am 1.2.26", "2026-02-01", "01/02/2026", "um 08:30 bis 16:00 Uhr", "8-12 Uhr", "1.234,56 €", "450€", "12.000 Euro",
    "0,50 €", "ich bin 34", "2 Kinder, 3 und 7 Jahre", "44575 Castrop-Rauxel", "§ 22 SGB II", "115", "112", "116 117", "GdB 50",
    "20.11.2026 14:30", "1500 im Monat", "seit 2015", "01.01.2024-31.12.2024", "75 %",
)  # fmt: skip


def _in_script(text: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(char)) if char in "0123456789" else char for char in text)


@pytest.mark.parametrize(("kind", "secret"), [(kind, one) for kind, some in SECRETS.items() for one in some])
def test_a_number_is_covered_and_named(kind: Masked, secret: str) -> None:
    assert mask(f"Hallo, {secret} bitte") == (f"Hallo, {COVER} bitte", (kind,))
    assert mask(secret)[0] == COVER


@pytest.mark.parametrize("text", KEPT)
def test_dates_amounts_and_ages_stay(text: str) -> None:
    assert mask(f"Ich schreibe {text} dazu.") == (f"Ich schreibe {text} dazu.", ())


def test_several_are_covered_each() -> None:
    text, kinds = mask("0176 12345678 oder 02305 106123, sonst a@b.de und 0176 12345678")
    assert text == f"{COVER} oder {COVER}, sonst {COVER} und {COVER}"
    assert set(kinds) == {Masked.PHONE, Masked.MAIL}


@pytest.mark.parametrize(
    "before", ["Tel.", "Tel.:", "ruf an,", "(", "رقم ", "\u202a", "\u200e", "=", "\n", "–"]
)
def test_no_sign_in_front_hides_a_phone_number(before: str) -> None:
    assert mask(f"{before}0176 12345678")[0].startswith(before + COVER)


@pytest.mark.parametrize("between", [" ", "\u00a0", "\u2009", "-", "\u2011", "–", "/"])
def test_no_space_or_hyphen_hides_a_phone_number(between: str) -> None:
    assert mask(f"0176{between}12345678") == (COVER, (Masked.PHONE,))


@given(
    st.sampled_from(ZEROS),
    st.sampled_from([secret for kind, some in SECRETS.items() if kind is not Masked.MAIL for secret in some]),
)
def test_digits_of_every_script_are_covered(zero: str, secret: str) -> None:
    assert mask(_in_script(secret, zero))[0] == COVER


@given(st.sampled_from(ZEROS), st.sampled_from(KEPT))
def test_digits_of_every_script_stay_in_dates_and_amounts(zero: str, text: str) -> None:
    assert mask(_in_script(text, zero)) == (_in_script(text, zero), ())


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y", "%d. %m. %Y"]),
)
def test_no_date_is_covered(day: date, form: str) -> None:
    text = f"Termin am {day.strftime(form)} um 10"
    assert mask(text) == (text, ())


@given(
    st.integers(0, 999_999),
    st.integers(0, 99),
    st.sampled_from(["{:,.2f} €", "{:.2f}€", "{:.0f} Euro", "{:,.0f} EUR"]),
)
def test_no_amount_is_covered(euro: int, cent: int, form: str) -> None:
    english = form.format(euro + cent / 100)
    german = english.translate(str.maketrans(",.", ".,"))
    assert mask(f"Miete {german}.") == (f"Miete {german}.", ())


@given(st.integers(0, 130), st.sampled_from(["ich bin {}", "{} Jahre", "Alter: {}", "mein Sohn ({})"]))
def test_no_age_is_covered(age: int, form: str) -> None:
    assert mask(form.format(age)) == (form.format(age), ())


@given(st.from_regex(r"0(1[567]\d|2\d{2,3})[ /-]?\d{6,8}", fullmatch=True))
def test_every_phone_number_is_covered(number: str) -> None:
    text, kinds = mask(f"meine nummer ist {number}")
    assert text == f"meine nummer ist {COVER}"
    assert len(kinds) == 1


@given(st.text(max_size=300))
def test_any_text_is_taken_and_covering_twice_changes_nothing(text: str) -> None:
    covered, kinds = mask(text)
    assert (covered == text) == (kinds == ())
    assert mask(covered)[0] == covered
