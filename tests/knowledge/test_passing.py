"""A piece that only tells something of the person is told apart from one that says what they need."""

from datetime import date

import pytest

from knowledge.load import load
from knowledge.model import Guide
from knowledge.understand.passing import only_tells
from tests.knowledge import small

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("lang", "piece"),
    [
        ("de", "Ich bin alleinerziehend"),
        ("de", "bin mit den beiden allein"),
        ("de", "Meine Kinder sind 2 und 7"),
        ("de", "ich bin 34"),
        ("en", "I am a single mother"),
        ("uk", "Я сама виховую двох дітей"),
        ("pl", "wychowuje sama dwojke dzieci"),
        ("pl", "dzieci mają 2 i 7 lat"),
        ("ro", "cresc singura doi copii"),
        ("bg", "Сама гледам две деца"),
        ("ru", "я мать-одиночка"),
    ],
)
def test_a_piece_that_only_tells_who_somebody_is(lang: str, piece: str, guide: Guide) -> None:
    assert only_tells(piece, lang, guide, TODAY)


@pytest.mark.parametrize(
    ("lang", "piece"),
    [
        ("de", "Umschulung ab März"),
        ("de", "ich habe keine Betreuung"),
        ("de", "meine Kinder brauchen einen Kindergarten"),
        ("de", "Unterhalt für mein Kind"),
        ("de", "Mehrbedarf für Alleinerziehende"),
        ("de", "mein Kind zwirbelknarzt"),
        ("de", "wir haben Mietschulden"),
        ("de", "alleinerziehend ohne Betreuung"),
        ("de", "ich habe"),
        ("en", "child money"),
        ("uk", "з ким залишити дітей"),
    ],
)
def test_a_piece_that_says_more(lang: str, piece: str, guide: Guide) -> None:
    assert not only_tells(piece, lang, guide, TODAY)


def test_a_guide_without_facts_has_nothing_told_in_passing() -> None:
    assert not only_tells("Ich bin alleinerziehend", "de", load(small.documents()), TODAY)
