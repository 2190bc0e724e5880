"""What the guide says: catalogues on disk, plural and direction; Say -> Message. The home of Babel.

The list of languages is the list of folders in `locales/`. A catalogue is complete or the guide does not start.
"""

import gettext
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.messages.pofile import PoFileError, read_po

from bot.errors import LocaleError
from bot.model import BOLD, DECISIVE, EACH_LANGUAGE, PLAIN, Choice, Message, Month, Say
from bot.session import Offer
from knowledge.localized import GERMAN, Localized
from knowledge.understand import closest, tokens

LOCALES = Path(__file__).parent.parent / "locales"
DOMAIN = "messages.po"
CONSOLE = "console.po"
_FALLBACK = "en"
# Babel parses de-simple as plain German; what it cannot know stands here.
_OWN_NAMES = {"de-simple": "Deutsch (Einfache Sprache)"}
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LTR = r"A-Za-z\u00c0-\u02af\u0370-\u058f0-9§+"
# A law in brackets, and the number of the next point of a list, are runs of their own.
_LTR_RUN = re.compile(rf"[{_LTR}(](?:(?:(?! \(§|\)\. \d)[{_LTR} ()/.,:;&@_–-])*[{_LTR})])?")
_ISOLATE, _END = "\u2068", "\u2069"
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u2066", "\u2067"
_NUMBER = re.compile(r"\W*(\d{1,2})\W*")


@dataclass(frozen=True, slots=True)
class Language:
    """One catalogue: its texts by key, each with its plural forms."""

    code: str
    locale: Locale
    own_name: str
    rtl: bool
    texts: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]


class Texts:
    """All catalogues of a domain: `messages.po` for citizens, `console.po` for staff.

    Raises LocaleError when one is missing a text or cannot be read.
    """

    def __init__(self, folder: Path = LOCALES, domain: str = DOMAIN) -> None:
        codes = sorted(path.parent.parent.name for path in folder.glob(f"*/LC_MESSAGES/{domain}"))
        if GERMAN not in codes:
            raise LocaleError(lang=GERMAN, why="there is no catalogue")
        self._languages = {code: _read(code, folder / code / "LC_MESSAGES" / domain) for code in codes}
        self.languages = tuple(sorted(codes, key=lambda code: (not code.startswith(GERMAN), code)))
        for language in self._languages.values():
            missing = self._languages[GERMAN].texts.keys() - language.texts.keys()
            if missing:
                raise LocaleError(lang=language.code, why=f"«{min(missing)}» is missing")

    def own_name(self, lang: str) -> str:
        return self._language(lang).own_name

    def name_of(self, lang: str, in_lang: str) -> str:
        """What a language is called in another."""
        if lang in _OWN_NAMES:
            return _OWN_NAMES[lang]
        name = self._language(lang).locale.get_display_name(self._language(in_lang).locale)
        return name or self.own_name(lang)

    def in_direction(self, text: str, lang: str, among: str) -> str:
        """Text of a language that runs the other way than what it stands `among`, line by line in its own direction."""
        rtl = self.is_rtl(lang)
        if rtl == self.is_rtl(among):
            return text
        return "\n".join(
            f"{_RIGHT_TO_LEFT if rtl else _LEFT_TO_RIGHT}{line}{_END}" if line else ""
            for line in text.splitlines()
        )

    def is_rtl(self, lang: str) -> bool:
        """Whether a language runs from right to left."""
        return self._language(lang).rtl

    def has(self, key: str) -> bool:
        return key in self._languages[GERMAN].texts

    def match(self, app_code: str) -> str:
        """The language for somebody whose app speaks `app_code` (IETF tag); English where we have none."""
        code = app_code.lower().replace("_", "-")
        if code in self._languages:
            return code
        short = code.split("-")[0]
        return short if short in self._languages else _FALLBACK

    def _language(self, lang: str) -> Language:
        return self._languages.get(lang) or self._languages[GERMAN]

    def text(self, key: str, lang: str, /, **params: Any) -> str:
        """One text without choices or bold."""
        return self.plain(Say(key, params), lang)

    def plain(self, said: Say, lang: str) -> str:
        """What a Say says, without choices or bold."""
        return self._fill(said, self._language(lang)).replace(BOLD, "").replace(PLAIN, "")

    def render(self, said: Say, lang: str) -> Message:
        """The message that a Say is in a language."""
        language = self._language(lang)
        text = self._fill(said, language)
        offers = tuple(self._offers(said.choices, language))
        if language.rtl:
            text = isolate(text)
        return Message(text, language.code, language.rtl, offers)

    def render_all(self, says: Iterable[Say], lang: str) -> Message:
        """Several Says as one message: paragraph by paragraph, each choice once."""
        parts = [self.render(said, lang) for said in says]
        offers = {offer.data: offer for part in parts for offer in part.offers}
        text = "\n\n".join(part.text for part in parts)
        return Message(text, parts[0].lang, parts[0].rtl, tuple(offers.values()))

    def _offers(self, choices: Iterable[Choice], language: Language) -> Iterable[Offer]:
        for choice in choices:
            if choice is EACH_LANGUAGE or choice == EACH_LANGUAGE:
                for code in self.languages:
                    yield Offer(f"{choice.data}:{code}", self.own_name(code))
            else:
                label = self._fill(choice.label, language)
                yield Offer(choice.data, isolate(label) if language.rtl else label, choice.numbered)

    def _fill(self, said: Say, language: Language) -> str:
        forms = language.texts.get(said.key)
        if forms is None:
            raise LocaleError(lang=language.code, why=f"«{said.key}» is missing")
        count = said.params.get("count")
        form = forms[language.plural(count)] if isinstance(count, int) and len(forms) > 1 else forms[0]
        template = _BOLD.sub(lambda match: f"{BOLD}{match.group(1)}{PLAIN}", form)
        values = {name: self._value(value, language) for name, value in said.params.items()}
        for name in (name for name, value in values.items() if value.endswith(".")):  # «25 листопада 2026 р.»
            template = re.sub(rf"({{{name}}}{PLAIN}?)\.", r"\1", template)
        filled = template.format_map({"language": language.own_name} | values)
        return filled.replace("{city}", values.get("city", "")) if "city" in values else filled

    def _value(self, value: Any, language: Language) -> str:
        if isinstance(value, Say):
            return self._fill(value, language)
        if isinstance(value, Localized):
            return value.read(language.code)
        if isinstance(value, tuple):
            paragraphs = any(isinstance(part, tuple) for part in value)
            return ("\n\n" if paragraphs else "\n").join(self._value(part, language) for part in value)
        if isinstance(value, datetime):
            return format_datetime(value, "short", locale=language.locale)
        if isinstance(value, Month):
            return format_skeleton("yMMMM", value.first, locale=language.locale)
        if isinstance(value, date):
            return format_date(value, "long", locale=language.locale)
        return str(value).replace(BOLD, "").replace(PLAIN, "")

    def pick(self, typed: str, offers: tuple[Offer, ...]) -> Offer | None:
        """The choice that a person typed: its number in any digits, or its words.

        Words may be misspelt by a letter, but not where a letter turns yes into no.
        """
        digits = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in typed)
        number = _NUMBER.fullmatch(digits)
        if number:
            index = int(number.group(1)) - 1
            return offers[index] if 0 <= index < len(offers) and offers[index].numbered else None
        exact = next((offer for offer in offers if tokens(offer.label) == tokens(typed)), None)
        harmless = [offer for offer in offers if not offer.data.startswith(DECISIVE)]
        found = None if exact else closest(typed, (offer.label for offer in harmless))
        return exact if found is None else harmless[found]


def _read(code: str, path: Path) -> Language:
    try:
        locale = Locale.parse(code.split("-", maxsplit=1)[0])
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale, abort_invalid=True)
    except (UnknownLocaleError, PoFileError, UnicodeDecodeError) as error:
        raise LocaleError(lang=code, why=str(error)) from None
    texts: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if not forms or not all(forms):
                raise LocaleError(lang=code, why=f"«{key}» is empty")
            texts[key] = tuple(str(form) for form in forms)
    own_name = _OWN_NAMES.get(code) or (locale.display_name or code).capitalize()
    plural = gettext.c2py(catalog.plural_expr)
    return Language(code, locale, own_name, locale.text_direction == "rtl", texts, plural)


def isolate(text: str) -> str:
    """Right-to-left text with isolates around names, numbers and Latin words, so that they keep their order."""
    return _LTR_RUN.sub(_isolated, text)


def _isolated(match: re.Match[str]) -> str:
    run = match.group()
    before = after = ""
    while run.count(")") > run.count("(") and run.endswith(")"):
        run, after = run[:-1], ")" + after
    while run.count("(") > run.count(")") and run.startswith("("):
        before, run = before + "(", run[1:]
    return f"{before}{_ISOLATE}{run}{_END}{after}" if run.strip("() ") else match.group()
