"""One form for what people type in different ways."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.understand.normalize import fold, tokens, visible

SAME = (
    ("ÇOCUK PARASI", "çocuk parası", "cocuk parasi", "ÇOCUK PARASİ"),
    ("zasiłek", "ZASIŁEK", "zasilek"),
    ("Bürgergeld", "Bu\u0308rgergeld", "burgergeld"),
    ("Straße", "STRASSE", "strasse"),
    ("ș", "ş", "s"),
    ("Łódź", "lodz"),
    ("Ǿ", "ø", "o"),
    ("Ǽ", "æ", "ae"),
    ("їжа", "іжа", "ЇЖА"),
    ("ещё", "еще"),
    ("إعانة", "اعانة", "أعانه", "اعـــانه"),
    ("کمک هزینه", "كمك هزينه", "کمک هزینۀ", "كمك هزينە"),
    ("مسؤول", "مسوول"),
    ("می‌خواهم", "می خواهم"),
    ("ALG ٢", "alg ۲", "alg 2", "ａｌｇ ２"),
    ("geht's", "geht’s", "geht´s", "geht`s", "gehts"),
    ("пам'ять", "пам’ять", "памʼять"),
    ("Kinder\u00adgeld", "Kinder\u200bgeld", "\u202ekindergeld\u202c", "kinder\u200cgeld"),
    ("1\ufe0f\u20e3", "1"),
    ("a\x00b", "ab"),
)


@pytest.mark.parametrize("forms", SAME)
def test_forms_of_the_same_word_fold_to_one(forms: tuple[str, ...]) -> None:
    assert len({fold(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("б", "в"), ("ب", "پ"), ("и", "ы"), ("kita", "kinder"), ("2", "3")]
)
def test_other_letters_stay_other_letters(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
@settings(deadline=None, max_examples=300)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_nothing_invisible_is_left_and_case_does_not_matter(text: str) -> None:
    assert visible(fold(text)) == unicodedata.normalize("NFC", fold(text))
    assert tokens(text.casefold()) == tokens(text)


def test_tokens_are_words_and_digits_without_marks() -> None:
    assert tokens("Hallo, 2 Kinder_hier! ➡️ (§ 7) 👶") == ("hallo", "2", "kinder", "hier", "7")
    assert tokens(" \n👶 …") == ()
    assert tokens("eins\rzwei\x1fdrei\x85vier\tfünf") == ("eins", "zwei", "drei", "vier", "funf")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("u\u200bnd", "und"),
        ("\u2067Marl\u2069", "Marl"),
        ("❤\ufe0f", "❤"),
        ("می‌خواهم", "می‌خواهم"),
        ("می\u200d\u200c\u200cخواهم", "می‌خواهم"),
        ("Kin\u200cder", "Kinder"),
        ("zwei\nZeilen", "zwei\nZeilen"),
    ],
)
def test_what_nobody_sees_goes_and_the_persian_half_space_stays(text: str, seen: str) -> None:
    assert visible(text) == seen
