"""How much a group bears: about twenty messages a minute, over all its topics."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)
_KEPT_FOR_ANSWERS = 4
_LONGEST = 600.0


@dataclass(slots=True)
class Pace:
    """What was sent in the last minute, who has to wait, and how often something failed. `gap`: seconds between two messages."""

    limit: int = 18
    gap: float = 1.0
    _sent: dict[str, deque[datetime]] = field(default_factory=dict)
    _until: dict[str, datetime] = field(default_factory=dict)
    _failed: dict[str, int] = field(default_factory=dict)

    def may(self, chat: str, now: datetime, *, answering: bool = False) -> bool:
        """Whether a message can go to a group now; some room is kept for those who wait for an answer there."""
        if self.waits(chat, now):
            return False
        sent = self._sent.setdefault(chat, deque())
        while sent and now - sent[0] >= _MINUTE:
            sent.popleft()
        limit = self.limit if answering else self.limit - _KEPT_FOR_ANSWERS
        return len(sent) < limit and not (sent and now - sent[-1] < timedelta(seconds=self.gap))

    def sent(self, chat: str, now: datetime) -> None:
        self._sent.setdefault(chat, deque()).append(now)

    def waits(self, key: str, now: datetime) -> bool:
        """Whether a group or a case has to wait."""
        return self._until.get(key, now) > now

    def wait(self, key: str, now: datetime, seconds: float) -> None:
        self._until[key] = now + timedelta(seconds=seconds)

    def failed(self, key: str, now: datetime) -> None:
        """It did not work: again after a pause, twice as long each time."""
        tries = self._failed[key] = self._failed.get(key, 0) + 1
        self.wait(key, now, min(0.5 * 2 ** min(tries, 20), _LONGEST))

    def worked(self, key: str) -> None:
        """What was waited for is over."""
        self._until.pop(key, None)
        self._failed.pop(key, None)
