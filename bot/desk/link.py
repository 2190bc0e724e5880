"""The signed link to one task: which task, until when, and a signature that nobody else can make."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from bot.seal import Seal

LIVES = timedelta(days=8)
_PURPOSE = "link to a task"
_PARTS, _LONGEST = 3, 100


def make(seal: Seal, task: int, now: datetime) -> str:
    """A link's token, good for eight days from now."""
    named = f"{task}-{int((now + LIVES).timestamp())}"
    return f"{named}-{_signature(seal, named)}"


def read(seal: Seal, token: str, now: datetime) -> int | None:
    """The task that a token names; None when it is forged, torn or too old."""
    parts = token.split("-", _PARTS - 1)
    if len(token) > _LONGEST or len(parts) != _PARTS or not token.isascii():
        return None
    task, until, signature = parts
    if not hmac.compare_digest(signature, _signature(seal, f"{task}-{until}")):
        return None
    return int(task) if now < datetime.fromtimestamp(int(until), UTC) else None


def _signature(seal: Seal, named: str) -> str:
    """In letters that stand in an address as they are."""
    made = hmac.digest(seal.secret(_PURPOSE).encode(), named.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode().rstrip("=").replace("-", ".")
