"""Ids, taxonomies and attributes of HSDS: where it has no field for something of ours, an attribute carries it.

An attribute names a term, the term belongs to a taxonomy. Ids are made from what they name, so they never change.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from knowledge.localized import GERMAN, Localized

Row = dict[str, Any]
ORIGIN = "hsds"
STALE = "stale"
_OURS = uuid5(NAMESPACE_URL, "urn:digital-lotse")


class Taxonomy(StrEnum):
    """The taxonomies of an export; the value is the name."""

    TOPICS = "Digitaler Lotse: Themen"
    RESPONSIBLE = "Digitaler Lotse: Zuständige Stellen"
    LAWS = "Rechtsgrundlagen"
    LEIKA = "LeiKa"
    FIELDS = "Digitaler Lotse: Felder"


ABOUT: Mapping[Taxonomy, str] = {
    Taxonomy.TOPICS: "Lebenslagen, nach denen geblättert wird",
    Taxonomy.RESPONSIBLE: "Stellen, die für eine Leistung zuständig sind; der Wert sagt, in welchem Fall",
    Taxonomy.LAWS: "Paragraphen; der Wert sagt, was dort steht",
    Taxonomy.LEIKA: "Schlüssel im Leistungskatalog der öffentlichen Verwaltung, 14 Ziffern",
    Taxonomy.FIELDS: "Was HSDS nicht hat: weitere Felder, und Übersetzungen (Feld@Sprache)",
}


def made_id(*parts: str) -> str:
    """The id of something of ours."""
    return str(uuid5(_OURS, "/".join(parts)))


def id_of(kind: str, id_: str, source_id: str) -> str:
    """The id of a document: the one that it came with, if that was HSDS too."""
    origin, _, known = source_id.partition(":")
    return known if origin == ORIGIN and is_uuid(known) else made_id(kind, id_)


def is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def taxonomy(which: Taxonomy) -> Row:
    return {"id": made_id("taxonomy", which.name), "name": which.value, "description": ABOUT[which]}


def term(which: Taxonomy, code: str, name: str = "", about: str = "", language: str = GERMAN) -> Row:
    """A term of a taxonomy; `code` names it there."""
    return {
        "id": made_id("term", which.name, code),
        "code": code,
        "name": name or code,
        "description": about or name or code,
        "taxonomy": which.value,
        "taxonomy_id": made_id("taxonomy", which.name),
        "language": language,
    }


def attribute(owner: str, entity: str, link_type: str, its: Row, value: str = "") -> Row:
    """Links a term, and a value if there is one, to the row with the id `owner` in the table `entity`."""
    row = {
        "id": made_id("attribute", owner, link_type, its["id"], value),
        "link_id": owner,
        "taxonomy_term_id": its["id"],
        "link_type": link_type,
        "link_entity": entity,
        "taxonomy_term": its,
    }
    return {**row, "value": value} if value else row


def field(owner: str, entity: str, name: str, value: str, lang: str = GERMAN, kind: str = "field") -> Row:
    """A field that HSDS does not have, or its translation: the code is `name` or `name@lang`."""
    code = name if lang == GERMAN else f"{name}@{lang}"
    return attribute(owner, entity, kind, term(Taxonomy.FIELDS, code, name, language=lang), value)


def translations(owner: str, entity: str, texts: Mapping[str, Localized | None]) -> Iterable[Row]:
    """The translations of some fields. The type of link says who made one, or that its German has changed since."""
    for name, localized in texts.items():
        for lang, text in localized.texts.items() if localized else ():
            if lang != GERMAN:
                kind = f"translation-{STALE if text.stale else text.origin}"
                yield field(owner, entity, name, text.text, lang, kind)
