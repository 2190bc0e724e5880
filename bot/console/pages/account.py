"""One's own account: language, password, second step, and where one is signed in."""

from starlette.responses import Response

from bot import totp
from bot.console.access import STAFF
from bot.console.ask import HOME, Ask
from bot.console.doors import CODES, PASSWORD
from bot.console.route import Route
from bot.desk import account, second_step
from bot.errors import ForbiddenError, StaffError, TooManyTriesError, WrongCodeError, WrongPasswordError

_ACCOUNT = "/console/account"
_SECRET = "secret"  # noqa: S105 - what a ticket is for
_GROUP = 4


async def page(ask: Ask) -> Response:
    here, others = await account.sessions(ask.office, ask.user, ask.token)
    return ask.show(
        "account.html",
        doors=ask.console.doors,
        languages=ask.console.pages.languages,
        here=here,
        others=others,
    )


async def prefer(ask: Ask) -> Response:
    languages = ask.console.pages.languages
    await account.prefer(ask.office, ask.user, ask.field("lang"), languages)
    return ask.go(_ACCOUNT, told="preferred")


async def password_form(ask: Ask) -> Response:
    _has_password(ask)
    return ask.show("account_password.html", problem="")


async def change_password(ask: Ask) -> Response:
    _has_password(ask)
    old, new = ask.field("old"), ask.field("new")
    try:
        if new != ask.field("again"):
            return _problem(ask, ask.text("account.unlike"))
        await account.change_password(ask.office, ask.user, ask.token, old, new)
    except StaffError as error:
        return _problem(ask, ask.say(error), 429 if isinstance(error, TooManyTriesError) else 409)
    return ask.go(_then(ask), told="password_changed")


def _problem(ask: Ask, problem: str, status: int = 409) -> Response:
    return ask.show("account_password.html", status, problem=problem)


def _then(ask: Ask) -> str:
    """Who had to do this first goes on with their work."""
    return HOME if ask.console.doors.owed_by(ask.user) else _ACCOUNT


async def codes_form(ask: Ask) -> Response:
    _has_codes(ask)
    return _codes(ask, totp.new_secret())


async def set_up(ask: Ask) -> Response:
    """The secret is kept by the browser, sealed, until a first code proves that the app has it."""
    _has_codes(ask)
    kept = ask.read_ticket(_SECRET, ask.field("ticket"))
    if kept is None or kept["user"] != str(ask.user.id) or ask.user.has_totp:
        return ask.go(CODES)
    try:
        await second_step.set_up(ask.office, ask.user, kept["secret"], ask.field("code"))
    except WrongCodeError as error:
        return _codes(ask, kept["secret"], 409, problem=ask.say(error))
    return ask.go(_then(ask), told="second_step_set_up")


def _codes(ask: Ask, secret: str, status: int = 200, *, problem: str = "") -> Response:
    return ask.show(
        "account_codes.html",
        status,
        problem=problem,
        ticket=ask.write_ticket(_SECRET, secret=secret, user=str(ask.user.id)),
        address=totp.address(secret, ask.user.name),
        groups=[secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP)],
    )


async def drop_codes(ask: Ask) -> Response:
    _has_codes(ask)
    try:
        await account.drop_second_step(ask.office, ask.user, ask.field("password"))
    except (WrongPasswordError, TooManyTriesError) as error:
        return _codes(ask, totp.new_secret(), 409, problem=ask.say(error))
    return ask.go(CODES, told="second_step_off")


async def end_session(ask: Ask) -> Response:
    await account.end_session(ask.office, ask.user, ask.field("session"))
    return ask.go(_ACCOUNT, told="session_ended")


async def end_others(ask: Ask) -> Response:
    await account.end_others(ask.office, ask.user, ask.token)
    return ask.go(_ACCOUNT, told="session_ended")


def _has_password(ask: Ask) -> None:
    if not (ask.console.doors.own_accounts and ask.user.has_password):
        raise ForbiddenError


def _has_codes(ask: Ask) -> None:
    _has_password(ask)
    if not ask.console.doors.has_second_step:
        raise ForbiddenError


ROUTES = (
    Route("GET", _ACCOUNT, STAFF, page),
    Route("POST", _ACCOUNT, STAFF, prefer),
    Route("GET", PASSWORD, STAFF, password_form, always=True),
    Route("POST", PASSWORD, STAFF, change_password, always=True),
    Route("GET", CODES, STAFF, codes_form, always=True),
    Route("POST", CODES, STAFF, set_up, always=True),
    Route("POST", f"{CODES}/off", STAFF, drop_codes),
    Route("POST", f"{_ACCOUNT}/sessions/end", STAFF, end_session),
    Route("POST", f"{_ACCOUNT}/sessions/end-others", STAFF, end_others),
)
