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
from bot.texts import Texts
from knowledge.localized import GERMAN, Localized

_TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders the console's templates in a language of staff."""

    def __init__(self, texts: Texts, citizens: Texts) -> None:
        self._texts, self._citizens = texts, citizens
        self.languages = texts.languages
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
        return self._texts.text(key, lang, **params)

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
            return self.text("date", lang, day=value) if value else ""

        def when(value: datetime | None) -> Markup | str:
            return self._instant(value, lang) if value else ""

        def localized(value: Localized | None) -> str:
            return value.read(lang) if value else ""

        def has(key: str) -> bool:
            return self.has(key)

        return {"t": t, "day": day, "when": when, "localized": localized, "lang": lang, "has_text": has}

    def _instant(self, value: datetime, lang: str) -> Markup:
        """An instant as people read it here, and exactly for machines."""
        shown = self.text("instant", lang, at=value.astimezone(BERLIN))
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), shown)
