"""Where each role begins."""

from starlette.responses import Response

from bot.console.access import STAFF
from bot.console.ask import HOME, Ask
from bot.console.route import Route


async def home(ask: Ask) -> Response:
    return ask.show("home.html")


ROUTES = (Route("GET", HOME, STAFF, home),)
