"""The words of a text speak for labels: weights, misspellings, compounds."""

import pytest

from knowledge.load import load
from knowledge.understand.examples import Example, examples_of
from knowledge.understand.words import WordIndex
from tests.knowledge import small

EXAMPLES = (
    Example("rent", "die miete ist teuer"),
    Example("rent", "wohnung miete zahlen"),
    Example("child", "die betreuung fehlt"),
    Example("child", "betreuung für das kind"),
    Example("power", "die stromrechnung"),
    Example("kind:oos", "die wettervorhersage"),
)


@pytest.fixture(scope="module")
def index() -> WordIndex:
    return WordIndex(EXAMPLES)


def _scores(index: WordIndex, text: str) -> dict[str, float]:
    """What is not zero, by label."""
    scores = zip(index.labels, index.scores(text).tolist(), strict=True)
    return {label: score for label, score in scores if score}


@pytest.mark.parametrize(("word", "weighs"), [("miete", True), ("die", False), ("x", False), ("blau", True)])
def test_a_word_that_all_labels_use_weighs_nothing_and_an_unknown_one_may(word: str, weighs: bool) -> None:
    labels = ("miete", "betreuung", "strom", "wetter")
    index = WordIndex(Example(label, f"die {label}", weight=9) for label in labels)
    assert index.weighs(word) is weighs


def _best(index: WordIndex, text: str) -> str:
    scores = _scores(index, text)
    return max(scores, key=lambda label: scores[label]) if scores else ""


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("miete", "rent"),
        ("Die MIETE!", "rent"),
        ("meite", ""),  # two letters of five are too many
        ("betreuunk", "child"),
        ("betreuungsplatz", "child"),  # the same beginning
        ("kinderbetreuung", "child"),  # a compound
        ("abendstromrechnung", "power"),
        ("wohnungs", "rent"),
        ("wetter", "kind:oos"),
        ("xylophon", ""),
        ("js", ""),
        ("", ""),
    ],
)
def test_a_word_speaks_for_the_label_that_uses_it(index: WordIndex, text: str, label: str) -> None:
    assert _best(index, text) == label


def test_a_word_that_all_labels_use_says_nothing(index: WordIndex) -> None:
    assert sum(_scores(index, "die").values()) == pytest.approx(0)
    assert _scores(index, "miete")["rent"] > 0


def test_no_word_speaks_against_a_label(index: WordIndex) -> None:
    assert all(
        score >= 0 for text in ("die miete", "das kind", "teuer") for score in index.scores(text).tolist()
    )


def test_a_misspelt_word_says_less_than_the_word(index: WordIndex) -> None:
    assert 0 < _scores(index, "betreuunk")["child"] < _scores(index, "betreuung")["child"]


def test_words_that_say_nothing_make_the_rest_say_less(index: WordIndex) -> None:
    assert _scores(index, "miete xylophon")["rent"] < _scores(index, "miete")["rent"]


def test_where_there_is_one_label_or_none_words_tell_nothing_apart() -> None:
    assert WordIndex([Example("only", "miete")]).scores("miete").tolist() == [0]
    assert WordIndex(()).scores("miete").tolist() == []


def test_a_guide_knows_names_synonyms_and_phrases() -> None:
    index = WordIndex(examples_of(small.guide()))
    assert set(index.labels) >= {"wohngeld", "kindergeld", "kita", "kind:human", "kind:danger:hunger"}
    assert {_best(index, word) for word in ("Wohngeld", "Mietzuschuss", "rent")} == {"wohngeld"}
    assert "kita" in _scores(index, "betreuung")  # of a part of a sentence with several needs
    assert _scores(index, "lösche") == {}  # commands are not words of a label


LONG = "Hier hilft der Mieterverein. Er prüft Nebenkosten.\n\nAuch Kündigungen. Schimmel? Mietminderung!"


def test_a_long_text_and_the_heading_above_it_speak_for_their_service() -> None:
    found = list(small.documents())
    found[0].data.update(description=LONG, languages=["de"], topic="wohnen")
    found.append(small.document("topics", "wohnen", {"name": "Alltag › Zuhause"}, order=2))
    index = WordIndex(examples_of(load(found)))
    words = ("Nebenkosten", "Mietminderung", "Schimmel", "Zuhause")
    assert {_best(index, word) for word in words} == {"wohngeld"}
    assert _scores(index, "Zuhause")["wohngeld"] > _scores(index, "Schimmel")["wohngeld"]


def test_a_heading_says_nothing_where_there_is_no_long_text() -> None:
    assert _scores(WordIndex(examples_of(small.guide())), "Familie") == {}
