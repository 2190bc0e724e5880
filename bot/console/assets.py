"""Styles and scripts: ours, and those that npm brings; where it brought none, pages go without."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response

_OURS = Path(__file__).parent / "static"
_THEIRS = Path(__file__).parent.parent.parent / "node_modules"
_FONTS = _THEIRS / "@kern-ux/native/dist/fonts/fira-sans"
_FILES: dict[str, Path] = {
    "kern.css": _THEIRS / "@kern-ux/native/dist/kern.min.css",
    "htmx.js": _THEIRS / "htmx.org/dist/htmx.min.js",
    "sse.js": _THEIRS / "htmx-ext-sse/dist/sse.min.js",
    "FiraSans-Regular.woff2": _FONTS / "FiraSans-Regular.woff2",
    "FiraSans-SemiBold.woff2": _FONTS / "FiraSans-SemiBold.woff2",
} | {path.name: path for path in _OURS.iterdir()}
_PATH = "/console/assets"
_YEAR = "public, max-age=31536000, immutable"


def styled() -> bool:
    """Whether npm brought the styles."""
    return _FILES["kern.css"].exists()


@cache
def address(name: str) -> str:
    """Where a file is, by its content, so that a browser may keep it; empty when it is not there."""
    path = _FILES[name]
    if not path.exists():
        return ""
    return f"{_PATH}/{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}/{name}"


def add_routes(web: FastAPI) -> None:
    """The files that pages name, and no others."""

    @web.get(_PATH + "/{digest}/{name}")
    async def asset(request: Request) -> Response:
        path = _FILES.get(request.path_params["name"])
        if path is None or not path.exists():
            return Response(status_code=404)
        return FileResponse(path, headers={"Cache-Control": _YEAR, "X-Content-Type-Options": "nosniff"})
