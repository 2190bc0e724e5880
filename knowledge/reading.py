"""Reading one document field by field: what is wrong is noted with its field, and reading goes on."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from knowledge.errors import Problem
from knowledge.localized import GERMAN, Checked, Law, Localized, Origin, Text
from knowledge.model import Command, Contact, DangerKind, Phrase, PhraseKind

Choice = TypeVar("Choice", bound=StrEnum)
NOWHERE = Localized(MappingProxyType({GERMAN: Text("", Origin.WRITTEN)}))
NEVER = date(1970, 1, 1)
_LEIKA = re.compile(r"[0-9]{14}")
_OF_SERVICES = (PhraseKind.SERVICE, PhraseKind.MULTI)


def fingerprint(text: str) -> str:
    """Names a German text, so that a translation can say which one it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


class Reader:
    """One document (or a part of it) and the list that collects its problems."""

    def __init__(
        self, source: str, data: Any, problems: list[Problem], languages: Sequence[str], path: str = ""
    ) -> None:
        self.source, self.problems, self.languages, self.path = source, problems, languages, path
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        rows = self.data.get("rows", data)
        self.is_list = isinstance(rows, list)
        self.rows_data = rows if isinstance(rows, list) else []

    def say(self, field: str, message: str) -> None:
        self.problems.append(Problem(self.source, f"{self.path}{field}", message))

    def identity(self, id_: str) -> None:
        if self.data.get("id") != id_:
            self.say("id", f"must be the name of the file, «{id_}»")

    def _value(self, field: str) -> Any:
        """What stands at a field; `labels.none` is «none» within «labels»."""
        value: Any = self.data
        for name in field.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def text(self, field: str, *, required: bool = True) -> str:
        value = self._value(field)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if required or value is not None:
            self.say(field, "a text is missing")
        return ""

    def number(self, field: str) -> int:
        value = self.data.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.say(field, "a whole number is missing")
        return 0

    def flag(self, field: str, instead: bool = False) -> bool:
        """Yes or no; `instead` where the field is absent."""
        value = self.data.get(field)
        if value is None:
            return instead
        if not isinstance(value, bool):
            self.say(field, f"«{value}» is neither true nor false")
        return value is True

    def words(self, field: str) -> tuple[str, ...]:
        """A list of texts; nothing where the field is absent."""
        value = self.data.get(field)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
            self.say(field, "must be a list of texts")
            return ()
        return tuple(value)

    def part(self, field: str) -> "Reader | None":
        """A mapping with fields of its own; None where the field is absent."""
        value = self.data.get(field)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.say(field, "must hold fields")
        return Reader(self.source, value, self.problems, self.languages, f"{self.path}{field}.")

    def patterns(self, field: str, names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Lists of texts under some of these names; none where the field is absent."""
        block = self.part(field)
        if block is None:
            return MappingProxyType({})
        for name in block.data:
            if name not in names:
                block.say(str(name), f"is none of {', '.join(names)}")
        return MappingProxyType({name: block.words(name) for name in names if name in block.data})

    def choice(self, field: str, kind: type[Choice], instead: Choice) -> Choice:
        value = self.data.get(field)
        if isinstance(value, str) and value in set(kind):
            return kind(value)
        self.say(field, f"«{value}» is none of {', '.join(kind)}")
        return instead

    def day(self, field: str, *, required: bool) -> date | None:
        value = self.data.get(field)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if not value:
            if required:
                self.say(field, "a date is missing")
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.say(field, f"«{value}» is no date (YYYY-MM-DD)")
            return None

    def checked(self) -> Checked:
        return Checked(self.day("as_of", required=True) or NEVER, self.day("checked_on", required=False))

    def parts(self, field: str) -> tuple["Reader", ...]:
        """A list of mappings, each read by a Reader of its own."""
        value = self.data.get(field)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, Mapping) for part in value):
            self.say(field, "must be a list of entries")
            return ()
        return tuple(
            Reader(self.source, part, self.problems, self.languages, f"{self.path}{field}[{number}].")
            for number, part in enumerate(value, 1)
        )

    def rows(self) -> tuple["Reader", ...]:
        if not self.is_list:
            self.say("rows", "must be a list of entries")
        return tuple(
            Reader(self.source, row, self.problems, self.languages, f"row {number}: ")
            for number, row in enumerate(self.rows_data, 1)
        )

    def laws(self) -> tuple[Law, ...]:
        return tuple(Law(part.text("ref"), part.text("about")) for part in self.parts("laws"))

    def leika(self) -> str:
        """The key of a public service in the Leistungskatalog (LeiKa): 14 digits; "" where it is not known."""
        key = self.text("leika", required=False)
        if key and not _LEIKA.fullmatch(key):
            self.say("leika", f"«{key}» is no LeiKa key (14 digits, in quotes)")
        return key

    def source_id(self) -> str:
        return self.text("source_id", required=False)

    def contact(self) -> Contact:
        return Contact(
            department=self.text("department"),
            assured_date=self.day("assured_date", required=True) or NEVER,
            phone=self.text("phone", required=False),
            address=self.text("address", required=False),
            hours=self.text("hours", required=False),
        )

    def synonyms(self) -> Mapping[str, tuple[str, ...]]:
        blocks = {GERMAN: self} | {lang: self._block(lang) for lang in self.languages if lang != GERMAN}
        return MappingProxyType({lang: block.words("synonyms") for lang, block in blocks.items()})

    def maybe_localized(self, field: str) -> Localized | None:
        return self.localized(field) if self.data.get(field) is not None else None

    def localized(self, field: str) -> Localized:
        """The German at the top of the document and its translations, each of which says what it was made from.

        Where another language comes first, it stands at the top, and for the German that is missing.
        """
        german = self.text(field)
        if not german:
            return NOWHERE
        texts = dict.fromkeys((GERMAN, self.languages[0]), Text(german, Origin.WRITTEN))
        for lang in self.languages[1:]:
            if text := self._translation(lang, field, fingerprint(german)):
                texts[lang] = text
        return Localized(MappingProxyType(texts))

    def _translation(self, lang: str, field: str, made_from: str) -> Text | None:
        block = self._block(lang)
        text = block.text(field, required=False)
        if not text:
            block.say(field, "the translation is missing")
            return None
        origin = block.choice("origin", Origin, Origin.MACHINE)
        prints = block.data.get("of")
        seen = prints.get(field) if isinstance(prints, Mapping) else None
        if seen is None:
            block.say(f"of.{field}", f"is missing; the German it was made from now is {made_from}")
        return Text(text, origin, stale=seen != made_from)

    def _block(self, lang: str) -> "Reader":
        translations = self.data.get("translations")
        block = translations.get(lang) if isinstance(translations, Mapping) else None
        return Reader(self.source, block, self.problems, self.languages, f"{self.path}translations.{lang}.")

    def phrase(self) -> Phrase:
        kind = self.choice("kind", PhraseKind, PhraseKind.SERVICE)
        if self.data.get("lang") not in self.languages:
            self.say("lang", f"«{self.data.get('lang')}» is no language of the guide")
        return Phrase(
            kind=kind,
            lang=self.text("lang"),
            text=self.text("text"),
            targets=self._targets(kind),
            parts=self.words("parts"),
            origin=self.choice("origin", Origin, Origin.MACHINE),
        )

    def _targets(self, kind: PhraseKind) -> tuple[str, ...]:
        if kind is PhraseKind.DANGER:
            return (self.choice("danger", DangerKind, DangerKind.MEDICAL),)
        if kind is PhraseKind.COMMAND:
            return (self.choice("command", Command, Command.HELP),)
        services = self.words("services")
        if kind in _OF_SERVICES and not services:
            self.say("services", "names no service")
        return services
