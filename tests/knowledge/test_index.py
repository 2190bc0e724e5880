"""The words of a text speak for labels: weights, misspellings, compounds, names."""

import pytest

from knowledge.load import load
from knowledge.model import Phrase, PhraseKind
from knowledge.understand.index import WordIndex, index_of, label_of, named
from tests.knowledge import small

EXAMPLES = (
    ("rent", "die miete ist teuer", 1),
    ("rent", "wohnung miete zahlen", 1),
    ("child", "die betreuung fehlt", 1),
    ("child", "betreuung für das kind", 1),
    ("power", "die stromrechnung", 1),
    ("kind:oos", "die wettervorhersage", 1),
)


@pytest.fixture(scope="module")
def index() -> WordIndex:
    return WordIndex(EXAMPLES)


def _best(index: WordIndex, text: str) -> str:
    scores = index.scores(text)
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
    assert sum(index.scores("die").values()) == pytest.approx(0)
    assert index.scores("miete")["rent"] > 0


def test_no_word_speaks_against_a_label(index: WordIndex) -> None:
    assert all(
        score >= 0 for text in ("die miete", "das kind", "teuer") for score in index.scores(text).values()
    )


def test_a_misspelt_word_says_less_than_the_word(index: WordIndex) -> None:
    assert 0 < index.scores("betreuunk")["child"] < index.scores("betreuung")["child"]


def test_words_that_say_nothing_make_the_rest_say_less(index: WordIndex) -> None:
    assert index.scores("miete xylophon")["rent"] < index.scores("miete")["rent"]


def test_where_there_is_one_label_or_none_words_tell_nothing_apart() -> None:
    assert WordIndex([("only", "miete", 1)]).scores("miete") == {}
    assert WordIndex(()).scores("miete") == {}


@pytest.mark.parametrize(
    ("kind", "targets", "label"),
    [
        (PhraseKind.SERVICE, ("kita",), "kita"),
        (PhraseKind.DANGER, ("hunger",), "kind:danger:hunger"),
        (PhraseKind.NEAR_DANGER, (), "kind:near_danger"),
        (PhraseKind.OOS, (), "kind:oos"),
        (PhraseKind.HUMAN, (), "kind:human"),
        (PhraseKind.SMALLTALK, (), "kind:smalltalk"),
    ],
)
def test_each_kind_of_phrase_has_its_label(kind: PhraseKind, targets: tuple[str, ...], label: str) -> None:
    assert label_of(Phrase(kind, "de", "text", targets)) == label


def test_the_index_of_a_guide_knows_names_synonyms_and_phrases_and_is_built_once() -> None:
    guide = small.guide()
    index = index_of(guide)
    assert index is index_of(guide)
    assert set(index.labels) >= {"wohngeld", "kindergeld", "kita", "kind:human", "kind:danger:hunger"}
    assert {_best(index, word) for word in ("Wohngeld", "Mietzuschuss", "teuer")} == {"wohngeld"}
    assert _best(index, "betreuung") == "kita"  # of a part of a sentence with several needs
    assert index.scores("lösche") == {}  # commands are not words of a label


LONG = "Hier hilft der Mieterverein. Er prüft Nebenkosten.\n\nAuch Kündigungen. Schimmel? Mietminderung!"


def test_a_long_text_and_the_heading_above_it_speak_for_their_service() -> None:
    found = list(small.documents())
    found[0].data.update(description=LONG, languages=["de"], situation="wohnen")
    found.append(small.document("situations", "wohnen", {"name": "Alltag › Zuhause"}, order=2))
    index = index_of(load(found))
    words = ("Nebenkosten", "Mietminderung", "Schimmel", "Zuhause")
    assert {_best(index, word) for word in words} == {"wohngeld"}
    assert index.scores("Zuhause")["wohngeld"] > index.scores("Schimmel")["wohngeld"]


def test_a_heading_says_nothing_where_there_is_no_long_text() -> None:
    assert index_of(small.guide()).scores("Familie") == {}


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Wohngeld", "wohngeld"),
        ("  wohngeld!! ", "wohngeld"),
        ("Wohngeldt", "wohngeld"),
        ("Wohngelt", None),
        ("mietzuschus", "wohngeld"),
        ("Kitaplatz (tr)", "kita"),
        ("kindergled", "kindergeld"),
        ("geld", None),
        ("Wohngeld und Kindergeld bitte", None),
        ("Kitaplatz " * 9, None),
        ("", None),
    ],
)
def test_a_message_that_is_a_name_names_its_service(text: str, service: str | None) -> None:
    assert named(text, small.guide()) == service


def test_a_name_that_two_services_bear_names_none() -> None:
    found = list(small.documents())
    found[1] = small.service("kindergeld", "Kindergeld", "kasse", synonyms=["Mietzuschuss", "Familienhilfe"])
    found[2] = small.service("kita", "Kitaplatz", "amt", synonyms=["Familienhilfen"])
    guide = load(found)
    assert named("Mietzuschuss", guide) is None
    assert named("Familienhilfenn", guide) is None
