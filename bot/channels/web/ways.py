"""The ways in and out: words to come back with, links of the bell, the end on this device."""

from starlette.responses import Response

from bot.channels.web.ask import Ask
from bot.desk import web
from bot.errors import TooManyTriesError


async def phrase(ask: Ask) -> Response:
    """What the words are for; they are made only when somebody asks for them."""
    return ask.show("phrase.html", words="") if ask.visitor else ask.go("return")


async def make_phrase(ask: Ask) -> Response:
    """New words, shown this once."""
    if not ask.is_ours:
        return ask.tell("web.old_form", 403)
    words = await web.make_phrase(ask.office, ask.token)
    return ask.show("phrase.html", words=words) if words else ask.go("return")


async def return_(ask: Ask) -> Response:
    return ask.show("return.html", told="")


async def come_back(ask: Ask) -> Response:
    """Lets somebody in who knows the words."""
    if not ask.is_ours:
        return ask.tell("web.old_form", 403)
    try:
        token = await web.come_back(ask.office, ask.field("words"), ask.client)
    except TooManyTriesError:
        return ask.tell("web.too_often", 429)
    if token is None:
        return ask.show("return.html", 404, told=ask.text("web.return_wrong"))
    return ask.let_in(token)


async def link(ask: Ask) -> Response:
    """Where a link of the bell leads. Looking at it opens nothing: messengers look at links as well."""
    token = str(ask.request.path_params["token"])
    found = await web.look_at_link(ask.office, token)
    if found is None:
        return ask.go() if ask.visitor else ask.tell("web.open_old", 404)
    if ask.visitor and ask.visitor.place == found.place:
        return ask.go("?after=1")
    return ask.show("open.html", token=token)


async def open_link(ask: Ask) -> Response:
    if not ask.is_ours:
        return ask.tell("web.old_form", 403)
    token = await web.open_link(ask.office, ask.field("token"))
    # the bell may be faster than the answer
    return ask.let_in(token, "?after=1") if token else ask.tell("web.open_old", 404)


async def end(ask: Ask) -> Response:
    return ask.show("end.html") if ask.visitor else ask.go()


async def end_now(ask: Ask) -> Response:
    """Ends it on this device: whoever comes next finds the beginning."""
    if not ask.is_ours:
        return ask.tell("web.old_form", 403)
    place = await web.end(ask.office, ask.token) if ask.token else None
    if place:
        ask.house.page.listeners.wake(place)
    response = ask.tell("web.ended", 200)
    response.headers["Set-Cookie"] = ask.door.keep("", 0)
    return response
