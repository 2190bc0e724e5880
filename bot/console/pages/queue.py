"""The queue: which cases there are, for whom they wait, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from bot.cases import Reason
from bot.console.access import LOTSEN
from bot.console.ask import CASES, Ask
from bot.console.route import Route
from bot.console.spans import since, until
from bot.desk import listing
from bot.errors import UnknownCaseError
from bot.store.listing import Line, Tab, Wanted
from knowledge.plan.model import Hard

QUEUE = "/console/queue"
REASONS = tuple(dict.fromkeys((*Reason, *Hard)))
_COLUMNS = ("case", "waits", "deadline", "reasons", "city", "lang", "with")
_FILTERS = ("city", "lang", "reason", "department")
_NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """A case as the list shows it."""

    line: Line
    waits: str
    quiet: str
    until: str
    is_near: bool


async def queue(ask: Ask) -> Response:
    """The page; for htmx only what changes on it; for a number that somebody typed, its case."""
    typed, problem = ask.query.get("q", "").strip(), ""
    if typed:
        try:
            return ask.go(f"{CASES}/{await listing.find(ask.office, ask.user, typed)}")
        except UnknownCaseError:
            problem = ask.text("error.UnknownCaseError", number=typed)
    wanted = _wanted(ask.query)
    seen = await listing.overview(ask.office, ask.user, wanted)
    return ask.show(
        "_queue.html" if ask.is_fragment else "queue.html",
        wanted=wanted,
        seen=seen,
        rows=[_row(ask, line) for line in seen.listed.lines],
        tabs=_tabs(wanted, seen.listed.counts),
        address=lambda **other: _address(wanted, **other),
        guide=ask.office.guide,
        cases=CASES,
        columns={name: ask.text(f"queue.column.{name}") for name in _COLUMNS},
        choices={} if ask.is_fragment else _choices(ask),
        typed=typed,
        problem=problem,
    )


async def see(ask: Ask) -> Response:
    """The user saw a notice, or all that were there."""
    notice, newest = ask.field("notice"), ask.field("newest")
    await listing.seen(ask.office, ask.user, _number(newest, 0), _number(notice, 0) or None)
    return ask.go(_address(_wanted({name: ask.field(name) for name in ask.form})))


def _wanted(query: Mapping[str, str]) -> Wanted:
    """What the address asks for; what it does not know asks for nothing."""
    tab = query.get("tab", "")
    return Wanted(
        tab=Tab(tab) if tab in tuple(Tab) else Tab.MINE,
        page=max(1, _number(query.get("page", ""), 1)),
        **{name: query.get(name, "") for name in _FILTERS},
    )


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else otherwise


def _address(wanted: Wanted, **other: object) -> str:
    """The address of this list, or of one that differs in some way; another list begins at its first page."""
    kept = {"tab": wanted.tab, **{name: getattr(wanted, name) for name in _FILTERS}, "page": wanted.page}
    if other and "page" not in other:
        kept["page"] = 1
    said = {
        name: str(value) for name, value in (kept | other).items() if value and (name, value) != ("page", 1)
    }
    return f"{QUEUE}?{urlencode(said)}"


def _tabs(wanted: Wanted, counts: Mapping[Tab, int]) -> list[tuple[Tab, int]]:
    """The lists and their counts; standing in is shown only to whom it concerns."""
    return [
        (tab, count) for tab, count in counts.items() if tab is not Tab.STAND_IN or count or wanted.tab is tab
    ]


def _choices(ask: Ask) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers."""
    guide, lang = ask.office.guide, ask.lang
    departments = {id_: department.name.read(lang) for id_, department in guide.departments.items()}
    return {
        "city": [(id_, city.name) for id_, city in guide.cities.items() if ask.user.may_see(id_)],
        "lang": [(code, ask.office.texts.own_name(code)) for code in ask.office.texts.languages],
        "reason": [(reason, ask.text(f"reason.{reason}")) for reason in REASONS],
        "department": sorted(departments.items(), key=lambda one: one[1].lower()),
    }


def _row(ask: Ask, line: Line) -> Row:
    return Row(
        line=line,
        waits=since(ask, line.waiting_since) if line.waiting_since else "",
        quiet=since(ask, line.quiet_since),
        until=until(ask, line.deadline) if line.deadline else "",
        is_near=line.deadline is not None and line.deadline <= ask.today + _NEAR,
    )


ROUTES = (
    Route("GET", QUEUE, LOTSEN, queue),
    Route("POST", f"{QUEUE}/seen", LOTSEN, see),
)
