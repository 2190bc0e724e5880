"""One case: what the person passed on and wrote, what was answered, what is planned, and who did what."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from bot.cases import EventKind, Outcome
from bot.console import matter
from bot.console.access import LOTSEN
from bot.console.ask import Ask
from bot.console.conversation import beginning, lines
from bot.console.pages import board, tasks
from bot.console.route import Route
from bot.desk import reading
from bot.desk.canned import canned
from bot.desk.reading import Reading
from bot.errors import ForbiddenError, StaffError, UnknownCaseError, UnknownUserError
from bot.store.drafts import Draft, DraftKind
from knowledge.localized import GERMAN

CASES = "/console/cases"
_CASE = CASES + "/{number}"
_WRITES = timedelta(minutes=5)
_OFFERS = (EventKind.OFFERED, EventKind.DECLINED, EventKind.KEPT, EventKind.TAKEN, EventKind.RELEASED)
_NOT_HERE = (UnknownCaseError, UnknownUserError, ForbiddenError)


async def case(ask: Ask) -> Response:
    return await show(ask)


async def conversation(ask: Ask) -> Response:
    """The part that moves by itself; a browser without scripts gets the page."""
    found = await reading.open_case(ask.office, ask.user.name, ask.path["number"], by_itself=True)
    return ask.show("_conversation.html", **_talk(ask, found))


async def show(
    ask: Ask,
    status: int = 200,
    *,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
    where: str = "",
    preview: object = None,
) -> Response:
    """The page. `problem`: what did not work at the form `where`; `typed`: what somebody had written there."""
    found = await reading.open_case(ask.office, ask.user.name, ask.path["number"])
    guide, one = ask.office.guide, found.case
    drafts = {draft.kind: draft for draft in found.drafts if draft.author == ask.user.name}
    offer = next((event for event in reversed(found.events) if event.kind in _OFFERS), None)
    return ask.show(
        "case.html",
        status,
        **(_talk(ask, found) | tasks.shown(ask, found.held) | board.drawn(ask, found.held)),
        open_table=False,
        canned=canned(ask.office, one, found.reach.lang),
        city=guide.cities.get(one.city or ""),
        needs=matter.needs(one, guide),
        facts=tuple(matter.facts(one, guide)),
        notes=tuple(event for event in found.events if event.kind is EventKind.NOTE),
        offer=offer if offer and offer.kind is EventKind.OFFERED else None,
        declined=offer if offer and offer.kind is EventKind.DECLINED else None,
        cities=tuple(city for city in guide.cities.values() if city.id != one.city),
        city_names={city.id: city.name for city in guide.cities.values()},
        outcomes=tuple(Outcome),
        languages=ask.office.texts.languages,
        drafts=drafts,
        values=_values(drafts) | dict(typed or {}),
        problem=problem,
        where=where,
        preview=preview,
    )


def _values(drafts: Mapping[DraftKind, Draft]) -> dict[str, str]:
    """What stands in the forms before somebody types: their drafts."""
    reply, note = drafts.get(DraftKind.REPLY), drafts.get(DraftKind.NOTE)
    return {
        "reply": reply.text if reply else "",
        "lang": reply.lang if reply else GERMAN,
        "note": note.text if note else "",
        "to": "",
        "offer": "",
        "decline": "",
    }


def _talk(ask: Ask, found: Reading) -> dict[str, Any]:
    """What the conversation shows."""
    others = (one for one in found.drafts if one.author != ask.user.name and one.kind is DraftKind.REPLY)
    return {
        "found": found,
        "case": found.case,
        "path": f"{CASES}/{found.case.number}",
        "may": {may.value for may in found.may},
        "beginning": beginning,
        "talk": lines(found.events, found.reach.lang),
        "last": max((event.id for event in found.events), default=0),
        "others": tuple((one, ask.now - one.at < _WRITES) for one in others),
    }


def back(ask: Ask, told: str, part: str = "") -> Response:
    """To the case again, which says what was done; the focus goes to a part of it."""
    response = ask.go(f"{CASES}/{ask.path['number']}", told=told)
    if part:
        response.headers["location"] += f"#{part}"
    return response


async def refused(ask: Ask, error: StaffError, where: str, typed: Mapping[str, str]) -> Response:
    """The case again with what did not work, and with what was typed. What is not there for them stays an error."""
    if isinstance(error, _NOT_HERE):
        raise error
    key = f"error.{type(error).__name__}"
    told = {name: str(value) for name, value in error.data.items()}
    problem = ask.text(key, **told) if ask.console.pages.has(key) else str(error)
    return await show(ask, 409, typed=typed, problem=problem, where=where)


ROUTES = (
    Route("GET", _CASE, LOTSEN, case),
    Route("GET", _CASE + "/conversation", LOTSEN, conversation),
)
