"""A guide as Leistungen of XZuFi, with every field that the shape has; what the guide does not know is null or empty."""

from collections.abc import Iterator, Mapping

from knowledge.formats.xzufi.shape import (
    DEPARTMENTS,
    LEIKA_LIST,
    ORIGIN,
    OURS,
    TOPICS,
    Module,
    Row,
    Version,
    code,
    identifier,
    items,
    string,
    strings,
)
from knowledge.localized import GERMAN, Localized, Origin
from knowledge.model import Guide, Paper, Service

_ANY_CHANNEL = "000"
_TEXTS = {
    Module.OFFICIAL_NAME: "name",
    Module.NAME: "name",
    Module.SHORT: "summary",
    Module.FULL: "description",
    Module.CONDITIONS: "who",
    Module.STEPS: "first_step",
}
# What only one of the shapes has, and we have nothing for.
_NOTHING: Mapping[Version, Row] = {
    Version.V2_2: {
        "modul_bearbeitungsdauer": None,
        "modul_fachliche_freigabe": None,
        "modul_auskunftshinweis": None,
        "kennzeichen_schritformerfordernis": None,
        "informationsbereich_sdg": [],
        "id_leistung_im_kontext": [],
        "id_prozess": [],
        "kennzeichen_ea": None,
        "relevant_fuer_staatsangehoerigkeit": [],
    },
    Version.V2_3: {
        "status_katalog": None,
        "status_bibliothek": None,
        "detailstufe": None,
        "bezugsort_typ": None,
        "modul_bearbeitungsdauer": [],
        "modul_fachliche_freigabe": [],
        "modul_auskunftshinweis": [],
        "kennzeichen_formular_schriftformerfordernis": None,
        "kennzeichen_formular_persoenlich": None,
        "kennzeichen_formular_formlos": None,
        "informationsbereiche_sdg": None,
        "leistung_im_kontext_id": [],
        "prozess_id": [],
        "durchfuehrbar_einheitliche_stelle": [],
        "relevant_fuer_staatsangehoerigkeit": None,
    },
}
_NEITHER: Row = {
    "id_sekundaer": [],
    "struktur": None,
    "modul_text_individuell": [],
    "modul_ursprungsportal": [],
    "typisierung": [],
    "vertrauensniveau": None,
    "leistungsadressat": [],
    "kategorie": [],
    "herausgeber": None,
    "gueltigkeit_gebiet_id": [],
    "relevant_fuer_wirtschaftszweig": [],
    "relevant_fuer_rechtsform": [],
    "gueltigkeit": [],
}


def leistungen(guide: Guide, version: Version) -> list[Row]:
    """All services of a guide in one of the two shapes."""
    return [_leistung(guide, one, version) for one in guide.services.values()]


def _leistung(guide: Guide, service: Service, version: Version) -> Row:
    new = version is Version.V2_3
    keys = [service.leika] if service.leika else []
    versions = {
        "erstellt_datum_zeit": None,
        "erstellt_durch": None,
        "geaendert_datum_zeit": f"{service.checked.as_of.isoformat()}T00:00:00Z",
        "geaendert_durch": None,
        "version": None,
    }
    modules = {
        "modul_frist": _described(service.deadline, "frist", version),
        "modul_kosten": _described(service.cost, "kosten", version),
        "modul_dokument": _papers([guide.papers[id_] for id_ in service.papers], version),
    }
    return {
        "id": _own_id(service),
        ("referenz_leistungsschluessel" if new else "referenz_leika"): [
            identifier(key) if new else code(LEIKA_LIST, key) for key in keys
        ],
        "modul_text": [*_text_modules(guide, service, version)],
        **{name: ([module] if module else []) if new else module for name, module in modules.items()},
        "modul_begriff_im_kontext": _terms(service, version),
        "klassifizierung": [
            code(TOPICS, service.topic, guide.topics[service.topic].name.german),
            *(code(DEPARTMENTS, one.department, one.when or None) for one in service.departments),
        ],
        ("versionsinformationen" if new else "versionsinformation"): versions,
        "sprachversion": _languages(service, version),
        **_NEITHER,
        **_NOTHING[version],
    }


def _own_id(service: Service) -> Row:
    """The id it came with, if that was XZuFi too."""
    origin, _, rest = service.source_id.partition(":")
    agency, _, value = rest.partition(":")
    return identifier(value, agency or None) if origin == ORIGIN and value else identifier(service.id, OURS)


def _module(version: Version) -> Row:
    channel = {"zugangskanal": _ANY_CHANNEL} if version is Version.V2_3 else {}
    return {**channel, "position_darstellung": None, "id": None, "id_sekundaer": [], "gueltigkeit": []}


def _text_modules(guide: Guide, service: Service, version: Version) -> Iterator[Row]:
    texts = {module: strings(getattr(service, field), as_markup=True) for module, field in _TEXTS.items()}
    for module in (Module.OFFICIAL_NAME, Module.NAME):
        texts[module] = strings(service.name)
    if service.laws:
        lines = (f"{law.ref}: {law.about}" for law in service.laws)
        texts[Module.LAWS] = [string(items(lines), GERMAN)]
    if service.departments:
        names = (guide.departments[one.department].name.german for one in service.departments)
        texts[Module.RESPONSIBLE] = [string(items(names), GERMAN)]
    if service.source:
        texts[Module.AUTHOR] = [string(items([service.source]), GERMAN)]
    for module, content in texts.items():
        if content:
            yield {
                **_module(version),
                "leika_textmodul": module.value,
                "leika_textmodul_abweichende_bezeichnung": [],
                "inhalt": content,
                "weiterfuehrender_link": [],
            }


def _described(text: Localized | None, entries: str, version: Version) -> Row | None:
    """A module that has a description alone: our texts are not in parts."""
    if text is None:
        return None
    described = strings(text, as_markup=True)
    return {**_module(version), entries: [], "beschreibung": described, "weiterfuehrender_link": []}


def _papers(papers: list[Paper], version: Version) -> Row | None:
    if not papers:
        return None
    rest: Row = {"dokument_ausgehend": [], "weiterfuehrender_link": []}
    kind = {"code": "999", "nicht_gelisteter_wert": None}
    rows: list[Row] = [
        {"bezeichnung": strings(one.name), "beschreibung": strings(one.note, as_markup=True)}
        for one in papers
    ]
    if version is Version.V2_2:
        given = [{"typ": kind, **one, "referenz_formular_id": [], "angabe_signatur": None} for one in rows]
        return {**_module(version), "dokument_eingehend": given, "beschreibung": [], **rest}
    extra: Row = {"pflichtangabetyp": None, "pflichtangabe_grund_kontextabhaengigkeit": []}
    given = [
        {
            **extra,
            "kennzeichen_ausloeser": None,
            "dokument": {"art": kind, **one, "formular_referenz": [], "angabe_signatur": None},
        }
        for one in rows
    ]
    described: Row = {"beschreibung_eingehend": [], "beschreibung_ausgehend": []}
    return {**_module(version), "dokument_eingehend": given, **described, **rest}


def _terms(service: Service, version: Version) -> list[Row]:
    terms = [
        {"begriff": string(word, lang), "typ": None}
        for lang, words in service.synonyms.items()
        for word in words
    ]
    return [{**_module(version), "begriff_im_kontext": terms}] if terms else []


def _languages(service: Service, version: Version) -> list[Row]:
    """Which languages there are; since 2.3 with whether a program translated."""
    fresh = ((lang, text) for lang, text in service.name.texts.items() if not text.stale)
    return [_language(lang, text.origin, version) for lang, text in fresh]


def _language(lang: str, origin: Origin, version: Version) -> Row:
    names = ("sprachbezeichnung_deutsch", "sprachbezeichnung_nativ", "erstellt_datum_zeit", "erstellt_durch")
    row: Row = {"language_code": lang, **dict.fromkeys(names)}
    row |= dict.fromkeys(("geaendert_datum_zeit", "geaendert_durch", "version"))
    if version is Version.V2_3:
        row |= {
            "kennzeichen_maschinelle_uebersetzung": origin is Origin.MACHINE,
            "maschinelle_uebersetzung": None,
        }
    return row
