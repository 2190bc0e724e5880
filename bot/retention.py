"""How long each kind of data is kept, and why: one table, which a city may override in the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kept(StrEnum):
    """Kinds of data with a term of their own."""

    SESSION = "session"
    REMINDER = "reminder"
    INBOX_KEY = "inbox_key"
    INBOX_PARKED = "inbox_parked"
    OUTBOX_TEXT = "outbox_text"
    OUTBOX_ROW = "outbox_row"
    QUESTION = "question"
    WEB = "web"
    CASE_TEXT = "case_text"
    CASE_ROW = "case_row"
    STAFF_SESSION = "staff_session"
    ATTEMPT = "attempt"


@dataclass(frozen=True, slots=True)
class Term:
    """Days, and the reason they stand on."""

    days: int
    reason: str


TERMS: Mapping[Kept, Term] = {
    Kept.SESSION: Term(90, "Needed to go on with a conversation; Art. 5(1)(e) DSGVO"),
    Kept.REMINDER: Term(30, "Time to answer the last reminder, which keeps a conversation"),
    Kept.INBOX_KEY: Term(3, "Telegram repeats updates for 24 hours; a number may come again after 7 days"),
    Kept.INBOX_PARKED: Term(7, "An update that could not be read is kept for those who mend it"),
    Kept.OUTBOX_TEXT: Term(7, "Shown to the Lotse as sent or uncertain; Art. 5(1)(e) DSGVO"),
    Kept.OUTBOX_ROW: Term(90, "Which answer came from which revision, without its text"),
    Kept.QUESTION: Term(
        180, "What the guide did not understand, masked, for those who mend it; Art. 5(1)(e) DSGVO"
    ),
    Kept.WEB: Term(30, "Needed to read on and to come back to the page; Art. 5(1)(e) DSGVO"),
    Kept.CASE_TEXT: Term(365, "Needed while a matter may come back; Art. 5(1)(e) and 17(1)(a) DSGVO"),
    Kept.CASE_ROW: Term(1095, "Number, city and dates as proof of what was done; § 67c SGB X"),
    Kept.STAFF_SESSION: Term(
        1, "Where staff were signed in, without what they did; of no use once it has ended"
    ),
    Kept.ATTEMPT: Term(1, "Counted against guessing for 15 minutes, as hashes"),
}


def before(
    kind: Kept, now: datetime, city: str | None, overrides: Mapping[str, Mapping[str, int]]
) -> datetime:
    """What is older than this goes. `overrides`: city → kind → days."""
    days = overrides.get(city or "", {}).get(kind, TERMS[kind].days)
    return now - timedelta(days=days)
