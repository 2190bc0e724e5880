"""Last days against examples reckoned by hand (`worked.yaml`, each with its reckoning), and what a rule does at its edges."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from knowledge.condition import ALWAYS
from knowledge.deadline import Deadline, End, Notice, day_of, due
from knowledge.fact_values import known
from knowledge.localized import Checked
from knowledge.model import Guide
from knowledge.plan import plan
from knowledge.reading import NOWHERE
from knowledge.workdays import Span

ROWS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("worked.yaml"))
TODAY = date(2026, 11, 25)


def test_there_are_eighty_and_each_says_how_it_was_reckoned() -> None:
    assert len(ROWS) >= 80
    assert all(row["note"] and ("rule" in row) is not ("services" in row) for row in ROWS)


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{n}-{row.get('rule') or row['services'][0]}" for n, row in enumerate(ROWS)]
)
def test_a_last_day_is_the_one_reckoned_by_hand(guide: Guide, row: dict[str, Any]) -> None:
    facts = known(row["facts"], guide.facts, row["today"], row["today"])
    if "rule" in row:
        assert due(guide.deadlines[row["rule"]], facts, row["today"]) == row["due"], row["note"]
        return
    made = plan(guide, row["services"], facts, row["today"])
    until = next(step.until for step in made.steps if row["services"][0] in step.services)
    assert until == row["due"], row["note"]


def _rule(start: str = "letter_date", **fields: Any) -> Deadline:
    found: dict[str, Any] = {
        "notice": None,
        "term": Span(months=1),
        "before": False,
        "end": End.FORWARD,
    } | fields
    checked = Checked(date(2026, 1, 1), None)
    return Deadline(
        "r",
        ("s",),
        ALWAYS,
        start,
        found["notice"],
        found["term"],
        found["before"],
        found["end"],
        NOWHERE,
        None,
        (),
        "",
        checked,
    )


@pytest.mark.parametrize(
    ("rule", "told", "expected"),
    [
        (_rule(), "2026-10-31", date(2026, 11, 30)),  # November has no 31st
        (_rule(), "2026-11-25", date(2026, 12, 28)),  # Christmas, its second day, a Sunday
        (_rule(end=End.BACK), "2026-11-25", date(2026, 12, 24)),
        (_rule(end=End.MONTH), "2026-12-02", date(2027, 1, 29)),  # the 31st is a Sunday
        (_rule(before=True, end=End.BACK), "2027-03-01", date(2027, 2, 1)),
        (_rule(term=Span(weeks=2)), "2026-11-10", date(2026, 11, 24)),
        (_rule(term=Span(years=1)), "2028-02-29", date(2029, 2, 28)),
        (_rule(notice=Notice(4), term=Span(days=0)), "2026-11-10", date(2026, 11, 16)),  # a Saturday
        (_rule(notice=Notice(4, moves=True), term=Span(days=1)), "2026-11-10", date(2026, 11, 17)),
        (_rule(term=Span()), "2026-11", date(2026, 11, 2)),  # of a month the first, a Sunday
        (_rule("today", term=Span(days=1)), None, date(2026, 11, 26)),
    ],
)
def test_a_rule_gives_a_day(rule: Deadline, told: str | None, expected: date) -> None:
    assert due(rule, {"letter_date": told}, TODAY) == expected


@pytest.mark.parametrize("facts", [{}, {"letter_date": None}, {"letter_date": 3}])
def test_without_its_first_day_a_rule_gives_none(facts: dict[str, Any]) -> None:
    assert due(_rule(), facts, TODAY) is None


def test_a_month_counts_from_its_first_day() -> None:
    assert day_of({"course_start": "2027-03"}, "course_start") == date(2027, 3, 1)
    assert day_of({"course_start": "2027-03-15"}, "course_start") == date(2027, 3, 15)


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_days_far_off_break_no_rule(guide: Guide, day: str) -> None:
    for rule in guide.deadlines.values():
        assert (due(rule, {rule.start: day}, TODAY) is None) is False
