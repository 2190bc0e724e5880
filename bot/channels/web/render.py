"""Lines as HTML: everything escaped, bold as <strong>, each in its own language and direction."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from bot.channels.web.site import Door
from bot.desk.web import LONGEST
from bot.model import BOLD, PLAIN
from bot.retention import TERMS, Kept
from bot.store.web import Line
from bot.texts import Texts

_HERE = Path(__file__).parent
STATIC: Mapping[str, str] = {
    "icon.svg": "image/svg+xml",
    "page.css": "text/css",
    "page.js": "text/javascript",
    "widget.js": "text/javascript",
}
# What stands on the pages around the conversation, by its name in the templates.
WORDS = (
    "web.title",
    "web.subtitle",
    "web.log",
    "web.you",
    "web.guide",
    "web.input",
    "web.send",
    "web.wait",
    "web.menu",
    "web.exit",
    "web.end",
    "web.end_text",
    "web.end_yes",
    "web.ended",
    "web.phrase",
    "web.phrase_text",
    "web.phrase_make",
    "web.phrase_is",
    "web.return",
    "web.return_text",
    "web.return_go",
    "web.return_wrong",
    "web.open",
    "web.open_text",
    "web.open_old",
    "web.to_talk",
    "web.window",
    "web.no_cookie",
    "web.too_long",
    "web.too_often",
    "web.old_form",
    "web.not_sent",
    "web.broken",
    "web.not_found",
)
_NUMBERS = {"days": TERMS[Kept.WEB].days, "count": LONGEST}
_COMMANDS = ("help", "language", "city", "human", "privacy", "my_data", "delete_my_data")


class Pages:
    """Renders the page in a language of citizens."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals |= {"asset": asset, "rich": rich, "code": code}

    def match(self, accepted: str) -> str:
        """The language for a browser's Accept-Language: the first that we have, in the order of wishes."""
        wishes = [part.partition(";") for part in accepted.split(",") if part.strip()]
        ordered = sorted(wishes, key=lambda wish: -_weight(wish[2]))
        for tag in (wish[0].strip().lower() for wish in ordered):
            lang = self._texts.match(tag)
            if code(lang) == code(tag):
                return lang
        return self._texts.match("")

    def text(self, key: str, lang: str, **params: Any) -> str:
        return self._texts.text(key, lang, **params)

    def render(self, template: str, lang: str, door: Door, **values: Any) -> str:
        """A template with the words of a language, for one of the doors."""
        words = {key.removeprefix("web."): self.text(key, lang, **_NUMBERS) for key in WORDS}
        commands = {command: self.text(f"command.{command}", lang) for command in _COMMANDS}
        return self._jinja.get_template(template).render(
            t=words, commands=commands, lang=lang, rtl=self._texts.is_rtl(lang), door=door, **values
        )

    def line(self, line: Line, lang: str, door: Door) -> str:
        """One line, as it is added to a page that is open."""
        return self.render("line.html", lang, door, line=line, offers=line.message.offers)


def _weight(parameters: str) -> float:
    """How much a language is wished for."""
    try:
        return float(parameters.partition("q=")[2] or 1)
    except ValueError:
        return 0.0


def code(lang: str) -> str:
    """A language as browsers and screen readers know it."""
    return lang.partition("-")[0]


def rich(text: str) -> Markup:
    """A text with what stands out, line by line, and nothing else that a browser could understand."""
    shown = str(escape(text)).replace(BOLD, "<strong>").replace(PLAIN, "</strong>")
    return Markup(shown)  # noqa: S704 - escaped above; only our own marks become tags


def last_offers(lines: Iterable[Line]) -> int:
    """The line whose choices can be pressed: the newest that has any."""
    return max((line.id for line in lines if line.message.offers), default=-1)


@cache
def content(name: str) -> str:
    """A file of ours."""
    return (_HERE / "static" / name).read_text(encoding="utf-8")


@cache
def asset(name: str) -> str:
    """Where a file of ours is, by its content, so that a browser may keep it."""
    return f"/assets/{hashlib.sha256(content(name).encode()).hexdigest()[:12]}/{name}"
