"""A tiny guide with a plan in it: facts of each kind, interlocks, a deadline and a family that proves them."""

from copy import deepcopy
from typing import Any

from knowledge.load import Document
from knowledge.reading import fingerprint
from tests.knowledge import small

PRACTICE = "Übliche Praxis"
FACTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("children", "ages", ()),
    ("age", "number", ()),
    ("single_parent", "yes_no", ()),
    ("income", "choices", ("wage", "benefit")),
    ("housing", "choice", ("rent", "own")),
    ("rent_total", "amount", ()),
    ("letter_date", "date", ()),
)


def documents() -> tuple[Document, ...]:
    """Child care comes before child benefit, housing benefit is due a month after a letter, and a family proves it."""
    return (
        *small.documents(),
        *(fact(*one) for one in FACTS),
        interlock("kita-zuerst"),
        deadline("wohngeld-frist"),
        situation("familie-eins"),
    )


def fact(id_: str, kind: str, options: tuple[str, ...] = ()) -> Document:
    german = {"name": f"Angabe {id_}", "question": "Was ist es?", "why": "Für den Plan"}
    found = small.document("facts", id_, german, about=id_)
    found.data["kind"] = kind
    if options:
        found.data["options"] = list(options)
        found.data["labels"] = {option: f"Wort {option}" for option in options}
        for lang, block in found.data["translations"].items():
            block["labels"] = {option: f"Wort {option} ({lang})" for option in options}
            for option in options:
                block["of"][f"labels.{option}"] = fingerprint(f"Wort {option}")
    return found


def interlock(id_: str, **fields: Any) -> Document:
    """Child care before child benefit, unless the fields say otherwise."""
    data = {"kind": "first", "from": ["kindergeld"], "to": ["kita"], "adds": True, "practice": PRACTICE}
    found = small.document("interlocks", id_, {"reason": "Das kommt davor"}, as_of=small.AS_OF)
    found.data.update(data | fields)
    return found


def deadline(id_: str, **fields: Any) -> Document:
    """Housing benefit within a month after a letter, unless the fields say otherwise."""
    data = {
        "services": ["wohngeld"],
        "from": "letter_date",
        "term": {"months": 1},
        "end": "forward",
        "practice": PRACTICE,
    }
    return small.document(
        "deadlines", id_, {"reason": "Das ist die Frist"}, as_of=small.AS_OF, **(data | fields)
    )


def situation(id_: str, **fields: Any) -> Document:
    """Needs child benefit and housing benefit, and has had a letter."""
    data = {
        "id": id_,
        "about": "Eine Familie",
        "today": "2026-11-02",
        "city": "marl",
        "needs": ["kindergeld", "wohngeld"],
        "facts": {"letter_date": "2026-11-02", "children": [2]},
        "steps": [{"id": "wohngeld", "until": "2026-12-02"}, {"id": "kita"}, {"id": "kindergeld"}],
    }
    return Document("situations", id_, deepcopy(data) | fields)


def with_one(*more: Document) -> tuple[Document, ...]:
    """All documents, and these in place of those of the same name."""
    names = {(one.kind, one.id) for one in more}
    return (*(one for one in documents() if (one.kind, one.id) not in names), *more)
