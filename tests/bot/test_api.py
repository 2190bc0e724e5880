"""The HSDS API: read-only, public, paged as its specification says, and told apart by revision."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.api import PLACE
from bot.app import build_house
from bot.config import settings_from
from bot.desk import Office
from knowledge.load import load
from tests.knowledge import small
from tests.knowledge.test_hsds import rich, validator


@pytest.fixture
async def web(small_office: Office) -> AsyncIterator[httpx.AsyncClient]:
    small_office.guide = load(rich())
    house = build_house(settings_from({}), small_office)
    transport = httpx.ASGITransport(house.web)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://test{PLACE}") as client:
        yield client


async def _json(web: httpx.AsyncClient, path: str, **query: Any) -> Any:
    answer = await web.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_it_says_what_it_is(web: httpx.AsyncClient) -> None:
    about = await _json(web, "/")
    assert about["version"] == "3.0"
    assert about["openapi_url"] == f"http://test{PLACE}/openapi.json"
    described = await _json(web, "/openapi.json")
    assert {"/", "/services", "/services/{id}", "/organizations/{id}", "/taxonomy_terms"} <= set(
        described["paths"]
    )
    assert not [path for path in described["paths"] if "console" in path or "healthz" in path]
    assert {method for one in described["paths"].values() for method in one} == {"get"}
    assert (await web.get("/docs")).status_code == 404


async def test_services_come_page_by_page(web: httpx.AsyncClient) -> None:
    first = await _json(web, "/services", per_page=2)
    frame = {key: value for key, value in first.items() if key != "contents"}
    assert frame == {
        "total_items": 3,
        "total_pages": 2,
        "page_number": 1,
        "size": 2,
        "first_page": True,
        "last_page": False,
        "empty": False,
    }
    last = await _json(web, "/services", per_page=2, page=2)
    assert (last["size"], last["first_page"], last["last_page"]) == (1, False, True)
    beyond = await _json(web, "/services", page=9)
    assert (beyond["contents"], beyond["empty"]) == ([], True)
    assert [one["name"] for one in (*first["contents"], *last["contents"])] == [
        "Wohngeld",
        "Kindergeld",
        "Kitaplatz",
    ]
    assert not [value for value in first["contents"][0].values() if isinstance(value, list)]


async def test_each_has_its_page_with_all_that_belongs_to_it(web: httpx.AsyncClient) -> None:
    for kind, table in (
        ("services", "service"),
        ("organizations", "organization"),
        ("taxonomies", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term"),
        ("service_at_locations", "service_at_location"),
    ):
        listed = await _json(web, f"/{kind}", per_page=1)
        row = await _json(web, f"/{kind}/{listed['contents'][0]['id']}")
        assert list(validator(table).iter_errors(row)) == []
        assert listed["contents"][0].items() <= row.items()
        assert (await web.get(f"/{kind}/no-such-id")).status_code == 404


async def test_services_can_be_searched_and_chosen(web: httpx.AsyncClient) -> None:
    async def names(**query: Any) -> list[str]:
        return [one["name"] for one in (await _json(web, "/services", **query))["contents"]]

    assert await names(search="MIETZUSCHUSS wohn") == ["Wohngeld"]
    assert await names(search="no such word") == []
    offices = (await _json(web, "/organizations"))["contents"]
    family = next(one["id"] for one in offices if one["name"] == "Familienkasse")
    assert await names(organization_id=family) == ["Kindergeld"]
    leika = (await _json(web, "/taxonomy_terms", search="99107023017000"))["contents"][0]
    assert await names(taxonomy_term_id=leika["id"]) == ["Wohngeld"]
    assert await names(taxonomy_id=leika["taxonomy_id"]) == ["Wohngeld"]
    assert len(await names(modified_after="2026-01-01")) == 3
    assert await names(modified_after="2026-01-02") == []


async def test_shapes_of_a_list(web: httpx.AsyncClient) -> None:
    minimal = (await _json(web, "/services", minimal=True))["contents"]
    assert {tuple(one) for one in minimal} == {("id", "modified_date")}
    assert (await _json(web, "/services", full=True))["contents"][0]["attributes"]
    office = (await _json(web, "/organizations", full=True))["contents"][0]
    assert [set(one) for one in office["services"]] == [{"id", "name"}] * 2
    whole = await _json(web, f"/organizations/{office['id']}", full_service=True)
    assert whole["services"][0]["status"] == "active"
    lines = (await web.get("/services", params={"format": "ndjson", "per_page": 1})).text.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["Wohngeld", "Kindergeld", "Kitaplatz"]


@pytest.mark.parametrize(
    "query", [{"page": 0}, {"page": "x"}, {"per_page": 1001}, {"format": "xml"}, {"search": "x" * 201}]
)
async def test_what_no_list_can_be_asked_is_refused(web: httpx.AsyncClient, query: dict[str, Any]) -> None:
    assert (await web.get("/services", params=query)).status_code == 422


async def test_nothing_can_be_written(web: httpx.AsyncClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await web.request(method, "/services")).status_code == 405


async def test_a_revision_that_is_known_is_not_sent_again(
    web: httpx.AsyncClient, small_office: Office
) -> None:
    first = await web.get("/services")
    tag = first.headers["ETag"]
    assert small_office.guide.revision in tag
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    for path in ("/services", f"/services/{first.json()['contents'][0]['id']}"):
        again = await web.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    small_office.guide = small.guide()
    newer = await web.get("/services", headers={"If-None-Match": tag})
    assert (newer.status_code, newer.headers["ETag"] != tag) == (200, True)


async def test_rows_are_made_once_for_a_revision(
    web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await web.get("/services")
    monkeypatch.setattr("bot.api.edition._edition", None)
    assert (await web.get("/organizations")).status_code == 200
