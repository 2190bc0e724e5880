"""Text as it is compared: one form for what people type in different ways. Owns no meaning."""

import re
import unicodedata

# Letters that no decomposition unfolds, letter variants of Arabic and Persian, and apostrophes.
_LETTERS = str.maketrans(
    {
        "ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ـ": None,
        "’": None, "'": None, "ʼ": None, "`": None,
    }
)  # fmt: skip
_ACUTE = "´"  # an apostrophe too, but its decomposition begins with a space
_HALF_SPACE = "\u200c"  # parts words in Persian; elsewhere it is one more character that nobody sees
_PARTING = re.compile(f"(?<=[\u0600-\u06ff]){_HALF_SPACE}+(?=[\u0600-\u06ff])")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, no accents, one form per letter, ASCII digits, nothing invisible."""
    lower = unicodedata.normalize("NFKD", text.replace(_ACUTE, "")).casefold()
    letters = unicodedata.normalize("NFKD", lower).translate(_PLAIN)
    return _half_spaces(letters, " ").translate(_LETTERS)


class _Table(dict[int, str]):
    """What each letter becomes, looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


_PLAIN = _Table()


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Mn", "Me") or _is_hidden(char):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    return char


def visible(text: str) -> str:
    """The text, composed, without characters that nobody sees; the half space stays where it parts words."""
    seen = _half_spaces("".join(char for char in text if not _is_hidden(char)), _HALF_SPACE)
    return unicodedata.normalize("NFC", seen)


def _is_hidden(char: str) -> bool:
    """Formats, controls and variants of a letter's look; the half space and line ends need more than that."""
    if char == _HALF_SPACE or char.isspace():
        return False
    return "\ufe00" <= char <= "\ufe0f" or unicodedata.category(char) in ("Cf", "Cc")


def _half_spaces(text: str, instead: str) -> str:
    if _HALF_SPACE not in text:
        return text
    return instead.join(part.replace(_HALF_SPACE, "") for part in _PARTING.split(text))


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, digits included."""
    return tuple(_WORD.findall(fold(text)))
