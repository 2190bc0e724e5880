"""A made-up Leistung in the shapes of XZuFi 2.2 and 2.3, short: what is left out is null or empty in a real one."""

import json
from typing import Any

LEIKA = "99107023017000"


def text(de: str, **others: str) -> list[dict[str, Any]]:
    return [{"language_code": lang, "_value": words} for lang, words in {"de": de, **others}.items()]


def module(code: str, de: str, **others: str) -> dict[str, Any]:
    return {"leika_textmodul": code, "inhalt": text(de, **others), "weiterfuehrender_link": []}


TEXTS = [
    module("02", "Wohngeld Bewilligung"),
    module("03", "Wohngeld beantragen", en="Apply for housing benefit"),
    module("05", "<ul><li>Zuschuss zur Miete</li></ul>", en="Help with rent"),
    module("06", "<p>Wohngeld hilft.</p><p>Zwei&nbsp;Absätze &amp; mehr</p>", en="It helps."),
    module("07", "<ul><li>§ 1 WoGG: Zweck</li><li>§ 7 WoGG</li></ul>"),
    module(
        "08", "<ul><li>Ausweis</li><li>Mietvertrag</li></ul>", en="<ul><li>Passport</li><li>Lease</li></ul>"
    ),
    module("09", "Wenig Einkommen", en="Low income"),
    module("11", "Antrag stellen", en="Apply"),
    module("14", "Formular WG 1"),
    module("18", "Land Beispiel"),
    module("22", "Wohngeldstelle"),
]
DURATION = {"dauer": 3, "einheit": "MONAT", "dauer_bis": None, "einheit_bis": None}
DEADLINE = {"frist": [{"fristauswahl": DURATION, "beschreibung": text("Ab Antrag", en="From applying")}]}
COST = {
    "kosten": [{"kostenauswahl": {"betrag": {"currency_code": "EUR", "value": 12.5}}, "beschreibung": []}]
}
TERMS = [
    {"begriff": {"language_code": "de-DE", "_value": "Mietzuschuss"}, "typ": "001"},
    {"begriff": {"language_code": "fr", "_value": "aide au logement"}, "typ": None},
]
CATEGORY = {"id": {"value": "K 7"}, "bezeichnung": text("Wohnen", en="Housing")}
CHANGED = {"geaendert_datum_zeit": "2026-02-03T10:00:00+01:00", "erstellt_datum_zeit": None}
BOTH: dict[str, Any] = {
    "id": {"scheme_agency_id": "S1", "value": "42"},
    "modul_text": TEXTS,
    "kategorie": [CATEGORY],
    "leistungsadressat": ["001"],
    "modul_ursprungsportal": [{"language_code": "de", "uri": "https://example.org/42", "titel": None}],
}


def old() -> dict[str, Any]:
    return BOTH | {
        "referenz_leika": [{"list_uri": "", "list_version_id": "", "code": LEIKA, "name": None}],
        "modul_frist": DEADLINE,
        "modul_kosten": COST,
        "modul_bearbeitungsdauer": None,
        "modul_begriff_im_kontext": [{"begriff_im_kontext": TERMS}],
        "versionsinformation": CHANGED,
        "sprachversion": [{"language_code": "en"}],
    }


def new() -> dict[str, Any]:
    return BOTH | {
        "referenz_leistungsschluessel": [{"value": LEIKA}],
        "modul_frist": [DEADLINE],
        "modul_kosten": [COST],
        "modul_bearbeitungsdauer": [{"bearbeitungsdauer": [], "beschreibung": text("Sechs Wochen")}],
        "modul_begriff_im_kontext": [{"begriff_im_kontext": TERMS}],
        "versionsinformationen": CHANGED,
        "sprachversion": [{"language_code": "en", "kennzeichen_maschinelle_uebersetzung": False}],
    }


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()
