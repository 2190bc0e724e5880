"""Each wrong field of a document of the plan names its file and its field."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from knowledge.condition import Either, Every, Not, Test
from knowledge.deadline import Notice
from knowledge.load import Document, load
from knowledge.workdays import Span
from tests.knowledge import small
from tests.knowledge.edges import deadline, documents, fact, interlock, situation, with_one

GONE = object()


def _with(make: Callable[[str], Document], id_: str, fields: dict[str, Any]) -> Document:
    found = make(id_)
    for name, value in fields.items():
        if value is GONE:
            del found.data[name]
        else:
            found.data[name] = value
    return found


Case = tuple[dict[str, Any], str]

INTERLOCKS: tuple[Case, ...] = (
    ({"id": "anders"}, "id"),
    ({"kind": "maybe"}, "kind"),
    ({"from": GONE}, "from"),
    ({"from": "kita"}, "from"),
    ({"to": []}, "to"),
    ({"to": [7]}, "to"),
    ({"for": "everybody"}, "for"),
    ({"when": {"fact": "age"}}, "when"),
    ({"when": ["age"]}, "when[1]"),
    ({"when": [{"fact": "age"}]}, "when[1]"),
    ({"when": [{"is": True}]}, "when[1]"),
    ({"when": [{"fact": "age", "above": 3}]}, "when[1]"),
    ({"when": [{"fact": "age", "below": 3}, {"fact": "age", "from": "3"}]}, "when[2].from"),
    ({"when": [{"fact": "age", "below": True}]}, "when[1].below"),
    ({"when": [{"fact": "age", "known": "yes"}]}, "when[1].known"),
    ({"when": [{"fact": "housing", "is": []}]}, "when[1]"),
    ({"when": [{"fact": "housing", "is": None}]}, "when[1]"),
    ({"when": [{"fact": "child", "below": 3}]}, "when[1]"),
    ({"when": [{"any": {"fact": "age"}}]}, "when[1]"),
    ({"when": [{"any": [{"fact": "age", "below": 3}, {"fact": "age"}]}]}, "when[1].any[2]"),
    ({"when": [{"not": {"fact": "age"}}]}, "when[1].not"),
    ({"unless": "never"}, "unless"),
    ({"unless": [{"fact": "child", "below": 3}]}, "unless[1]"),
    ({"before": 3}, "before"),
    ({"lead": {"months": 6}, "before": "letter_date"}, "gap"),
    ({"gap": "Fragen Sie trotzdem"}, "gap"),
    ({"lead": {"months": 6}}, "before"),
    ({"lead": {}}, "lead"),
    ({"lead": "six months"}, "lead"),
    ({"lead": {"months": -1}}, "lead"),
    ({"lead": {"months": 5000}}, "lead"),
    ({"lead": {"months": 1, "moons": 1}}, "lead"),
    ({"lead": {"months": "six"}}, "lead.months"),
    ({"adds": "yes"}, "adds"),
    ({"orders": 1}, "orders"),
    ({"reason": GONE}, "reason"),
    ({"practice": GONE}, "laws"),
    ({"laws": [{"ref": "§ 24 SGB VIII"}]}, "laws[1].about"),
    ({"as_of": GONE}, "as_of"),
    ({"checked_on": "bald"}, "checked_on"),
)
DEADLINES: tuple[Case, ...] = (
    ({"id": "anders"}, "id"),
    ({"services": GONE}, "services"),
    ({"services": "wohngeld"}, "services"),
    ({"when": "always"}, "when"),
    ({"when": [{"fact": "child", "below": 3}]}, "when[1]"),
    ({"from": GONE}, "from"),
    ({"notice": 4}, "notice"),
    ({"notice": {}}, "notice.days"),
    ({"notice": {"days": -4}}, "notice.days"),
    ({"notice": {"days": 99999}}, "notice.days"),
    ({"notice": {"days": 4, "moves": "no"}}, "notice.moves"),
    ({"term": {"month": 1}}, "term"),
    ({"term": {"weeks": 1.5}}, "term.weeks"),
    ({"before": "yes"}, "before"),
    ({"end": "sideways"}, "end"),
    ({"end": GONE}, "end"),
    ({"reason": GONE}, "reason"),
    ({"missed": 3}, "missed"),
    ({"practice": GONE}, "laws"),
    ({"as_of": "gestern"}, "as_of"),
)
SITUATIONS: tuple[Case, ...] = (
    ({"id": "anders"}, "id"),
    ({"about": GONE}, "about"),
    ({"today": GONE}, "today"),
    ({"today": "2026-02-30"}, "today"),
    ({"city": GONE}, "city"),
    ({"needs": "wohngeld"}, "needs"),
    ({"facts": ["children"]}, "facts"),
    ({"steps": ["kita"]}, "steps"),
    ({"steps": [{"until": "2026-12-02"}]}, "steps[1].id"),
    ({"steps": [{"id": "kita"}, {"id": "wohngeld", "until": "soon"}]}, "steps[2].until"),
    ({"steps": [{"id": "kita", "missed": 1}]}, "steps[1].missed"),
    ({"gaps": "kita"}, "gaps"),
    ({"excluded": ["kita"]}, "excluded"),
    ({"excluded": [{"pair": ["kita"]}]}, "excluded[1].pair"),
    ({"reasons": "gap"}, "reasons"),
    ({"laws": [{"about": "Etwas"}]}, "laws[1].ref"),
)
FACTS: tuple[Case, ...] = (
    ({"id": "anders"}, "id"),
    ({"kind": "feeling"}, "kind"),
    ({"kind": "date"}, "options"),
    ({"options": GONE}, "options"),
    ({"options": "rent"}, "options"),
    ({"about": GONE}, "about"),
    ({"name": GONE}, "name"),
    ({"question": GONE}, "question"),
    ({"why": GONE}, "why"),
    ({"labels": GONE}, "labels.rent"),
    ({"labels": {"rent": "Miete"}}, "labels.own"),
    ({"services": {"castle": "wohngeld"}}, "services.castle"),
    ({"services": {"rent": 3}}, "services.rent"),
    ({"said": {"castle": ["schloss"]}}, "said.castle"),
    ({"said": {"rent": "miete"}}, "said.rent"),
)
CASES = (
    *((_with(interlock, "kita-zuerst", fields), field) for fields, field in INTERLOCKS),
    *((_with(deadline, "wohngeld-frist", fields), field) for fields, field in DEADLINES),
    *((_with(situation, "familie-eins", fields), field) for fields, field in SITUATIONS),
    *(
        (_with(lambda id_: fact(id_, "choice", ("rent", "own")), "housing", fields), field)
        for fields, field in FACTS
    ),
)


def test_a_document_without_a_mistake_has_no_problem() -> None:
    assert load(documents()).facts["housing"].options == ("rent", "own")


@pytest.mark.parametrize(
    ("document", "field"),
    CASES,
    ids=[f"{document.kind}-{field}-{n}" for n, (document, field) in enumerate(CASES)],
)
def test_a_wrong_field_names_file_and_field(document: Document, field: str) -> None:
    assert (document.source, field) in small.places(with_one(document))


def test_conditions_are_read_as_they_stand() -> None:
    when = [
        {"fact": "housing", "is": "rent"},
        {"any": [{"fact": "age", "from": 18, "below": 25}, {"not": {"fact": "single_parent", "is": True}}]},
        {"fact": "letter_date", "known": True},
    ]
    unless = [{"fact": "income", "is": ["wage", "benefit"]}, {"fact": "children", "below": 3}]
    lock = load(with_one(interlock("kita-zuerst", when=when, unless=unless))).interlocks["kita-zuerst"]
    assert lock.when == Every(
        (
            Test("housing", ("rent",)),
            Either((Test("age", least=18, below=25), Not(Test("single_parent", (True,))))),
            Test("letter_date", known=True),
        )
    )
    assert lock.unless == Either((Test("income", ("wage", "benefit")), Test("children", below=3)))


def test_without_conditions_an_edge_always_holds() -> None:
    lock = load(documents()).interlocks["kita-zuerst"]
    assert lock.holds({}) is True
    assert lock.waits_for({}) == frozenset()


def test_a_term_and_a_notice_are_read() -> None:
    rule = load(
        with_one(deadline("wohngeld-frist", term={"years": 1, "days": 2}, notice={"days": 4}))
    ).deadlines["wohngeld-frist"]
    assert (rule.term, rule.notice) == (Span(years=1, days=2), Notice(4))


def test_papers_in_common_need_no_law_and_no_reason() -> None:
    same = interlock("papiere", kind="same_papers")
    del same.data["practice"]
    del same.data["reason"]
    found = load(with_one(same)).interlocks["papiere"]
    assert (found.reason, found.order) == (None, ())


def test_a_day_is_a_text_whether_quoted_or_not() -> None:
    family = situation("familie-eins", facts={"letter_date": date(2026, 11, 2), "children": [2]})
    assert load(with_one(family)).situations["familie-eins"].facts["letter_date"] == "2026-11-02"
