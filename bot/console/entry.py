"""The way in to every page: who asks, may they, was the form ours; and what went wrong, said kindly."""

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode, urlsplit

import structlog
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot import logs
from bot.console.ask import SIGN_IN, Ask, Console
from bot.console.route import Route
from bot.desk import sign_in
from bot.errors import (
    ExpiredFormError,
    ForbiddenError,
    StaffError,
    StoreError,
    TooManyTriesError,
    UnknownAnswerError,
    UnknownCaseError,
    UnknownCityError,
    UnknownDocumentError,
    UnknownProposalError,
    UnknownRevisionError,
    UnknownTaskError,
    UnknownUserError,
)

_LONGEST_FORM = 200_000
# KERN draws its icons from data: addresses in its styles; an image runs nothing.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}
_STATUS: dict[type[StaffError], int] = {
    UnknownAnswerError: 404,
    UnknownCaseError: 404,
    UnknownCityError: 404,
    UnknownDocumentError: 404,
    UnknownProposalError: 404,
    UnknownRevisionError: 404,
    UnknownTaskError: 404,
    UnknownUserError: 404,
    ForbiddenError: 403,
    ExpiredFormError: 403,
    TooManyTriesError: 429,
    StoreError: 503,
}
_BY_ITSELF = "x-by-itself"  # nobody did anything: the page looks for news
_WRITES = ("POST", "PUT", "DELETE")
log = structlog.get_logger()


def endpoint(console: Console, route: Route) -> Callable[[Request], Awaitable[Response]]:
    """A route behind all checks."""

    async def answer(request: Request) -> Response:
        ask = Ask(console, request, None, "", FormData())
        try:
            ask = await _asked(console, request, quiet=route.quiet)
            response = _sign_in_first(ask) if _is_shut(ask, route) else await _answered(ask, route)
        except StaffError as error:
            response = _mended(ask, error)
        except Exception as error:  # noqa: BLE001 - the outermost edge: staff get a page, the log the place
            log.error("console.failed", path=route.path, error=logs.where(error))
            response = ask.show("error.html", 500, message=ask.text("error.ours"))
        for name, value in (_HEADERS | (_HTTPS_ONLY if console.secure else {})).items():
            response.headers.setdefault(name, value)
        return response

    return answer


async def _asked(console: Console, request: Request, *, quiet: bool) -> Ask:
    token = request.cookies.get(console.cookie, "")
    quiet = quiet or request.headers.get(_BY_ITSELF) == "1"
    user = await sign_in.who(console.office, token, quiet=quiet) if token else None
    form = FormData()
    if request.method in _WRITES:
        if int(request.headers.get("content-length") or 0) > _LONGEST_FORM:
            raise ExpiredFormError
        form = await request.form(max_files=0, max_part_size=_LONGEST_FORM)
    return Ask(console, request, user, token if user else "", form)


def _is_shut(ask: Ask, route: Route) -> bool:
    return bool(route.roles) and ask.signed_in is None


def _sign_in_first(ask: Ask) -> Response:
    """To the sign-in, and from there back to where they wanted to go."""
    back = ask.request.url.path if ask.request.method == "GET" else ""
    return ask.lead(f"{SIGN_IN}?{urlencode({'next': back})}" if back else SIGN_IN)


async def _answered(ask: Ask, route: Route) -> Response:
    if route.roles and ask.user.role not in route.roles:
        raise ForbiddenError
    if ask.signed_in and not route.always and (owed := ask.console.doors.owed_by(ask.user)):
        return ask.lead(owed)
    if ask.request.method in _WRITES:
        _check_form(ask)
    return await route.handler(ask)


def _check_form(ask: Ask) -> None:
    """A form counts only when a page of ours was its origin and, once signed in, it carries the session's mark."""
    origin = ask.request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != ask.request.headers.get("host"):
        raise ExpiredFormError
    if ask.request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ExpiredFormError
    if ask.token:
        sent = ask.field("csrf") or ask.request.headers.get("x-csrf", "")
        if not hmac.compare_digest(sent, ask.console.csrf(ask.token)):
            raise ExpiredFormError


def _mended(ask: Ask, error: StaffError) -> Response:
    """What staff can mend, in their words and language."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 409)
    template = "_error.html" if ask.is_fragment else "error.html"
    return ask.show(template, status, message=ask.say(error))
