"""Charts: what they say in words, and that nothing in them is markup."""

import re
from xml.etree import ElementTree as ET

from bot.console.charts import Bar, bars

SVG = "{http://www.w3.org/2000/svg}"


def plain(text: str | None) -> str:
    """What is read, without the isolates around a name."""
    return (text or "").replace("\u2068", "").replace("\u2069", "")


def test_the_longest_bar_is_as_wide_as_the_chart_and_a_hidden_one_is_none() -> None:
    drawn = bars(
        "c", "Nach Grund", "Wie viele", [Bar("A", 10, "10"), Bar("B", 5, "5"), Bar("C", None, "unter 5")]
    )
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert [rect.get("width") for rect in root.iter(f"{SVG}rect")] == ["100.0%", "50.0%"]
    assert [plain(text.text) for text in root.iter(f"{SVG}text")] == ["A: 10", "B: 5", "C: unter 5"]
    assert root.get("aria-labelledby") == "c-title c-text"
    assert [root.findtext(f"{SVG}{name}") for name in ("title", "desc")] == ["Nach Grund", "Wie viele"]
    assert not re.search(r"style|<script|fill=", drawn)


def test_names_are_text() -> None:
    drawn = bars("c", "<b>", "&", [Bar('<script>"', 0, "0")])
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert plain(ET.fromstring(drawn).findtext(f"{SVG}text")) == '<script>": 0'  # noqa: S314 - our own


def test_nothing_is_drawn_of_nothing() -> None:
    assert "<rect" not in bars("c", "t", "d", [])
