"""What an import would change, before anything is taken. Pure: documents in, a list of differences out.

A document that was imported keeps its `source_id` and, under `imported`, a fingerprint of what the source said in each
field. So the next import knows who changed a field since then: only the source (it is taken), only we (ours stays), or
both (a conflict, which a person settles).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from knowledge.formats.spoken import STALE
from knowledge.load import Document
from knowledge.reading import fingerprint

SOURCE_ID = "source_id"
IMPORTED = "imported"
LEIKA = "leika"
_OURS = ("id", SOURCE_ID, IMPORTED, "order", "languages", "translations")
_OF_BLOCK = ("origin", "of")
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds for us. `left_out`: how often something stood there that our documents have no field for."""

    documents: tuple[Document, ...]
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field as it stands here and there; None where nothing stands. `uk.name` is the name in the block `uk`."""

    field: str
    here: Any
    there: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """A document that is here and in the file: what is taken, and what a person must settle."""

    here: Document
    there: Document
    taken: tuple[Difference, ...]
    conflicts: tuple[Difference, ...]

    def settled(self, theirs: Collection[str] = (), ours: Collection[str] = ()) -> Document:
        """The document with what is taken. Conflicts in the fields of `theirs` and `ours` are settled that way.

        Any other conflict leaves our text, and comes up again at the next import.
        """
        data = deepcopy(dict(self.here.data))
        for one in (*self.taken, *(one for one in self.conflicts if one.field in theirs)):
            _put(data, one.field, one.there)
        before = _prints(self.here)
        now = {field: print_of(value) for field, value in fields_of(self.there.data).items()}
        for one in self.conflicts:
            if one.field not in theirs and one.field not in ours:
                now.pop(one.field, None)
                now |= {one.field: before[one.field]} if one.field in before else {}
        data[SOURCE_ID] = data.get(SOURCE_ID) or self.there.data.get(SOURCE_ID)
        data[IMPORTED] = now
        if isinstance(data.get("languages"), list):
            base, *_ = data["languages"]
            data["languages"] = [base, *(lang for lang in data.get("translations") or {} if lang != base)]
        return Document(self.here.kind, self.here.id, data)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a file would change. `gone`: what came from such a file once and is no longer in it; it stays."""

    new: tuple[Document, ...]
    changed: tuple[Changed, ...]
    gone: tuple[Document, ...]

    @property
    def conflicts(self) -> int:
        return sum(len(one.conflicts) for one in self.changed)

    def written(self, *, theirs: bool = False, ours: bool = False) -> tuple[Document, ...]:
        """The documents to keep, new and changed; all conflicts settled one way, or left open."""
        return (*self.new, *(_all_one_way(one, theirs, ours) for one in self.changed))


def _all_one_way(changed: Changed, theirs: bool, ours: bool) -> Document:
    fields = tuple(one.field for one in changed.conflicts)
    return changed.settled(fields if theirs else (), fields if ours else ())


def fields_of(data: Any) -> dict[str, Any]:
    """What can be compared: the fields at the top, and those of translations as `lang.field`."""
    given = data if isinstance(data, Mapping) else {}
    found = {field: value for field, value in given.items() if field not in _OURS and value is not None}
    blocks = given.get("translations")
    for lang, block in (blocks if isinstance(blocks, Mapping) else {}).items():
        if isinstance(block, Mapping):
            found.update({f"{lang}.{field}": value for field, value in _texts(block, given)})
    return found


def _texts(block: Mapping[str, Any], german: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of a block; a text with who made it and, unless it is stale, of which German."""
    marks = block.get("of")
    for field, value in block.items():
        if field in _OF_BLOCK:
            continue
        if isinstance(value, str):
            of = marks.get(field) if isinstance(marks, Mapping) else None
            now = fingerprint(str(german.get(field, "")).strip())
            mark = of if of == now else STALE
            yield field, {"text": value.strip(), "origin": block.get("origin"), "of": mark}
        else:
            yield field, value


def print_of(value: Any) -> str:
    """Names a value: the same for a day and its text, and whatever the order of keys."""
    text = value.strip() if isinstance(value, str) else value
    body = json.dumps(text, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()[:8]


def _prints(document: Document) -> Mapping[str, str]:
    known = document.data.get(IMPORTED)
    return known if isinstance(known, Mapping) else {}


def _put(data: dict[str, Any], field: str, value: Any) -> None:
    """Sets a field, or takes it away where there is None."""
    lang, dot, name = field.partition(".")
    if not dot:
        data.pop(field, None)
        data.update({} if value is None else {field: value})
        return
    block = data.setdefault("translations", {}).setdefault(lang, {})
    marks = block.setdefault("of", {})
    block.pop(name, None)
    marks.pop(name, None)
    if isinstance(value, Mapping):
        block[name], block["origin"], marks[name] = value["text"], value["origin"], value["of"]
    elif value is not None:
        block[name] = value
    if not block.keys() - set(_OF_BLOCK):
        del data["translations"][lang]


def marked(document: Document) -> Document:
    """A document as a source gives it, with a fingerprint of each of its fields."""
    now = {field: print_of(value) for field, value in fields_of(document.data).items()}
    return Document(document.kind, document.id, {**document.data, IMPORTED: now})


def compare(now: Iterable[Document], new: Iterable[Document]) -> Changes:
    """What `new`, the documents that a file makes, would change of `now`.

    A document is the same if it has the same `source_id`, else the same LeiKa key, else the same id; a paper, which has
    no id elsewhere, also if it has the same name. Its id and its order stay ours.
    """
    now, new = tuple(one for one in now if isinstance(one.data, Mapping)), tuple(new)
    pairs = _pairs(now, new)
    ids = {(one.kind, one.id): here.id if here else own for one, (here, own) in zip(new, pairs, strict=True)}
    added, changed = [], []
    for one, (here, _) in zip(new, pairs, strict=True):
        there = _renamed(one, ids)
        if here is None:
            added.append(marked(there))
        elif (found := _changed(here, there)).taken or found.conflicts:
            changed.append(found)
    met = {id(here) for here, _ in pairs}
    origins = {(one.kind, _origin(one)) for one in new if _origin(one)}
    gone = tuple(one for one in now if id(one) not in met and (one.kind, _origin(one)) in origins)
    return Changes(tuple(added), tuple(changed), gone)


def _source_id(document: Document) -> str:
    value = document.data.get(SOURCE_ID)
    return value if isinstance(value, str) else ""


def _origin(document: Document) -> str:
    """The format that a document came in: what stands before the colon of its `source_id`."""
    return _source_id(document).partition(":")[0]


def _pairs(now: tuple[Document, ...], new: tuple[Document, ...]) -> tuple[tuple[Document | None, str], ...]:
    """For each new document the one it meets here, if any, and the id that it has or gets."""
    by_source = {(one.kind, _source_id(one)): one for one in now if _source_id(one)}
    by_id = {(one.kind, one.id): one for one in now}
    by_leika, new_leika = _by_leika(now), _by_leika(new)
    by_name = {one.data.get("name"): one for one in now if one.kind == "papers"}
    met: set[int] = set()
    used = set(by_id)
    pairs: list[tuple[Document | None, str]] = []
    for one in new:
        key = one.data.get(LEIKA)
        same_key = by_leika.get(key) if isinstance(key, str) and key in new_leika else None
        same_id = by_id.get((one.kind, one.id))
        if same_id and _origin(same_id) == _origin(one) and _source_id(same_id) != _source_id(one):
            same_id = None
        same_name = by_name.get(one.data.get("name")) if one.kind == "papers" else None
        found = by_source.get((one.kind, _source_id(one))) or same_key or same_id or same_name
        if found and id(found) in met:
            found = None
        met.add(id(found))
        place = (one.kind, one.id) if found else _free(one, used)
        used.add(place)
        pairs.append((found, place[1]))
    return tuple(pairs)


def _by_leika(documents: Iterable[Document]) -> dict[str, Document]:
    """The services of LeiKa keys that only one has."""
    having = [one for one in documents if one.kind == "services" and one.data.get(LEIKA)]
    often = Counter(one.data[LEIKA] for one in having)
    return {one.data[LEIKA]: one for one in having if often[one.data[LEIKA]] == 1}


def _free(document: Document, used: Collection[Place]) -> Place:
    """The document's own place, or one named after its source where that is another's."""
    place = (document.kind, document.id)
    return place if place not in used else (document.kind, f"{document.id}-{print_of(_source_id(document))}")


def _renamed(document: Document, ids: Mapping[Place, str]) -> Document:
    """The document with the ids that it and what it names have here."""
    data = {**document.data, "id": ids[document.kind, document.id]}
    if document.kind == "services":
        data["topic"] = ids.get(("topics", data["topic"]), data["topic"])
        for part in ("departments", "papers"):
            if part in data:
                data[part] = [_named_here(part, one, ids) for one in data[part]]
    return Document(document.kind, data["id"], data)


def _named_here(kind: str, one: Any, ids: Mapping[Place, str]) -> Any:
    if isinstance(one, str):
        return ids.get((kind, one), one)
    return {**one, "department": ids.get((kind, one["department"]), one["department"])}


def _changed(here: Document, there: Document) -> Changed:
    last, ours, theirs = _prints(here), fields_of(here.data), fields_of(there.data)
    taken: list[Difference] = []
    conflicts: list[Difference] = []
    spoken = {field.partition(".")[0] for field in theirs if "." in field}
    dropped = (field for field in last if field not in theirs and _is_said(field, spoken))
    for field in (*theirs, *dropped):
        one = Difference(field, ours.get(field), theirs.get(field))
        mine, other, before = print_of(one.here), print_of(one.there), last.get(field, print_of(None))
        if other in (mine, before):
            continue
        (taken if mine == before else conflicts).append(one)
    return Changed(here, there, tuple(taken), tuple(conflicts))


def _is_said(field: str, spoken: Collection[str]) -> bool:
    """Is the source in the language of this field? A translation does not go because a source lacks its language."""
    lang, dot, _ = str(field).partition(".")
    return not dot or lang in spoken
