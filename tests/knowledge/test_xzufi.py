"""Leistungen of XZuFi 2.2 and 2.3 become documents, and services become Leistungen."""

import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.formats import xzufi
from knowledge.formats.changes import Imported, compare
from knowledge.formats.xzufi import Version
from knowledge.load import load
from knowledge.localized import Law, Origin
from knowledge.model import Guide
from tests.knowledge import broken, leistungen, small
from tests.knowledge.leistungen import as_bytes, module
from tests.knowledge.test_hsds import rich


def _read(value: Any) -> Imported:
    return xzufi.read(as_bytes(value), "x.json")


def _guide(value: Any) -> Guide:
    return load(_read(value).documents)


@pytest.mark.parametrize("leistung", [leistungen.old(), leistungen.new()], ids=["2.2", "2.3"])
def test_modules_become_fields(leistung: dict[str, Any]) -> None:
    guide = _guide([leistung])
    (service,) = guide.services.values()
    assert (service.id, service.leika, service.source_id) == (
        f"leika-{leistungen.LEIKA}",
        leistungen.LEIKA,
        "xzufi:S1:42",
    )
    assert service.name.german == "Wohngeld beantragen"
    assert service.summary.german == "Zuschuss zur Miete"
    assert service.who
    assert service.first_step
    assert (service.who.german, service.first_step.german) == ("Wenig Einkommen", "Antrag stellen")
    assert service.deadline
    assert service.deadline.german == "3 Monate\n\nAb Antrag"
    assert service.cost
    assert service.cost.german == "12,50 EUR"
    assert service.laws == (Law("§ 1 WoGG", "Zweck"), Law("§ 7 WoGG", "Wohngeld beantragen"))
    assert [guide.papers[id_].name.german for id_ in service.papers] == ["Ausweis", "Mietvertrag"]
    assert service.synonyms["de"] == ("Mietzuschuss", "Wohngeld Bewilligung")
    assert service.source == "https://example.org/42 (Land Beispiel)"
    assert service.checked.as_of == date(2026, 2, 3)
    assert guide.topics[service.topic].name.german == "Wohnen"
    assert service.description
    assert service.description.german.startswith("Wohngeld hilft.\n\nZwei Absätze & mehr\n\n")
    assert {"Formular WG 1", "Wohngeldstelle"} <= set(service.description.german.split("\n\n"))


def test_what_we_have_no_field_for_is_told() -> None:
    left_out = _read(leistungen.new()).left_out
    assert left_out["leistungsadressat"] == 1
    assert left_out["begriff_im_kontext"] == 1  # in French


def test_a_language_is_taken_where_all_texts_are_in_it() -> None:
    leistung = leistungen.new()
    assert _read(leistung).left_out["en: not all texts are translated"] == 1  # the cost is a sum alone
    leistung |= {"modul_kosten": []}
    service = next(iter(_guide(leistung).services.values()))
    assert set(service.name.texts) == {"de", "en"}
    assert service.name.texts["en"].origin is Origin.WRITTEN
    assert service.first_step
    assert service.first_step.read("en") == "Apply"
    old = leistungen.old() | {"modul_kosten": None}
    assert _guide(old).services[service.id].name.texts["en"].origin is Origin.MACHINE  # nobody says who did


def test_papers_are_the_lines_of_a_list_in_each_language() -> None:
    papers = _guide(leistungen.new()).papers.values()
    assert [one.name.read("en") for one in papers] == ["Passport", "Lease"]


def test_a_text_about_papers_that_is_no_list_stays_a_text() -> None:
    long = "Bringen Sie alles mit, was Sie über Ihre Wohnung haben. " * 5
    texts = [module("03", "Wohngeld"), module("08", f"<p>{long}</p>")]
    guide = _guide(leistungen.new() | {"modul_text": texts, "modul_bearbeitungsdauer": []})
    (service,) = guide.services.values()
    assert not guide.papers
    assert service.description
    assert service.description.german == long.strip()


def test_papers_that_are_listed_as_such_go_before_the_text() -> None:
    listed = [
        {"dokument": {"bezeichnung": leistungen.text("Pass"), "beschreibung": leistungen.text("Gültig")}}
    ]
    leistung = leistungen.new() | {"modul_dokument": [{"dokument_eingehend": listed}]}
    (paper,) = _guide(leistung).papers.values()
    assert paper.note
    assert (paper.name.german, paper.note.german) == ("Pass", "Gültig")


def test_two_leistungen_of_one_key_have_two_ids() -> None:
    other = leistungen.new() | {"id": {"scheme_agency_id": "S2", "value": "42"}}
    guide = _guide([leistungen.new(), other])
    first, second = guide.services
    assert first == f"leika-{leistungen.LEIKA}"
    assert second.startswith(first + "-")
    assert {one.source_id for one in guide.services.values()} == {"xzufi:S1:42", "xzufi:S2:42"}


@pytest.mark.parametrize("version", list(Version))
def test_what_goes_out_comes_back_the_same(version: Version) -> None:
    """Stale translations stay at home; all else of a service is the same."""
    found = _read(xzufi.leistungen(load(rich()), version)).documents
    changes = compare(small.documents(), found)
    assert changes.new == ()
    fields = {(one.here.id, field.field) for one in changes.changed for field in (*one.taken, *one.conflicts)}
    assert fields == {("wohngeld", field) for field in ("leika", "description", "source")}


@pytest.mark.parametrize("version", list(Version))
def test_a_service_has_every_field_of_the_shape(version: Version) -> None:
    rows = xzufi.leistungen(load(rich()), version)
    assert len(rows) == 3
    (wohngeld, *_) = rows
    key = {
        Version.V2_2: wohngeld.get("referenz_leika", [{}])[0].get("code"),
        Version.V2_3: wohngeld.get("referenz_leistungsschluessel", [{}])[0].get("value"),
    }
    assert key[version] == leistungen.LEIKA
    assert len(wohngeld) == {Version.V2_2: 32, Version.V2_3: 38}[version]
    codes = [one["leika_textmodul"] for one in wohngeld["modul_text"]]
    assert codes == ["02", "03", "05", "06", "09", "11", "22", "18"]
    assert all(one["inhalt"] for one in wohngeld["modul_text"])
    full = next(one for one in wohngeld["modul_text"] if one["leika_textmodul"] == "06")
    assert full["inhalt"] == [
        {
            "language_code": "de",
            "_value": "<p>Ein langer Text.</p><p>Mit zwei Absätzen &amp; &lt;Zeichen&gt;.</p>",
        }
    ]


def test_an_id_that_came_from_xzufi_goes_out_again() -> None:
    (row,) = xzufi.leistungen(_guide(leistungen.old()), Version.V2_2)
    assert (row["id"]["scheme_agency_id"], row["id"]["value"]) == ("S1", "42")


def _costing(chosen: dict[str, Any]) -> str:
    entry = {"kostenauswahl": chosen, "beschreibung": []}
    service = next(iter(_guide(leistungen.old() | {"modul_kosten": {"kosten": [entry]}}).services.values()))
    return service.cost.german if service.cost else ""


def test_costs_are_sums_ranges_or_words() -> None:
    assert _costing({"betrag": {"currency_code": "EUR", "value": 30}}) == "30,00 EUR"
    low, high = ({"currency_code": "EUR", "value": value} for value in (5, 7.5))
    words = {"beschreibung_variabilitaet": leistungen.text("Nach Aufwand")}
    variable = {"betrag_untergrenze": low, "betrag_obergrenze": high, **words}
    assert _costing(variable) == "5,00 EUR – 7,50 EUR\n\nNach Aufwand"
    assert _costing({"beschreibung_kostenfreiheit": leistungen.text("Kostenlos")}) == "Kostenlos"
    assert _costing({"betrag": {"currency_code": "EUR", "value": None}}) == ""


def test_durations_are_words_and_days_are_told_as_left_out() -> None:
    def deadline(chosen: dict[str, Any]) -> tuple[str, int]:
        leistung = leistungen.old() | {"modul_frist": {"frist": [{"fristauswahl": chosen}]}}
        imported = _read(leistung)
        (service,) = load(imported.documents).services.values()
        return service.deadline.german if service.deadline else "", imported.left_out[
            "modul_frist.fristauswahl"
        ]

    span = {"dauer": 1, "einheit": "WOCHE", "dauer_bis": 4, "einheit_bis": "WOCHE"}
    assert deadline(span) == ("1 Woche – 4 Wochen", 0)
    assert deadline({"von": "2026-01-01", "bis": None}) == ("", 1)
    assert deadline({"dauer": 3, "einheit": "MOND"}) == ("", 1)


def test_a_text_for_citizens_stands_in_where_there_is_no_short_one() -> None:
    texts = [module("03", "Hund"), module("24", "Für alle Hunde"), module("06", "Lang. " * 100)]
    leistung = leistungen.new() | {"modul_text": texts, "modul_bearbeitungsdauer": []}
    (service,) = _guide(leistung).services.values()
    assert service.summary.german == "Für alle Hunde"
    (service,) = _guide(leistung | {"modul_text": [texts[0], texts[2]]}).services.values()
    assert service.summary.german.endswith("Lang. …")
    (service,) = _guide(leistung | {"modul_text": texts[:1]}).services.values()
    assert service.summary.german == "Hund"


def test_a_leistung_without_german_is_read_in_its_own_language() -> None:
    name = {"leika_textmodul": "03", "inhalt": [{"language_code": "en-GB", "_value": "Dog tax"}]}
    leistung = {"id": {"value": "7"}, "modul_text": [name], "versionsinformation": {}}
    guide = _guide({"items": [leistung]})
    (service,) = guide.services.values()
    assert service.name.read("en") == "Dog tax"
    assert service.id.startswith("xzufi-")
    assert guide.topics[service.topic].name.german == "x.json"


def test_links_are_counted_once() -> None:
    link = {"language_code": "de", "uri": "https://example.org", "titel": None}
    papers = {"dokument_eingehend": [], "weiterfuehrender_link": [link, link]}
    assert _read(leistungen.new() | {"modul_dokument": [papers]}).left_out["weiterfuehrender_link"] == 2


def test_a_day_that_is_none_is_told() -> None:
    wrong = leistungen.old() | {"versionsinformation": {"geaendert_datum_zeit": "gestern"}}
    (problem,) = broken.refused(lambda one: xzufi.read(one, "x.json"), as_bytes(wrong))
    assert str(problem).startswith(
        "x.json: versionsinformation.geaendert_datum_zeit: «gestern» does not begin"
    )


def test_problems_name_the_place() -> None:
    wrong = leistungen.new() | {"referenz_leistungsschluessel": [{"value": "99"}], "modul_frist": "bald"}
    rows = [wrong | {"modul_text": [{"leika_textmodul": 3}]}, leistungen.new() | {"id": None}]
    found = [str(one) for one in broken.refused(lambda one: xzufi.read(one, "x.json"), as_bytes(rows))]
    assert "x.json: items[1].referenz_leika: «99» is no LeiKa key (14 digits)" in found
    assert "x.json: items[1].modul_text: has no name (module 03 or 02)" in found
    assert "x.json: items[1].modul_text[1].leika_textmodul: must be a text" in found
    assert "x.json: items[1].modul_frist: must hold fields" in found
    assert "x.json: items[2].id: is missing" in found


@pytest.mark.parametrize(
    ("content", "why"), [bomb[1:] for bomb in broken.BOMBS], ids=[b[0] for b in broken.BOMBS]
)
def test_bombs_are_refused(content: bytes, why: str) -> None:
    found = broken.refused(lambda one: xzufi.read(one, "x.json"), content)
    assert any(why in str(one) for one in found) or (why == "is no list" and found), found[:2]


_OURS = xzufi.leistungen(load(rich()), Version.V2_3)[:1]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(broken.mutated([leistungen.new()]), broken.mutated([leistungen.old()]), broken.mutated(_OURS))
)
def test_whatever_a_file_holds_it_is_refused_or_read(content: bytes) -> None:
    begun = time.process_time()
    if not broken.refused(lambda one: xzufi.read(one, "x.json"), content):
        changes = compare(small.documents(), xzufi.read(content, "x.json").documents)
        json.dumps([one.data for one in changes.written()], default=str).encode()
    assert time.process_time() - begun < 1
