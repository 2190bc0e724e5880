"""Delivers updates to the bot's webhook: in order a chat, again until it answers 2xx.

What is pending is owned by updates.py, where the webhook points to by state.py.
"""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from http.client import responses

from .posting import Answer, Poster, PostError
from .state import State, WebhookSet
from .updates import Pending
from .violations import Kind

SECRET = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(slots=True)
class Deliveries:
    """Workers, one a chat that has something pending.

    `pause` and `timeout` are seconds; `routes` sends a public address (its beginning) to a local one.
    """

    state: State
    pause: float
    timeout: float
    routes: dict[str, str] = field(default_factory=dict)
    queues: dict[int, deque[Pending]] = field(default_factory=dict)
    workers: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(40))
    poster: Poster | None = None
    served: WebhookSet | None = None

    async def refresh(self) -> None:
        """Begins anew where setWebhook or deleteWebhook changed something."""
        webhook = self.state.webhook
        if webhook == self.served:
            return
        await self.stop()
        self.served = webhook
        if webhook is None:
            return
        self.poster = Poster(self.timeout)
        self.room = asyncio.Semaphore(webhook.max_connections)
        self.state.updates.feed = self.feed
        for entry in list(self.state.updates.pending.values()):
            self.feed(entry)

    async def stop(self) -> None:
        self.state.updates.feed = None
        workers = list(self.workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        self.workers.clear()
        self.queues.clear()
        if self.poster is not None:
            self.poster.close()

    def feed(self, entry: Pending) -> None:
        self.queues.setdefault(entry.queue, deque()).append(entry)
        if entry.queue not in self.workers:
            self.workers[entry.queue] = asyncio.ensure_future(self._work(entry.queue))

    async def _work(self, queue: int) -> None:
        entries = self.queues[queue]
        pending = self.state.updates.pending
        while entries:
            if entries[0].update_id not in pending:
                entries.popleft()
            elif not await self._accepted(entries[0]):
                await asyncio.sleep(self.pause)
            elif self.state.updates.confirm(entries[0]):
                entries.popleft()
        del self.queues[queue], self.workers[queue]

    async def _accepted(self, entry: Pending) -> bool:
        webhook = self.state.webhook
        if webhook is None or self.poster is None:
            return False
        body = json.dumps(entry.update, ensure_ascii=False).encode()
        async with self.room:
            entry.delivered += 1
            try:
                answer = await self.poster.post(self._address(webhook), body, _headers(webhook))
            except PostError as error:
                self._failed(str(error))
                return False
        return self._judged(entry, answer)

    def _judged(self, entry: Pending, answer: Answer) -> bool:
        entry.statuses.append(answer.status)
        if not answer.accepted:
            phrase = responses.get(answer.status, "")
            self._failed(f"Wrong response from the webhook: {answer.status} {phrase}")
        elif b'"method"' in answer.content:
            self.state.violate(
                Kind.WEBHOOK, self._place(), "a method in the answer is not played by this double"
            )
        return answer.accepted

    def _failed(self, reason: str) -> None:
        self.state.webhook_error = (int(time.time()), reason)

    def _place(self) -> str:
        return self.state.webhook.url if self.state.webhook else ""

    def _address(self, webhook: WebhookSet) -> str:
        for public, local in self.routes.items():
            if webhook.url.startswith(public):
                return local + webhook.url.removeprefix(public)
        return webhook.url


def _headers(webhook: WebhookSet) -> dict[str, str]:
    return {SECRET: webhook.secret_token} if webhook.secret_token else {}
