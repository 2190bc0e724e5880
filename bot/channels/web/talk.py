"""The conversation itself: the page with its lines, what is posted, what comes new, and files."""

import json
from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from bot.channels.web.ask import Ask
from bot.channels.web.listeners import unbroken, woken
from bot.channels.web.render import last_offers
from bot.desk import web
from bot.errors import TooManyTriesError
from bot.store.web import Line

_PATIENCE = 30
_LOOK_SECONDS = 0.1
# Another process may write as well; on SQLite there is none.
_STREAM_LOOK_SECONDS = {True: 15.0, False: 1.0}
_STREAM_LOOKS = 600


async def home(ask: Ask) -> Response:
    """The conversation, or its beginning: a mere visit leaves nothing behind."""
    after = ask.line("after")
    if ask.visitor is None:
        return _greeting(ask, lost="web.no_cookie" if after else "")
    waiting = after is not None and await _is_waiting(ask, ask.visitor.place)
    return await _conversation(ask, waiting=waiting)


def _greeting(ask: Ask, *, lost: str = "", text: str = "", status: int = 200) -> Response:
    _, message = web.greeting(ask.office, ask.lang, ask.field("city"))
    return _page(ask, (Line(0, own=False, message=message, file=None),), told=lost, text=text, status=status)


async def _conversation(
    ask: Ask, *, waiting: bool = False, told: str = "", text: str = "", status: int = 200
) -> Response:
    lines = await web.lines(ask.office, ask.token, 0) or ()
    return _page(ask, lines, waiting=waiting, told=told, text=text, status=status)


def _page(
    ask: Ask, lines: tuple[Line, ...], *, waiting: bool = False, told: str = "", text: str = "", status: int
) -> Response:
    """`told`: the key of a sentence above the input; `text`: what stays in it."""
    return ask.show(
        "page.html",
        status,
        lines=lines,
        pressable=last_offers(lines),
        seen=lines[-1].id if lines else 0,
        waiting=waiting,
        told=ask.text(told, count=web.LONGEST) if told else "",
        text=text,
        city=ask.field("city"),
    )


async def _is_waiting(ask: Ask, place: str) -> bool:
    """Waits a moment for the answer; true when it takes longer."""
    with ask.house.page.listeners.listening(place) as event:
        for _ in range(_PATIENCE):
            if not await web.is_busy(ask.office, place):
                return False
            await woken(event, _LOOK_SECONDS)
    return True


async def say(ask: Ask) -> Response:
    """Keeps what a person wrote or pressed. Nothing of it is lost: where it cannot be taken, it stays in the input."""
    text = ask.field("text").replace("\r\n", "\n")
    if not (text or ask.field("press")):
        return ask.go()
    if len(text) > web.LONGEST:
        return await _refused(ask, "web.too_long", text, 413)
    if not ask.is_ours:
        return await _refused(ask, "web.old_form", text, 403)
    post = web.Post(text, ask.field("press"), ask.line("seen") or 0, ask.field("nonce"))
    try:
        said = await web.say(ask.office, ask.token, post, ask.lang, ask.field("city"), ask.client)
    except TooManyTriesError:
        return await _refused(ask, "web.too_often", text, 429)
    ask.house.wake()
    ask.house.page.listeners.wake(said.place)
    if ask.wants_json:
        return Response(status_code=204)
    path = f"?after={said.line}#line-{said.line}"
    return ask.let_in(said.token, path) if said.token else ask.go(path)


async def _refused(ask: Ask, key: str, text: str, status: int) -> Response:
    if ask.wants_json:
        return ask.tell(key, status, count=web.LONGEST)
    if ask.visitor is None:
        return _greeting(ask, lost=key, text=text, status=status)
    return await _conversation(ask, told=key, text=text, status=status)


async def stream(ask: Ask) -> Response:
    """New lines as they come (server-sent events); a browser that was cut off says which line it has."""
    if ask.visitor is None:
        return Response(status_code=403)
    known = ask.request.headers.get("last-event-id", ask.field("after"))
    lines = _new_lines(ask, ask.visitor.place, web.line_number(known) or 0)
    return StreamingResponse(lines, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _new_lines(ask: Ask, place: str, after: int) -> AsyncIterator[str]:
    """Ends when the login ends or the process does, and after some time by itself, so that no dead one stays."""
    listeners = ask.house.page.listeners
    pause = _STREAM_LOOK_SECONDS[ask.office.store.is_sqlite]
    yield "retry: 500\n\n"
    with listeners.listening(place) as event:
        for _ in range(_STREAM_LOOKS):
            fresh = await unbroken(web.lines(ask.office, ask.token, after))
            if fresh is None or listeners.closed:
                return
            for line in fresh:
                html = ask.house.pages.line(line, ask.lang, ask.door)
                yield f"id: {line.id}\ndata: {json.dumps({'id': line.id, 'html': html})}\n\n"
                after = line.id
            yield ":\n\n"
            await woken(event, pause)


async def file(ask: Ask) -> Response:
    """A file of the person's own conversation, to keep."""
    line = web.line_number(str(ask.request.path_params["line"]))
    found = await web.file(ask.office, ask.token, line) if line is not None else None
    if found is None:
        return ask.tell("web.not_found", 404)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.content, media_type=found.mime, headers=headers)
