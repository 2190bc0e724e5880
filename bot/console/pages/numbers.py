"""What a city's work comes to, as charts, as tables, and as a file of the same."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from bot.console.access import LOTSEN
from bot.console.ask import Ask
from bot.console.charts import Bar, bars
from bot.console.route import Route
from bot.desk.numbers import Numbers, cities_of, numbers
from bot.numbers import Figure, periods, read_period

_OVERVIEW = (
    "waiting", "opened", "answered", "first_answer", "slowest_answer", "gaps", "unanswered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under one heading; `chart`: the same as bars, where there is more than the text says."""

    name: str
    rows: tuple[tuple[str, str], ...]
    chart: str = ""


async def page(ask: Ask) -> Response:
    found = await _asked(ask)
    return ask.show(
        "numbers.html",
        numbers=found,
        tables=_tables(ask, found) if found else (),
        cities=[(id_, ask.office.guide.cities[id_].name) for id_ in cities_of(ask.office, ask.user)],
        periods=[one.name for one in periods(ask.today)],
        known=bool(found and ask.office.times(found.city).known),
    )


async def download(ask: Ask) -> Response:
    """The tables as CSV, as spreadsheets in Germany read it."""
    found = await _asked(ask)
    file = io.StringIO()
    out = csv.writer(file, delimiter=";")
    for table in _tables(ask, found) if found else ():
        out.writerows((ask.text(f"numbers.{table.name}"), *row) for row in table.rows)
    name = f"zahlen-{found.city}-{found.period.name}.csv" if found else "zahlen.csv"
    return Response(
        file.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _asked(ask: Ask) -> Numbers | None:
    """The numbers that the query names, else of the first city and this month; None where no city is the user's."""
    cities = cities_of(ask.office, ask.user)
    city = ask.query.get("city") or next(iter(cities), None)
    if city is None:
        return None
    return await numbers(ask.office, ask.user, city, read_period(ask.query.get("period", ""), ask.today))


def _tables(ask: Ask, found: Numbers) -> tuple[Table, ...]:
    overview = ((ask.text(f"numbers.{name}"), _shown(ask, getattr(found, name))) for name in _OVERVIEW)
    reasons = ((ask.text(f"reason.{reason}"), figure) for reason, figure in found.reasons)
    languages = ((ask.console.pages.own_name(lang), figure) for lang, figure in found.languages)
    pairs = ((" → ".join(_department(ask, id_) for id_ in pair), figure) for pair, figure in found.pairs)
    return (
        Table("overview", tuple(overview)),
        _table(ask, "reasons", reasons),
        _table(ask, "languages", languages),
        _table(ask, "pairs", pairs),
    )


def _table(ask: Ask, name: str, figures: Iterable[tuple[str, Figure]]) -> Table:
    rows = tuple(figures)
    drawn = [Bar(label, figure.value, _shown(ask, figure)) for label, figure in rows]
    title, text = ask.text(f"numbers.{name}"), ask.text(f"numbers.{name}.text")
    chart = bars(f"chart-{name}", title, text, drawn) if drawn else ""
    return Table(name, tuple((bar.name, bar.shown) for bar in drawn), chart)


def _department(ask: Ask, id_: str) -> str:
    known = ask.office.guide.departments.get(id_)
    return known.name.read(ask.lang) if known else id_


def _shown(ask: Ask, figure: Figure) -> str:
    """A figure in words: how many, how long, or that it may not be given."""
    if figure.value is None:
        return ask.text("numbers.too_few" if figure.hours else "numbers.few")
    if not figure.hours:
        return f"{figure.value:.0f}"
    hours, minutes = divmod(round(figure.value * 60), 60)
    return ask.text("numbers.hours", time=f"{hours}:{minutes:02}")


ROUTES = (
    Route("GET", "/console/numbers", LOTSEN, page),
    Route("GET", "/console/numbers.csv", LOTSEN, download),
)
