"""A message is cut where another need may begin."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.load import LANGUAGES
from knowledge.understand.normalize import tokens
from knowledge.understand.split import pieces

CUT = (
    ("de", "Umschulung im März und keine Kita", ("Umschulung im März", "keine Kita")),
    ("de", "Die Miete ist hoch, der Strom auch teuer", ("Die Miete ist hoch", "der Strom auch teuer")),
    ("de", "Kein Geld. Keine Wohnung! Was tun?", ("Kein Geld", "Keine Wohnung", "Was tun")),
    ("de", "kein geld\nkeine wohnung", ("kein geld", "keine wohnung")),
    ("de", "neue Arbeit - keine Betreuung", ("neue Arbeit", "keine Betreuung")),
    ("de", "Kita-Platz für zwei Kinder", ("Kita-Platz für zwei Kinder",)),
    ("de", "meine Hunde sind gesund", ("meine Hunde sind gesund",)),
    ("de", "Kinder sind 2 und 7, kein Platz", ("Kinder sind 2 und 7", "kein Platz")),
    ("de", "Kinder sind 2 und 7. Am 1. März ist Kurs", ("Kinder sind 2 und 7", "Am 1. März ist Kurs")),
    ("de", "Miete 500 und Strom 90", ("Miete 500", "Strom 90")),
    ("ar", "ولادي ٢ و ٧ سنين، ما عندي روضة", ("ولادي ٢ و ٧ سنين", "ما عندي روضة")),
    ("de-simple", "Miete zahlen und Kita suchen", ("Miete zahlen", "Kita suchen")),
    ("en", "pay rent AND find nursery", ("pay rent", "find nursery")),
    ("tr", "kira çok yüksek ve işim yok", ("kira çok yüksek", "işim yok")),
    ("ar", "إيجار غالي وكمان ما عندي شغل، شو أعمل؟", ("إيجار غالي", "ما عندي شغل", "شو أعمل")),
    ("fa", "اجاره بالا است همچنین کار ندارم؛ چه کنم", ("اجاره بالا است", "کار ندارم", "چه کنم")),
    ("uk", "дорога оренда та немає роботи", ("дорога оренда", "немає роботи")),
    ("ru", "дорогая аренда и нет работы", ("дорогая аренда", "нет работы")),
    ("pl", "drogi czynsz oraz brak pracy", ("drogi czynsz", "brak pracy")),
    ("ro", "chirie mare și fără serviciu", ("chirie mare", "fără serviciu")),
    ("bg", "скъп наем освен това няма работа", ("скъп наем", "няма работа")),
    ("xx", "pay rent and find nursery; bye now", ("pay rent and find nursery", "bye now")),
)


@pytest.mark.parametrize(("lang", "text", "parts"), CUT)
def test_a_message_is_cut_at_marks_and_joining_words(lang: str, text: str, parts: tuple[str, ...]) -> None:
    assert pieces(text, lang) == parts


@pytest.mark.parametrize("text", ["", "und", "Kita", "👶, 👶", "Kita. Miete; Strom"])
def test_single_words_are_no_pieces(text: str) -> None:
    assert pieces(text, "de") == ()


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u2060", "\u00ad", "\ufe0f", "\u202e"])
def test_hidden_characters_in_a_joining_word_do_not_keep_it_from_cutting(hidden: str) -> None:
    assert pieces(f"Miete zahlen u{hidden}nd Kita suchen", "de") == ("Miete zahlen", "Kita suchen")


def test_letters_typed_in_two_parts_are_whole_letters() -> None:
    assert pieces("мені треба и\u0306ого й житло", "ru") == ("мені треба його й житло",)


@pytest.mark.parametrize("apostrophe", "'’ʼ`´")
def test_a_joining_word_beside_an_apostrophe_is_part_of_a_word(apostrophe: str) -> None:
    text = f"czy to jest i{apostrophe}jeszcze"
    assert pieces(text, "pl") == (text,)


@given(st.text(st.characters(exclude_categories=("Cs", "Mn", "Mc", "Me"))), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=200)
def test_no_piece_says_more_than_the_text(text: str, lang: str) -> None:
    cut = pieces(text, lang)
    assert all(len(tokens(part)) >= 2 for part in cut)
    assert {word for part in cut for word in tokens(part)} <= set(tokens(text))


def test_the_point_of_a_day_ends_nothing() -> None:
    text = "Mir wurde eine Umschulung ab 1. März angeboten, und ich habe keinen Kitaplatz"
    assert pieces(text, "de") == (
        "Mir wurde eine Umschulung ab 1. März angeboten",
        "ich habe keinen Kitaplatz",
    )
    assert pieces("Miete 3,5 Monate offen. Strom ist weg", "de") == (
        "Miete 3,5 Monate offen",
        "Strom ist weg",
    )
