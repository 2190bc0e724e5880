"""How the console behaves for a user: its keys, its sound, the number in its title."""

from starlette.responses import Response

from bot.console.access import STAFF
from bot.console.ask import Ask
from bot.console.route import Route
from bot.desk import listing

HABITS = "/console/keys"
# Keys, the text that says what they do, and who has something of it.
KEYS = (
    ("j", "keys.down"),
    ("k", "keys.up"),
    ("Enter", "keys.open"),
    ("/", "keys.search"),
    ("g q", "keys.queue"),
    ("c", "keys.claim"),
    ("r", "keys.reply"),
    ("n", "keys.note"),
    ("?", "keys.help"),
)


async def page(ask: Ask) -> Response:
    return ask.show("habits.html", keys=KEYS)


async def save(ask: Ask) -> Response:
    on = {name: bool(ask.field(name)) for name in ("sound", "badge", "shortcuts")}
    await listing.set_habits(ask.office, ask.user, **on)
    return ask.go(HABITS, told="habits")


ROUTES = (
    Route("GET", HABITS, STAFF, page),
    Route("POST", HABITS, STAFF, save),
)
