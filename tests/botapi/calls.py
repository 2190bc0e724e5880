"""The way of one call: token, method, parameters, limits, second opinion, fault, then the method itself.

Owns the order of these steps; HTTP is server.py.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from . import limits, parameters
from .body import Raw
from .facts import facts, method_names, one_of
from .faults import Fault
from .faults import Kind as FaultKind
from .methods import PLAYED, play
from .receiving import get_updates
from .state import State
from .violations import Kind
from .webhook import Deliveries
from .wire import Cut, JsonObject, Refusal, bad_request

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
Gone = Callable[[], Awaitable[None]]
"""Returns when the bot has hung up."""

Opinion = Callable[[str, JsonObject], str | None]
"""A second reader of requests: method and parameters → the problem, if any."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Answers the bot's calls."""

    state: State
    deliveries: Deliveries
    opinion: Opinion

    async def answer(self, token: str, name: str, raw: Raw, gone: Gone) -> Any:
        """The result of a call.

        Raises:
            Refusal: the answer is ok=false.
            Cut: there is no answer.

        """
        self._admit(token)
        method = self._method(name)
        self.state.counters[method] += 1
        params = self._checked(method, raw)
        fault = self.state.faults.take(method, params.get("chat_id"))
        await self._before(fault, gone)
        result = await self._result(method, params, gone)
        self._check_result(method, result)
        await self._after(fault, gone)
        return result

    def _admit(self, token: str) -> None:
        if not TOKEN.fullmatch(token):
            raise Refusal(HTTPStatus.NOT_FOUND, "Not Found")
        if token != self.state.token:
            raise Refusal(HTTPStatus.UNAUTHORIZED, "Unauthorized")

    def _method(self, name: str) -> str:
        method = method_names().get(name.lower())
        if method is None:
            self.state.violate(Kind.UNKNOWN_METHOD, name, f"is no method of {facts().version}")
            raise Refusal(HTTPStatus.NOT_FOUND, "Not Found: method not found")
        return method

    def _checked(self, method: str, raw: Raw) -> JsonObject:
        params = parameters.typed(method, raw)
        self._refuse(Kind.PARAMETER, method, list(parameters.problems(method, raw, params)))
        self._refuse(Kind.LIMIT, method, list(limits.problems(method, params)))
        problem = self.opinion(method, params)
        self._refuse(Kind.SECOND_OPINION, method, [problem] if problem else [])
        return params

    def _refuse(self, kind: Kind, method: str, problems: list[str]) -> None:
        for problem in problems:
            self.state.violate(kind, method, problem)
        if problems:
            raise bad_request(problems[0])

    async def _result(self, method: str, params: JsonObject, gone: Gone) -> Any:
        if method == "getUpdates":
            return await get_updates(self.state, params, gone)
        if method not in PLAYED:
            self.state.violate(Kind.NOT_PLAYED, method, "is real, but this double does not play it")
            raise Refusal(HTTPStatus.NOT_FOUND, f"Not Found: {method} is not played by this double")
        result = play(self.state, method, params)
        if method in {"setWebhook", "deleteWebhook"}:
            await self.deliveries.refresh()
        return result

    def _check_result(self, method: str, result: Any) -> None:
        """The double's own answers fit the facts; updates were checked when they were made."""
        if method == "getUpdates":
            return
        problem = one_of(facts().returns[method])(result)
        if problem:
            self.state.violate(Kind.ANSWER, method, f"the answer{problem}")

    async def _before(self, fault: Fault | None, gone: Gone) -> None:
        if fault is None:
            return
        if fault.kind is FaultKind.REFUSED and fault.refusal is not None:
            raise fault.refusal.fresh()
        if fault.kind is FaultKind.RESET:
            raise Cut
        if fault.kind is FaultKind.HANG:
            await self._hang(fault.seconds, gone)

    async def _after(self, fault: Fault | None, gone: Gone) -> None:
        if fault is None:
            return
        if fault.kind is FaultKind.DROPPED:
            raise Cut
        if fault.kind is FaultKind.LATE:
            await self._hang(fault.seconds, gone)

    async def _hang(self, seconds: float, gone: Gone) -> None:
        """Waits; Cut if the bot hangs up meanwhile or the double is stopped."""
        left = {asyncio.ensure_future(gone()), asyncio.ensure_future(self.state.closing.wait())}
        done, _ = await asyncio.wait(left, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for each in left:
            each.cancel()
        if done:
            raise Cut
