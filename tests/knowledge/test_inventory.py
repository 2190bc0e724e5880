"""The inventory counts what a guide holds."""

from knowledge.inventory import take_inventory
from knowledge.load import LANGUAGES, load
from tests.knowledge import small


def test_documents_contacts_and_checks_are_counted() -> None:
    found = take_inventory(load(small.spoilt("services", "kita", ("checked_on",), "2026-03-01")))
    assert found.documents == {
        "services": 3, "departments": 2, "cities": 1, "papers": 2, "topics": 1, "numbers": 1, "dangers": 1,
        "facts": 0, "interlocks": 0, "deadlines": 0, "changes": 0, "situations": 0, "birthdays": 0,
        "answers": 0,
    }  # fmt: skip
    assert found.contacts == 1
    assert (found.checkable, found.unchecked) == (8, 7)  # papers and topics are not checked


def test_every_language_has_as_many_texts_as_german() -> None:
    languages = take_inventory(small.guide()).languages
    assert set(languages) == set(LANGUAGES)
    assert {counts["texts"] for counts in languages.values()} == {3 * 4 + 2 + 2 * 3 + 3 + 1 + 3 + 1}


def test_origins_and_stale_texts_are_counted_for_each_language() -> None:
    found = list(small.spoilt("papers", "pass", ("translations", "tr", "origin"), "reviewed"))
    found[0] = small.service("wohngeld", "Wohngeld", "amt")
    found[0].data["name"] = "Zuschuss zur Miete"
    languages = take_inventory(load(found)).languages
    assert (languages["de"]["machine"], languages["de"]["stale"]) == (0, 0)
    assert (languages["tr"]["reviewed"], languages["tr"]["stale"]) == (1, 1)
    assert languages["tr"]["machine"] == languages["tr"]["texts"] - 1
    assert (languages["de"]["phrases"], languages["en"]["phrases"]) == (12, 1)
