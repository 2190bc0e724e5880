"""Documents from texts in several languages, as formats of others bring them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.load import LANGUAGES, Document
from knowledge.localized import GERMAN, Origin
from knowledge.reading import fingerprint

STALE = "stale"  # a mark that no German text has


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it stands in a file, and who made it; `stale` where its German has changed since."""

    text: str
    origin: Origin = Origin.WRITTEN
    stale: bool = False


Texts = Mapping[str, Said]


def document(
    kind: str,
    rest: Mapping[str, Any],
    texts: Mapping[str, Texts],
    words: Mapping[str, Sequence[str]],
    left_out: Counter[str],
    base: str = GERMAN,
    *,
    partial: bool = False,
) -> Document:
    """A document with `rest` (the id among it) as it is, `texts` by field and language, `words`: synonyms by language.

    A language that lacks one of the texts is left out and counted: a document says of each language that it has all.
    With `partial` it is kept, for editors to mend.
    """
    fields = {field: by_lang for field, by_lang in texts.items() if base in by_lang and by_lang[base].text}
    spoken = {lang for by_lang in texts.values() for lang in by_lang} - {base}
    full = [
        lang
        for lang in LANGUAGES
        if lang in spoken and (partial or all(lang in one for one in fields.values()))
    ]
    for lang in sorted(spoken - set(full)):
        left_out[f"{lang}: not all texts are translated"] += 1
    data: dict[str, Any] = {**rest, **{field: by_lang[base].text for field, by_lang in fields.items()}}
    blocks = {lang: _block(lang, base, fields, words.get(lang, ())) for lang in full}
    if own := list(words.get(base, ())):
        (data if base == GERMAN else blocks.setdefault(base, {}))["synonyms"] = own
    if {base, *full} != set(LANGUAGES):
        data["languages"] = [base, *full]
    if blocks:
        data["translations"] = blocks
    return Document(kind, data["id"], data)


def _block(lang: str, base: str, fields: Mapping[str, Texts], words: Sequence[str]) -> dict[str, Any]:
    texts = {field: by_lang[lang] for field, by_lang in fields.items() if lang in by_lang}
    origins = {said.origin for said in texts.values()}
    careful = next((one for one in (Origin.MACHINE, Origin.WRITTEN) if one in origins), Origin.REVIEWED)
    marks = {
        field: STALE if said.stale else fingerprint(fields[field][base].text) for field, said in texts.items()
    }
    block: dict[str, Any] = {"origin": careful.value, **{field: said.text for field, said in texts.items()}}
    return block | ({"synonyms": list(words)} if words else {}) | {"of": marks}
