"""Which label an example stands for, and how much it counts."""

from dataclasses import replace

import pytest

from knowledge.localized import Origin
from knowledge.model import Phrase, PhraseKind
from knowledge.understand.examples import Example, examples_of, label_of
from tests.knowledge import small


@pytest.mark.parametrize(
    ("kind", "targets", "label"),
    [
        (PhraseKind.SERVICE, ("kita",), "kita"),
        (PhraseKind.DANGER, ("hunger",), "kind:danger:hunger"),
        (PhraseKind.NEAR_DANGER, (), "kind:near_danger"),
        (PhraseKind.NEAR_DANGER, ("kita",), "kita"),
        (PhraseKind.OOS, (), "kind:oos"),
        (PhraseKind.HUMAN, (), "kind:human"),
        (PhraseKind.SMALLTALK, (), "kind:smalltalk"),
    ],
)
def test_each_kind_of_phrase_has_its_label(kind: PhraseKind, targets: tuple[str, ...], label: str) -> None:
    assert label_of(Phrase(kind, "de", "text", targets)) == label


def test_a_message_with_several_needs_is_an_example_of_that_and_its_parts_of_their_services() -> None:
    parts = Phrase(PhraseKind.MULTI, "de", "Kita und Miete", ("kita", "wohngeld"), ("Kita", "Miete"))
    guide = replace(small.guide(), phrases=(parts,))
    found = {example for example in examples_of(guide) if example.text in ("Kita und Miete", "Kita", "Miete")}
    assert found == {
        Example("kind:multi", "Kita und Miete"),
        Example("kita", "Kita"),
        Example("wohngeld", "Miete"),
    }


def test_what_a_person_reviewed_counts_more_than_what_a_machine_wrote() -> None:
    written, reviewed = (
        Phrase(PhraseKind.SERVICE, "de", "Platz im Kindergarten", ("kita",), origin=origin)
        for origin in (Origin.MACHINE, Origin.REVIEWED)
    )
    weights = [
        next(
            example.weight
            for example in examples_of(replace(small.guide(), phrases=(phrase,)))
            if example.text == phrase.text
        )
        for phrase in (written, reviewed)
    ]
    assert weights == [1, 3]


def test_synonyms_are_words_and_names_are_sentences() -> None:
    sentences = {example.text: example.sentence for example in examples_of(small.guide())}
    assert (sentences["Wohngeld"], sentences["Mietzuschuss"]) == (True, False)
