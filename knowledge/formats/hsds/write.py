"""A guide as HSDS 3: services with all that belongs to them, organizations, taxonomies and their terms.

Contacts are those that somebody assured, nothing else; languages are not said to be spoken only because there is a text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.formats.hsds.terms import (
    Row,
    Taxonomy,
    attribute,
    field,
    id_of,
    made_id,
    taxonomy,
    term,
    translations,
)
from knowledge.model import City, Contact, Department, Guide, Paper, Service

_TOWN = re.compile(r"(?P<street>.+?),?\s+(?P<code>[0-9]{5})\s+(?P<town>\S.*)", re.DOTALL)
_URL = re.compile(r"https?://[!-;=?-~]+")


@dataclass(frozen=True, slots=True)
class Dataset:
    """All rows of a guide, nested in full."""

    services: tuple[Row, ...]
    organizations: tuple[Row, ...]
    taxonomies: tuple[Row, ...]
    taxonomy_terms: tuple[Row, ...]

    def as_file(self) -> Row:
        """The data set as one JSON object."""
        return {
            "version": "3.0",
            "services": list(self.services),
            "organizations": list(self.organizations),
            "taxonomies": list(self.taxonomies),
            "taxonomy_terms": list(self.taxonomy_terms),
        }


def dataset(guide: Guide) -> Dataset:
    services = tuple(_service(guide, one) for one in guide.services.values())
    organizations = tuple(_organization(guide, one) for one in guide.departments.values())
    terms = {its["id"]: its for row in (*services, *organizations) for its in _terms(row)}
    return Dataset(
        services,
        organizations,
        tuple(taxonomy(which) for which in Taxonomy),
        tuple(sorted(terms.values(), key=lambda its: (its["taxonomy"], its["code"]))),
    )


def _terms(row: Row) -> Iterator[Row]:
    for one in row.get("attributes", ()):
        yield one["taxonomy_term"]
    for part in row.get("required_documents", ()):
        yield from _terms(part)


def _filled(row: Row) -> Row:
    """The row without what is not known."""
    return {key: value for key, value in row.items() if value not in ("", None, [])}


def _service(guide: Guide, service: Service) -> Row:
    own = id_of("services", service.id, service.source_id)
    first = next((guide.departments[one.department] for one in service.departments), None)
    url = _URL.match(service.source)
    return _filled(
        {
            "id": own,
            "organization_id": _organization_id(first) if first else "",
            "name": service.name.german,
            "description": (service.description or service.summary).german,
            "url": url[0] if url else "",
            "status": "active",
            "eligibility_description": service.who.german if service.who else "",
            "application_process": service.first_step.german if service.first_step else "",
            "fees_description": service.cost.german if service.cost else "",
            "assured_date": service.checked.on.isoformat() if service.checked.on else "",
            "last_modified": f"{service.checked.as_of.isoformat()}T00:00:00.000Z",
            "organization": _named(first) if first else None,
            "service_areas": _areas(guide, service, own),
            "service_at_locations": _at_locations(guide, service, own),
            "required_documents": [_paper(guide.papers[id_], own) for id_ in service.papers],
            "attributes": list(_attributes(guide, service, own)),
        }
    )


def _attributes(guide: Guide, service: Service, own: str) -> Iterator[Row]:
    entity, topic = "service", guide.topics[service.topic]
    yield field(own, entity, "id", service.id)
    about = term(Taxonomy.TOPICS, topic.id, topic.name.german)
    yield attribute(own, entity, "topic", about, str(topic.order))
    for one in service.departments:
        its = guide.departments[one.department]
        yield attribute(
            own, entity, "responsible", term(Taxonomy.RESPONSIBLE, its.id, its.name.german), one.when
        )
    if service.leika:
        yield attribute(own, entity, "leika", term(Taxonomy.LEIKA, service.leika), service.leika)
    for law in service.laws:
        yield attribute(own, entity, "law", term(Taxonomy.LAWS, law.ref), law.about)
    if service.description:
        yield field(own, entity, "summary", service.summary.german)
    if service.deadline:
        yield field(own, entity, "deadline", service.deadline.german)
    if service.source:
        yield field(own, entity, "source", service.source)
    for lang, words in service.synonyms.items():
        for word in words:
            yield field(own, entity, "synonyms", word, lang, "synonym")
    texts = {name: getattr(service, name) for name in _TEXTS}
    yield from translations(own, entity, {**texts, "topic.name": topic.name})


_TEXTS = ("name", "summary", "who", "first_step", "deadline", "cost", "description")


def _paper(paper: Paper, service: str) -> Row:
    own, entity = made_id("required_document", service, paper.id), "required_document"
    extra = [field(own, entity, "id", paper.id)]
    if paper.note:
        extra.append(field(own, entity, "note", paper.note.german))
    extra.extend(translations(own, entity, {"name": paper.name, "note": paper.note}))
    return {"id": own, "service_id": service, "document": paper.name.german, "attributes": extra}


def _organization_id(department: Department) -> str:
    return id_of("departments", department.id, department.source_id)


def _named(department: Department) -> Row:
    """An organization as it stands within a service: without what its own row says of it."""
    name, about = department.name.german, department.serves.german
    return {"id": _organization_id(department), "name": name, "description": about}


def _organization(guide: Guide, department: Department) -> Row:
    own, entity = _organization_id(department), "organization"
    texts = {"name": department.name, "serves": department.serves, "find": department.find}
    checked = department.checked
    days = {"as_of": checked.as_of.isoformat(), "checked_on": checked.on.isoformat() if checked.on else ""}
    given = {
        "id": department.id,
        "level": department.level,
        "find": department.find.german,
        **days,
    }
    extra = [field(own, entity, name, value) for name, value in given.items() if value]
    return _filled(
        {
            **_named(department),
            "locations": [
                _location(city, contact, own) for city, contact in _contacts(guide, {department.id})
            ],
            "attributes": [*extra, *translations(own, entity, texts)],
        }
    )


def _contacts(guide: Guide, departments: set[str]) -> Iterable[tuple[City, Contact]]:
    return (
        (city, contact)
        for city in guide.cities.values()
        for contact in city.contacts
        if contact.department in departments
    )


def _areas(guide: Guide, service: Service, own: str) -> list[Row]:
    """The cities that have a department for it."""
    having = {one.department for one in service.departments}
    return [
        {"id": made_id("service_area", own, city.id), "service_id": own, "name": city.name}
        for city in guide.cities.values()
        if having - set(city.without)
    ]


def _at_locations(guide: Guide, service: Service, own: str) -> list[Row]:
    rows = []
    for city, contact in _contacts(guide, {one.department for one in service.departments}):
        department = guide.departments[contact.department]
        place = _location(city, contact, _organization_id(department))
        rows.append(
            {
                "id": made_id("service_at_location", own, place["id"]),
                "service_id": own,
                "location_id": place["id"],
                "location": place,
            }
        )
    return rows


def _location(city: City, contact: Contact, organization: str) -> Row:
    """Where a city's department is reached, and on which day somebody assured it."""
    own = made_id("location", city.id, contact.department)
    parsed = _TOWN.fullmatch(contact.address)
    phone = {"id": made_id("phone", own), "location_id": own, "number": contact.phone}
    hours = {"id": made_id("schedule", own), "location_id": own, "description": contact.hours}
    return _filled(
        {
            "id": own,
            "location_type": "physical",
            "organization_id": organization,
            "name": city.name,
            "description": "" if parsed else contact.address,
            "addresses": [_address(own, parsed)] if parsed else [],
            "phones": [phone] if contact.phone else [],
            "schedules": [hours] if contact.hours else [],
            "attributes": [field(own, "location", "assured_date", contact.assured_date.isoformat())],
        }
    )


def _address(location: str, parsed: re.Match[str]) -> Row:
    """An address in parts; the state is required there and not known here."""
    return {
        "id": made_id("address", location),
        "location_id": location,
        "address_1": parsed["street"],
        "city": parsed["town"],
        "state_province": "",
        "postal_code": parsed["code"],
        "country": "DE",
        "address_type": "physical",
    }
