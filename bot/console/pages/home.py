"""Where each role begins."""

from starlette.responses import Response

from bot.console.access import LOTSEN, STAFF
from bot.console.ask import HOME, Ask
from bot.console.pages.queue import QUEUE
from bot.console.route import Route


async def home(ask: Ask) -> Response:
    if ask.user.role in LOTSEN:
        return ask.go(QUEUE, told=ask.query.get("told", ""))
    return ask.show("home.html")


ROUTES = (Route("GET", HOME, STAFF, home),)
