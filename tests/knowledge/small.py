"""A tiny valid set of documents, made anew for each test, and ways to spoil one field of it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.load import LANGUAGES, Document, load
from knowledge.model import Guide
from knowledge.reading import fingerprint

AS_OF = "2026-01-01"
Way = tuple[str | int, ...]


def documents() -> tuple[Document, ...]:
    """Three services, two departments, a city, two papers, a topic, a number, a danger and some phrases."""
    return (
        service("wohngeld", "Wohngeld", "amt", synonyms=["Mietzuschuss"], papers=["pass", "mietvertrag"]),
        service("kindergeld", "Kindergeld", "kasse", deadline="Sechs Monate rückwirkend", cost="Nichts"),
        service("kita", "Kitaplatz", "amt", laws=[{"ref": "§ 24 SGB VIII", "about": "Platz ab einem Jahr"}]),
        department("amt", "Amt für Soziales"),
        department("kasse", "Familienkasse"),
        city(),
        document("papers", "pass", {"name": "Ausweis oder Pass"}),
        document("papers", "mietvertrag", {"name": "Mietvertrag", "note": "Alle Seiten"}),
        document("topics", "familie", {"name": "Familie"}, order=1),
        number(),
        danger(),
        Document("phrases", "all", phrases()),
    )


def guide() -> Guide:
    return load(documents())


def document(kind: str, id_: str, german: Mapping[str, str], **rest: Any) -> Document:
    """A document whose German texts are translated into every language."""
    translations = {lang: translation(lang, german) for lang in LANGUAGES if lang != "de"}
    return Document(kind, id_, {"id": id_, **german, **rest, "translations": translations})


def translation(lang: str, german: Mapping[str, str]) -> dict[str, Any]:
    return {
        "origin": "machine",
        **{field: f"{text} ({lang})" for field, text in german.items()},
        "of": {field: fingerprint(text) for field, text in german.items()},
    }


def service(id_: str, name: str, office: str, deadline: str = "", cost: str = "", **rest: Any) -> Document:
    german = {
        "name": name,
        "summary": f"Was {name} ist",
        "who": "Wer wenig hat",
        "first_step": "Antrag stellen",
    }
    german |= {field: text for field, text in (("deadline", deadline), ("cost", cost)) if text}
    offices = [{"department": office, "when": "Immer"}]
    return document("services", id_, german, topic="familie", departments=offices, as_of=AS_OF, **rest)


def department(id_: str, name: str) -> Document:
    german = {"name": name, "serves": "Alle", "find": "Im Rathaus fragen"}
    return document("departments", id_, german, level="city", as_of=AS_OF)


def city() -> Document:
    contact = {
        "department": "amt",
        "assured_date": AS_OF,
        "phone": "02305 1",
        "address": "Markt 1",
        "hours": "Mo 8-12",
    }
    data = {"id": "marl", "name": "Marl", "aliases": ["Марль"], "infostelle": True, "contacts": [contact]}
    return Document("cities", "marl", data | {"as_of": AS_OF})


def number() -> Document:
    german = {"name": "Notruf", "hours": "Immer", "note": "Kostenlos"}
    return document("numbers", "emergency", german, numbers=["112"], source="Notrufverordnung", as_of=AS_OF)


def danger() -> Document:
    return document(
        "dangers",
        "hunger",
        {"text": "Sie bekommen heute noch Hilfe"},
        numbers=["emergency"],
        services=["wohngeld"],
        departments=["amt"],
        patterns=["nichts zu essen"],
        laws=[{"ref": "§ 42 SGB II", "about": "Vorschuss"}],
        as_of=AS_OF,
    )


def phrases() -> list[dict[str, Any]]:
    return [
        phrase("service", "de", "die miete ist viel zu teuer", services=["wohngeld"]),
        phrase("service", "en", "my rent is too high", services=["wohngeld"]),
        phrase("service", "de", "geld für meine tochter", services=["kindergeld"]),
        phrase("service", "de", "wer betreut meinen sohn vormittags", services=["kita"]),
        phrase("multi", "de", "miete teuer und betreuung fehlt", services=["wohngeld", "kita"])
        | {"parts": ["miete teuer", "betreuung fehlt"]},
        phrase("danger", "de", "kühlschrank leer magen knurrt", danger="hunger"),
        phrase("near_danger", "de", "ich sterbe vor langeweile"),
        phrase("oos", "de", "wie wird das wetter"),
        phrase("human", "de", "bitte einen mitarbeiter sprechen"),
        phrase("smalltalk", "de", "guten abend zusammen"),
        phrase("command", "de", "zurück", command="back"),
        phrase("command", "de", "lösche meine daten", command="delete_my_data"),
        phrase("command", "de", "mit einem menschen reden", command="human"),
    ]


def phrase(kind: str, lang: str, text: str, **rest: Any) -> dict[str, Any]:
    return {"kind": kind, "lang": lang, "text": text, "origin": "machine", **rest}


def spoilt(kind: str, id_: str, path: Way, value: Any) -> tuple[Document, ...]:
    """All documents, one of them with another value at a path."""
    found = documents()
    place = _data(found, kind, id_)
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return found


def without(kind: str, id_: str, path: Way) -> tuple[Document, ...]:
    """All documents, one of them without a field."""
    found = documents()
    place = _data(found, kind, id_)
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return found


def _data(found: Iterable[Document], kind: str, id_: str) -> Any:
    return next(one.data for one in found if (one.kind, one.id) == (kind, id_))


def problems(found: Iterable[Document]) -> tuple[Problem, ...]:
    """What `load` finds wrong; there must be something."""
    with pytest.raises(InvalidKnowledgeError) as caught:
        load(found)
    return caught.value.problems


def places(found: Iterable[Document]) -> set[tuple[str, str]]:
    """The file and field of each problem."""
    return {(problem.source, problem.field) for problem in problems(found)}


def write(folder: Path, found: Iterable[Document]) -> Path:
    """The documents as files of a folder."""
    for one in found:
        path = folder / one.source
        path.parent.mkdir(parents=True, exist_ok=True)
        if one.kind == "phrases":
            path.write_text(
                "\n\n".join(json.dumps(row, ensure_ascii=False) for row in one.data), encoding="utf-8"
            )
        else:
            YAML().dump(one.data, path)
    return folder
