"""Signing in with name and password, and a code where one is set up; signing out."""

from starlette.responses import Response

from bot.console import ticket
from bot.console.access import PUBLIC, STAFF
from bot.console.ask import HOME, SIGN_IN, Ask
from bot.console.doors import device_of
from bot.console.route import Route
from bot.desk import second_step, sign_in
from bot.errors import ForbiddenError, SignInError, StaffError, TooManyTriesError, WrongCodeError
from bot.staff import User

_CODE = f"{SIGN_IN}/code"
_HALF = "half"


async def form(ask: Ask) -> Response:
    if ask.signed_in:
        return ask.go(HOME)
    return _shown(ask, back=ours(ask.query.get("next", "")))


async def enter(ask: Ask) -> Response:
    """A password; where a code comes next, the browser keeps for some minutes whose password it was."""
    if not ask.console.doors.own_accounts:
        raise ForbiddenError
    back = ours(ask.field("next"))
    try:
        user = await sign_in.check_password(ask.office, ask.field("name"), ask.field("password"), ask.place)
    except (SignInError, TooManyTriesError) as error:
        return _shown(ask, back=back, name=ask.field("name"), error=error)
    if not (user.has_totp and ask.console.doors.has_second_step):
        return await entered(ask, user, back)
    response = ask.go(_CODE)
    half = ask.write_ticket(_HALF, user=str(user.id), next=back)
    ask.keep(response, _HALF, half, int(ticket.LASTS.total_seconds()))
    return response


async def code_form(ask: Ask) -> Response:
    if ask.read_ticket(_HALF, ask.kept(_HALF)) is None:
        return ask.go(SIGN_IN)
    return ask.show("sign_in_code.html", problem="")


async def enter_code(ask: Ask) -> Response:
    half = ask.read_ticket(_HALF, ask.kept(_HALF))
    if half is None:
        return ask.go(SIGN_IN)
    try:
        user = await second_step.check(ask.office, int(half["user"]), ask.field("code"))
    except (WrongCodeError, TooManyTriesError) as error:
        return ask.show("sign_in_code.html", _status(error), problem=ask.say(error))
    response = await entered(ask, user, half["next"])
    ask.drop(response, _HALF)
    return response


async def leave(ask: Ask) -> Response:
    await sign_in.leave(ask.office, ask.token)
    response = ask.go(SIGN_IN, told="signed_out")
    ask.drop(response, "staff")
    return response


async def entered(ask: Ask, user: User, back: str) -> Response:
    """They are in, and go on to where they wanted to be."""
    token = await sign_in.enter(ask.office, user, device_of(ask.request))
    response = ask.go(back or HOME)
    ask.keep(response, "staff", token)
    return response


def ours(path: str) -> str:
    """A path of the console, so that nobody is led elsewhere."""
    return path if path.startswith(f"{HOME}/") and "//" not in path and "\\" not in path else ""


def _shown(ask: Ask, *, back: str, name: str = "", error: StaffError | None = None) -> Response:
    problem = ask.say(error) if error else ""
    status = _status(error) if error else 200
    return ask.show("sign_in.html", status, next=back, name=name, problem=problem, doors=ask.console.doors)


def _status(error: StaffError) -> int:
    return 429 if isinstance(error, TooManyTriesError) else 401


ROUTES = (
    Route("GET", SIGN_IN, PUBLIC, form, always=True),
    Route("POST", SIGN_IN, PUBLIC, enter, always=True),
    Route("GET", _CODE, PUBLIC, code_form, always=True),
    Route("POST", _CODE, PUBLIC, enter_code, always=True),
    Route("POST", "/console/sign-out", STAFF, leave, always=True),
)
