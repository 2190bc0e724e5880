"""One Leistung of XZuFi, asked for what our documents want to know; the shapes of 2.2 and 2.3 answer alike."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from knowledge.formats.strict import named, text_of
from knowledge.formats.xzufi.shape import (
    DEPARTMENTS,
    ORIGIN,
    OURS,
    TOPICS,
    Module,
    Plain,
    amount,
    duration,
    joined,
    language,
    localized,
)
from knowledge.load import LANGUAGES
from knowledge.localized import GERMAN
from knowledge.reading import Reader, fingerprint

_LEIKA = re.compile(r"[0-9]{14}")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_LONGEST_PAPER = 160
_REST = (Module.FORMS, Module.MORE, Module.NOTES, Module.RESPONSIBLE, Module.POINT, Module.APPEAL)
# What our documents have no field for; not told of is what is empty, and what only orders modules.
_LEFT_OUT = (
    *("struktur", "typisierung", "vertrauensniveau", "leistungsadressat", "gueltigkeit", "herausgeber"),
    *("informationsbereich_sdg", "informationsbereiche_sdg", "id_leistung_im_kontext", "id_prozess"),
    *("leistung_im_kontext_id", "prozess_id", "gueltigkeit_gebiet_id", "relevant_fuer_wirtschaftszweig"),
    *("relevant_fuer_rechtsform", "relevant_fuer_staatsangehoerigkeit", "kennzeichen_ea", "detailstufe"),
    *("kennzeichen_schritformerfordernis", "kennzeichen_formular_schriftformerfordernis"),
    *(
        "kennzeichen_formular_persoenlich",
        "kennzeichen_formular_formlos",
        "durchfuehrbar_einheitliche_stelle",
    ),
    *("status_katalog", "status_bibliothek", "bezugsort_typ", "id_sekundaer", "modul_fachliche_freigabe"),
)


class Leistung:
    """A Leistung and the counter of what it says that nobody asks for."""

    def __init__(self, row: Reader, left_out: Counter[str]) -> None:
        self.row, self.left_out = row, left_out
        self.texts: dict[str, list[Plain]] = {}
        for module in row.parts("modul_text"):
            content = localized(module, "inhalt", left_out)
            self.texts.setdefault(text_of(module, "leika_textmodul"), []).append(content)
            self._links(module)
        self.modules: dict[str, tuple[Reader, ...]] = {}
        self.codes = row.parts("klassifizierung")
        left_out.update(field for field in _LEFT_OUT if row.data.get(field) not in (None, [], {}, ""))

    def _links(self, module: Reader) -> None:
        if links := module.parts("weiterfuehrender_link"):
            self.left_out["weiterfuehrender_link"] += len(links)

    def _modules(self, name: str) -> tuple[Reader, ...]:
        """The modules of a kind: one or none in 2.2, a list in 2.3."""
        if name not in self.modules:
            one = None if isinstance(self.row.data.get(name), list) else self.row.part(name)
            found = (one,) if one else self.row.parts(name) if self.row.data.get(name) else ()
            for module in found:
                self._links(module)
            self.modules[name] = found
        return self.modules[name]

    def text(self, module: Module) -> Plain:
        return joined(self.texts.get(module, ()))

    def name(self) -> Plain:
        """The name for citizens, in languages without it the official one; on one line."""
        found = {**self.text(Module.OFFICIAL_NAME), **self.text(Module.NAME)}
        return {lang: " ".join(text.split()) for lang, text in found.items()}

    def own_id(self) -> str:
        own = self.row.part("id")
        if own is None:
            self.row.say("id", "is missing")
            return ""
        return f"{text_of(own, 'scheme_agency_id')}:{own.text('value')}"

    def our_id(self) -> str:
        """The id of a service that an export of ours named."""
        agency, _, value = self.own_id().partition(":")
        return value if agency == OURS and _ID.fullmatch(value) else ""

    def source_id(self) -> str:
        return f"{ORIGIN}:{self.own_id()}"

    def leika(self) -> str:
        """The key, where there is exactly one."""
        parts = (*self.row.parts("referenz_leistungsschluessel"), *self.row.parts("referenz_leika"))
        keys = {text_of(one, "value") or text_of(one, "code") for one in parts} - {""}
        for key in keys:
            if not _LEIKA.fullmatch(key):
                self.row.say("referenz_leika", f"«{named(key)}» is no LeiKa key (14 digits)")
        return min(keys) if len(keys) == 1 else ""

    def synonyms(self, name: Plain) -> dict[str, list[str]]:
        """Terms in context, and the official name where citizens get another."""
        found: dict[str, dict[str, None]] = {}
        for module in self._modules("modul_begriff_im_kontext"):
            for one in module.parts("begriff_im_kontext"):
                term = one.part("begriff")
                word = text_of(term, "_value") if term else ""
                lang = language(text_of(term, "language_code")) if term else ""
                if word and lang:
                    found.setdefault(lang, {})[word] = None
                elif word:
                    self.left_out["begriff_im_kontext"] += 1
        for lang, text in self.text(Module.OFFICIAL_NAME).items():
            if (official := " ".join(text.split())) != name.get(lang):
                found.setdefault(lang, {})[official] = None
        return {lang: list(words) for lang, words in found.items()}

    def deadline(self) -> Plain:
        return joined(self._timed("modul_frist", "frist"))

    def _timed(self, name: str, entries: str) -> Iterator[Plain]:
        for module in self._modules(name):
            yield localized(module, "beschreibung", self.left_out)
            for entry in module.parts(entries):
                chosen = entry.part("fristauswahl")
                if chosen and (words := duration(chosen)):
                    yield {GERMAN: words}
                elif chosen and chosen.data:
                    self.left_out[f"{name}.fristauswahl"] += 1
                yield localized(entry, "beschreibung", self.left_out)

    def cost(self) -> Plain:
        return joined(self._costs())

    def _costs(self) -> Iterator[Plain]:
        for module in self._modules("modul_kosten"):
            yield localized(module, "beschreibung", self.left_out)
            for entry in module.parts("kosten"):
                chosen = entry.part("kostenauswahl")
                if chosen:
                    sums = [
                        amount(chosen, one) for one in ("betrag", "betrag_untergrenze", "betrag_obergrenze")
                    ]
                    if words := " – ".join(filter(None, sums)):
                        yield {GERMAN: words}
                    yield localized(chosen, "beschreibung_kostenfreiheit", self.left_out)
                    yield localized(chosen, "beschreibung_variabilitaet", self.left_out)
                yield localized(entry, "beschreibung", self.left_out)

    def rest(self, also: Sequence[Plain]) -> Plain:
        """What has no field of its own, to be matched against: forms, notes, duration, texts of the office itself."""
        responsible = {Module.RESPONSIBLE} if self.departments() else set()
        texts = [*also, *(self.text(one) for one in _REST if one not in responsible), self._loose_papers()]
        texts += self._timed("modul_bearbeitungsdauer", "bearbeitungsdauer")
        for name in ("modul_text_individuell", "modul_auskunftshinweis"):
            texts += (localized(module, "inhalt", self.left_out) for module in self._modules(name))
        for module in self._modules("modul_dokument"):
            for field in ("beschreibung", "beschreibung_eingehend", "beschreibung_ausgehend"):
                texts.append(localized(module, field, self.left_out))
        return joined(texts)

    def papers(self) -> Iterator[tuple[Plain, Plain]]:
        """Names and notes of papers: those that are listed as such, else the lines of the text."""
        listed = tuple(self._listed())
        yield from listed or self._lines()

    def _listed(self) -> Iterator[tuple[Plain, Plain]]:
        for module in self._modules("modul_dokument"):
            for one in module.parts("dokument_eingehend"):
                paper = one.part("dokument") or one
                name = localized(paper, "bezeichnung", self.left_out)
                if name:
                    yield name, localized(paper, "beschreibung", self.left_out)

    def _lines(self) -> Iterable[tuple[Plain, Plain]]:
        rows = {lang: _items(text) for lang, text in self.text(Module.PAPERS).items()}
        if not self._is_list():
            return
        for place, line in enumerate(rows[GERMAN]):
            yield (
                {lang: lines[place] for lang, lines in rows.items() if len(lines) == len(rows[GERMAN])}
                | {GERMAN: line},
                {},
            )

    def _is_list(self) -> bool:
        lines = _items(self.text(Module.PAPERS).get(GERMAN, ""))
        return bool(lines) and all(len(line) <= _LONGEST_PAPER for line in lines)

    def _loose_papers(self) -> Plain:
        """The text about papers where it is no list."""
        return {} if self._is_list() else self.text(Module.PAPERS)

    def departments(self) -> list[dict[str, str]]:
        """Those that an export of ours named."""
        found = []
        for one in self.codes:
            id_, when = text_of(one, "code"), text_of(one, "name")
            if text_of(one, "list_uri") == DEPARTMENTS and _ID.fullmatch(id_):
                found.append({"department": id_, **({"when": when} if when else {})})
        return found

    def topic(self) -> tuple[str, str, Plain] | None:
        """Id, id there and name: of ours, else of the first category."""
        for one in self.codes:
            id_ = text_of(one, "code")
            if text_of(one, "list_uri") == TOPICS and _ID.fullmatch(id_):
                return id_, id_, {GERMAN: text_of(one, "name") or id_}
        for one in self.row.parts("kategorie"):
            own, name = one.part("id"), localized(one, "bezeichnung", self.left_out)
            if own and name:
                value = own.text("value")
                return f"{ORIGIN}-{fingerprint(value)}", value, name
        return None

    def source(self, base: str) -> str:
        """Where the text stands, and who wrote it."""
        links = [text_of(one, "uri") for one in self._modules("modul_ursprungsportal")]
        author = " ".join(self.text(Module.AUTHOR).get(base, "").split())
        link = next(filter(None, links), "")
        return f"{link} ({author})" if link and author else link or author

    def as_of(self) -> date | None:
        for field in ("versionsinformationen", "versionsinformation"):
            part = self.row.part(field)
            if part and (
                text := text_of(part, "geaendert_datum_zeit") or text_of(part, "erstellt_datum_zeit")
            ):
                try:
                    return date.fromisoformat(text[:10])
                except ValueError:
                    part.say(
                        "geaendert_datum_zeit", f"«{named(text)}» does not begin with a date (YYYY-MM-DD)"
                    )
        return None

    def by_machine(self) -> set[str]:
        """Languages that a program translated, or of which nobody says who did (2.2 cannot)."""
        rows = {text_of(one, "language_code"): one for one in self.row.parts("sprachversion")}
        human = {
            language(code)
            for code, one in rows.items()
            if one.data.get("kennzeichen_maschinelle_uebersetzung") is False
        }
        return set(LANGUAGES) - human


def _items(text: str) -> list[str]:
    return [line.strip(" •–-*") for line in text.split("\n") if line.strip(" •–-*")]
