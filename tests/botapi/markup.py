"""Texts as Telegram reads them: HTML to plain text and entities, lengths in UTF-16 units.

Markdown is not played. Limits of length are in limits.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from .wire import JsonObject, Refusal, bad_request

TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z0-9-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(
    r"\s+(?P<name>[\w-]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+)))?"
)
CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#[xX][0-9a-fA-F]+);")

PLAIN = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre",
}  # fmt: skip

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text after entities parsing, without white space at its ends."""

    text: str
    entities: tuple[JsonObject, ...] = ()

    @property
    def units(self) -> int:
        return utf16(self.text)


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    attributes: Attributes
    offset: int


@dataclass(slots=True)
class _Reader:
    """One pass over an HTML text."""

    html: str
    plain: list[str] = field(default_factory=list)
    units: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[JsonObject] = field(default_factory=list)

    def read(self) -> None:
        position = 0
        while position < len(self.html):
            found = self.html.find("<", position)
            if found < 0:
                found = len(self.html)
            self._text(self.html[position:found])
            position = self._tag(found) if found < len(self.html) else found
        if self.opened:
            raise cannot_parse(f'can\'t find end tag corresponding to start tag "{self.opened[-1].name}"')

    def _text(self, raw: str) -> None:
        text = CHARACTER.sub(lambda found: unescape(found[0]), raw)
        self.plain.append(text)
        self.units += utf16(text)

    def _tag(self, start: int) -> int:
        at = len(self.html[:start].encode())
        tag = TAG.match(self.html, start)
        if tag is None:
            raise cannot_parse(f"unclosed or malformed start tag at byte offset {at}")
        if tag["end"]:
            self._close(tag["name"].lower(), at)
        else:
            self._open(tag, at)
        return tag.end()

    def _open(self, tag: re.Match[str], at: int) -> None:
        name = tag["name"].lower()
        attributes = _attributes(tag["attributes"])
        if name not in PLAIN and name not in MEANINGS:
            raise cannot_parse(f'unsupported start tag "{name}" at byte offset {at}')
        if attributes is None:
            raise cannot_parse(f'malformed attributes of the tag "{name}" at byte offset {at}')
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.opened.append(_Open(name, attributes, self.units))

    def _close(self, name: str, at: int) -> None:
        if not self.opened:
            raise cannot_parse(f'unexpected end tag "{name}" at byte offset {at}')
        opened = self.opened.pop()
        if name and name != opened.name:
            raise cannot_parse(
                f'unmatched end tag at byte offset {at}, expected "</{opened.name}>", found "</{name}>"'
            )
        entity = _entity(opened, "".join(self.plain), self.units)
        if entity is not None:
            self.entities.append(entity)


def utf16(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cannot_parse(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def formatted(text: str, parse_mode: str | None, entities: list[JsonObject] | None = None) -> Formatted:
    """The text as a chat shows it.

    Raises:
        Refusal: the entities are not well formed, or the parse mode is not played.

    """
    if entities is not None or not parse_mode:
        return _trimmed(text, entities or [])
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode (this double reads only HTML)")
    reader = _Reader(text)
    reader.read()
    return _trimmed("".join(reader.plain), _merged(reader.entities))


def _attributes(raw: str) -> Attributes | None:
    """The attributes of a tag, None where they are malformed."""
    if ATTRIBUTE.sub("", raw).strip(" /\n\t"):
        return None
    return {
        found["name"].lower(): unescape(found["double"] or found["single"] or found["bare"] or "")
        for found in ATTRIBUTE.finditer(raw)
    }


def _entity(opened: _Open, plain: str, units: int) -> JsonObject | None:
    """The entity of a closed tag, None where Telegram makes none (no text, no address)."""
    if units == opened.offset:
        return None
    content = plain.encode("utf-16-le")[2 * opened.offset :].decode("utf-16-le")
    more = MEANINGS[opened.name](opened.attributes, content) if opened.name in MEANINGS else {}
    if more is None:
        return None
    kind = PLAIN.get(opened.name, "")
    return {"offset": opened.offset, "length": units - opened.offset, "type": kind} | more


def _link(given: Attributes, content: str) -> JsonObject | None:
    url = given.get("href") or content
    return {"type": "text_link", "url": url} if "." in url or ":" in url else None


def _quote(given: Attributes, _: str) -> JsonObject:
    return {"type": "expandable_blockquote" if "expandable" in given else "blockquote"}


def _emoji(given: Attributes, _: str) -> JsonObject:
    return {"type": "custom_emoji", "custom_emoji_id": given.get("emoji-id", "")}


def _time(given: Attributes, _: str) -> JsonObject | None:
    unix = given.get("unix", "")
    return {"type": "date_time", "unix_time": int(unix)} if unix.isdigit() else None


def _spoiler(_: Attributes, __: str) -> JsonObject:
    return {"type": "spoiler"}


def _code(given: Attributes, _: str) -> JsonObject:
    language = given.get("class", "")
    return {"language": language.removeprefix("language-")} if language.startswith("language-") else {}


MEANINGS: dict[str, Callable[[Attributes, str], JsonObject | None]] = {
    "a": _link,
    "blockquote": _quote,
    "tg-emoji": _emoji,
    "tg-time": _time,
    "span": _spoiler,
    "code": _code,
}


def _merged(entities: list[JsonObject]) -> list[JsonObject]:
    """A code inside a pre of the same span becomes the pre's language; a language elsewhere is dropped."""
    spans = {(each["offset"], each["length"]): each for each in entities if each["type"] == "pre"}
    kept = []
    for entity in entities:
        pre = spans.get((entity["offset"], entity["length"]))
        language = entity.pop("language", None) if entity["type"] == "code" else None
        if entity["type"] == "code" and pre is not None:
            pre.update({"language": language} if language else {})
        else:
            kept.append(entity)
    return kept


def _trimmed(text: str, entities: list[JsonObject]) -> Formatted:
    stripped = text.strip()
    if not entities:
        return Formatted(stripped)
    ahead = utf16(text[: len(text) - len(text.lstrip())])
    end = utf16(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - ahead, 0)
        length = min(entity["offset"] + entity["length"] - ahead, end) - start
        if length > 0:
            kept.append(entity | {"offset": start, "length": length})
    return Formatted(stripped, tuple(sorted(kept, key=lambda each: (each["offset"], -each["length"]))))
