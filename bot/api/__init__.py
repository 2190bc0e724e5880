"""The published guide for other programs: a read-only HSDS API under `/api/hsds`, with its OpenAPI beside it.

It holds nothing that is not public: services, organizations, taxonomies and their terms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request
from starlette.responses import JSONResponse, Response

from bot.api.edition import Edition, Entry, Shelf, written
from bot.desk import Office
from knowledge.formats import hsds

PLACE = "/api/hsds"
_PROFILE = "https://docs.openreferral.org"
_MOST = 1000
_MOST_WORDS = 10
_HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
Page = Annotated[int, Query(ge=1, le=1_000_000, description="Number of the page, from 1")]
PerPage = Annotated[int, Query(ge=1, le=_MOST, description="Rows on a page")]
Search = Annotated[str, Query(max_length=200, description="Words that must all occur in a row, ten at most")]
Id = Annotated[str, Query(max_length=64)]
Format = Annotated[str, Query(pattern="^(json|ndjson)$", description="ndjson: all rows, one a line")]
Shape = Callable[[Entry], str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every list can be asked."""

    request: Request
    search: Search = ""
    page: Page = 1
    per_page: PerPage = 50
    format: Format = "json"


Asked = Annotated[_Asked, Depends()]


def hsds_api(office: Office) -> FastAPI:
    """The application that answers below `/api/hsds`."""
    api = FastAPI(
        title="Digitaler Lotse: HSDS",
        version=hsds.VERSION,
        description="Read-only Human Services Data API (Open Referral HSDS 3.0) of the published guide.",
        docs_url=None,
        redoc_url=None,
    )
    shelf = Shelf(office)
    _add_meta(api)
    _add_services(api, shelf)
    _add_organizations(api, shelf)
    _add_taxonomies(api, shelf)
    _add_terms(api, shelf)
    _add_at_locations(api, shelf)
    return api


def _add_meta(api: FastAPI) -> None:
    @api.get("/", summary="What this is")
    async def meta(request: Request) -> Response:
        address = str(request.url_for("openapi"))
        said = {"version": hsds.VERSION, "profile": _PROFILE, "openapi_url": address}
        return JSONResponse(said, headers=_HEADERS)


def _add_services(api: FastAPI, shelf: Shelf) -> None:
    @api.get("/services", summary="Services, page by page")
    async def services(
        asked: Asked,
        taxonomy_term_id: Id = "",
        taxonomy_id: Id = "",
        organization_id: Id = "",
        modified_after: Id = "",
        minimal: bool = False,
        full: bool = False,
    ) -> Response:
        def fits(one: Entry) -> bool:
            return (
                _has_term(one, taxonomy_term_id, taxonomy_id)
                and organization_id in ("", one.row.get("organization_id"))
                and one.row["last_modified"] >= modified_after
            )

        shape = _minimal if minimal else _whole if full else _flat
        return await _listed(shelf, asked, "services", fits, shape)

    _add_one(api, shelf, "services")


def _add_organizations(api: FastAPI, shelf: Shelf) -> None:
    @api.get("/organizations", summary="Organizations, page by page")
    async def organizations(asked: Asked, full_service: bool = False, full: bool = False) -> Response:
        shape = _with_services(await shelf.edition(), full_service) if full or full_service else _flat
        return await _listed(shelf, asked, "organizations", _always, shape)

    @api.get("/organizations/{id}", summary="An organization and its services")
    async def organization(request: Request, id: str, full_service: bool = False) -> Response:  # noqa: A002
        edition = await shelf.edition()
        return _answer(request, edition, "organizations", id, _with_services(edition, full_service))


def _add_taxonomies(api: FastAPI, shelf: Shelf) -> None:
    @api.get("/taxonomies", summary="Taxonomies, page by page")
    async def taxonomies(asked: Asked) -> Response:
        return await _listed(shelf, asked, "taxonomies", _always, _flat)

    _add_one(api, shelf, "taxonomies")


def _add_terms(api: FastAPI, shelf: Shelf) -> None:
    @api.get("/taxonomy_terms", summary="Terms of taxonomies, page by page")
    async def taxonomy_terms(asked: Asked, taxonomy_id: Id = "") -> Response:
        def fits(one: Entry) -> bool:
            return taxonomy_id in ("", one.row["taxonomy_id"])

        return await _listed(shelf, asked, "taxonomy_terms", fits, _flat)

    _add_one(api, shelf, "taxonomy_terms")


def _add_at_locations(api: FastAPI, shelf: Shelf) -> None:
    @api.get("/service_at_locations", summary="Services at their locations, page by page")
    async def service_at_locations(asked: Asked, full: bool = False) -> Response:
        shape = _whole if full else _flat
        return await _listed(shelf, asked, "service_at_locations", _always, shape)

    _add_one(api, shelf, "service_at_locations")


def _add_one(api: FastAPI, shelf: Shelf, kind: str) -> None:
    what = "One of them, with all that belongs to it"

    @api.get(f"/{kind}/{{id}}", summary=what, operation_id=f"one_{kind}")
    async def one(request: Request, id: str) -> Response:  # noqa: A002
        return _answer(request, await shelf.edition(), kind, id, _whole)


def _has_term(one: Entry, term: str, taxonomy: str) -> bool:
    terms = [each["taxonomy_term"] for each in one.row["attributes"]]
    return (not term or any(each["id"] == term for each in terms)) and (
        not taxonomy or any(each["taxonomy_id"] == taxonomy for each in terms)
    )


def _always(_one: Entry) -> bool:
    return True


def _whole(one: Entry) -> str:
    return one.whole


def _flat(one: Entry) -> str:
    """A row with what is one to one alone: no lists."""
    return one.flat


def _minimal(one: Entry) -> str:
    return written({"id": one.row["id"], "modified_date": one.row["last_modified"]})


def _with_services(edition: Edition, full: bool) -> Shape:
    """An organization with its services: each in full, or its id and name."""

    def shape(one: Entry) -> str:
        theirs = edition.services_of(one.row["id"])
        services = (
            each.whole if full else written({"id": each.row["id"], "name": each.row["name"]})
            for each in theirs
        )
        return f'{one.whole[:-1]}, "services": [{", ".join(services)}]}}'

    return shape


async def _listed(
    shelf: Shelf, asked: _Asked, kind: str, fits: Callable[[Entry], bool], shape: Shape
) -> Response:
    """A page of rows, as the HSDS API frames it; or all of them, one a line."""
    edition = await shelf.edition()
    if _is_known(asked.request, edition):
        return _unchanged(edition)
    words = asked.search.casefold().split()[:_MOST_WORDS]
    found = [
        one
        for one in edition.entries[kind].values()
        if all(word in one.words for word in words) and fits(one)
    ]
    if asked.format == "ndjson":
        lines = "".join(f"{shape(one)}\n" for one in found)
        return Response(lines, headers=_of(edition), media_type="application/x-ndjson")
    shown = found[(asked.page - 1) * asked.per_page : asked.page * asked.per_page]
    pages = -(-len(found) // asked.per_page)
    frame = {
        "total_items": len(found),
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(shown),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not shown,
    }
    contents = ", ".join(shape(one) for one in shown)
    return _json(edition, f'{written(frame)[:-1]}, "contents": [{contents}]}}')


def _answer(request: Request, edition: Edition, kind: str, id_: str, shape: Shape) -> Response:
    one = edition.entries[kind].get(id_)
    if one is None:
        return JSONResponse({"detail": "Not Found"}, status_code=404, headers=_HEADERS)
    return _unchanged(edition) if _is_known(request, edition) else _json(edition, shape(one))


def _json(edition: Edition, text: str) -> Response:
    return Response(text, headers=_of(edition), media_type="application/json")


def _of(edition: Edition) -> dict[str, str]:
    return {**_HEADERS, "ETag": edition.etag, "Cache-Control": "public, no-cache"}


def _is_known(request: Request, edition: Edition) -> bool:
    given = request.headers.get("if-none-match", "")
    return edition.etag in {one.strip().removeprefix("W/") for one in given.split(",")}


def _unchanged(edition: Edition) -> Response:
    return Response(status_code=304, headers=_of(edition))
