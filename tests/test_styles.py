"""Our styles run both ways: nothing in them is left or right."""

import re
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
STYLES = sorted(BOT.glob("**/*.css"))
_SIDES = r"(?:left|right)"
PHYSICAL = re.compile(
    rf"""(?:^|[;{{\s])(?:
        {_SIDES}\s*: |
        (?:margin|padding|border|inset|scroll-margin|scroll-padding)-{_SIDES}(?:-\w+)?\s*: |
        border-(?:top|bottom)-{_SIDES}-radius\s*: |
        (?:text-align|float|clear|text-align-last|caption-side)\s*:\s*{_SIDES} |
        (?:margin|padding|border-width|border-radius|inset)\s*:\s*(?:[^\s;]+\s+){{3}}[^\s;]+\s*[;}}]
    )""",
    re.VERBOSE,
)


def test_there_are_styles_to_look_at() -> None:
    assert STYLES


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_know_start_and_end_only(path: Path) -> None:
    assert PHYSICAL.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "rule",
    [
        "a { margin-left: 1px }",
        "a{left:0}",
        "a { color: red; text-align: right; }",
        "a { border-left-color: red }",
        "a { float: left }",
        "a { padding: 1px 2px 3px 4px; }",
        "a { border-top-left-radius: 1px }",
    ],
)
def test_the_check_finds_what_it_looks_for(rule: str) -> None:
    assert PHYSICAL.search(rule)
