"""Who looks at the page in this process, and how they learn at once that something new stands there."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

T = TypeVar("T")


class Listeners:
    """Open streams by place. What another process wrote they find when they look again."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self.closed = False

    @contextmanager
    def listening(self, place: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever something new stands at a place."""
        event = asyncio.Event()
        self._waiting[place].add(event)
        try:
            yield event
        finally:
            self._waiting[place].discard(event)
            if not self._waiting[place]:
                del self._waiting[place]

    def wake(self, place: str) -> None:
        for event in self._waiting.get(place, ()):
            event.set()

    def close(self) -> None:
        """Lets all streams end, because the process does."""
        self.closed = True
        for place in tuple(self._waiting):
            self.wake(place)


_UNBROKEN: set[asyncio.Task[Any]] = set()


async def unbroken(work: Coroutine[Any, Any, T]) -> T:
    """Awaits work that goes on to its end when who waits for it is cut off: a transaction that is left open holds up all."""
    task = asyncio.create_task(work)
    _UNBROKEN.add(task)
    task.add_done_callback(_UNBROKEN.discard)
    return await asyncio.shield(task)


async def woken(event: asyncio.Event, seconds: float) -> None:
    """Waits until the event is set, but no longer than `seconds`."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    event.clear()
