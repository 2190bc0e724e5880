"""The guide on a web page: a dialogue like the others, for people without Telegram and for what does not belong there.

channel: what the worker sends and reads · listeners: who looks at the page now · site: where it stands, cookies, headers ·
render: lines as HTML · pages: one function a page · routes: their addresses, on the site itself and in the widget.
"""

from bot.channels.web.channel import Web
from bot.channels.web.routes import routes
from bot.channels.web.site import Site

__all__ = ["Site", "Web", "routes"]
