"""Documents into a `Guide`, or all problems at once, each with its file and field.

A document is a plain mapping; it comes from the seed folder, a database revision, a form or an import. This is
the only module of the package that reads files (with `formats/`), and the home of YAML.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge.coherent import incoherent
from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.formats.phrases import phrases_alone
from knowledge.model import (
    City,
    Danger,
    DangerKind,
    Department,
    Encoder,
    Guide,
    Number,
    Paper,
    Responsible,
    Service,
    Topic,
)
from knowledge.reading import Reader
from knowledge.reading_desk import canned_reply, opening
from knowledge.reading_rules import birthday, change, deadline, fact, interlock, situation

CONTENT = Path(__file__).parent / "content"
VECTORS = CONTENT / "vectors.npz"
LANGUAGES = ("de", "de-simple", "en", "tr", "ar", "uk", "ru", "pl", "ro", "bg", "fa")
KINDS = (
    "services",
    "departments",
    "cities",
    "papers",
    "topics",
    "numbers",
    "dangers",
    "facts",
    "interlocks",
    "deadlines",
    "changes",
    "situations",
    "birthdays",
    "answers",
    "phrases",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One editable piece of knowledge. `data` is a mapping, or a list of rows for phrases."""

    kind: str
    id: str
    data: Any

    @property
    def source(self) -> str:
        return f"{self.kind}/{self.id}.{'jsonl' if self.kind == 'phrases' else 'yaml'}"


def read_folder(folder: Path) -> tuple[Document, ...]:
    """The documents below a folder, in the order of their ids.

    Raises InvalidKnowledgeError when a file cannot be parsed or the folder holds none.
    """
    problems: list[Problem] = []
    documents: list[Document] = []
    for kind in KINDS:
        paths = (folder / kind).glob("*.jsonl" if kind == "phrases" else "*.yaml")
        for path in sorted(paths, key=lambda path: path.stem):
            try:
                documents.append(Document(kind, path.stem, _parse(path)))
            except (YAMLError, ValueError) as error:
                problems.append(
                    Problem(f"{kind}/{path.name}", "file", f"cannot be read: {_first_line(error)}")
                )
    if not documents and not problems:
        problems.append(Problem(str(folder), "folder", "holds no documents"))
    if problems:
        raise InvalidKnowledgeError(tuple(problems))
    return tuple(documents)


def read_path(path: Path) -> tuple[Document, ...]:
    """The documents of a folder, or those that a file of phrases alone makes.

    Raises InvalidKnowledgeError when a file cannot be parsed or there is nothing in it.
    """
    if not path.is_file():
        return read_folder(path)
    return tuple(Document(*part) for part in phrases_alone(path.read_bytes(), path.name))


def _parse(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return YAML(typ="safe").load(text)


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def folder_digest(folder: Path) -> str:
    """Names the state of a folder without parsing it."""
    digest = hashlib.sha256()
    for path in sorted(path for kind in KINDS for path in (folder / kind).glob("*.*")):
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def to_json(documents: Iterable[Document]) -> str:
    """Documents as one text, the same in whatever order they come."""
    found = sorted(documents, key=lambda one: (one.kind, one.id))
    rows = [[document.kind, document.id, document.data] for document in found]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, default=str)


def from_json(text: str) -> tuple[Document, ...]:
    return tuple(Document(kind, id_, data) for kind, id_, data in json.loads(text))


def revision_of(text: str) -> str:
    """The name of a revision: what its documents hash to."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def load(documents: Iterable[Document], encoder: Encoder | None = None) -> Guide:
    """A Guide from documents, that reads meaning with an encoder.

    Raises InvalidKnowledgeError with every problem found.
    """
    documents = tuple(documents)
    problems: list[Problem] = []
    found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for document in documents:
        if document.kind not in _READ:
            problems.append(Problem(document.source, "kind", f"is none of {', '.join(KINDS)}"))
            continue
        reader = Reader(document.source, document.data, problems, LANGUAGES)
        reader.languages = reader.words("languages") or LANGUAGES
        found[document.kind][document.id] = _READ[document.kind](reader, document.id)
    found["dangers"] = {DangerKind(k): v for k, v in found["dangers"].items() if k in set(DangerKind)}
    phrases = tuple(phrase for rows in found["phrases"].values() for phrase in rows)
    problems += incoherent(found)
    if problems:
        raise InvalidKnowledgeError(tuple(sorted(problems)))
    return Guide(
        revision=revision_of(to_json(documents)),
        services=_freeze(found["services"]),
        departments=_freeze(found["departments"]),
        cities=_freeze(found["cities"]),
        papers=_freeze(found["papers"]),
        topics=_freeze(dict(sorted(found["topics"].items(), key=lambda item: item[1].order))),
        numbers=_freeze(found["numbers"]),
        dangers=_freeze(found["dangers"]),
        phrases=phrases,
        facts=_freeze(found["facts"]),
        interlocks=_freeze(found["interlocks"]),
        deadlines=_freeze(found["deadlines"]),
        changes=_freeze(found["changes"]),
        situations=_freeze(found["situations"]),
        birthdays=_freeze(dict(sorted(found["birthdays"].items(), key=lambda item: item[1].age))),
        answers=_freeze(dict(sorted(found["answers"].items(), key=lambda item: item[1].order))),
        encoder=encoder,
    )


def _freeze(values: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(values)


def _service(read: Reader, id_: str) -> Service:
    read.identity(id_)
    return Service(
        id=id_,
        topic=read.text("topic"),
        departments=tuple(
            Responsible(part.text("department"), part.text("when", required=False))
            for part in read.parts("departments")
        ),
        name=read.localized("name"),
        summary=read.localized("summary"),
        who=read.maybe_localized("who"),
        first_step=read.maybe_localized("first_step"),
        deadline=read.maybe_localized("deadline"),
        cost=read.maybe_localized("cost"),
        papers=read.words("papers"),
        laws=read.laws(),
        synonyms=read.synonyms(),
        checked=read.checked(),
        description=read.maybe_localized("description"),
        source=read.text("source", required=False),
        leika=read.leika(),
        source_id=read.source_id(),
    )


def _department(read: Reader, id_: str) -> Department:
    read.identity(id_)
    return Department(
        id=id_,
        level=read.text("level"),
        name=read.localized("name"),
        serves=read.localized("serves"),
        find=read.localized("find"),
        checked=read.checked(),
        source_id=read.source_id(),
    )


def _city(read: Reader, id_: str) -> City:
    read.identity(id_)
    return City(
        id=id_,
        name=read.text("name"),
        aliases=read.words("aliases"),
        infostelle=read.flag("infostelle"),
        contacts=tuple(part.contact() for part in read.parts("contacts")),
        checked=read.checked(),
        without=read.words("without"),
        hours=opening(read),
    )


def _paper(read: Reader, id_: str) -> Paper:
    read.identity(id_)
    note = read.maybe_localized("note")
    return Paper(id=id_, name=read.localized("name"), note=note, source_id=read.source_id())


def _topic(read: Reader, id_: str) -> Topic:
    read.identity(id_)
    order = read.number("order")
    return Topic(id=id_, order=order, name=read.localized("name"), source_id=read.source_id())


def _number(read: Reader, id_: str) -> Number:
    read.identity(id_)
    return Number(
        id=id_,
        name=read.localized("name"),
        numbers=read.words("numbers"),
        hours=read.maybe_localized("hours"),
        note=read.localized("note"),
        source=read.text("source"),
        checked=read.checked(),
        always=read.flag("always"),
    )


def _danger(read: Reader, id_: str) -> Danger:
    read.identity(id_)
    return Danger(
        id=read.choice("id", DangerKind, DangerKind.MEDICAL),
        numbers=read.words("numbers"),
        services=read.words("services"),
        departments=read.words("departments"),
        text=read.localized("text"),
        laws=read.laws(),
        patterns=read.words("patterns"),
        checked=read.checked(),
    )


_READ: dict[str, Callable[[Reader, str], Any]] = {
    "services": _service,
    "departments": _department,
    "cities": _city,
    "papers": _paper,
    "topics": _topic,
    "numbers": _number,
    "dangers": _danger,
    "facts": fact,
    "interlocks": interlock,
    "deadlines": deadline,
    "changes": change,
    "situations": situation,
    "birthdays": birthday,
    "answers": canned_reply,
    "phrases": lambda read, _id: tuple(row.phrase() for row in read.rows()),
}
