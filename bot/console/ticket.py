"""Tickets: what a browser keeps for us for some minutes, sealed, so that nobody reads, changes or makes one.

They are no sessions: each is for one purpose, and opens nothing by itself.
"""

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.errors import UnreadableError
from bot.seal import Seal

LASTS = timedelta(minutes=10)


def write(seal: Seal, purpose: str, now: datetime, **values: str) -> str:
    until = (now + LASTS).isoformat()
    sealed = seal.close(json.dumps({"purpose": purpose, "until": until, "values": values}))
    return base64.urlsafe_b64encode(sealed).decode()


def read(seal: Seal, purpose: str, now: datetime, text: str) -> Mapping[str, str] | None:
    """What a ticket says; None when it is none of ours, is for something else, or has run out."""
    try:
        ticket = json.loads(seal.open(base64.urlsafe_b64decode(text)))
    except (UnreadableError, ValueError):
        return None
    if ticket.get("purpose") != purpose or datetime.fromisoformat(ticket["until"]) <= now:
        return None
    values: Mapping[str, str] = ticket["values"]
    return values
