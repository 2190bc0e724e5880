"""Being away: until when, and who stands in."""

from datetime import date, timedelta

from starlette.responses import Response

from bot.clock import today
from bot.console.access import LOTSEN
from bot.console.ask import Ask
from bot.console.route import Route
from bot.desk import absence
from bot.errors import AbsenceError, StaffError

ABSENCE = "/console/account/absence"
_DAY = timedelta(days=1)


async def form(ask: Ask) -> Response:
    return await _show(ask)


async def _show(ask: Ask, status: int = 200, problem: str = "") -> Response:
    user, deputies = await absence.shown(ask.office, ask.user.name)
    away = user.away_until if user.is_away(ask.now) else None
    last = today(away) - _DAY if away else None
    typed = {"last": ask.field("last"), "deputy": ask.field("deputy")} if problem else {}
    values = {"last": last.isoformat() if last else "", "deputy": user.deputy or ""} | typed
    return ask.show(
        "absence.html", status, user=user, deputies=deputies, last=last, values=values, problem=problem
    )


async def leave(ask: Ask) -> Response:
    try:
        await absence.leave(ask.office, ask.user.name, _day(ask), ask.field("deputy") or None)
    except StaffError as error:
        return await _show(ask, 409, ask.text(f"error.{type(error).__name__}", **error.data))
    return ask.go(ABSENCE, told="absence.begun")


def _day(ask: Ask) -> date:
    try:
        return date.fromisoformat(ask.field("last"))
    except ValueError:
        raise AbsenceError from None


async def come_back(ask: Ask) -> Response:
    await absence.come_back(ask.office, ask.user.name)
    return ask.go(ABSENCE, told="absence.ended")


ROUTES = (
    Route("GET", ABSENCE, LOTSEN, form),
    Route("POST", ABSENCE, LOTSEN, leave),
    Route("POST", ABSENCE + "/end", LOTSEN, come_back),
)
