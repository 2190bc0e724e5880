"""Two states of the guide compared: what people read of it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.difference import FieldDifference, Part, Side, differences, words
from knowledge.load import Document
from tests.knowledge import small


def _fields(before: Any, after: Any) -> dict[str, tuple[Any, Any]]:
    (one,) = differences([Document("services", "x", before)], [Document("services", "x", after)])
    return {field.field: (field.before, field.after) for field in one.fields}


def test_what_is_the_same_is_not_told() -> None:
    assert differences(small.documents(), reversed(small.documents())) == ()


def test_a_day_is_its_text_and_the_order_of_keys_is_nothing() -> None:
    before, after = {"a": 1, "on": date(2026, 1, 1)}, {"on": "2026-01-01", "a": 1}
    assert differences([Document("papers", "x", before)], [Document("papers", "x", after)]) == ()


def test_documents_come_and_go_in_the_order_of_a_folder() -> None:
    paper, service = Document("papers", "a", {"name": "A"}), Document("services", "z", {"name": "Z"})
    found = differences([paper], [service])
    assert [(one.source, one.side) for one in found] == [
        ("services/z.yaml", Side.AFTER),
        ("papers/a.yaml", Side.BEFORE),
    ]
    assert found[0].fields == (FieldDifference("name", None, "Z"),)
    assert found[1].fields == (FieldDifference("name", "A", None),)


def test_fields_are_named_by_their_way() -> None:
    before = {
        "name": "A",
        "translations": {"en": {"name": "A"}},
        "departments": [{"when": "x"}],
        "papers": ["a"],
    }
    after = {
        "name": "B",
        "translations": {"en": {"name": "B"}},
        "departments": [{"when": "y"}],
        "papers": ["b"],
    }
    assert _fields(before, after) == {
        "name": ("A", "B"),
        "translations.en.name": ("A", "B"),
        "departments[0].when": ("x", "y"),
        "papers": (["a"], ["b"]),
    }


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([{"t": 1}, {"t": 2}], [{"t": 0}, {"t": 1}, {"t": 2}], {"x[0]": (None, {"t": 0})}),
        ([{"t": 1}, {"t": 2}], [{"t": 2}], {"x[0]": ({"t": 1}, None)}),
        ([{"t": 1}], None, {"x[0]": ({"t": 1}, None)}),
        ([{"t": 1}], "text", {"x": ([{"t": 1}], "text")}),
    ],
)
def test_rows_that_only_moved_are_not_told(before: Any, after: Any, told: dict[str, Any]) -> None:
    assert _fields({"x": before}, {"x": after}) == told


def test_a_text_is_compared_word_by_word() -> None:
    assert words("Sechs Monate rückwirkend.", "Zwölf Monate rückwirkend.") == (
        Part(Side.BEFORE, "Sechs"),
        Part(Side.AFTER, "Zwölf"),
        Part(Side.BOTH, " Monate rückwirkend."),
    )


@given(st.text(), st.text())
def test_no_word_of_either_text_is_lost(before: str, after: str) -> None:
    found = words(before, after)
    assert "".join(part.text for part in found if part.side is not Side.AFTER) == before
    assert "".join(part.text for part in found if part.side is not Side.BEFORE) == after
