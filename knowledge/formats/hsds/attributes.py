"""What the attributes of a row say: fields that HSDS does not have, topics, laws, and translations."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.formats.hsds.terms import STALE, Taxonomy
from knowledge.formats.spoken import Said, Texts
from knowledge.formats.strict import text_of
from knowledge.load import LANGUAGES
from knowledge.localized import Origin
from knowledge.reading import Reader

_LEIKA = re.compile(r"[0-9]{14}")
_FOREIGN = "translation-"


@dataclass(frozen=True, slots=True)
class Term:
    """A topic that a service has. `ours`: its code is the id of one of our documents."""

    id: str
    code: str
    name: str
    order: int
    ours: bool


@dataclass(frozen=True, slots=True)
class _Attribute:
    taxonomy: str
    code: str
    name: str
    id: str
    kind: str
    value: str


class Extra:
    """The attributes of a row."""

    def __init__(self, row: Reader, base: str) -> None:
        self.base = base
        self.all = tuple(_attribute(one) for one in row.parts("attributes"))
        self.fields: dict[str, str] = {}
        self.translated: dict[str, dict[str, Said]] = {}
        self.words: dict[str, list[str]] = {}
        for one in self.all:
            if one.taxonomy == Taxonomy.FIELDS and one.value:
                self._field(one)

    def _field(self, one: _Attribute) -> None:
        name, _, lang = one.code.partition("@")
        if one.kind == "synonym":
            self.words.setdefault(lang or self.base, []).append(one.value)
        elif not lang:
            self.fields.setdefault(name, one.value)
        elif lang in LANGUAGES and lang != self.base:
            made = one.kind.removeprefix(_FOREIGN)
            origin = Origin(made) if made in set(Origin) else Origin.MACHINE
            self.translated.setdefault(name, {})[lang] = Said(one.value, origin, stale=made == STALE)

    def field(self, name: str) -> str:
        return self.fields.get(name, "")

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.field(name))
        except ValueError:
            return None

    def texts(self, name: str, text: str) -> Texts:
        """A text and its translations."""
        return {self.base: Said(text), **self.translated.get(name, {})}

    def synonyms(self) -> dict[str, list[str]]:
        return {lang: list(dict.fromkeys(words)) for lang, words in self.words.items()}

    def _of(self, taxonomy: Taxonomy) -> Iterator[_Attribute]:
        return (one for one in self.all if one.taxonomy == taxonomy and one.code)

    def laws(self) -> Iterator[Mapping[str, str]]:
        for one in self._of(Taxonomy.LAWS):
            yield {"ref": one.code, "about": one.value or one.code}

    def leika(self) -> str:
        keys = [one.code for one in self._of(Taxonomy.LEIKA) if _LEIKA.fullmatch(one.code)]
        return keys[0] if keys else ""

    def responsible(self) -> Iterator[tuple[str, str]]:
        return ((one.code, one.value) for one in self._of(Taxonomy.RESPONSIBLE))

    def topic(self) -> Term | None:
        """Our topic; in files of others the first term that has a name."""
        for one in self._of(Taxonomy.TOPICS):
            order = int(one.value) if one.value.isascii() and one.value.isdigit() else 0
            return Term(one.id, one.code, one.name, order, ours=True)
        known = set(Taxonomy)
        theirs = next((one for one in self.all if one.taxonomy not in known and one.id and one.name), None)
        return Term(theirs.id, theirs.code, theirs.name, 0, ours=False) if theirs else None


def _attribute(row: Reader) -> _Attribute:
    term = row.part("taxonomy_term") or Reader(row.source, {}, row.problems, (), row.path)
    return _Attribute(
        taxonomy=text_of(term, "taxonomy"),
        code=text_of(term, "code"),
        name=text_of(term, "name"),
        id=text_of(term, "id") or text_of(row, "taxonomy_term_id"),
        kind=text_of(row, "link_type"),
        value=text_of(row, "value"),
    )
