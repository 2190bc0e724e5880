"""Cuts a message into the pieces that may each carry a need."""

import re

from knowledge.understand.normalize import tokens, visible

# No end is the point of an ordinal («1. März») or what stands between digits.
_ENDS = re.compile(r"[!?;\n،؛؟…]+|(?<!\b\d)(?<!\b\d\d)\.+|[,:](?!\d)|\s[-–—]\s")
# Words that join two needs, per language; matched as whole words.
_JOINTS = {
    "de": "und|außerdem|ausserdem|dazu|plus",
    "en": "and|but|also|plus",
    "tr": "ve|ama|fakat|ayrıca|bir de|hem de",
    "ar": "وكمان|كمان|وأيضا|أيضا|لكن|ولكن|بس|و",
    "uk": "і|та|але|а|також|а ще",
    "ru": "и|но|а|также|а ещё|а еще",
    "pl": "i|ale|oraz|także|a jeszcze",
    "ro": "și|dar|si|şi|iar|plus",
    "bg": "и|но|а|също|освен това",
    "fa": "و|اما|ولی|همچنین|بعلاوه",
}
# Arabic writes its «and» onto the next word; only before words that begin a clause is it one for sure.
_PREFIXED = {
    "ar": "و(?=ما |لا |ليس|عند|بد|مش |مو |أنا|انا|ابن|بنت|زوج|محتاج|لازم|أري|اري|أحتاج|احتاج|أول|اول|ولاد|طفل|هل )",
}
_IN_A_WORD = r"[\w'’ʼ`´]"
# What joins two numbers joins no needs («2 und 7»). They count, so a point behind them is no ordinal's but an end.
_JOINS_NUMBERS = r"(?<=\d\s)\w+\s\d"
_SMALLEST = 2


def pieces(text: str, lang: str) -> tuple[str, ...]:
    """The parts of a text that end at punctuation or at a joining word of the language, each with words of its own."""
    language = lang.split("-", maxsplit=1)[0]
    joints = _JOINTS.get(language, "")
    counted = re.sub(rf"(\d\s(?:{joints})\s\d+)\.(?!\d)", r"\1;", visible(text))
    parts = _ENDS.split(counted)
    for words in (_whole_words(joints), _PREFIXED.get(language, "")):
        if words:
            at = re.compile(rf"(?<!{_IN_A_WORD})(?!{_JOINS_NUMBERS})(?:{words})", re.IGNORECASE)
            parts = [piece for part in parts for piece in at.split(part)]
    return tuple(part.strip() for part in parts if len(tokens(part)) >= _SMALLEST)


def _whole_words(joints: str) -> str:
    return rf"(?:{joints})(?!{_IN_A_WORD})" if joints else ""
