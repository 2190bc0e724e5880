"""One page of paper, A4, that holds every step. The home of fpdf2.

Lines are broken here and drawn one by one, so that what was measured is what stands there; letters are shaped, and
ordered from right to left, by fpdf2.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time

from fpdf import FPDF
from fpdf.enums import Align
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from bot.model import say
from bot.sheet.fonts import prepare
from bot.sheet.rows import BOX, CUT, HEIGHT, MARGIN, WIDTH, Cell, Part, Row, foot, rows
from bot.sheet.words import Pair, Taken, Words, words
from bot.texts import isolate
from knowledge.localized import GERMAN

SIZES = tuple(size / 2 for size in range(22, 15, -1))
"""Type sizes in points: the first in which all fits; nothing is ever set smaller than the last."""
_MM = 25.4 / 72
_LEADING = 1.25
_CLOSE = 0.4
_PROBE = 100.0
_PALE = 190
_MARK = Part("", "B")
_CAPITAL = 0.78
_BOUND = re.compile("(?<=[§:]) (?=\u2068?\\d)")
# fpdf2 takes the signs over Arabic letters for a script of their own and tears the word there. Print leaves them out.
_SIGNS = dict.fromkeys(range(0x64B, 0x653))
_ISOLATE, _END = "\u2068", "\u2069"


def page(taken: Taken) -> bytes:
    """The plan as a PDF; the same bytes for the same plan, words and day.

    It is one page as long as every step and its day fit in the smallest type: what explains, and papers, give way. More
    steps than that go on overleaf, since none may be lost.
    """
    told = words(taken)
    sheet = _Sheet(told)
    try:
        sheet.describe(taken)
        sheet.draw(*_fitting(told, sheet))
        return bytes(sheet.pdf.output())
    finally:
        sheet.close()


def _fitting(told: Words, sheet: "_Sheet") -> tuple[Sequence[Row], Row, float]:
    """What fits on the page, and in which size: all of it, else without the reasons, else close with fewer papers."""
    last, smallest = foot(told), SIZES[-1]
    for size in SIZES:
        if sheet.fits(found := tuple(rows(told)), last, size):
            return found, last, size
    told = replace(told, steps=tuple(replace(step, why=Pair("")) for step in told.steps))
    if sheet.fits(found := tuple(rows(told)), last, smallest):
        return found, last, smallest
    last = _close(last)
    for count in range(len(told.papers), -1, -1):
        fewer = replace(told, papers=_some(told.papers, count))
        if sheet.fits(found := tuple(map(_close, rows(fewer))), last, smallest):
            break
    return found, last, smallest


def _close(row: Row) -> Row:
    return replace(row, space=row.space * _CLOSE)


def _some(papers: tuple[Pair, ...], count: int) -> tuple[Pair, ...]:
    """The first papers, and a sign that there are more."""
    return papers if count == len(papers) else (*papers[:count], Pair(CUT, CUT))


class _Sheet:
    """A page that is measured and then drawn."""

    def __init__(self, told: Words) -> None:
        self._lang = told.lang.partition("-")[0]
        self.pdf = FPDF(format="A4")
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.c_margin = 0
        self._letters: set[int] = set()
        for family in prepare():
            self.pdf.add_font(family.name, "", family.regular)
            self.pdf.add_font(family.name, "B", family.bold)
            self._letters |= family.letters
        self.pdf.add_page()
        self._widths: dict[tuple[str, str, bool], float] = {}
        self._broken: dict[tuple[Part, float, bool, float], list[str]] = {}

    def close(self) -> None:
        """Closes the files of the fonts."""
        for font in self.pdf.fonts.values():
            assert isinstance(font, TTFFont)
            font.close()

    def describe(self, taken: Taken) -> None:
        """What programs are told about the document; the day instead of the moment."""
        self.pdf.set_title(taken.text(say("sheet.title")))
        self.pdf.set_author(taken.text(say("sheet.by")))
        self.pdf.set_lang(self._lang)
        self.pdf.set_creation_date(datetime.combine(taken.today, time(), UTC))
        self.pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def fits(self, found: Sequence[Row], last: Row, size: float) -> bool:
        """Whether the rows and the foot stand on one page."""
        return sum(self._height(row, size) for row in (*found, last)) <= HEIGHT - 2 * MARGIN

    def _height(self, row: Row, size: float) -> float:
        cells = max(sum(self._part_height(part, cell, size) for part in cell.parts) for cell in row.cells)
        return row.space * _line(size) + cells

    def _part_height(self, part: Part, cell: Cell, size: float) -> float:
        points = _points(part, size)
        return len(self._lines(part, cell, points)) * _line(points)

    def _lines(self, part: Part, cell: Cell, points: float) -> list[str]:
        """The text broken at words into lines that are not wider than the cell."""
        key = (part, cell.width, cell.german, points)
        if key not in self._broken:
            self._broken[key] = self._break(part, cell, points)
        return self._broken[key]

    def _break(self, part: Part, cell: Cell, points: float) -> list[str]:
        lines: list[str] = []
        line, used = "", 0.0
        for word in self._words(part, cell, points):
            width = self._width(word, part, cell, points)
            space = self._width(" ", part, cell, points) if line else 0.0
            if line and used + space + width > cell.width:
                lines.append(line)
                line, used, space = "", 0.0, 0.0
            line, used = f"{line} {word}" if line else word, used + space + width
        return _each_whole([*lines, line] if line else lines)

    def _words(self, part: Part, cell: Cell, points: float) -> Iterator[str]:
        """The words, without letters that no font has; one that is wider than the cell comes in pieces."""
        text = isolate(part.text) if cell.rtl else part.text
        for word in _BOUND.sub("\u00a0", self._known(text)).split(" "):
            rest = word
            while self._width(rest, part, cell, points) > cell.width:
                end = len(rest) - 1
                while end > 1 and self._width(rest[:end], part, cell, points) > cell.width:
                    end -= 1
                yield rest[:end]
                rest = rest[end:]
            if rest:
                yield rest

    def _known(self, text: str) -> str:
        return "".join(char if ord(char) in self._letters else " " for char in text.translate(_SIGNS))

    def _width(self, text: str, part: Part, cell: Cell, points: float) -> float:
        """The width of a text in mm; it grows with the type size."""
        key = (text, part.style, cell.german)
        if key not in self._widths:
            self._set_type(part, cell, _PROBE)
            self._widths[key] = self.pdf.get_string_width(text)
        return self._widths[key] * points / _PROBE

    def _set_type(self, part: Part, cell: Cell, points: float) -> None:
        first, other = ("arabic", "latin") if cell.rtl else ("latin", "arabic")
        self.pdf.set_fallback_fonts([other])
        self.pdf.set_font(first, part.style, points)
        language = GERMAN if cell.german else self._lang
        self.pdf.set_text_shaping(direction="rtl" if cell.rtl else "ltr", language=language)

    def draw(self, found: Sequence[Row], last: Row, size: float) -> None:
        """The rows from the top, the foot at the bottom."""
        bottom = HEIGHT - MARGIN - self._height(last, size)
        y = MARGIN
        for row in found:
            if y + self._height(row, size) > bottom:
                self.pdf.add_page()
                y = MARGIN
            y = self._draw_row(row, y, size)
        self._draw_row(last, bottom, size)

    def _draw_row(self, row: Row, top: float, size: float) -> float:
        """Draws one row; returns where it ends."""
        y = top + row.space * _line(size)
        if row.ruled:
            self._draw_rule((top + y) / 2)
        for cell in row.cells:
            if cell.mark == BOX:
                self._draw_box(cell, y, size)
            self._draw_cell(cell, y, size, row.tag)
        return top + self._height(row, size)

    def _draw_rule(self, y: float) -> None:
        with self._artifact():
            self.pdf.set_draw_color(_PALE)
            self.pdf.set_line_width(0.2)
            self.pdf.line(MARGIN, y, WIDTH - MARGIN, y)

    def _draw_cell(self, cell: Cell, top: float, size: float, tag: str) -> None:
        with self._tagged(tag, cell):
            if cell.mark not in ("", BOX):
                left = cell.mark_at - MARGIN if cell.rtl else cell.mark_at
                self._draw_text(cell.mark, _MARK, replace(cell, left=left, width=MARGIN), top, size)
            y = top
            for part in cell.parts:
                points = _points(part, size)
                for line in self._lines(part, cell, points):
                    self._draw_text(line, part, cell, y, points)
                    y += _line(points)

    def _draw_text(self, text: str, part: Part, cell: Cell, y: float, points: float) -> None:
        self._set_type(part, cell, points)
        self.pdf.set_text_color(part.grey)
        self.pdf.set_xy(cell.left, y)
        self.pdf.cell(cell.width, _line(points), text, align=Align.R if cell.rtl else Align.L)

    def _draw_box(self, cell: Cell, y: float, size: float) -> None:
        """A box to tick, as high as a capital letter."""
        side = size * _MM * _CAPITAL
        left = cell.mark_at - side if cell.rtl else cell.mark_at
        with self._artifact():
            self.pdf.set_draw_color(0)
            self.pdf.set_line_width(0.25)
            self.pdf.rect(left, y + (_line(size) - side) / 2, side, side)

    @contextmanager
    def _tagged(self, tag: str, cell: Cell) -> Iterator[None]:
        """Says what a piece is, in which language, and its words in the order of reading."""
        number = self.pdf.struct_builder.next_mcid_for_page(self.pdf.page)
        self.pdf._add_marked_content(struct_type=f"/{tag}", mcid=number)  # noqa: SLF001 - fpdf2 has no public way
        text = " ".join((cell.mark.replace(BOX, ""), *(part.text for part in cell.parts))).strip()
        lang = GERMAN if cell.german else self._lang
        actual = f"\ufeff{text}".encode("utf-16-be").hex()
        self._out(f"/{tag} <</MCID {number} /Lang ({lang}) /ActualText <{actual}>>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def _artifact(self) -> Iterator[None]:
        """What is drawn and not read."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def _out(self, operator: str) -> None:
        self.pdf._out(operator)  # noqa: SLF001 - fpdf2 has no public way


def _each_whole(lines: Sequence[str]) -> list[str]:
    """Lines that can be ordered by themselves: a name of the other direction that goes on is begun anew."""
    found, opened = [], ""
    for line in lines:
        text = opened + line
        opened = _ISOLATE if text.count(_ISOLATE) > text.count(_END) else ""
        found.append(text + _END if opened else text)
    return found


def _points(part: Part, size: float) -> float:
    return SIZES[-1] if part.small else size * part.scale


def _line(points: float) -> float:
    """The height of a line in mm."""
    return points * _MM * _LEADING
