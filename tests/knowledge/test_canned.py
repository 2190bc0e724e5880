"""Canned replies: their variables are known, the same in every language, and filled where somebody knows them."""

import pytest

from knowledge.canned import VARIABLES, fill, unfilled
from knowledge.load import LANGUAGES, Document, load
from knowledge.model import Guide
from tests.knowledge import small

TEXT = "Fall {number}, bis {day}"


def _documents(text: str = TEXT, order: int = 1, id_: str = "eingang") -> tuple[Document, ...]:
    reply = small.document("answers", id_, {"text": text}, title="Eingang", order=order, as_of=small.AS_OF)
    return (*small.documents(), reply)


def test_a_reply_is_read_in_every_language_and_filled_with_what_is_known() -> None:
    (reply,) = load(_documents()).answers.values()
    assert reply.german({"number": "AB", "city": "Marl"}) == "Fall AB, bis {day}"
    assert reply.read("ar", {"number": "AB", "day": "2.11."}) == "Fall AB, bis 2.11. (ar)"


def test_replies_stand_in_their_order() -> None:
    second = _documents(order=2, id_="a")[-1]
    assert list(load((*_documents(), second)).answers) == ["eingang", "a"]


@pytest.mark.parametrize(
    "text", ["Fall {case}", "Fall {}", "Fall {number", "Fall }", "{number!r} {city.name}"]
)
def test_an_unknown_variable_is_a_problem(text: str) -> None:
    found = small.places(_documents(text))
    assert ("answers/eingang.yaml", "text") in found


@pytest.mark.parametrize("text", ["Bis {day}", "{number} {day} {city}", "{number} {day", "nichts"])
def test_a_translation_has_the_variables_of_the_german(text: str) -> None:
    found = _documents()
    found[-1].data["translations"]["tr"]["text"] = text
    assert small.places(found) == {("answers/eingang.yaml", "translations.tr.text")}


def test_a_stale_translation_may_have_others_for_it_is_not_shown() -> None:
    found = _documents()
    found[-1].data["text"] = "Fall {number}"
    (reply,) = load(found).answers.values()
    assert reply.read("tr", {"number": "AB"}) == "Fall AB"


def test_what_is_not_filled_is_found() -> None:
    assert unfilled("Bis {day} beim Amt ({department})") == ("department", "day")
    assert unfilled("Bis {morgen}") == ()
    assert fill("{number} {day}", {"number": "{day}", "day": "x"}) == "{day} x"


def test_ours_are_there_in_every_language_with_a_title_of_their_own(guide: Guide) -> None:
    replies = guide.answers.values()
    assert len(replies) >= 12
    assert len({reply.title for reply in replies}) == len(replies)
    assert {name for reply in replies for name in unfilled(reply.text.german)} == set(VARIABLES)
    for reply in replies:
        assert set(reply.text.texts) == set(LANGUAGES)
        for lang, text in reply.text.texts.items():
            assert not text.stale, (reply.id, lang)
            assert not text.text.rstrip(".").endswith("{day}"), (reply.id, lang)
