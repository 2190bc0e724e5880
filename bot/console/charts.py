"""Plain charts as SVG, made here: bars with a title and a description, for people who see and who do not. Pure.

Bars are as wide as the page allows, and letters stay as large as they are. Colours are the style sheet's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_ROW, _BAR, _LETTERS = 48, 16, 18
# A name may run the other way than what stands behind it.
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is called, how long it is (None: it may not be shown), and what stands beside the name."""

    name: str
    value: float | None
    shown: str


def bars(id_: str, title: str, description: str, rows: Sequence[Bar]) -> str:
    """An SVG with a bar a row, the longest across the whole width. `id_`: unique on its page."""
    longest = max((row.value or 0 for row in rows), default=0)
    drawn = "".join(_row(number * _ROW, row, longest) for number, row in enumerate(rows))
    return (
        f'<svg class="chart" width="100%" height="{len(rows) * _ROW}" role="img" '
        f'aria-labelledby="{escape(id_)}-title {escape(id_)}-text" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{escape(id_)}-title">{escape(title)}</title>'
        f'<desc id="{escape(id_)}-text">{escape(description)}</desc>{drawn}</svg>'
    )


def _row(top: int, row: Bar, longest: float) -> str:
    width = round(100 * (row.value or 0) / longest, 1) if longest else 0
    bar = f'<rect x="0" y="{top + _LETTERS + 6}" width="{width}%" height="{_BAR}"/>' if width else ""
    return f'<text x="0" y="{top + _LETTERS}">{_ISOLATE}{escape(row.name)}{_END}: {escape(row.shown)}</text>{bar}'
