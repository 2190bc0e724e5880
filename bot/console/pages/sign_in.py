"""Signing in and out."""

from starlette.responses import Response

from bot.console.access import PUBLIC, STAFF
from bot.console.ask import HOME, SIGN_IN, Ask
from bot.console.route import Route
from bot.desk import sign_in
from bot.errors import SignInError, TooManyTriesError


async def form(ask: Ask) -> Response:
    if ask.signed_in:
        return ask.go(HOME)
    return ask.show("sign_in.html", next=_ours(ask.query.get("next", "")), name="", problem="")


async def enter(ask: Ask) -> Response:
    back = _ours(ask.field("next"))
    try:
        token = await sign_in.enter(ask.office, ask.field("name"), ask.field("password"), _place(ask))
    except (SignInError, TooManyTriesError) as error:
        problem = ask.text(f"error.{type(error).__name__}", **error.data)
        status = 429 if isinstance(error, TooManyTriesError) else 401
        return ask.show("sign_in.html", status, next=back, name=ask.field("name"), problem=problem)
    response = ask.go(back or HOME)
    response.set_cookie(
        ask.console.cookie, token, path="/", httponly=True, samesite="lax", secure=ask.console.secure
    )
    return response


async def leave(ask: Ask) -> Response:
    await sign_in.leave(ask.office, ask.token)
    response = ask.go(SIGN_IN, told="signed_out")
    response.delete_cookie(ask.console.cookie, path="/", secure=ask.console.secure)
    return response


def _ours(path: str) -> str:
    """A path of the console, so that nobody is led elsewhere."""
    return path if path.startswith(f"{HOME}/") and "//" not in path and "\\" not in path else ""


def _place(ask: Ask) -> str:
    return ask.request.client.host if ask.request.client else ""


ROUTES = (
    Route("GET", SIGN_IN, PUBLIC, form),
    Route("POST", SIGN_IN, PUBLIC, enter),
    Route("POST", "/console/sign-out", STAFF, leave),
)
