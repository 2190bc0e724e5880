"""Faults a test orders: what goes wrong, for which method and chat, how often.

Owns the plan; calls.py carries a fault out. Faults of updates (twice, reversed, jumps) are in updates.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

from .wire import JsonObject, Refusal, bad_request


class Kind(StrEnum):
    """How the fault shows to the bot."""

    REFUSED = "refused"
    RESET = "reset"
    DROPPED = "accepted, then dropped"
    HANG = "hangs before it is accepted"
    LATE = "accepted, then hangs"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail."""

    kind: Kind
    refusal: Refusal | None = None
    seconds: float = 0


def refuses(code: int, description: str, parameters: JsonObject | None = None) -> Fault:
    """Any answer with ok=false, in Telegram's words."""
    return Fault(Kind.REFUSED, Refusal(code, description, parameters))


def too_many_requests(retry_after: int = 1) -> Fault:
    """429; `retry_after` in seconds."""
    description = f"Too Many Requests: retry after {retry_after}"
    return refuses(HTTPStatus.TOO_MANY_REQUESTS, description, {"retry_after": retry_after})


def blocked() -> Fault:
    return Fault(Kind.REFUSED, BLOCKED)


def deactivated() -> Fault:
    return Fault(Kind.REFUSED, DEACTIVATED)


def migrated(chat_id: int) -> Fault:
    """400: the group is now the supergroup `chat_id`."""
    return Fault(Kind.REFUSED, migrated_to(chat_id))


def server_error(code: int = HTTPStatus.BAD_GATEWAY) -> Fault:
    return refuses(code, HTTPStatus(code).phrase)


def hang(seconds: float, *, accepted: bool = False) -> Fault:
    """No answer for so many seconds; accepted before (`accepted`), or after if the bot still waits."""
    return Fault(Kind.LATE if accepted else Kind.HANG, seconds=seconds)


def reset() -> Fault:
    """The connection is closed without an answer and nothing was accepted."""
    return Fault(Kind.RESET)


def accepted_then_dropped() -> Fault:
    """The message is there and the person sees it, but the bot gets no answer."""
    return Fault(Kind.DROPPED)


BLOCKED = Refusal(HTTPStatus.FORBIDDEN, "Forbidden: bot was blocked by the user")
DEACTIVATED = Refusal(HTTPStatus.FORBIDDEN, "Forbidden: user is deactivated")


def migrated_to(chat_id: int) -> Refusal:
    refusal = bad_request("group chat was upgraded to a supergroup chat")
    return Refusal(refusal.code, refusal.description, {"migrate_to_chat_id": chat_id})


BY_NAME: dict[str, Callable[..., Fault]] = {
    made.__name__: made
    for made in (
        refuses, too_many_requests, blocked, deactivated, migrated, server_error, hang, reset,
        accepted_then_dropped,
    )
}  # fmt: skip
"""For the control route."""


@dataclass(slots=True)
class _Planned:
    fault: Fault
    method: str | None
    chat_id: int | None
    times: int | None
    after: int

    def fits(self, method: str, chat_id: object) -> bool:
        return self.method in {None, method} and self.chat_id in {None, chat_id} and self.times != 0

    def used(self) -> bool:
        """Counts one call; whether the fault takes it."""
        if self.after:
            self.after -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(slots=True)
class Faults:
    """The plan; the first fitting fault takes the call."""

    planned: list[_Planned] = field(default_factory=list)

    def plan(
        self,
        method: str | None,
        fault: Fault,
        *,
        chat: int | None = None,
        times: int | None = 1,
        after: int = 0,
    ) -> None:
        """Orders a fault.

        Args:
            method: the Bot API method, None for every one.
            fault: what happens.
            chat: only in this chat.
            times: how often; None is until `clear`.
            after: so many fitting calls pass first.

        """
        self.planned.append(_Planned(fault, method, chat, times, after))

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The fault that hits this call, if any."""
        for each in self.planned:
            if each.fits(method, chat_id) and each.used():
                return each.fault
        return None

    def clear(self) -> None:
        self.planned.clear()
