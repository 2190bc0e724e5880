"""HTML of others into plain text: paragraphs parted by an empty line. The home of lxml.

The parser reports tags as it meets them and builds no tree, so that no nesting is too deep and no markup too long.
"""

import re
import unicodedata
from collections.abc import Mapping

from lxml import etree

_HIDDEN = {"script", "style", "template", "noscript", "svg", "iframe", "object", "textarea", "title"}
_PARAGRAPH = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul", "ol", "dl", "table", "caption", "blockquote", "pre",
    "section", "article", "aside", "header", "footer", "nav", "main", "address", "figure", "figcaption", "details",
    "summary", "form", "fieldset",
}  # fmt: skip
_LINE = {"br", "li", "tr", "dt", "dd"}
_CELL = {"td", "th"}
_BETWEEN_CELLS = " | "
_KEPT = "\n\t\u200c"  # the half space parts words in Persian


class _Lines:
    """Gathers text as lxml meets it; a tab parts cells, a line end lines, two of them paragraphs."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.hidden = 0

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self.hidden += tag in _HIDDEN
        self._part(tag)

    def end(self, tag: str) -> None:
        self.hidden -= tag in _HIDDEN
        if tag in _PARAGRAPH:
            self._part(tag)

    def _part(self, tag: str) -> None:
        if tag in _PARAGRAPH:
            self.parts.append("\n\n")
        elif tag in _LINE:
            self.parts.append("\n")
        elif tag in _CELL:
            self.parts.append("\t")

    def data(self, text: str) -> None:
        if not self.hidden:
            self.parts.append(re.sub(r"\s+", " ", text))

    def close(self) -> str:
        return "".join(self.parts)


def plain(html: str) -> str:
    """The text of some markup, without scripts, images and characters that nobody sees; "" where there is none."""
    content = seen(html)
    if not content.strip():
        return ""
    parser = etree.HTMLParser(target=_Lines(), encoding="utf-8")
    parser.feed(content.encode())
    text = unicodedata.normalize("NFC", seen(parser.close()))
    paragraphs = ("\n".join(filter(None, map(_line, part.split("\n")))) for part in re.split("\n\n+", text))
    return "\n\n".join(filter(None, paragraphs))


def seen(text: str) -> str:
    """The text without control characters, formats, halves of surrogates and what is no character at all."""
    if text.isprintable():
        return text
    return "".join(char for char in text if char in _KEPT or unicodedata.category(char)[0] != "C")


def _line(text: str) -> str:
    """A line without needless blanks, its cells parted."""
    return _BETWEEN_CELLS.join(filter(None, (" ".join(cell.split()) for cell in text.split("\t"))))
