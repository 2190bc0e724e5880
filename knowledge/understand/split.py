"""Cuts a message into the pieces that may each carry a need."""

import re

from knowledge.understand.normalize import tokens, visible

_ENDS = re.compile(r"[.!?;:\n،؛؟…]+|,|\s[-–—]\s")
# Words that join two needs, per language; matched as whole words.
_JOINTS = {
    "de": "und|außerdem|ausserdem|dazu|plus",
    "en": "and|also|plus",
    "tr": "ve|ayrıca|bir de|hem de",
    "ar": "وكمان|كمان|وأيضا|أيضا|و",
    "uk": "і|та|також|а ще",
    "ru": "и|также|а ещё|а еще",
    "pl": "i|oraz|także|a jeszcze",
    "ro": "și|si|şi|iar|plus",
    "bg": "и|също|освен това",
    "fa": "و|همچنین|بعلاوه",
}
_IN_A_WORD = r"[\w'’ʼ`´]"
_SMALLEST = 2


def pieces(text: str, lang: str) -> tuple[str, ...]:
    """The parts of a text that end at punctuation or at a joining word of the language, each with words of its own."""
    joints = _JOINTS.get(lang.split("-", maxsplit=1)[0], "")
    parts = _ENDS.split(visible(text))
    if joints:
        at = re.compile(rf"(?<!{_IN_A_WORD})(?:{joints})(?!{_IN_A_WORD})", re.IGNORECASE)
        parts = [piece for part in parts for piece in at.split(part)]
    return tuple(part.strip() for part in parts if len(tokens(part)) >= _SMALLEST)
