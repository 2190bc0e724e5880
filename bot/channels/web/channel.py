"""The page as the worker sees it: updates are what the desk kept, and sending is laying a line on the page."""

import json

from bot.channels.slash import slash
from bot.channels.web.listeners import Listeners
from bot.desk import Office, web
from bot.errors import PoisonError
from bot.model import WEB, Incoming, IncomingKind
from bot.store.queue import Outgoing
from bot.store.web import address


class Web:
    """The channel of the page."""

    name = WEB
    bot = WEB
    ours = True

    def __init__(self, office: Office) -> None:
        self.office = office
        self.listeners = Listeners()

    def read(self, raw: str) -> Incoming:
        try:
            kept = json.loads(raw)
            where, lang, ref = address(str(kept["place"])), str(kept["lang"]), str(kept["ref"])
            text, press = str(kept["text"]), str(kept["press"])
        except (ValueError, TypeError, KeyError) as error:
            raise PoisonError(why=type(error).__name__) from None
        if press:
            return Incoming(where, IncomingKind.PRESS, press, lang=lang, ref=ref)
        if text.startswith("/"):
            return slash(text, where, lang, ref)
        return Incoming(where, IncomingKind.TEXT, text, lang=lang, ref=ref)

    async def send(self, outgoing: Outgoing) -> str:
        sent = await web.show(self.office, outgoing)
        self.listeners.wake(outgoing.address.external_id)
        return sent
