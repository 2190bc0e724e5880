"""Typed choices: a number or words, and for what cannot be taken back the exact words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.session import Offer
from bot.texts import LOCALES, Texts
from knowledge.understand import tokens

LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())

DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९")

OFFERS = tuple(
    Offer(f"v1:{number}", label)
    for number, label in enumerate(("Ja, weitergeben", "Wohngeld", "Castrop-Rauxel"))
)


@pytest.mark.parametrize("digits", DIGITS)
def test_a_choice_is_picked_by_its_number_in_any_digits(digits: str, texts: Texts) -> None:
    assert texts.pick(digits[2], OFFERS) == OFFERS[1]
    assert texts.pick(f" {digits[3]}. ", OFFERS) == OFFERS[2]
    assert texts.pick(digits[0], OFFERS) is None
    assert texts.pick(digits[4], OFFERS) is None
    assert texts.pick(digits[1] * 3, OFFERS) is None


@pytest.mark.parametrize("typed", ["Wohngeld", "wohngeld", " WOHNGELD ", "wohngled"])
def test_a_choice_is_picked_by_its_label(typed: str, texts: Texts) -> None:
    assert texts.pick(typed, OFFERS) == OFFERS[1]


# Each says «yes» or «no» with the other one's words, or nearly.
TWISTED = (
    ("de", "consent", "Ja, nicht weitergeben"),
    ("de", "delete", "Nein, alles löschen"),
    ("en", "consent", "Yes, pass it off"),
    ("en", "consent", "No, do now pass it on"),
    ("en", "delete", "No, do delete"),
    ("tr", "consent", "Evet, iletmeyin"),
    ("tr", "consent", "Hayır, iletin"),
    ("tr", "delete", "Evet, her şeyi silmeyin"),
    ("fa", "consent", "نه، به راهنما ندهید"),
    ("fa", "consent", "بله، به راهنما ندهید"),
    ("fa", "delete", "نه، همه چیز پاک شود"),
    ("fa", "delete", "نه، همه چیز پاک نشود"),
    ("ar", "consent", "لا، أعطِ المعلومات للمرشد"),
    ("ar", "delete", "لا، احذف كل شيء"),
    ("ar", "delete", "نعم، لا تحذف كل شيء"),
    ("bg", "consent", "Да, не предавайте го"),
    ("bg", "delete", "Не, изтрийте всичко"),
    ("pl", "consent", "Tak, nie przekaż"),
    ("pl", "delete", "Nie usuń wszystko"),
    ("ro", "consent", "Da, nu trimite"),
    ("ro", "delete", "Nu, șterge tot"),
    ("ru", "consent", "Да, не передать"),
    ("ru", "delete", "Да, не удалить всё"),
    ("uk", "consent", "Так, не передати"),
    ("uk", "delete", "Так, не видалити все"),
)


def _decision(texts: Texts, step: str, lang: str) -> tuple[Offer, ...]:
    return tuple(
        Offer(f"v1:{step}:{answer}", texts.text(f"{step}.{answer}", lang)) for answer in ("yes", "no")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("step", ["consent", "delete"])
def test_what_cannot_be_taken_back_is_picked_exactly(step: str, lang: str, texts: Texts) -> None:
    yes, no = offers = _decision(texts, step, lang)
    assert tokens(yes.label) != tokens(no.label)
    for offer in offers:
        assert texts.pick(offer.label, offers) == offer
        assert texts.pick(offer.label.upper(), offers) == offer
        for place, char in enumerate(offer.label):
            slip = offer.label[:place] + offer.label[place + 1 :]
            assert texts.pick(slip, offers) is None or not char.isalpha(), slip
    assert (texts.pick("1", offers), texts.pick("2.", offers)) == offers


@pytest.mark.parametrize(("lang", "step", "typed"), TWISTED)
def test_nobodys_no_is_taken_for_a_yes(lang: str, step: str, typed: str, texts: Texts) -> None:
    offers = _decision(texts, step, lang)
    assert texts.pick(typed, offers) is None


def test_every_language_has_a_twisted_answer() -> None:
    assert {lang for lang, *_ in TWISTED} | {"de-simple"} == set(LANGUAGES)


def test_beside_a_decision_other_choices_may_be_misspelt(texts: Texts) -> None:
    offers = (*_decision(texts, "delete", "de"), *OFFERS)
    assert texts.pick("wohngled", offers) == OFFERS[1]


def test_other_words_pick_nothing(texts: Texts) -> None:
    assert texts.pick("ich habe 2 Kinder", OFFERS) is None
    assert texts.pick("", ()) is None


@given(typed=st.text(max_size=40))
def test_any_text_can_be_typed(typed: str, texts: Texts) -> None:
    assert texts.pick(typed, OFFERS) in (None, *OFFERS)
