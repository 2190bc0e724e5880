"""The shapes and codes of XZuFi that we read and write: text modules, localized texts, terms, units of time."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from knowledge.formats.markup import plain
from knowledge.formats.strict import named, text_of
from knowledge.load import LANGUAGES
from knowledge.localized import Localized
from knowledge.reading import Reader

ORIGIN = "xzufi"
OURS = "digital-lotse"
TOPICS = "urn:digital-lotse:topics"
DEPARTMENTS = "urn:digital-lotse:departments"
LEIKA_LIST = "urn:de:fim:leika:leistung"
Row = dict[str, Any]
# A text by the language it is in.
Plain = dict[str, str]


class Version(StrEnum):
    """The two shapes of a Leistung."""

    V2_2 = "2.2"
    V2_3 = "2.3"


class Module(StrEnum):
    """Text modules, by their code in the list «leistungstextmodulleika»."""

    OFFICIAL_NAME = "02"
    NAME = "03"
    SHORT = "05"
    FULL = "06"
    LAWS = "07"
    PAPERS = "08"
    CONDITIONS = "09"
    STEPS = "11"
    FORMS = "14"
    MORE = "15"
    NOTES = "16"
    AUTHOR = "18"
    RESPONSIBLE = "22"
    POINT = "23"
    TEASER = "24"
    APPEAL = "25"


_UNITS: Mapping[str, tuple[str, str]] = {
    "JAHR": ("Jahr", "Jahre"),
    "MONAT": ("Monat", "Monate"),
    "WOCHE": ("Woche", "Wochen"),
    "TAG": ("Tag", "Tage"),
    "WERKTAG": ("Werktag", "Werktage"),
    "ARBEITSTAG": ("Arbeitstag", "Arbeitstage"),
    "STUNDE": ("Stunde", "Stunden"),
    "MINUTE": ("Minute", "Minuten"),
    "SEKUNDE": ("Sekunde", "Sekunden"),
}


def language(code: str) -> str:
    """The language of ours that a code means, as in «de-DE»; "" where the guide does not have it."""
    for name in (code.lower(), re.split(r"[-_]", code.lower())[0]):
        if name in LANGUAGES:
            return name
    return ""


def localized(part: Reader, field: str, left_out: Counter[str]) -> Plain:
    """A list of texts in several languages, without markup."""
    found: Plain = {}
    for one in part.parts(field):
        code, text = text_of(one, "language_code"), _unmarked(text_of(one, "_value"))
        if not text:
            continue
        lang = language(code)
        if lang and lang not in found:
            found[lang] = text
        else:
            left_out[f"texts in «{named(code)}»"] += 1
    return found


def _unmarked(text: str) -> str:
    return plain(text) if "<" in text or "&" in text else " ".join(text.split())


def joined(texts: Iterable[Plain]) -> Plain:
    """Paragraphs one below the other, each once, in each language."""
    found: dict[str, dict[str, None]] = {}
    for text in texts:
        for lang, words in text.items():
            found.setdefault(lang, {})[words] = None
    return {lang: "\n\n".join(words) for lang, words in found.items()}


def duration(part: Reader) -> str:
    """How long something takes, in German: «3 Monate»."""
    first = _span(part, "dauer", "einheit")
    last = _span(part, "dauer_bis", "einheit_bis")
    return f"{first} – {last}" if first and last else first


def _span(part: Reader, number: str, unit: str) -> str:
    count, names = part.data.get(number), _UNITS.get(text_of(part, unit))
    if isinstance(count, bool) or not isinstance(count, int) or names is None:
        return ""
    return f"{count} {names[count != 1]}"


def amount(part: Reader, field: str) -> str:
    """A sum of money: «12,50 EUR»."""
    money = part.part(field)
    value = money.data.get("value") if money else None
    if money is None or isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return f"{value:.2f} {text_of(money, 'currency_code')}".strip().replace(".", ",", 1)


def markup(text: str) -> str:
    """Plain text as the markup that XZuFi wants: paragraphs, and lines within them."""
    parts = (html.escape(part, quote=False).replace("\n", "<br>") for part in text.split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in parts)


def items(lines: Iterable[str]) -> str:
    rows = (f"<li>{html.escape(line, quote=False)}</li>" for line in lines)
    return f"<ul>{''.join(rows)}</ul>"


def strings(text: Localized | None, *, as_markup: bool = False) -> list[Row]:
    """A text in all languages in which it is not stale."""
    fresh = {lang: one.text for lang, one in text.texts.items() if not one.stale} if text else {}
    return [string(words if not as_markup else markup(words), lang) for lang, words in fresh.items()]


def string(text: str, lang: str) -> Row:
    return {"language_code": lang, "_value": text}


def identifier(value: str, agency: str | None = None) -> Row:
    names = ("data_uri", "id", "name", "uri", "version_id")
    return {
        "scheme_agency_id": agency,
        "scheme_agency_name": None,
        **{f"scheme_{name}": None for name in names},
        "value": value,
    }


def code(list_uri: str, value: str, name: str | None = None) -> Row:
    return {"list_uri": list_uri, "list_version_id": "", "code": value, "name": name}
