"""News as they come: a stream of what happened, and the number of what waits."""

import json
from collections.abc import AsyncIterator
from time import monotonic

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from bot.cases import Happening
from bot.console.access import LOTSEN, STAFF
from bot.console.ask import Ask
from bot.console.route import Route
from bot.desk import listing, sign_in
from bot.staff import Role, User

_CHECK_SECONDS = 15.0  # how long a session that ended may still hear
_SEND_SECONDS = 20.0
_LOOK = ServerSentEvent(event="case", data="{}")


async def live(ask: Ask) -> Response:
    """What happens to cases that the user may see: number, kind and id, no more; `case`: only of this one."""
    return EventSourceResponse(
        _stream(ask, ask.query.get("case", "")), ping=_CHECK_SECONDS, send_timeout=_SEND_SECONDS
    )


async def _stream(ask: Ask, case: str) -> AsyncIterator[ServerSentEvent]:
    """Whoever comes, or comes back, looks anew; so does whoever was signed out, and lands at the sign-in."""
    async with ask.console.watch.listen(ask.user) as ear:
        yield _LOOK
        check_at = monotonic() + _CHECK_SECONDS
        while True:
            happening = await ear.next(max(0.0, check_at - monotonic()))
            if ear.ended:
                return
            if happening and case in ("", happening.case):
                yield _event(happening, ear.user)
            if monotonic() >= check_at:
                user = await sign_in.who(ask.office, ask.token, quiet=True)
                if user is None:
                    yield _LOOK
                    return
                ear.user, check_at = user, monotonic() + _CHECK_SECONDS


def _event(happening: Happening, user: User) -> ServerSentEvent:
    """A department knows its tasks, and no cases."""
    about = {"task": happening.task} if user.role is Role.DEPARTMENT else {"case": happening.case}
    data = json.dumps({"kind": happening.kind} | about)
    return ServerSentEvent(event="case", id=str(happening.id), data=data)


async def badge(ask: Ask) -> Response:
    return ask.show("_badge.html", pending=await listing.pending(ask.office, ask.user), oob=False)


ROUTES = (
    Route("GET", "/console/live", STAFF, live, quiet=True),
    Route("GET", "/console/live/badge", LOTSEN, badge, quiet=True),
)
