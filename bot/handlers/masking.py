"""Covers what nobody needs to keep: phone numbers, mail addresses, IBANs, customer numbers.

The digits of every script count; dates, amounts and ages stay readable.
"""

import re
import unicodedata

from bot.model import Masked

COVER = "[…]"
_PATTERNS: tuple[tuple[Masked, re.Pattern[str]], ...] = (
    (Masked.MAIL, re.compile(r"[^\s@<>()\[\]]+@[^\s@<>()\[\]]+\.\w{2,}")),
    (Masked.IBAN, re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b", re.IGNORECASE)),
    (
        Masked.PHONE,
        re.compile(
            r"(?<!\w)(?<!\d[.,])(?:"
            r"(?:\+|00)\d[\d /()-]{6,}\d"
            r"|\(0[1-9]\d{1,4}\)[ /-]{0,3}\d(?:[ /-]?\d){2,}"
            r"|0[1-9]\d{1,4}[ /-]{0,3}\d(?:[ /-]?\d){4,})"
        ),
    ),
    (
        Masked.CUSTOMER_NUMBER,
        re.compile(
            r"\b\d{5}//?\d{7}\b"  # Bedarfsgemeinschaft
            r"|\b\d{3} ?[A-Z]{1,2} ?\d{6}\b"  # customer number of the Agentur für Arbeit, Kindergeld number
            r"|\b\d{2} ?\d{6} ?[A-Z] ?\d{3}\b"  # pension insurance
            r"|\b[A-Z]\d{9}\b"  # health insurance
            r"|\b\d{2} ?\d{3} ?\d{3} ?\d{3}\b"  # tax identification
            r"|\b(?!\d{8}\b)\d{9,}\b(?<!\.)",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip


def mask(text: str) -> tuple[str, tuple[Masked, ...]]:
    """The text with such numbers covered, and what was covered."""
    found: list[Masked] = []
    for kind, pattern in _PATTERNS:
        spans = [match.span() for match in pattern.finditer(_plain(text))]
        for start, end in reversed(spans):
            text = text[:start] + COVER + text[end:]
        if spans:
            found.append(kind)
    return text, tuple(found)


def _plain(text: str) -> str:
    """The text with ASCII digits, spaces and hyphens, each in its place."""
    return "".join(map(_plain_character, text))


def _plain_character(char: str) -> str:
    category = unicodedata.category(char)
    return str(unicodedata.digit(char)) if category == "Nd" else {"Zs": " ", "Pd": "-"}.get(category, char)
