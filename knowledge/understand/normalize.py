"""Text as it is compared: one form for what people type in different ways. Owns no meaning."""

import re
import unicodedata

# Letters that no decomposition unfolds, and letter variants of Arabic and Persian.
_LETTERS = str.maketrans(
    {
        "ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه",
        "ؤ": "و", "ـ": None, "’": None, "'": None, "ʼ": None, "`": None, "´": None,
        "\u200c": " ",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, no accents, one form per letter, ASCII digits, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(_plain(char) for char in letters)


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Mn", "Cf", "Cc") and char not in "\n\t":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    return char


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, digits included."""
    return tuple(_WORD.findall(fold(text)))
