"""Pages of the Integreat guide, as its API gives them (JSON), into documents, and those into a folder.

Every page with text becomes a service; the page above it becomes its topic, whose name is the titles from the
top down to it. So one field holds all that stands above a text.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString

from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.formats.markup import plain, seen
from knowledge.load import Document
from knowledge.localized import GERMAN, Origin
from knowledge.reading import NEVER, Reader, fingerprint

ATTRIBUTION = "Tür an Tür Digitalfabrik, CC BY 4.0"
_PREFIX = "page-"
_SUMMARY = 300
_PARTED = " › "
_TEXTS = ("name", "summary", "description")
_UNFOLDED = 1000
_NOTE = f"""\
# Where this comes from

These documents were made from pages of the Integreat guide (https://integreat.app): {ATTRIBUTION}
(https://creativecommons.org/licenses/by/4.0/). Changed: markup, images and links are left out, and the beginning of
each text stands beside it as its summary. Each service names its page under `source`.
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `id`: of its document, which is the same in every language; `above`: the path of the page above it."""

    id: str
    path: str
    above: str
    title: str
    text: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The pages of one file, all in one language."""

    lang: str
    pages: tuple[Page, ...]


def read(content: bytes, source: str) -> Catalogue:
    """The pages of a file; `source` names it in problems. Raises InvalidKnowledgeError with all of them."""
    problems: list[Problem] = []
    try:
        rows = Reader(source, json.loads(content.decode("utf-8-sig")), problems, ()).rows()
    except (ValueError, RecursionError) as error:
        raise InvalidKnowledgeError((Problem(source, "file", f"is no JSON: {error}"),)) from None
    pages = tuple(_page(row) for row in rows)
    languages = Counter(_language(page.path) for page in pages)
    often, _ = next(iter(languages.most_common(1)), ("", 0))
    ids = Counter(page.id for page in pages)
    for row, page in zip(rows, pages, strict=True):
        if page.path and (not often or _language(page.path) != often):
            row.say("path", f"«{page.path}» names no page in «{often}» (/region/language/page/)")
        if ids[page.id] > 1:
            row.say("id", f"«{page.id}» has another page too")
    if not any(page.text for page in pages) and not problems:
        problems.append(Problem(source, "file", "holds no page with text"))
    if problems:
        raise InvalidKnowledgeError(tuple(problems))
    return Catalogue(often, pages)


def _language(path: str) -> str:
    """The language of a page: the second part of its path."""
    parts = path.split("/")
    return parts[2] if len(parts) > 3 else ""


def _page(row: Reader) -> Page:
    content, above = row.data.get("content"), row.data.get("parent")
    if not isinstance(content, str):
        row.say("content", "a text is missing")
    path = above.get("path") if isinstance(above, Mapping) else None
    return Page(
        id=f"{_PREFIX}{_german_id(row)}",
        path=row.text("path"),
        above=path if isinstance(path, str) else "",
        title=" ".join(plain(row.text("title")).split()),
        text=plain(content) if isinstance(content, str) else "",
        source=f"{seen(row.text('url'))} ({ATTRIBUTION})",
        as_of=_day(row),
    )


def _german_id(row: Reader) -> int:
    """The id of the German page that a page translates, else its own."""
    own, others = row.number("id"), row.data.get("available_languages")
    german = others.get(GERMAN) if isinstance(others, Mapping) else None
    id_ = german.get("id") if isinstance(german, Mapping) else None
    return id_ if isinstance(id_, int) else own


def _day(row: Reader) -> date:
    text = row.text("last_updated")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        if text:
            row.say("last_updated", f"«{text}» does not begin with a date (YYYY-MM-DD)")
        return NEVER


def documents(catalogue: Catalogue) -> tuple[Document, ...]:
    """The services and topics of a catalogue, in its own language alone."""
    known = {page.path: page for page in catalogue.pages}
    found: dict[str, Document] = {}
    services = []
    for order, page in enumerate(catalogue.pages, 1):
        if not (page.text and page.title):
            continue
        above = tuple(_above(page, known))[::-1] or (page,)
        topic = above[-1].id
        name = _PARTED.join(one.title for one in above)
        found.setdefault(topic, _document("topics", topic, catalogue.lang, {"order": order, "name": name}))
        services.append(_service(page, topic, catalogue.lang))
    return (*services, *found.values())


def _above(page: Page, known: Mapping[str, Page]) -> Iterator[Page]:
    """The pages above a page, from the nearest up; a ring of pages ends where it began."""
    seen = {page.path}
    while page.above in known and page.above not in seen:
        page = known[page.above]
        seen.add(page.path)
        yield page


def _service(page: Page, topic: str, lang: str) -> Document:
    data = {
        "topic": topic,
        "name": page.title,
        "summary": shorten(page.text, _SUMMARY, placeholder=" …"),
        "description": page.text,
        "source": page.source,
        "as_of": page.as_of,
    }
    return _document("services", page.id, lang, data)


def _document(kind: str, id_: str, lang: str, data: Mapping[str, Any]) -> Document:
    return Document(kind, id_, {"id": id_, **data, "languages": [lang]})


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file. `base`: the language at the top of the documents, `written`: the documents.

    `missing`: documents of the folder that the file has no text for, `left_out`: those that stand in the file alone.
    """

    base: str
    written: tuple[Document, ...]
    missing: tuple[str, ...]
    left_out: tuple[str, ...]


def write(folder: Path, found: Iterable[Document], lang: str) -> Written:
    """Writes documents in one language into a folder; what people added to them there stays.

    The language that comes first stands at the top of each document, others become its translations.
    Raises InvalidKnowledgeError when a file of the folder cannot be used; then nothing is written.
    """
    new = {one.source: one for one in found}
    old = {f"{path.parent.name}/{path.name}": path for path in sorted(folder.glob(f"*/{_PREFIX}*.yaml"))}
    base = next((_load(path)["languages"][0] for path in old.values()), lang)
    written = tuple(one for name, one in new.items() if lang == base or name in old)
    before = [_load(old[one.source]) if one.source in old else {} for one in written]
    for one, document in zip(written, before, strict=True):
        _dump(
            folder / one.source,
            _renewed(document, one.data) if lang == base else _translated(document, one.data, lang),
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "LICENCE.md").write_text(_NOTE, encoding="utf-8")
    left_out = () if lang == base else tuple(name for name in new if name not in old)
    return Written(base, written, tuple(name for name in old if name not in new), left_out)


def _renewed(document: dict[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    languages = document.get("languages", new["languages"])
    document.update({**_readable(new), "languages": languages})
    return document


def _translated(document: dict[str, Any], new: Mapping[str, Any], lang: str) -> dict[str, Any]:
    texts = _readable({field: new[field] for field in _TEXTS if field in new})
    marks = {field: fingerprint(str(document.get(field, "")).strip()) for field in texts}
    block = {"origin": Origin.WRITTEN.value, **texts, "of": marks}
    document.setdefault("translations", {})[lang] = block
    if lang not in document["languages"]:
        document["languages"].append(lang)
    return document


def _load(path: Path) -> dict[str, Any]:
    source = f"{path.parent.name}/{path.name}"
    try:
        document = YAML().load(path.read_text(encoding="utf-8"))
    except (YAMLError, ValueError) as error:
        raise InvalidKnowledgeError((Problem(source, "file", f"cannot be read: {error}"),)) from None
    if not isinstance(document, dict) or not isinstance(document.get("translations", {}), dict):
        raise InvalidKnowledgeError((Problem(source, "translations", "must hold a block for each language"),))
    if not isinstance(document.get("languages"), list) or not document["languages"]:
        raise InvalidKnowledgeError((Problem(source, "languages", "must be a list of texts"),))
    return document


def _dump(path: Path, document: dict[str, Any]) -> None:
    yaml = YAML()
    yaml.width = _UNFOLDED
    path.parent.mkdir(parents=True, exist_ok=True)
    yaml.dump(document, path)


def _readable(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields so that a long text is written as it reads, line by line."""
    return {key: LiteralScalarString(value) if _is_long(value) else value for key, value in fields.items()}


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and ("\n" in value or len(value) > _SUMMARY)
