"""The nouns: which language is shown, and what a guide finds."""

from types import MappingProxyType

import pytest

from knowledge.errors import InvalidKnowledgeError, KnowledgeError, Problem
from knowledge.localized import Localized, Origin, Text
from knowledge.reading import fingerprint
from tests.knowledge import small


def _text() -> Localized:
    texts = {
        "de": Text("Hallo", Origin.WRITTEN),
        "tr": Text("Merhaba", Origin.REVIEWED),
        "pl": Text("Cześć", Origin.MACHINE, stale=True),
    }
    return Localized(MappingProxyType(texts))


@pytest.mark.parametrize(
    ("wanted", "shown", "text"),
    [
        ("de", "de", "Hallo"),
        ("tr", "tr", "Merhaba"),
        ("pl", "de", "Hallo"),  # its German has changed
        ("ar", "de", "Hallo"),  # never translated
    ],
)
def test_a_missing_or_stale_text_is_read_in_german(wanted: str, shown: str, text: str) -> None:
    assert (_text().language(wanted), _text().read(wanted)) == (shown, text)
    assert _text().german == "Hallo"


def test_a_guide_finds_the_services_of_a_topic() -> None:
    guide = small.guide()
    assert [one.id for one in guide.of_topic("familie")] == ["wohngeld", "kindergeld", "kita"]
    assert guide.of_topic("nowhere") == ()


def test_two_guides_of_the_same_documents_are_two_guides_and_hide_their_phrases() -> None:
    assert small.guide() != small.guide()
    assert "phrases" not in repr(small.guide())


def test_a_fingerprint_changes_with_the_text_and_is_short() -> None:
    assert fingerprint("Wohngeld") != fingerprint("Wohngeld.")
    assert len(fingerprint("")) == 8


def test_invalid_knowledge_is_a_knowledge_error_that_lists_its_problems() -> None:
    problems = (Problem("a.yaml", "name", "a text is missing"), Problem("b.yaml", "id", "is wrong"))
    error = InvalidKnowledgeError(problems)
    assert isinstance(error, KnowledgeError)
    assert str(error) == "a.yaml: name: a text is missing\nb.yaml: id: is wrong"
