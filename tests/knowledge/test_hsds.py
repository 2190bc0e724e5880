"""A guide as Open Referral HSDS 3, valid by its schemas, and documents out of HSDS files."""

import json
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from knowledge.formats import hsds, integreat
from knowledge.formats.changes import compare
from knowledge.formats.hsds.terms import made_id
from knowledge.load import Document, load
from knowledge.model import Guide
from tests.knowledge import broken, pages, small

SCHEMAS = Path(__file__).parents[1] / "data" / "hsds" / "schema"
TABLES = {
    "services": "service",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
# As another publisher has it: other ids, no attributes of ours, things that we have no field for.
THEIRS: list[dict[str, Any]] = [
    {
        "id": "a1b2c3d4-0000-4000-8000-000000000001",
        "name": "Debt advice",
        "alternate_name": "Money advice",
        "description": "Advice on debts. " * 30,
        "status": "active",
        "url": "https://example.org/debt",
        "eligibility_description": "Adults who owe money",
        "application_process": "Call us",
        "cost_options": [{"id": "1", "option": "First talk", "amount": 12.5, "currency": "EUR"}],
        "assured_date": "2026-02-03",
        "phones": [{"id": "1", "number": "1"}],
        "wait_time": "",
        "organization": {
            "id": "a1b2c3d4-0000-4000-8000-000000000002",
            "name": "Advice House",
            "description": "Helps with money",
            "website": "https://example.org",
            "locations": [
                {
                    "id": "1",
                    "location_type": "physical",
                    "addresses": [{"address_1": "High Street 1", "postal_code": "12345", "city": "Town"}],
                }
            ],
        },
        "required_documents": [{"id": "1", "document": "Letters"}, {"id": "2", "document": None}],
        "attributes": [
            {"id": "1", "taxonomy_term": {"id": "t-1", "code": "M", "name": "Money", "taxonomy": "Needs"}}
        ],
    },
    {"id": "2", "name": "Closed", "status": "defunct"},
]


@cache
def validator(table: str) -> Draft202012Validator:
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents({**dialect, "$id": name, **schema})) for name, schema in schemas.items()
    )
    return Draft202012Validator(
        {"$ref": f"{table}.json"}, registry=registry, format_checker=FormatChecker(["uuid"])
    )


def errors(guide: Guide) -> list[str]:
    whole = hsds.dataset(guide).as_file()
    return [
        f"{table} {error.json_path}: {error.message}"
        for table, schema in TABLES.items()
        for row in whole[table]
        for error in validator(schema).iter_errors(row)
    ]


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def exported(documents: Iterable[Document]) -> bytes:
    return as_bytes(hsds.dataset(load(documents)).as_file())


def rich() -> tuple[Document, ...]:
    """The small documents, with all that HSDS can carry in one of them."""
    more = {
        "leika": "99107023017000",
        "description": "Ein langer Text.\n\nMit zwei Absätzen & <Zeichen>.",
        "source": "https://example.org/wohngeld (Stadt Beispiel)",
        "checked_on": "2026-02-03",
    }
    found = list(small.documents())
    wohngeld = found[0].data | more
    for lang, block in wohngeld["translations"].items():
        block["description"] = f"Long text in {lang}"
        block["of"]["description"] = "00000000"  # of another German: stale
    found[0] = Document("services", "wohngeld", wohngeld)
    return tuple(found)


def test_our_services_are_valid(guide: Guide) -> None:
    assert errors(guide) == []
    assert len(hsds.dataset(guide).services) == len(guide.services) >= 60


def test_a_schema_that_is_broken_would_be_seen() -> None:
    assert [e.json_path for e in validator("service").iter_errors({"id": "1", "name": 2})] != []
    assert list(validator("service").iter_errors({"id": "x", "name": "a", "status": "active"})) != []


def test_imported_pages_are_valid() -> None:
    catalogue = integreat.read(pages.as_bytes(pages.german()), "pages.json")
    assert errors(load(integreat.documents(catalogue))) == []


def test_what_hsds_has_a_word_for_stands_in_its_field() -> None:
    assert errors(load(rich())) == []
    service = hsds.dataset(load(rich())).services[0]
    assert service["name"] == "Wohngeld"
    assert service["eligibility_description"] == "Wer wenig hat"
    assert service["application_process"] == "Antrag stellen"
    assert service["url"] == "https://example.org/wohngeld"
    assert (service["assured_date"], service["last_modified"][:10]) == ("2026-02-03", "2026-01-01")
    assert [one["document"] for one in service["required_documents"]] == ["Ausweis oder Pass", "Mietvertrag"]
    assert service["organization"]["name"] == "Amt für Soziales"
    assert [one["name"] for one in service["service_areas"]] == ["Marl"]
    assert "languages" not in service
    leika = [one["value"] for one in service["attributes"] if one["link_type"] == "leika"]
    assert leika == ["99107023017000"]


def test_contacts_are_those_that_somebody_assured() -> None:
    whole = hsds.dataset(small.guide())
    place = whole.services[0]["service_at_locations"][0]["location"]
    assert place["phones"][0]["number"] == "02305 1"
    assert place["schedules"][0]["description"] == "Mo 8-12"
    assert place["description"] == "Markt 1"  # not in parts that an address could have
    assert place["attributes"][0]["value"] == "2026-01-01"
    office = next(one for one in whole.organizations if one["name"] == "Familienkasse")
    assert "locations" not in office


def test_an_address_is_taken_apart_where_it_has_parts() -> None:
    contacts = [{"department": "amt", "assured_date": "2026-01-01", "address": "Markt 1, 45768 Marl"}]
    guide = load(small.spoilt("cities", "marl", ("contacts",), contacts))
    assert errors(guide) == []
    address = hsds.dataset(guide).organizations[0]["locations"][0]["addresses"][0]
    assert (address["address_1"], address["postal_code"], address["city"]) == ("Markt 1", "45768", "Marl")


def test_ids_stay_when_a_guide_is_exported_again() -> None:
    first, second = (hsds.dataset(small.guide()).as_file() for _ in range(2))
    assert first == second
    assert first["services"][0]["id"] == made_id("services", "wohngeld")


def test_what_goes_out_comes_back_the_same() -> None:
    """All but contacts, and documents that are no services, papers, topics or departments."""
    imported = hsds.read(exported(rich()), "ours.json")
    assert compare(rich(), imported.documents).changed == ()
    assert {(one.kind, one.id) for one in imported.documents} == {
        (one.kind, one.id) for one in rich() if one.kind in ("services", "departments", "topics", "papers")
    } - {("papers", "unused")}
    load(imported.documents)


def test_a_stale_translation_comes_back_stale() -> None:
    service = load(hsds.read(exported(rich()), "ours.json").documents).services["wohngeld"]
    assert service.description
    assert service.description.texts["uk"].stale
    assert not service.name.texts["uk"].stale


def test_what_came_from_hsds_goes_out_under_its_own_id() -> None:
    documents = hsds.read(as_bytes(THEIRS), "theirs.json", "en").documents
    assert hsds.dataset(load(documents)).services[0]["id"] == THEIRS[0]["id"]


def test_services_of_others_become_documents() -> None:
    imported = hsds.read(as_bytes(THEIRS), "theirs.json", "en")
    guide = load(imported.documents)
    (service,) = guide.services.values()
    assert service.id == f"hsds-{THEIRS[0]['id']}"
    assert service.source_id == f"hsds:{THEIRS[0]['id']}"
    assert service.name.read("en") == "Debt advice"
    assert len(service.summary.german) <= 300
    assert service.description
    assert service.description.german == THEIRS[0]["description"].strip()
    assert service.cost
    assert service.cost.german == "First talk 12.5 EUR"
    assert service.synonyms["en"] == ("Money advice",)
    assert guide.topics[service.topic].name.german == "Money"
    (department,) = guide.departments.values()
    assert department.find.german == "Advice House\nHigh Street 1 12345 Town\nhttps://example.org"
    assert [one.name.german for one in guide.papers.values()] == ["Letters"]
    assert imported.left_out == {
        "services.phones": 1,
        "required_documents: without a name": 1,
        "services: not active": 1,
    }


@pytest.mark.parametrize("shape", ["one", "page", "data set"])
def test_a_file_may_be_one_service_a_page_or_a_data_set(shape: str) -> None:
    nested = THEIRS[0]["organization"]
    apart = {key: value for key, value in THEIRS[0].items() if key != "organization"}
    whole = {"services": [apart | {"organization_id": nested["id"]}], "organizations": [nested]}
    value = {"one": THEIRS[0], "page": {"contents": THEIRS, "empty": False}, "data set": whole}[shape]
    guide = load(hsds.read(as_bytes(value), "theirs.json", "en").documents)
    assert [one.name.german for one in guide.departments.values()] == ["Advice House"]


def test_problems_name_the_place() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "1", "name": ""},
        {"id": "2", "name": "b", "url": 3},
        {"id": "2", "name": "c"},
    ]
    rows[1] |= {"last_modified": "yesterday", "attributes": "none"}
    found = [
        str(one) for one in broken.refused(lambda c: hsds.read(c, "x.json"), as_bytes({"services": rows}))
    ]
    assert "x.json: services[1].name: a text is missing" in found
    assert "x.json: services[2].url: must be a text" in found
    assert "x.json: services[2].attributes: must be a list of entries" in found
    assert any("services[2].last_modified: «yesterday» does not begin with a date" in one for one in found)
    assert "x.json: services[3].id: «2» has another service too" in found


@pytest.mark.parametrize(
    ("content", "why"), [bomb[1:] for bomb in broken.BOMBS], ids=[b[0] for b in broken.BOMBS]
)
def test_bombs_are_refused(content: bytes, why: str) -> None:
    found = broken.refused(lambda one: hsds.read(one, "x.json"), content)
    assert any(why in str(one) for one in found), [str(one)[:200] for one in found[:3]]
    assert all(len(str(one)) < 400 for one in found)


_WHOLE = json.loads(exported(rich()))
_SOME = {
    **_WHOLE,
    "services": [_WHOLE["services"][0] | {"attributes": _WHOLE["services"][0]["attributes"][:12]}],
}


@settings(max_examples=150, deadline=None)
@given(st.one_of(broken.mutated(THEIRS), broken.mutated(_SOME)))
def test_whatever_a_file_holds_it_is_refused_or_read(content: bytes) -> None:
    begun = time.process_time()
    if not broken.refused(lambda one: hsds.read(one, "x.json"), content):
        imported = hsds.read(content, "x.json")
        changes = compare(small.documents(), imported.documents)
        json.dumps([one.data for one in changes.written()], default=str).encode()
    assert time.process_time() - begun < 1
