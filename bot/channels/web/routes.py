"""The addresses of the page, on the site itself and, where sites are named for it, in the widget."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import logs
from bot.channels.web import talk, ways
from bot.channels.web.ask import Ask, House, form_of
from bot.channels.web.channel import Web
from bot.channels.web.render import STATIC, Pages, content
from bot.channels.web.site import Door, Site
from bot.desk import web

Handler = Callable[[Ask], Awaitable[Response]]
_GZIP = [Middleware(GZipMiddleware, minimum_size=500)]
_WIDGET = "/widget"
_YEAR = "public, max-age=31536000, immutable"
_HOUR = "public, max-age=3600"
# method, path behind the door, what answers
_PAGES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", talk.home),
    ("POST", "/say", talk.say),
    ("GET", "/events", talk.stream),
    ("GET", "/file/{line}", talk.file),
    ("GET", "/phrase", ways.phrase),
    ("POST", "/phrase", ways.make_phrase),
    ("GET", "/return", ways.return_),
    ("POST", "/return", ways.come_back),
    ("GET", "/open/{token}", ways.link),
    ("POST", "/open", ways.open_link),
    ("GET", "/end", ways.end),
    ("POST", "/end", ways.end_now),
)
log = structlog.get_logger()


def routes(page: Web, wake: Callable[[], None], site: Site) -> list[Route]:
    """All of them."""
    house = House(page, Pages(page.office.texts), wake)
    doors = [Door(site), *([Door(site, _WIDGET)] if site.widget_origins else [])]
    made = [_route(house, door, *one) for door in doors for one in _PAGES]
    made.append(Route("/assets/{digest}/{name}", _asset, middleware=_GZIP))
    if site.widget_origins:
        made.append(Route("/widget.js", _widget_script, middleware=_GZIP))
    return made


def _route(house: House, door: Door, method: str, path: str, handler: Handler) -> Route:
    async def answer(request: Request) -> Response:
        response = await _answered(house, door, request, handler)
        for name, value in door.headers.items():
            response.headers[name] = value
        return response

    return Route(
        door.home if path == "/" else f"{door.base}{path}", answer, methods=[method], middleware=_GZIP
    )


async def _answered(house: House, door: Door, request: Request, handler: Handler) -> Response:
    ask = Ask(house, door, request, "", None, {})
    try:
        form = await form_of(request) if request.method == "POST" else {}
        token = request.cookies.get(door.cookie, "")
        uses = handler is not talk.stream  # a page left open is not used
        visitor = await web.visitor(house.office, token, uses=uses) if token else None
        ask = Ask(house, door, request, token if visitor else "", visitor, form or {})
        return ask.tell("web.too_long", 413, count=web.LONGEST) if form is None else await handler(ask)
    except Exception as error:  # noqa: BLE001 - the outermost edge: the person gets a page, the log the place
        log.error("web.failed", path=request.scope["route"].path, error=logs.where(error))
        return ask.tell("web.broken", 500)


async def _asset(request: Request) -> Response:
    """A style or a script of ours; its address changes with it."""
    return _static(str(request.path_params["name"]), {"Cache-Control": _YEAR})


async def _widget_script(_: Request) -> Response:
    """The line that a city's site carries."""
    return _static("widget.js", {"Cache-Control": _HOUR, "Cross-Origin-Resource-Policy": "cross-origin"})


def _static(name: str, headers: dict[str, str]) -> Response:
    if name not in STATIC:
        return Response(status_code=404)
    headers |= {"X-Content-Type-Options": "nosniff"}
    return Response(content(name), media_type=STATIC[name], headers=headers)
