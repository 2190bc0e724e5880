"""A Message in the form of the Bot API: HTML, pieces that fit, buttons with their numbers."""

import html
from collections.abc import Iterator
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.model import BOLD, PLAIN
from bot.session import Offer

_SHORT_LABEL = 18
_MOST_BUTTONS = 100
_LONGEST_LABEL = 60


def units(text: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def pieces(text: str, limit: int = MessageLimit.MAX_TEXT_LENGTH) -> Iterator[str]:
    """A long text in parts that fit, cut at paragraphs, else lines, else words, else anywhere; nothing is lost."""
    rest = text
    while units(rest.replace(BOLD, "").replace(PLAIN, "")) > limit:
        cut = _cut(rest, limit)
        part, rest = rest[:cut], rest[cut:].lstrip("\n ")
        if part.count(BOLD) > part.count(PLAIN):
            part, rest = part + PLAIN, BOLD + rest
        if to_plain(part).strip():
            yield part.rstrip("\n ")
    if to_plain(rest).strip():
        yield rest


def _cut(text: str, limit: int) -> int:
    """Where to cut: as far as fits, and back to the last good place in the second half."""
    end = min(len(text), limit)
    while units(text[:end]) > limit:
        end -= 1 + (units(text[:end]) - limit) // 2
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, end // 2, end)
        if at > 0:
            return at
    return end


def to_html(text: str) -> str:
    return html.escape(text, quote=False).replace(BOLD, "<b>").replace(PLAIN, "</b>")


def to_plain(text: str) -> str:
    return text.replace(BOLD, "").replace(PLAIN, "")


def keyboard(offers: tuple[Offer, ...]) -> InlineKeyboardMarkup | None:
    """One button a choice with the number that can be typed instead; short ones stand two in a row."""
    if not offers:
        return None
    buttons = [
        InlineKeyboardButton(
            replace(offer, label=_fitted(offer.label)).shown(number), callback_data=offer.data
        )
        for number, offer in enumerate(offers[:_MOST_BUTTONS], 1)
    ]
    width = 2 if all(len(offer.label) <= _SHORT_LABEL for offer in offers) else 1
    return InlineKeyboardMarkup([buttons[at : at + width] for at in range(0, len(buttons), width)])


def _fitted(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"
