"""Where the cards, lanes and arrows of a board stand: numbers for an SVG, from start to end. Pure."""

import re
import textwrap
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.console.board import Board, Card, Lane

_LABEL, _WIDTH, _GUTTER = 176, 214, 56
_LINE, _PAD, _SPACE, _CHANNEL = 19, 12, 12, 26
_LETTERS, _LABEL_LETTERS = 23, 19
_OFFSETS = (0, 5, -5, 9, -9)
REM = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: what it is (a class of the style sheet), where its baseline is, and what it says."""

    kind: str
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """A card and where it stands."""

    card: Card
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A lane, its top, its height, and its name in lines."""

    lane: Lane
    y: int
    height: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """What depends on what: a path, and whether it leads on from something broken."""

    path: str
    broken: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole board in its units; `wide` and `high` are its size in rem, so that it grows with the text."""

    width: int
    height: int
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def wide(self) -> float:
        return self.width / REM

    @property
    def high(self) -> float:
        return self.height / REM


def draw(board: Board, said: Mapping[str, tuple[tuple[str, str], ...]]) -> Drawing:
    """The drawing of a board. `said`: what stands on each card, by its key: kind of line and text."""
    columns = _columns(board)
    rows: list[Row] = []
    boxes: dict[str, Box] = {}
    top = _SPACE
    for lane in board.lanes:
        placed, height = _lane(lane, columns, said, top)
        boxes |= placed
        rows.append(Row(lane, top, height, _label(lane, top)))
        top += height
    width = _LABEL + (max(columns.values(), default=0) + 1) * (_WIDTH + _GUTTER)
    found = tuple(boxes[card.key] for card in board.cards)
    return Drawing(width, top + _SPACE, tuple(rows), found, tuple(_arrows(found, boxes, rows)))


def _columns(board: Board) -> dict[str, int]:
    """The place in time of each card: behind what it needs, and no earlier than what is due before it."""
    found: dict[str, int] = {}
    placed: list[Card] = []
    for card in board.cards:
        after = [found[key] + 1 for key in card.needs if key in found]
        if card.until:
            after += [found[one.key] + 1 for one in placed if one.until and one.until < card.until]
            after += [found[one.key] for one in placed if one.until == card.until]
        found[card.key] = max(after, default=0)
        placed.append(card)
    return found


def _lane(
    lane: Lane, columns: Mapping[str, int], said: Mapping[str, tuple[tuple[str, str], ...]], top: int
) -> tuple[dict[str, Box], int]:
    """The boxes of a lane, those of one moment below each other, and how high it is."""
    below: dict[int, int] = defaultdict(lambda: top + _CHANNEL)
    found = {}
    for card in lane.cards:
        column = columns[card.key]
        x, y = _LABEL + column * (_WIDTH + _GUTTER), below[column]
        lines = _lines(said[card.key], y)
        height = len(lines) * _LINE + 2 * _PAD - 4
        found[card.key] = Box(card, x, y, _WIDTH, height, lines)
        below[column] += height + _SPACE
    named = top + _CHANNEL + len(_label(lane, top)) * _LINE
    return found, max(*below.values(), named) - top + _SPACE


def _lines(said: tuple[tuple[str, str], ...], y: int) -> tuple[Line, ...]:
    broken = [(kind, part) for kind, text in said for part in _wrapped(text, _LETTERS)]
    return tuple(Line(kind, y + _PAD + 12 + place * _LINE, text) for place, (kind, text) in enumerate(broken))


def _wrapped(text: str, letters: int) -> list[str]:
    """Lines of at most so many letters; a longer word is parted with a hyphen."""
    parted = re.sub(rf"\S{{{letters - 1}}}(?=\S{{2,}})", r"\g<0>- ", text)
    return textwrap.wrap(parted, letters, break_on_hyphens=False)


def _label(lane: Lane, top: int) -> tuple[Line, ...]:
    parts = _wrapped(lane.name, _LABEL_LETTERS)
    return tuple(
        Line("lane-name", top + _CHANNEL + 14 + place * _LINE, text) for place, text in enumerate(parts)
    )


def _arrows(found: tuple[Box, ...], boxes: Mapping[str, Box], rows: list[Row]) -> "list[Arrow]":
    """From the end of what comes before to the start of what comes after, in the free space between the cards."""
    tops = {row.lane.department: row.y for row in rows}
    pairs = [(boxes[key], box) for box in found for key in box.card.needs if key in boxes]
    return [
        Arrow(
            _path(start, end, tops[end.card.department], _OFFSETS[place % len(_OFFSETS)]),
            start.card.is_broken or "at_risk" in start.card.alarms,
        )
        for place, (start, end) in enumerate(pairs)
    ]


def _path(start: Box, end: Box, lane: int, offset: int) -> str:
    """Straight on into the next column; farther on, along the free channel above the lane it leads to."""
    x, y = start.x + start.width, start.y + start.height // 2 + offset
    to_x, to_y = end.x - 2, end.y + end.height // 2 + offset
    leave, arrive = x + _GUTTER // 2 + offset, to_x - _GUTTER // 2 + offset
    if end.x - x <= _GUTTER:
        return f"M{x},{y} H{leave} V{to_y} H{to_x}"
    channel = lane + _CHANNEL // 2 + offset
    return f"M{x},{y} H{leave} V{channel} H{arrive} V{to_y} H{to_x}"
