"""Facts said in passing: ages, days, amounts and more, in ten languages; what only looks like one; a measure."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.fact import Value
from knowledge.load import CONTENT, LANGUAGES, load, read_folder
from knowledge.model import Guide
from knowledge.understand import understand
from knowledge.understand.facts import told

TODAY = date(2026, 2, 10)
SEVERAL = [CONTENT / "phrases" / f"{name}.jsonl" for name in ("several", "several-more")]


@pytest.fixture(scope="module")
def facts() -> Guide:
    return load(read_folder(CONTENT))


def _told(guide: Guide, text: str, lang: str = "de") -> dict[str, Value]:
    return {one.fact: one.value for one in told(text, lang, guide, TODAY)}


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Mein Sohn ist 8 Monate alt.", (0,)),
        ("Meine Tochter ist drei und mein Sohn sieben", (3, 7)),
        ("Ich habe zwei Kinder, 4 und 11 Jahre", (4, 11)),
        ("Wohin mit Finn (7), wenn ich arbeite?", (7,)),
        ("Jonas (6) und Mia, die ist 2", (6, 2)),
        ("Zwillinge, 3 Jahre, noch kein Platz", (3, 3)),
        ("drei kinder 3, 5 und 9, die 9jährige ist allein", (3, 5, 9)),
        ("mein zweijähriger Sohn beißt", (2,)),
        ("my daughter is 8 months old", (0,)),
        ("I have a 4 yr old and a 7 yr old", (4, 7)),
        ("our boy turns ten, she's fine, he is 10", (10,)),
        ("Kızım 2 yaşında, oğlum 8 aylık", (2, 0)),
        ("üç yaşında bir oğlum var", (3,)),
        ("2 ve 7 yaşında iki çocuğum var", (2, 7)),
        ("iki çocuğum var, biri 2 diğeri 7 yaşında", (2, 7)),
        ("عندي طفلين، واحد عمره سنتين والتاني 7 سنين", (2, 7)),
        ("ابني عمره 5 سنين وبنتي 8", (5, 8)),
        ("بنتي عمرها ثلاث سنوات", (3,)),
        ("Синові п'ять років, доньці 8 місяців", (5, 0)),
        ("дві дитини 3 і 6 років", (3, 6)),
        ("сыну 7 лет, дочке три года", (7, 3)),
        ("живу с сыном, ему 6, работаю", (6,)),
        ("Mam syna 4 lata i córkę dziewięć lat", (4, 9)),
        ("Am un băiat de 6 ani și o fetiță de 8 luni", (6, 0)),
        ("Имам син на 5 години и дъщеря на 8 месеца", (5, 0)),
        ("پسرم ۵ ساله و دخترم ۸ ماهه است", (5, 0)),
    ],
)
def test_ages_of_children(facts: Guide, text: str, ages: tuple[int, ...]) -> None:
    found = _told(facts, text)
    assert found.get("children") == ages
    assert "age" not in found


def test_own_age_is_not_a_childs(facts: Guide) -> None:
    assert _told(facts, "Ich bin 34 und mein Sohn ist 5") == {"age": 34, "children": (5,)}
    assert _told(facts, "my son is 4 and I am 29 years old") == {"age": 29, "children": (4,)}
    assert _told(facts, "Wir haben 2 Kinder und 2.300 netto") == {
        "net_income": 2300,
        "income": ("wage",),
    }
    assert _told(facts, "Bin Dachdecker, 57 Jahre, Knie kaputt") == {"age": 57}
    assert "children" not in _told(facts, "Meine Mutter (84) kommt nicht mehr allein klar")
    assert "children" not in _told(facts, "мама 79 років, живе з нами")


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Ich bin alleinerziehend", "single_parent", True),
        ("single mum, what can I get?", "single_parent", True),
        ("Я сама з двома дітьми", "single_parent", True),
        ("живу одна с сыном", "single_parent", True),
        ("jestem sama z dziećmi", "single_parent", True),
        ("Ich bin nicht alleinerziehend", "single_parent", False),
        ("ich bin schwanger", "pregnant", True),
        ("ich bin nicht schwanger", "pregnant", False),
        ("hamileyim, ne yapmalıyım", "pregnant", True),
        ("زوجتي حامل بالشهر السابع", "pregnant", True),
        ("jestem w ciąży", "pregnant", True),
        ("nie jestem w ciąży", "pregnant", False),
        ("sunt gravidă", "pregnant", True),
        ("не съм бременна", "pregnant", False),
        ("ich schulde fünf Monatsmieten", "rent_arrears_months", 5),
        ("I am 4 months behind on rent", "rent_arrears_months", 4),
        ("3 aydır kirayı ödeyemedim", "rent_arrears_months", 3),
        ("Я не платил за квартиру 2 месяца", "rent_arrears_months", 2),
        ("zalegam z czynszem trzy miesiące", "rent_arrears_months", 3),
        ("n-am plătit chiria de 3 luni", "rent_arrears_months", 3),
        ("дължим 4 наема", "rent_arrears_months", 4),
        ("ما دفعت الايجار 3 اشهر", "rent_arrears_months", 3),
        ("Die Umschulung beginnt am 1. März", "course_start", "2026-03-01"),
        ("Umschulung ab März", "course_start", "2026-03"),
        ("Ausbildung ab 1.8.", "course_start", "2026-08-01"),
        ("the course starts on March 1st", "course_start", "2026-03-01"),
        ("курс с 1 марта", "course_start", "2026-03-01"),
        ("Kurs 1 Mart'ta başlıyor", "course_start", "2026-03-01"),
        ("курсът започва от 1 март", "course_start", "2026-03-01"),
        ("kurs od 1 marca", "course_start", "2026-03-01"),
        ("курс з 1 лютого", "course_start", "2027-02-01"),
        ("Kurs in Vollzeit", "course_hours", "full"),
        ("the job is part time", "course_hours", "part"),
        ("начинаю на вахте, смены по 12 часов", "course_hours", "shift"),
        ("Ich habe B1", "german_level", "b1"),
        ("німецька b1. шукаю курс b2", "german_level", "b1"),
        ("Die Miete ist 650 Euro warm", "rent_total", 650.0),
        ("meine Miete beträgt 1.250,50 €", "rent_total", 1250.5),
        ("ich verdiene 1400 netto", "net_income", 1400.0),
        ("maaşım 1500 euro", "net_income", 1500.0),
        ("Ich wohne in Datteln und suche Hilfe", "city", "datteln"),
        ("Я живу в Кастроп-Рауксель с мужем", "city", "castrop-rauxel"),
    ],
)
def test_what_else_is_told(facts: Guide, text: str, fact: str, value: Value) -> None:
    assert _told(facts, text).get(fact) == value


@pytest.mark.parametrize(
    "text",
    [
        "Wir suchen 3 Zimmer",
        "seit 2 Jahren hier, nie krank",
        "Was ist Hartz 4?",
        "Was heißt § 22?",
        "Rufen Sie mich an: 0176 1234567",
        "Wir haben 2 Kinder und ein altes Haus",
        "ich sehe die Kinder alle drei Wochen",
        "Sprachkurs bis 4. März",
        "mein Kühlschrank ist 5 Jahre alt",
        "у меня сын, 2 года живем здесь",
        "suche einen B2 Kurs",
        "we have been here for 5 years",
        "Мы в Германии 4 года",
        "Ich habe 2 Monate keine Post bekommen",
        "5 yıldır Almanya'dayım",
        "sind am 31.02. umgezogen",
        "Bei uns sind es 30 Grad",
        "",
    ],
)
def test_nothing_is_taken_for_a_fact_that_only_looks_like_one(facts: Guide, text: str) -> None:
    assert _told(facts, text) == {}


def test_a_letter_came_already_and_a_course_lies_ahead(facts: Guide) -> None:
    assert _told(facts, "Brief vom 3. Februar, der Kurs startet am 3. März") == {
        "letter_date": "2026-02-03",
        "course_start": "2026-03-03",
    }
    assert _told(facts, "mektup 5 Mayıs tarihli") == {"letter_date": "2025-05-05"}
    assert _told(facts, "Der Bescheid kam vor drei Wochen") == {"letter_date": "2026-01-20"}
    assert _told(facts, "письмо от 12.12.") == {"letter_date": "2025-12-12"}


def test_two_values_of_one_fact_are_none(facts: Guide) -> None:
    assert "german_level" not in _told(facts, "Ich habe B1. Meine Frau: habe A2")
    assert "course_start" not in _told(facts, "Kurs ab 1. März oder Kurs ab 1. Mai")


def test_words_are_those_of_the_person(facts: Guide) -> None:
    text = "ÖH, die Umschulung beginnt am 1. MÄRZ, bin schwanger"
    assert {one.fact: one.words for one in told(text, "de", facts, TODAY)} == {
        "course_start": "1. MÄRZ",
        "pregnant": "schwanger",
    }


def test_understanding_tells_facts_beside_the_need(facts: Guide) -> None:
    found = understand("Ich brauche Wohngeld, die Miete ist 650 Euro", "de", facts, TODAY)
    assert [(one.fact, one.value) for one in found.facts] == [
        ("housing", "rent"),
        ("rent_total", 650.0),
    ]
    assert found.candidates


ANY = st.text(st.characters(), max_size=300)
SPOKEN = """
sohn 3 und jahre alt vor 99 monaten ab 31. 2. märz gestern montag next miete 1.500,00 € 650 euro b1 kurs in 90 jahren
кожен року сын 5 лет ابني عمره كانون تشرين 1/1 2026-02-30 0.0.00 ٣ سنين بعد ۳ ماه پیش
"""
WORDS = st.lists(st.sampled_from(SPOKEN.split()), max_size=25).map(" ".join)


@given(
    text=st.one_of(ANY, WORDS),
    lang=st.sampled_from(LANGUAGES),
    today=st.dates(date(2020, 1, 1), date(2090, 1, 1)),
)
@example(text="Kurs ab 29. Februar", lang="de", today=date(2025, 3, 1))
@example(text="Kurs in 99 Monaten", lang="de", today=date(2025, 2, 28))
@example(text="\ud800 3 Jahre", lang="ar", today=TODAY)
@settings(
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_text_raises_and_no_fact_is_told_twice(facts: Guide, text: str, lang: str, today: date) -> None:
    found = told(text, lang, facts, today)
    assert len({one.fact for one in found}) == len(found)
    assert all(one.words in text for one in found)
    assert {one.fact for one in found} <= {*facts.facts, "city"}


# What at least must be found, of what is told: precision, recall.
FLOORS = {
    "age": (0.95, 0.6),
    "care_grade": (0.9, 0.85),
    "childcare": (0.9, 0.8),
    "children": (0.9, 0.7),
    "course_hours": (0.95, 0.45),
    "course_start": (0.95, 0.75),
    "debts": (0.95, 0.85),
    "energy_cut": (0.95, 0.9),
    "german_level": (0.95, 0.75),
    "health_limit": (0.95, 0.6),
    "housing": (0.95, 0.65),
    "income": (0.9, 0.55),
    "insured": (0.95, 0.5),
    "letter_date": (0.95, 0.7),
    "letter_from": (0.95, 0.6),
    "letter_kind": (0.95, 0.8),
    "net_income": (0.95, 0.85),
    "other_parent_pays": (0.95, 0.7),
    "permit_ends": (0.9, 0.85),
    "pregnant": (0.9, 0.8),
    "rent_arrears_months": (0.9, 0.8),
    "rent_total": (0.95, 0.8),
    "residence": (0.9, 0.75),
    "school_class": (0.95, 0.9),
    "single_parent": (0.85, 0.7),
    "work": (0.9, 0.55),
}


def test_enough_is_found_in_messages_and_little_that_is_not_told(facts: Guide) -> None:
    right, found, said = Counter[str](), Counter[str](), Counter[str]()
    for line in (line for path in SEVERAL for line in path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if "facts" not in row:
            continue
        values = _told(facts, row["text"], row["lang"])
        said.update(list(row["facts"]))
        found.update(list(values))
        right.update(fact for fact, value in values.items() if _same(value, row["facts"], fact))
    for fact, (precision, recall) in FLOORS.items():
        assert right[fact] >= precision * found[fact], f"{fact}: {right[fact]} of {found[fact]} are right"
        assert right[fact] >= recall * said[fact], f"{fact}: {right[fact]} of {said[fact]} are found"


def _same(value: Value, gold: Mapping[str, Any], fact: str) -> bool:
    wanted = gold.get(fact)
    if isinstance(value, tuple):
        return isinstance(wanted, list) and sorted(map(str, value)) == sorted(map(str, wanted))
    return value == wanted or (isinstance(wanted, str) and str(value)[5:] == wanted)
