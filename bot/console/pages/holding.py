"""Whose a case is: claimed, put back, handed on, taken, closed."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from bot.cases import Outcome
from bot.console.access import LOTSEN
from bot.console.ask import HOME, Ask
from bot.console.pages.case import CASES, back, refused
from bot.console.route import Handler, Route
from bot.desk import Office, handing_on, lotse
from bot.errors import NoOutcomeError, StaffError

_CASE = CASES + "/{number}"
_Doing = Callable[[Office, str, str], Awaitable[None]]


def _does(doing: _Doing, told: str, where: str) -> Handler:
    """A page that does one thing with a case and goes back to it."""

    async def handler(ask: Ask) -> Response:
        try:
            await doing(ask.office, ask.user.name, ask.path["number"])
        except StaffError as error:
            return await refused(ask, error, where, {})
        return back(ask, told)

    return handler


async def offer(ask: Ask) -> Response:
    to, text = ask.field("to"), ask.field("text")
    try:
        await handing_on.offer(ask.office, ask.user.name, ask.path["number"], to, text)
    except StaffError as error:
        return await refused(ask, error, "offer", {"to": to, "offer": text})
    return back(ask, "case.offered")


async def decline(ask: Ask) -> Response:
    """Whoever refuses may not see the case any more: they go to where they begin."""
    why = ask.field("text")
    try:
        await handing_on.decline(ask.office, ask.user.name, ask.path["number"], why)
    except StaffError as error:
        return await refused(ask, error, "decline", {"decline": why})
    return ask.go(HOME, told="case.declined")


async def close(ask: Ask) -> Response:
    chosen = ask.field("outcome")
    try:
        if chosen not in list(Outcome):
            raise NoOutcomeError
        await lotse.close(ask.office, ask.user.name, ask.path["number"], Outcome(chosen))
    except StaffError as error:
        return await refused(ask, error, "close", {})
    return back(ask, "case.closed")


ROUTES = (
    Route("POST", _CASE + "/claim", LOTSEN, _does(lotse.claim, "case.claimed", "top")),
    Route("POST", _CASE + "/release", LOTSEN, _does(lotse.release, "case.released", "release")),
    Route("POST", _CASE + "/take", LOTSEN, _does(handing_on.take, "case.taken", "top")),
    Route("POST", _CASE + "/keep", LOTSEN, _does(handing_on.keep, "case.kept", "top")),
    Route("POST", _CASE + "/offer", LOTSEN, offer),
    Route("POST", _CASE + "/decline", LOTSEN, decline),
    Route("POST", _CASE + "/close", LOTSEN, close),
)
