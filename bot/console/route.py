"""What a route is: its address, who may use it, and what answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response

from bot.console.ask import Ask
from bot.staff import Role

Handler = Callable[[Ask], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Route:
    """One method on one path.

    `roles`: who may use it; empty: everybody, signed in or not. `always`: also who has yet to choose a password or to
    set up the second step of signing in, which comes before anything else. `quiet`: pages ask it by themselves, so
    that it does not keep a session alive.
    """

    method: str
    path: str
    roles: frozenset[Role]
    handler: Handler
    always: bool = False
    quiet: bool = False
