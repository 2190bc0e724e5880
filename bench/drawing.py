"""Charts as SVG, built as text. Owns how they look, in light and in dark; knows nothing of what they show."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 680, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 88, 28, 58, 84
_FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif'
_STYLE = f"""
    .ground {{ fill: #ffffff }}
    text {{ font: 13px {_FONT}; fill: #17212e }}
    .head {{ font-size: 16px; font-weight: 600 }}
    .small {{ font-size: 12px; fill: #51606f }}
    .grid {{ stroke: #dde3ea }}
    .even {{ stroke: #7b8896; stroke-dasharray: 5 5 }}
    .line {{ fill: none; stroke-width: 2.5 }}
    .first {{ stroke: #1f66ad }} .first-fill {{ fill: #1f66ad }}
    .second {{ stroke: #b04f0a }} .second-fill {{ fill: #b04f0a }}
    @media (prefers-color-scheme: dark) {{
      .ground {{ fill: #141a22 }}
      text {{ fill: #eef2f7 }}
      .small {{ fill: #a9b6c4 }}
      .grid {{ stroke: #2c3744 }}
      .even {{ stroke: #8a98a8 }}
      .first {{ stroke: #7fb2ea }} .first-fill {{ fill: #7fb2ea }}
      .second {{ stroke: #f2a25c }} .second-fill {{ fill: #f2a25c }}
    }}
  """


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured along one side: from `low` to `high`, with a mark and its words at each of `ticks`.

    `scale` makes steps of equal size of the numbers; a logarithm, where it should.
    """

    name: str
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    scale: Callable[[float], float] = float

    def share(self, value: float) -> float:
        """How far along the axis a number lies, from 0 to 1."""
        low, high = self.scale(self.low), self.scale(self.high)
        return (self.scale(value) - low) / (high - low)


@dataclass(frozen=True, slots=True)
class Plane:
    """Two axes, and where on the page their numbers lie."""

    across: Axis
    up: Axis

    def x(self, value: float) -> float:
        return round(_LEFT + self.across.share(value) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - _BOTTOM - self.up.share(value) * (HEIGHT - _TOP - _BOTTOM), 1)

    def grid(self) -> Iterable[str]:
        """Both axes with their marks and names."""
        left, right, top, bottom = _LEFT, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM
        for value, words in self.across.ticks:
            yield segment((self.x(value), top), (self.x(value), bottom), "grid")
            yield text(self.x(value), bottom + 20, words, "small")
        for value, words in self.up.ticks:
            yield segment((left, self.y(value)), (right, self.y(value)), "grid")
            yield text(left - 10, self.y(value) + 4, words, "small", "end")
        yield text((left + right) / 2, HEIGHT - 16, self.across.name)
        middle = (top + bottom) / 2
        yield f'<g transform="rotate(-90 20 {middle})">{text(20, middle, self.up.name)}</g>'

    def path(self, points: Iterable[tuple[float, float]], look: str) -> str:
        """A line through points."""
        places = " ".join(f"{self.x(x)},{self.y(y)}" for x, y in points)
        return f'<polyline class="line {look}" points="{places}"/>'

    def dot(self, point: tuple[float, float], words: str, look: str) -> str:
        """A point that says its words to a pointer."""
        x, y = self.x(point[0]), self.y(point[1])
        return (
            f'<circle class="{look}-fill" cx="{x}" cy="{y}" r="4.5"><title>{escape(words)}</title></circle>'
        )


def segment(begin: tuple[float, float], end: tuple[float, float], look: str) -> str:
    """A straight line between two places on the page."""
    return f'<line class="{look}" x1="{begin[0]}" y1="{begin[1]}" x2="{end[0]}" y2="{end[1]}"/>'


def text(x: float, y: float, words: str, look: str = "", anchor: str = "middle") -> str:
    """Words at a place on the page."""
    shown = f' class="{look}"' if look else ""
    return f'<text{shown} x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def drawing(title: str, description: str, parts: Iterable[str]) -> str:
    """A whole SVG file. `title` stands above the chart; `description` is read to those who do not see it."""
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title description">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(description)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="8"/>',
        text(_LEFT, 30, title, "head", "start"),
        *parts,
    )
    return "\n  ".join(lines) + "\n</svg>\n"
