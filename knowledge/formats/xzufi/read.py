"""Leistungen of XZuFi into documents: services, their topics and papers.

A file is one Leistung, a list of them, or an answer of the portal that has them under `items`.
"""

from collections import Counter
from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.formats.changes import LEIKA, SOURCE_ID, Imported
from knowledge.formats.spoken import Said, Texts, document
from knowledge.formats.strict import MOST_SERVICES, named, parse, refuse
from knowledge.formats.xzufi.leistung import Leistung
from knowledge.formats.xzufi.shape import ORIGIN, Module, Plain
from knowledge.load import Document
from knowledge.localized import GERMAN, Origin
from knowledge.reading import NEVER, Reader, fingerprint

_SUMMARY = 300
_REF = 200
_FALLBACK = "xzufi"


def read(content: bytes, source: str) -> Imported:
    """The documents of a file; `source` names it in problems. Raises InvalidKnowledgeError with all of them."""
    problems: list[Problem] = []
    reading = _Reading(source)
    for row in _rows(parse(content, source), source, problems):
        reading.service(Leistung(row, reading.left_out))
    if not reading.found and not problems:
        problems.append(Problem(source, "file", "holds no Leistung"))
    if problems:
        raise InvalidKnowledgeError(tuple(problems))
    return Imported(tuple(reading.found.values()), reading.left_out)


def _rows(value: Any, source: str, problems: list[Problem]) -> tuple[Reader, ...]:
    whole = value if isinstance(value, Mapping) else {"items": value}
    if "items" not in whole:
        return (Reader(source, whole, problems, ()),)
    if not isinstance(whole["items"], list):
        refuse(source, "file", "is no list of Leistungen")
    if len(whole["items"]) > MOST_SERVICES:
        refuse(source, "items", f"are more than {MOST_SERVICES}")
    return Reader(source, whole, problems, ()).parts("items")


class _Reading:
    """Gathers the documents of one file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: dict[tuple[str, str], Document] = {}
        self.left_out: Counter[str] = Counter()
        self.topics: dict[str, int] = {}

    def service(self, one: Leistung) -> None:
        name = one.name()
        base = GERMAN if GERMAN in name or not name else next(iter(name))
        if not name:
            one.row.say("modul_text", "has no name (module 03 or 02)")
        id_ = self._id(one)
        texts = self._texts(one, name, base)
        rest = {
            "id": id_,
            SOURCE_ID: one.source_id(),
            "topic": self._topic(one),
            "departments": one.departments(),
            "papers": [self._paper(*paper, one, base) for paper in one.papers() if base in paper[0]],
            "laws": _laws(one.text(Module.LAWS), name, base),
            LEIKA: one.leika(),
            "source": one.source(base),
            "as_of": one.as_of() or NEVER,
        }
        rest = {key: value for key, value in rest.items() if value not in ("", None, [])}
        said = {field: self._said(one, text, base) for field, text in texts.items()}
        words = one.synonyms(name)
        self._keep(document("services", rest, said, words, self.left_out, base))

    def _id(self, one: Leistung) -> str:
        """Ours, else after the LeiKa key; where a file has several of one key, with a mark of its own id."""
        own, leika = one.own_id(), one.leika()
        id_ = one.our_id() or (f"leika-{leika}" if leika else f"{ORIGIN}-{fingerprint(own)}")
        if ("services", id_) not in self.found:
            return id_
        apart = f"{id_}-{fingerprint(own)}"
        if ("services", apart) in self.found:
            one.row.say("id", f"«{named(own)}» has another Leistung too")
        return apart

    def _texts(self, one: Leistung, name: Plain, base: str) -> dict[str, Plain]:
        short, teaser, full = one.text(Module.SHORT), one.text(Module.TEASER), one.text(Module.FULL)
        summary = short if base in short else teaser
        rest = one.rest([teaser] if summary is short else [])
        description = {
            lang: "\n\n".join(filter(None, (full.get(lang, ""), rest.get(lang, ""))))
            for lang in dict.fromkeys((*full, *rest))
        }
        if base not in summary:
            summary = {lang: shorten(text, _SUMMARY, placeholder=" …") for lang, text in full.items()}
        return {
            "name": name,
            "summary": summary if base in summary else name,
            "who": one.text(Module.CONDITIONS),
            "first_step": one.text(Module.STEPS),
            "deadline": one.deadline(),
            "cost": one.cost(),
            "description": description,
        }

    def _said(self, one: Leistung, text: Plain, base: str) -> Texts:
        machine = one.by_machine()
        return {
            lang: Said(words, Origin.MACHINE if lang != base and lang in machine else Origin.WRITTEN)
            for lang, words in text.items()
        }

    def _keep(self, one: Document) -> str:
        self.found.setdefault((one.kind, one.id), one)
        return one.id

    def _topic(self, one: Leistung) -> str:
        id_, own, name = one.topic() or (_FALLBACK, _FALLBACK, {GERMAN: self.source})
        base = GERMAN if GERMAN in name else next(iter(name))
        self.topics.setdefault(id_, len(self.topics) + 1)
        rest = {"id": id_, SOURCE_ID: f"{ORIGIN}:{own}", "order": self.topics[id_]}
        texts = {"name": self._said(one, name, base)}
        return self._keep(document("topics", rest, texts, {}, self.left_out, base))

    def _paper(self, name: Plain, note: Plain, one: Leistung, base: str) -> str:
        """A paper has no id in XZuFi: its name tells it."""
        own = f"{ORIGIN}-{fingerprint(name[base])}"
        texts = {"name": self._said(one, name, base)}
        if base in note:
            texts["note"] = self._said(one, note, base)
        rest = {"id": own, SOURCE_ID: f"{ORIGIN}:{own}"}
        return self._keep(document("papers", rest, texts, {}, self.left_out, base))


def _laws(text: Plain, name: Plain, base: str) -> list[dict[str, str]]:
    """One law a line: «paragraph: what it says»; without that, it is of what the Leistung is about."""
    rows = []
    for line in filter(None, text.get(base, "").split("\n")):
        ref, _, about = line.partition(": ")
        known = {"ref": ref.strip(), "about": about.strip() or name.get(base, ref)}
        rows.append({**known, "ref": shorten(known["ref"], _REF, placeholder=" …") or line[:_REF]})
    return rows
