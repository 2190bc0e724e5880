"""HSDS 3 into documents: services, their topics, papers (required documents) and departments (organizations).

A file is one service, a list of them, a page of the HSDS API (`contents`) or a data set (`services`, `organizations`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from textwrap import shorten
from types import MappingProxyType
from typing import Any

from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.formats.changes import LEIKA, SOURCE_ID, Imported
from knowledge.formats.hsds.attributes import Extra
from knowledge.formats.hsds.terms import ORIGIN
from knowledge.formats.spoken import Said, Texts, document
from knowledge.formats.strict import MOST_SERVICES, named, parse, refuse, text_of
from knowledge.load import Document
from knowledge.localized import GERMAN
from knowledge.reading import NEVER, Reader, fingerprint

_FALLBACK = "hsds"
_SUMMARY = 300
_SLUG = 60
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_HELPS = ("active", "temporarily closed", "")
_READ = {
    *(
        "id",
        "organization_id",
        "organization",
        "name",
        "alternate_name",
        "description",
        "status",
        "attributes",
    ),
    *("application_process", "eligibility_description", "fees_description", "fees", "cost_options", "url"),
    *("required_documents", "last_modified", "assured_date"),
}
_FROM = {"who": "eligibility_description", "first_step": "application_process"}


def read(content: bytes, source: str, base: str = GERMAN) -> Imported:
    """The documents of a file whose texts are in the language `base`; `source` names it in problems.

    Raises InvalidKnowledgeError with all that is wrong in it.
    """
    problems: list[Problem] = []
    rows, organizations = _rows(parse(content, source), source, problems)
    if len(rows) > MOST_SERVICES:
        refuse(source, "services", f"are more than {MOST_SERVICES}")
    reading = _Reading(base, source, organizations)
    for row in rows:
        if text_of(row, "status") in _HELPS:
            reading.service(row)
        else:
            reading.left_out["services: not active"] += 1
    if not reading.found and not problems:
        problems.append(Problem(source, "file", "holds no service"))
    if problems:
        raise InvalidKnowledgeError(tuple(problems))
    return Imported(tuple(reading.found.values()), reading.left_out)


def _rows(
    value: Any, source: str, problems: list[Problem]
) -> tuple[tuple[Reader, ...], Mapping[str, Reader]]:
    """The services of a file, and its organizations by id."""
    if isinstance(value, Mapping):
        whole = Reader(source, value, problems, ())
        key = next((key for key in ("services", "contents") if key in value), "")
        rows = whole.parts(key) if key else (whole,)
        return rows, {text_of(one, "id"): one for one in whole.parts("organizations")}
    whole = Reader(source, {"services": value}, problems, ())
    if not isinstance(value, list):
        refuse(source, "file", "is no list of services")
    return whole.parts("services"), {}


def slug(text: str) -> str:
    """An id for a document, from an id of others."""
    made = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return made if made == text and len(made) <= _SLUG else f"{made[:_SLUG]}-{fingerprint(text)}".strip("-")


class _Reading:
    """Gathers the documents of one file."""

    def __init__(self, base: str, source: str, organizations: Mapping[str, Reader]) -> None:
        self.base, self.source, self.organizations = base, source, organizations
        self.ours = {Extra(one, base).field("id"): one for one in organizations.values()}
        self.found: dict[tuple[str, str], Document] = {}
        self.left_out: Counter[str] = Counter()
        self.taken: dict[int, str] = {}
        self.topics: dict[str, int] = {}

    def service(self, row: Reader) -> None:
        extra = Extra(row, self.base)
        own, name = row.text("id"), row.text("name")
        id_ = self._id(extra, own)
        if ("services", id_) in self.found:
            row.say("id", f"«{named(own)}» has another service too")
        self._count(row)
        rest = {
            "id": id_,
            SOURCE_ID: f"{ORIGIN}:{own}",
            "topic": self._topic(extra),
            "departments": self._departments(row, extra),
            "papers": [self._paper(one) for one in row.parts("required_documents") if self._is_named(one)],
            "laws": list(extra.laws()),
            LEIKA: extra.leika(),
            "source": extra.field("source") or text_of(row, "url"),
            "as_of": _day(row, "last_modified") or _day(row, "assured_date") or NEVER,
            "checked_on": _day(row, "assured_date"),
        }
        rest = {key: value for key, value in rest.items() if value not in ("", None, [])}
        words = extra.synonyms()
        words.setdefault(self.base, []).extend(filter(None, [text_of(row, "alternate_name")]))
        texts = {
            field: extra.texts(field, value)
            for field, value in self._texts(row, extra, name).items()
            if value
        }
        self._keep(self._document("services", rest, texts, words))

    def _texts(self, row: Reader, extra: Extra, name: str) -> dict[str, str]:
        description, summary = text_of(row, "description"), extra.field("summary")
        if not summary:
            summary = shorten(description, _SUMMARY, placeholder=" …") or name
            short = len(description) <= _SUMMARY or bool(extra.field("id"))
            summary, description = (description or name, "") if short else (summary, description)
        fees = text_of(row, "fees_description") or text_of(row, "fees") or _costs(row)
        return {
            "name": name,
            "summary": summary,
            **{field: text_of(row, theirs) for field, theirs in _FROM.items()},
            "deadline": extra.field("deadline"),
            "cost": fees,
            "description": description,
        }

    def _id(self, extra: Extra, own: str) -> str:
        known = extra.field("id")
        return known if _ID.fullmatch(known) else f"{ORIGIN}-{slug(own)}"

    def _count(self, row: Reader) -> None:
        for key, value in row.data.items():
            if key not in _READ and value not in (None, "", [], {}):
                self.left_out[f"services.{named(key)}"] += 1

    def _document(
        self,
        kind: str,
        rest: Mapping[str, Any],
        texts: Mapping[str, Texts],
        words: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> Document:
        return document(kind, rest, texts, words, self.left_out, self.base, partial=True)

    def _keep(self, one: Document) -> str:
        self.found.setdefault((one.kind, one.id), one)
        return one.id

    def _topic(self, extra: Extra) -> str:
        if topic := extra.topic():
            id_ = topic.code if topic.ours and _ID.fullmatch(topic.code) else f"{ORIGIN}-{slug(topic.id)}"
            texts, order, own = extra.texts("topic.name", topic.name), topic.order, topic.id
        else:
            id_, texts, order, own = _FALLBACK, {self.base: Said(self.source)}, 0, _FALLBACK
        self.topics.setdefault(id_, len(self.topics) + 1)
        rest = {"id": id_, SOURCE_ID: f"{ORIGIN}:{own}", "order": order or self.topics[id_]}
        return self._keep(self._document("topics", rest, {"name": texts}))

    def _is_named(self, row: Reader) -> bool:
        if text_of(row, "document"):
            return True
        self.left_out["required_documents: without a name"] += 1
        return False

    def _paper(self, row: Reader) -> str:
        """A paper has no id of its own in HSDS, where each service has its own: its name tells it."""
        extra, name = Extra(row, self.base), text_of(row, "document")
        id_ = self._id(extra, name)
        texts: dict[str, Texts] = {"name": extra.texts("name", name)}
        if note := extra.field("note"):
            texts["note"] = extra.texts("note", note)
        rest = {"id": id_, SOURCE_ID: f"{ORIGIN}:{extra.field('id') or name}"}
        return self._keep(self._document("papers", rest, texts))

    def _departments(self, row: Reader, extra: Extra) -> list[dict[str, str]]:
        """Those that the service names; of others' files, the one organization that delivers it."""
        nested = row.part("organization")
        organization = self.organizations.get(text_of(row, "organization_id")) or nested
        known = {self._department(organization): ""} if organization else {}
        responsible = dict(extra.responsible())
        for one in responsible:
            if one in self.ours:
                self._department(self.ours[one])
        there = {id_: when for id_, when in responsible.items() if ("departments", id_) in self.found}
        if len(there) < len(responsible):
            self.left_out["departments: named, but not in the file"] += len(responsible) - len(there)
        return [
            {"department": id_, **({"when": when} if when else {})} for id_, when in (there or known).items()
        ]

    def _department(self, row: Reader) -> str:
        if id(row.data) in self.taken:
            return self.taken[id(row.data)]
        extra = Extra(row, self.base)
        own, name = row.text("id"), row.text("name")
        days = {"as_of": extra.day("as_of") or NEVER, "checked_on": extra.day("checked_on")}
        rest = {
            "id": self._id(extra, own),
            SOURCE_ID: f"{ORIGIN}:{own}",
            "level": extra.field("level") or _FALLBACK,
            **{field: day for field, day in days.items() if day},
        }
        find = extra.field("find") or "\n".join(filter(None, (name, *_where(row))))
        texts = {
            "name": extra.texts("name", name),
            "serves": extra.texts("serves", text_of(row, "description") or name),
            "find": extra.texts("find", find),
        }
        id_ = self._keep(self._document("departments", rest, texts))
        self.taken[id(row.data)] = id_
        return id_


def _costs(row: Reader) -> str:
    lines = []
    for one in row.parts("cost_options"):
        amount = one.data.get("amount")
        number = f"{amount:g}" if isinstance(amount, (int, float)) and not isinstance(amount, bool) else ""
        parts = (text_of(one, "option"), number, text_of(one, "currency"), text_of(one, "amount_description"))
        lines.append(" ".join(filter(None, parts)))
    return "\n".join(filter(None, lines))


def _where(row: Reader) -> Iterator[str]:
    """How the file says an organization is found."""
    for place in row.parts("locations"):
        for one in place.parts("addresses"):
            parts = (text_of(one, key) for key in ("address_1", "address_2", "postal_code", "city"))
            yield " ".join(filter(None, parts))
    yield text_of(row, "website")


def _day(row: Reader, field: str) -> date | None:
    text = text_of(row, field)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        row.say(field, f"«{named(text)}» does not begin with a date (YYYY-MM-DD)")
        return None
