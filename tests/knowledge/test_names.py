"""A whole message that is a name, misspelt or not; and none where two services bear it."""

import pytest

from knowledge.load import load
from knowledge.understand.names import named
from tests.knowledge import small


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
