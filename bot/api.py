"""The published guide for other programs: a read-only HSDS API under `/api/hsds`, with its OpenAPI beside it.

It holds nothing that is not public: services, organizations, taxonomies. Rows are made once for each revision.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.desk import Office
from knowledge.formats import hsds
from knowledge.model import Guide

PLACE = "/api/hsds"
_PROFILE = "https://docs.openreferral.org"
_MOST = 1000
_HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
Row = dict[str, Any]
Page = Annotated[int, Query(ge=1, le=1_000_000, description="Number of the page, from 1")]
PerPage = Annotated[int, Query(ge=1, le=_MOST, description="Rows on a page")]
Search = Annotated[str, Query(max_length=200, description="Words that must all occur in a row")]
Id = Annotated[str, Query(max_length=64)]
Format = Annotated[str, Query(pattern="^(json|ndjson)$", description="ndjson: all rows, one a line")]


@dataclass(frozen=True, slots=True)
class _Edition:
    """All rows of one revision by kind and id; `words` are those to search in."""

    revision: str
    etag: str
    rows: Mapping[str, Mapping[str, Row]]
    words: Mapping[str, str] = field(repr=False)


def _edition(guide: Guide) -> _Edition:
    data = hsds.dataset(guide)
    at_locations = [one for row in data.services for one in row.get("service_at_locations", ())]
    kinds = {
        "services": data.services,
        "organizations": data.organizations,
        "taxonomies": data.taxonomies,
        "taxonomy_terms": data.taxonomy_terms,
        "service_at_locations": at_locations,
    }
    digest = hashlib.sha256(json.dumps(data.as_file()).encode()).hexdigest()[:12]
    rows = {kind: {row["id"]: row for row in found} for kind, found in kinds.items()}
    words = {
        id_: json.dumps(row, ensure_ascii=False).casefold()
        for some in rows.values()
        for id_, row in some.items()
    }
    return _Edition(guide.revision, f'"{guide.revision}-{digest}"', rows, words)


class _Shelf:
    """The edition of the revision that is published; made once, off the event loop."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.making = asyncio.Lock()
        self.made: _Edition | None = None

    async def edition(self) -> _Edition:
        if (made := self._current()) is not None:
            return made
        async with self.making:
            if (made := self._current()) is None:
                made = self.made = await asyncio.to_thread(_edition, self.office.guide)
        return made

    def _current(self) -> _Edition | None:
        return self.made if self.made and self.made.revision == self.office.guide.revision else None


def hsds_api(office: Office) -> FastAPI:
    """The application that answers below `/api/hsds`."""
    api = FastAPI(
        title="Digitaler Lotse: HSDS",
        version=hsds.VERSION,
        description="Read-only Human Services Data API (Open Referral HSDS 3.0) of the published guide.",
        docs_url=None,
        redoc_url=None,
    )
    shelf = _Shelf(office)
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


def _add_services(api: FastAPI, shelf: _Shelf) -> None:
    @api.get("/services", summary="Services, page by page")
    async def services(
        request: Request,
        search: Search = "",
        page: Page = 1,
        per_page: PerPage = 50,
        format: Format = "json",  # noqa: A002 - the name that the HSDS API gives it
        taxonomy_term_id: Id = "",
        taxonomy_id: Id = "",
        organization_id: Id = "",
        modified_after: Id = "",
        minimal: bool = False,
        full: bool = False,
    ) -> Response:
        def fits(row: Row) -> bool:
            return (
                _has_term(row, taxonomy_term_id, taxonomy_id)
                and organization_id in ("", row.get("organization_id"))
                and row["last_modified"] >= modified_after
            )

        shape = _minimal if minimal else _whole if full else _flat
        return await _listed(shelf, request, "services", search, fits, shape, page, per_page, format)

    _add_one(api, shelf, "services")


def _add_organizations(api: FastAPI, shelf: _Shelf) -> None:
    @api.get("/organizations", summary="Organizations, page by page")
    async def organizations(
        request: Request,
        search: Search = "",
        page: Page = 1,
        per_page: PerPage = 50,
        format: Format = "json",  # noqa: A002
        full_service: bool = False,
        full: bool = False,
    ) -> Response:
        edition = await shelf.edition()

        def shape(row: Row) -> Row:
            return _with_services(edition, row, full_service) if full or full_service else _flat(row)

        return await _listed(shelf, request, "organizations", search, _always, shape, page, per_page, format)

    @api.get("/organizations/{id}", summary="An organization and its services")
    async def organization(request: Request, id: str, full_service: bool = False) -> Response:  # noqa: A002
        edition = await shelf.edition()
        row = edition.rows["organizations"].get(id)
        return _answer(request, edition, _with_services(edition, row, full_service) if row else None)


def _add_taxonomies(api: FastAPI, shelf: _Shelf) -> None:
    @api.get("/taxonomies", summary="Taxonomies, page by page")
    async def taxonomies(
        request: Request,
        search: Search = "",
        page: Page = 1,
        per_page: PerPage = 50,
        format: Format = "json",  # noqa: A002
    ) -> Response:
        return await _listed(shelf, request, "taxonomies", search, _always, _flat, page, per_page, format)

    _add_one(api, shelf, "taxonomies")


def _add_terms(api: FastAPI, shelf: _Shelf) -> None:
    @api.get("/taxonomy_terms", summary="Terms of taxonomies, page by page")
    async def taxonomy_terms(
        request: Request,
        search: Search = "",
        page: Page = 1,
        per_page: PerPage = 50,
        format: Format = "json",  # noqa: A002
        taxonomy_id: Id = "",
        parent_id: Id = "",
    ) -> Response:
        def fits(row: Row) -> bool:
            return taxonomy_id in ("", row["taxonomy_id"]) and parent_id in ("", row.get("parent_id"))

        return await _listed(shelf, request, "taxonomy_terms", search, fits, _flat, page, per_page, format)

    _add_one(api, shelf, "taxonomy_terms")


def _add_at_locations(api: FastAPI, shelf: _Shelf) -> None:
    @api.get("/service_at_locations", summary="Services at their locations, page by page")
    async def service_at_locations(
        request: Request,
        search: Search = "",
        page: Page = 1,
        per_page: PerPage = 50,
        format: Format = "json",  # noqa: A002
        full: bool = False,
    ) -> Response:
        shape = _whole if full else _flat
        return await _listed(
            shelf, request, "service_at_locations", search, _always, shape, page, per_page, format
        )

    _add_one(api, shelf, "service_at_locations")


def _add_one(api: FastAPI, shelf: _Shelf, kind: str) -> None:
    @api.get(
        f"/{kind}/{{id}}", summary="One of them, with all that belongs to it", operation_id=f"one_{kind}"
    )
    async def one(request: Request, id: str) -> Response:  # noqa: A002
        edition = await shelf.edition()
        return _answer(request, edition, edition.rows[kind].get(id))


def _has_term(row: Row, term: str, taxonomy: str) -> bool:
    terms = [one["taxonomy_term"] for one in row["attributes"]]
    return (not term or any(one["id"] == term for one in terms)) and (
        not taxonomy or any(one["taxonomy_id"] == taxonomy for one in terms)
    )


def _always(_row: Row) -> bool:
    return True


def _whole(row: Row) -> Row:
    return row


def _flat(row: Row) -> Row:
    """A row with what is one to one alone: no lists."""
    return {key: value for key, value in row.items() if not isinstance(value, list)}


def _minimal(row: Row) -> Row:
    return {"id": row["id"], "modified_date": row["last_modified"]}


def _with_services(edition: _Edition, row: Row, full: bool) -> Row:
    theirs = (one for one in edition.rows["services"].values() if one.get("organization_id") == row["id"])
    return {**row, "services": [one if full else {"id": one["id"], "name": one["name"]} for one in theirs]}


async def _listed(
    shelf: _Shelf,
    request: Request,
    kind: str,
    search: str,
    fits: Callable[[Row], bool],
    shape: Callable[[Row], Row],
    page: int,
    per_page: int,
    as_what: str,
) -> Response:
    """A page of rows, as the HSDS API frames it; or all of them, one a line."""
    edition = await shelf.edition()
    if _is_known(request, edition):
        return _unchanged(edition)
    words = search.casefold().split()
    found = [
        row
        for id_, row in edition.rows[kind].items()
        if fits(row) and all(word in edition.words[id_] for word in words)
    ]
    if as_what == "ndjson":
        lines = (json.dumps(shape(row), ensure_ascii=False) + "\n" for row in found)
        return StreamingResponse(lines, headers=_of(edition), media_type="application/x-ndjson")
    shown = found[(page - 1) * per_page : page * per_page]
    pages = -(-len(found) // per_page)
    frame = {
        "total_items": len(found),
        "total_pages": pages,
        "page_number": page,
        "size": len(shown),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not shown,
        "contents": [shape(row) for row in shown],
    }
    return JSONResponse(frame, headers=_of(edition))


def _answer(request: Request, edition: _Edition, row: Row | None) -> Response:
    if row is None:
        return JSONResponse({"detail": "Not Found"}, status_code=404, headers=_HEADERS)
    return _unchanged(edition) if _is_known(request, edition) else JSONResponse(row, headers=_of(edition))


def _of(edition: _Edition) -> dict[str, str]:
    return {**_HEADERS, "ETag": edition.etag, "Cache-Control": "public, no-cache"}


def _is_known(request: Request, edition: _Edition) -> bool:
    given = request.headers.get("if-none-match", "")
    return edition.etag in {one.strip().removeprefix("W/") for one in given.split(",")}


def _unchanged(edition: _Edition) -> Response:
    return Response(status_code=304, headers=_of(edition))
