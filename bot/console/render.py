"""Templates and texts of the console: the home of Jinja2."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from bot.clock import BERLIN
from bot.console import assets
from bot.console.access import NAVIGATION
from bot.model import Say
from bot.texts import Texts
from knowledge.localized import GERMAN, Localized

_DAYS = 5000
_TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders the console's templates in a language of staff."""

    def __init__(self, texts: Texts, citizens: Texts) -> None:
        self._texts, self._citizens = texts, citizens
        self.languages = texts.languages
        self._known: dict[tuple[str, str], str] = {}
        self._days: dict[tuple[date, str], str] = {}
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.globals |= {
            "asset": assets.address,
            "is_rtl": self.is_rtl,
            "navigation": NAVIGATION,
            "own_name": self.own_name,
        }

    def match(self, accepted: str) -> str:
        """The language for a browser's Accept-Language; German where it names none of ours."""
        codes = [part.split(";")[0].strip().lower()[:2] for part in accepted.split(",")]
        return next((code for code in codes if code in self.languages), GERMAN)

    def is_rtl(self, lang: str) -> bool:
        """Whether a citizen's language runs from right to left."""
        return self._citizens.is_rtl(lang)

    def own_name(self, lang: str) -> str:
        """What a citizen's language calls itself."""
        return self._citizens.own_name(lang)

    def text(self, key: str, lang: str, /, **params: Any) -> str:
        """A text; one without parameters is always the same, and a page asks for it in every line of a list."""
        if params:
            return self._texts.text(key, lang, **params)
        known = self._known.get((key, lang))
        if known is None:
            known = self._known[key, lang] = self._texts.text(key, lang)
        return known

    def _day(self, value: date, lang: str) -> str:
        known = self._days.get((value, lang))
        if known is None:
            if len(self._days) > _DAYS:
                self._days.clear()
            known = self._days[value, lang] = self.text("date", lang, day=value)
        return known

    def has(self, key: str) -> bool:
        return self._texts.has(key)

    def render(self, template: str, lang: str, csrf_token: str, **values: Any) -> str:
        """A template with what it may say in this language; `csrf_token`: the mark that its forms carry."""

        def csrf() -> Markup:
            return Markup('<input type="hidden" name="csrf" value="{}">').format(csrf_token)

        words = self._words(lang)
        return self._jinja.get_template(template).render(**words, csrf=csrf, csrf_token=csrf_token, **values)

    def _words(self, lang: str) -> dict[str, Callable[..., Any] | str]:
        def t(key: str, **params: Any) -> str:
            return self.text(key, lang, **params)

        def day(value: date | None) -> str:
            return self._day(value, lang) if value else ""

        def when(value: datetime | None) -> Markup | str:
            return self._instant(value, lang) if value else ""

        def localized(value: Localized | str | None) -> str:
            return value.read(lang) if isinstance(value, Localized) else value or ""

        def said(value: Say) -> str:
            return self._citizens.plain(value, lang)

        def language(code: str) -> str:
            return self._citizens.name_of(code, lang)

        def has(key: str) -> bool:
            return self.has(key)

        return {
            "t": t,
            "day": day,
            "when": when,
            "localized": localized,
            "said": said,
            "language": language,
            "lang": lang,
            "has_text": has,
        }

    def _instant(self, value: datetime, lang: str) -> Markup:
        """An instant as people read it here, and exactly for machines."""
        shown = self.text("instant", lang, at=value.astimezone(BERLIN))
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), shown)
