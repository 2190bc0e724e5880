"""Typed answers to a question about one fact, in ten languages."""

from datetime import date

import pytest

from knowledge.fact import Value
from knowledge.model import Guide
from knowledge.understand.answers import Answer, answer_to, says_not_known

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("fact", "lang", "text", "value"),
    [
        ("children", "de", "3 und 5", (3, 5)),
        ("children", "de", "zwei Kinder, sie sind 3 und 5 Jahre", (3, 5)),
        ("children", "de", "8 Monate", (0,)),
        ("children", "de", "keine", ()),
        ("children", "de", "2026-08", ("2026-08",)),
        ("children", "en", "none", ()),
        ("children", "en", "a 4 year old and a 7 year old", (4, 7)),
        ("children", "tr", "yok", ()),
        ("children", "tr", "3 ve 5", (3, 5)),
        ("children", "ar", "٣ و ٥", (3, 5)),
        ("children", "ar", "لا يوجد", ()),
        ("children", "uk", "3 і 5", (3, 5)),
        ("children", "uk", "немає", ()),
        ("children", "ru", "нет", ()),
        ("children", "ru", "2, 7 и 12", (2, 7, 12)),
        ("children", "pl", "brak", ()),
        ("children", "ro", "nu", ()),
        ("children", "bg", "няма", ()),
        ("children", "fa", "ندارم", ()),
        ("children", "fa", "۳ و ۵", (3, 5)),
        ("course_start", "de", "ab März", "2027-03"),
        ("course_start", "de", "1.3.", "2027-03-01"),
        ("course_start", "de", "am 1. März 2027", "2027-03-01"),
        ("course_start", "de", "nein", None),
        ("course_start", "ru", "с 1 марта", "2027-03-01"),
        ("course_start", "uk", "з 1 березня", "2027-03-01"),
        ("course_start", "tr", "1 Mart", "2027-03-01"),
        ("course_start", "en", "March 1st", "2027-03-01"),
        ("letter_date", "de", "2. November", "2026-11-02"),
        ("letter_date", "de", "gestern", "2026-11-24"),
        ("single_parent", "de", "ja", True),
        ("single_parent", "tr", "hayır", False),
        ("single_parent", "ar", "نعم", True),
        ("single_parent", "uk", "так", True),
        ("rent_arrears_months", "de", "zwei Monate", 2),
        ("rent_arrears_months", "de", "3", 3),
        ("age", "de", "34", 34),
        ("age", "de", "ich bin 34", 34),
        ("net_income", "de", "ungefähr 1.800 Euro", 1800.0),
        ("net_income", "de", "1800", 1800.0),
        ("letter_from", "de", "Jobcenter", "jobcenter"),
        ("german_level", "de", "B1", "b1"),
        ("housing", "de", "Miete", "rent"),
        ("income", "de", "Wohngeld", ("wohngeld",)),
        ("childcare", "de", "nein, noch nicht", "none"),
        ("childcare", "de", "Ja, alle ganztags", "full"),
        ("childcare", "tr", "hayır", "none"),
        ("childcare", "ar", "لا", "none"),
        ("childcare", "uk", "ні, ще ні", "none"),
        ("degree_recognised", "de", "nein", "no"),
        ("degree_recognised", "tr", "evet", "yes"),
    ],
)
def test_an_answer_gives_the_value(
    guide: Guide, fact: str, lang: str, text: str, value: Value | None
) -> None:
    assert answer_to(guide.facts[fact], text, lang, guide, TODAY) == Answer(value)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("children", "was soll das?"),
        ("children", "1985"),
        ("course_start", "weiß nicht genau"),
        ("course_start", "März oder April"),
        ("single_parent", "vielleicht"),
        ("age", "alt"),
        ("net_income", "zu wenig"),
        ("letter_from", "xyz"),
        ("children", ""),
    ],
)
def test_what_is_no_answer_is_not_taken_for_one(guide: Guide, fact: str, text: str) -> None:
    assert answer_to(guide.facts[fact], text, "de", guide, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "weiß nicht",
        "Keine Ahnung",
        "I don't know",
        "bilmiyorum",
        "لا أعرف",
        "не знаю",
        "nie wiem",
        "nu știu",
        "نمی‌دانم",
    ],
)
def test_not_knowing_is_an_answer_too(text: str) -> None:
    assert says_not_known(text)
    assert not says_not_known(f"{text} wo ich wohnen soll")
