"""Where the words of the page stand: rows of cells, mirrored for languages that go from right to left. Numbers in mm."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.sheet.words import Pair, StepWords, Words

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 12.0
BOX, CUT = "☐", "…"
_MARK, _GAP = 7.0, 6.0
_BLACK, _GREY = 0, 90
_TITLE = 1.5


@dataclass(frozen=True, slots=True)
class Part:
    """A text in one style. `scale`: of the page's type size; `small`: always in the smallest one."""

    text: str
    style: Literal["", "B"] = ""
    scale: float = 1.0
    grey: int = _BLACK
    small: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Texts one below the other in a column from `left`; before them a number or a box at `mark_at`."""

    left: float
    width: float
    parts: tuple[Part, ...]
    german: bool
    rtl: bool = False
    mark: str = ""
    mark_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. `space`: above it, in lines of the page's type size; `ruled`: with a thin line above; `tag`: what it is in the PDF."""

    cells: tuple[Cell, ...]
    space: float = 0.0
    ruled: bool = False
    tag: str = "P"


def rows(told: Words) -> Iterator[Row]:
    """The page from top to bottom, without its foot."""
    yield Row(_cells(told, (told.title, _title)), tag="H1")
    yield Row(_cells(told, (told.head, _plain)), space=0.3)
    for number, alarm in enumerate(told.alarms):
        yield Row(_cells(told, (alarm, _bold), mark="!"), space=0.2 if number else 0.7)
    for number, step in enumerate(told.steps, 1):
        yield Row(_cells(told, *_step(step), mark=str(number)), space=0.8, ruled=True)
    if told.papers:
        yield Row(_cells(told, (told.papers_title, _bold)), space=0.8, ruled=True, tag="H2")
        yield from _papers(told)


def foot(told: Words) -> Row:
    return Row(_cells(told, (told.by, _small), (told.foot, _small)), space=0.8, ruled=True)


def _step(step: StepWords) -> Iterator["_Styled"]:
    yield step.name, _bold
    yield step.facts, _plain
    if step.why.own or step.why.german:
        yield step.why, _grey


def _papers(told: Words) -> Iterator[Row]:
    """One paper a row with its German beside it; in German alone, two in a row."""
    if told.bilingual:
        for paper in told.papers:
            yield Row(_cells(told, (paper, _plain), mark=_box(paper)), space=0.12)
    else:
        for at in range(0, len(told.papers), 2):
            yield Row(tuple(_beside(told.papers[at : at + 2])), space=0.12)


def _box(paper: Pair) -> str:
    return "" if paper.own == CUT else BOX


def _beside(papers: Sequence[Pair]) -> Iterator[Cell]:
    """Two papers in one language."""
    width = (WIDTH - 2 * MARGIN - 2 * _MARK - _GAP) / 2
    for number, paper in enumerate(papers):
        at = MARGIN + number * (_MARK + width + _GAP)
        yield Cell(at + _MARK, width, (_plain(paper.own),), german=True, mark=_box(paper), mark_at=at)


def _cells(told: Words, *texts: "_Styled", mark: str = "") -> tuple[Cell, ...]:
    """The person's language at the side where it begins, and the German at the other."""
    own = tuple(made(pair.own) for pair, made in texts)
    whole = WIDTH - 2 * MARGIN - _MARK
    if not told.bilingual:
        return (Cell(MARGIN + _MARK, whole, own, german=True, mark=mark, mark_at=MARGIN),)
    width = (whole - _GAP) / 2
    near, far = MARGIN + _MARK, MARGIN + _MARK + width + _GAP
    german = tuple(made(pair.german) for pair, made in texts)
    if told.rtl:
        near, far, at = WIDTH - near - width, WIDTH - far - width, WIDTH - MARGIN
    else:
        at = MARGIN
    return (
        Cell(near, width, own, german=False, rtl=told.rtl, mark=mark, mark_at=at),
        Cell(far, width, german, german=True),
    )


def _title(text: str) -> Part:
    return Part(text, "B", _TITLE)


def _plain(text: str) -> Part:
    return Part(text)


def _bold(text: str) -> Part:
    return Part(text, "B")


def _grey(text: str) -> Part:
    return Part(text, grey=_GREY)


def _small(text: str) -> Part:
    return Part(text, grey=_GREY, small=True)


_Styled = tuple[Pair, Callable[[str], Part]]
