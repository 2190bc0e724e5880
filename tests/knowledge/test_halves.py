"""Both halves of a guide: evidence with an encoder and without one, and a guide that understands by words alone."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from knowledge.load import load
from knowledge.model import Command, DangerKind, Decision, Guide, Vectors
from knowledge.understand import prepare, understand
from knowledge.understand.examples import examples_of
from knowledge.understand.halves import Halves, halves_of
from tests.knowledge import small

TODAY = date(2026, 3, 1)
# What stands in a text, and the axis of meaning it lies on; the last of each row are words that no phrase uses.
TOPICS = (
    ("wohngeld", "miete", "rent", "hyresbidrag"),
    ("kindergeld", "tochter", "barnbidrag"),
    ("kita", "betreu", "förskola"),
    ("kühlschrank", "svälter"),
    ("langeweile", "uttråkad"),
    ("wetter", "väder"),
    ("mitarbeiter", "handläggare"),
    ("abend", "hejsan"),
)
ELSEWHERE = len(TOPICS)
LANGUAGES = 6


class ByTopic:
    """An encoder that knows the topics above, and that texts of one topic are not all the same."""

    name = "topics"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return self.recall(texts)

    def recall(self, texts: Sequence[str]) -> Vectors:
        return np.stack([_vector(text) for text in texts])


def _vector(text: str) -> Vectors:
    vector = np.zeros(len(TOPICS) + 1 + LANGUAGES, np.float32)
    found = [axis for axis, words in enumerate(TOPICS) if any(word in text.lower() for word in words)]
    vector[found or [ELSEWHERE]] = 1
    vector[ELSEWHERE + 1 + len(text) % LANGUAGES] = 0.3
    return vector / np.float32(np.linalg.norm(vector))


@pytest.fixture(scope="module")
def plain() -> Guide:
    return small.guide()


@pytest.fixture
def encoder() -> ByTopic:
    return ByTopic()


@pytest.fixture
def both(encoder: ByTopic) -> Guide:
    return load(small.documents(), encoder)


def _best(halves: Halves, text: str) -> str:
    shares = halves.read([text])[0].shares()
    return max(shares, key=lambda label: shares[label])


def test_each_text_has_evidence_for_all_labels_in_their_order(plain: Guide, both: Guide) -> None:
    labels = sorted({example.label for example in examples_of(plain)})
    for guide in (plain, both):
        found = Halves(guide).read(("die miete", "förskola", ""))
        assert [list(one.shares()) for one in found] == [[*labels, ""]] * 3
        assert [sum(one.shares().values()) for one in found] == pytest.approx([1, 1, 1])


def test_no_texts_have_no_evidence(plain: Guide) -> None:
    assert Halves(plain).read(()) == []


def test_only_a_guide_with_an_encoder_reads_meaning(plain: Guide, both: Guide) -> None:
    assert Halves(plain).meaning is None
    meaning = Halves(both).meaning
    assert meaning is not None
    assert set(meaning.labels) <= set(Halves(both).words.labels)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("barnbidrag", "kindergeld"),
        ("hyresbidrag", "wohngeld"),
        ("uttråkad", "kind:near_danger"),
        ("väder", "kind:oos"),
        ("handläggare", "kind:human"),
        ("hejsan", "kind:smalltalk"),
    ],
)
def test_what_words_do_not_know_meaning_may_know(plain: Guide, both: Guide, text: str, label: str) -> None:
    assert _best(Halves(plain), text) == ""
    assert _best(Halves(both), text) == label


def test_danger_is_read_by_meaning_too(plain: Guide, both: Guide) -> None:
    by_words, by_both = (Halves(guide).read(["svälter"])[0].danger()["hunger"] for guide in (plain, both))
    assert by_both > 0.5 > by_words


def test_texts_are_encoded_together_and_as_people_see_them(both: Guide, encoder: ByTopic) -> None:
    found = Halves(both).read(("barn\u200bbidrag", "cafe\u0301"))
    assert encoder.asked == [["barnbidrag", "café"]]
    assert found[0].shares()["kindergeld"] > 0.5


def test_the_order_of_texts_is_the_order_of_evidence(both: Guide) -> None:
    texts = ("barnbidrag", "hyresbidrag", "väder")
    forth, back = Halves(both).read(texts), Halves(both).read(texts[::-1])
    assert [one.shares() for one in forth] == [
        pytest.approx(one.shares(), abs=1e-4) for one in reversed(back)
    ]


def test_synonyms_have_no_meaning_of_their_own(both: Guide, encoder: ByTopic) -> None:
    recalled: list[str] = []

    def recall(texts: Sequence[str]) -> Vectors:
        recalled.extend(texts)
        return np.stack([_vector(text) for text in texts])

    encoder.recall = recall  # type: ignore[method-assign]
    Halves(both)
    assert "Wohngeld" in recalled
    assert "Mietzuschuss" not in recalled


def test_the_halves_of_a_guide_are_built_once(plain: Guide) -> None:
    assert halves_of(plain) is halves_of(plain)


def test_a_guide_that_knows_nothing_understands_nothing() -> None:
    offices = [one for one in small.documents() if one.kind in ("departments", "cities", "numbers")]
    for encoder in (None, ByTopic()):
        guide = load(offices, encoder)
        assert list(Halves(guide).read(["die miete"])[0].shares()) == [""]
        assert understand("die miete ist zu hoch", "de", guide, TODAY).decision is Decision.NONE


@pytest.mark.parametrize(
    ("text", "decision", "needs"),
    [
        ("Wohngeld", Decision.SURE, ("wohngeld",)),
        ("My rent is too high!", Decision.SURE, ("wohngeld",)),
        ("Wie wird das Wetter?", Decision.NONE, ()),
        ("Guten Abend zusammen", Decision.SMALLTALK, ()),
        ("Bitte einen Mitarbeiter sprechen", Decision.HUMAN, ()),
        ("xylophon", Decision.NONE, ()),
        ("", Decision.NONE, ()),
    ],
)
def test_words_alone_understand_what_the_guide_says_itself(
    plain: Guide, text: str, decision: Decision, needs: tuple[str, ...]
) -> None:
    prepare(plain)
    found = understand(text, "de", plain, TODAY)
    assert (found.decision, found.needs, found.danger) == (decision, needs, None)


def test_words_alone_offer_dangers_commands_and_services(plain: Guide) -> None:
    assert understand("mein kühlschrank ist leer und der magen knurrt", "de", plain, TODAY).danger is (
        DangerKind.HUNGER
    )
    assert understand("Zurück", "de", plain, TODAY).command is Command.BACK
    offered = understand("unsere tochter bekommt kein geld", "de", plain, TODAY).candidates
    assert offered[0].service == "kindergeld"


def test_meaning_and_words_together_understand_more_than_words(plain: Guide, both: Guide) -> None:
    text = "jag vill ha barnbidrag"
    by_words, by_both = (understand(text, "en", guide, TODAY).candidates for guide in (plain, both))
    assert all(one.confidence < 0.1 for one in by_words)
    assert (by_both[0].service, by_both[0].confidence > 0.5) == ("kindergeld", True)


def test_a_few_words_that_nobody_knows_are_not_guessed_at(both: Guide, encoder: ByTopic) -> None:
    assert understand("barnbidrag", "en", both, TODAY).candidates == ()
    assert encoder.asked == []
