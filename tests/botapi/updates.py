"""The updates Telegram holds for the bot: made, filtered by allowed_updates, handed out, confirmed.

How they reach the bot is polling.py and webhook.py. Faults of updates are ordered here.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from .wire import JsonObject

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only when they are named in allowed_updates."""

ID_RANGE = 1 << 30


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of an update; `statuses` are the webhook's answers."""

    update: JsonObject
    delivered: int
    confirmed: bool
    statuses: tuple[int, ...]


@dataclass(slots=True)
class Pending:
    """An update on its way; `copies` more than 1 will be delivered again after it was confirmed."""

    update: JsonObject
    queue: int
    epoch: int
    copies: int = 1
    delivered: int = 0
    statuses: list[int] = field(default_factory=list)

    @property
    def update_id(self) -> int:
        return int(self.update["update_id"])


@dataclass(slots=True)
class Updates:
    """All updates of one bot. `feed` is told of each new one (where a webhook is set), `check` reads it."""

    next_id: int = field(default_factory=lambda: random.randrange(1, ID_RANGE))
    epoch: int = 0
    allowed: tuple[str, ...] = ()
    every: dict[int, Pending] = field(default_factory=dict)
    pending: dict[int, Pending] = field(default_factory=dict)
    withheld: list[JsonObject] = field(default_factory=list)
    feed: Callable[[Pending], None] | None = None
    check: Callable[[str, JsonObject], None] | None = None
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    _twice: int = 0
    _reverse: int = 0
    _held: list[Pending] = field(default_factory=list)

    def push(self, kind: str, body: JsonObject, queue: int, *, checked: bool = True) -> int | None:
        """Adds an update; `queue` keeps the order of one chat; poison goes unchecked.

        Returns:
            The update_id, None where the bot did not ask for this kind.

        """
        update = {"update_id": self.next_id, kind: body}
        if not self.asked_for(kind):
            self.withheld.append(update)
            return None
        if checked and self.check:
            self.check(kind, update)
        self.next_id += 1
        entry = Pending(update, queue, self.epoch, copies=2 if self._twice else 1)
        self._twice = max(self._twice - 1, 0)
        self.every[entry.update_id] = entry
        self._held.append(entry)
        self._reverse -= 1
        if self._reverse <= 0:
            self._release()
        return entry.update_id

    def asked_for(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in UNASKED

    def deliver_twice(self, count: int = 1) -> None:
        """The next updates come once more after they were confirmed."""
        self._twice += count

    def reverse(self, count: int = 2) -> None:
        """The next `count` updates wait for each other and come in reverse order."""
        self._reverse = count

    def jump(self) -> None:
        """The next update_id is random, as after a week without updates."""
        self.next_id = random.randrange(1, ID_RANGE)
        self.epoch += 1

    def take(self, limit: int) -> list[Pending]:
        """The oldest unconfirmed updates, counted as delivered."""
        batch = list(self.pending.values())[:limit]
        for entry in batch:
            entry.delivered += 1
        return batch

    def confirm_below(self, offset: int) -> None:
        """Confirms as getUpdates does: all with a smaller id, of the time the offset speaks of."""
        known = self.every.get(offset - 1)
        epoch = known.epoch if known else self.epoch
        for entry in list(self.pending.values()):
            if entry.epoch < epoch or (entry.epoch == epoch and entry.update_id < offset):
                self.confirm(entry)

    def keep_last(self, count: int) -> None:
        """A negative offset: only so many from the end remain."""
        for entry in list(self.pending.values())[:-count]:
            self.pending.pop(entry.update_id)
            entry.copies = 0

    def confirm(self, entry: Pending) -> bool:
        """Takes one copy off; whether nothing of it is left to deliver."""
        entry.copies -= 1
        if entry.copies <= 0:
            self.pending.pop(entry.update_id, None)
        return entry.copies <= 0

    def drop(self) -> int:
        """Forgets what is pending, as drop_pending_updates does; how many."""
        count = len(self.pending)
        self.pending.clear()
        return count

    def seen(self) -> dict[int, Seen]:
        return {
            update_id: Seen(each.update, each.delivered, each.copies <= 0, tuple(each.statuses))
            for update_id, each in self.every.items()
        }

    def _release(self) -> None:
        for entry in reversed(self._held):
            self.pending[entry.update_id] = entry
            if self.feed:
                self.feed(entry)
        self._held.clear()
        self.bell.set()
        self.bell = asyncio.Event()
