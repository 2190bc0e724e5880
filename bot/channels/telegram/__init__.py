"""Telegram, with python-telegram-bot as transport only.

read: raw update -> Incoming · write: Message -> requests · client: sending, errors, set-up · intake: poller and webhook ·
forum: groups of Lotsen with a topic a case.
"""

from bot.channels.telegram.client import Telegram
from bot.channels.telegram.forum import Door, ForumRoom
from bot.channels.telegram.intake import Intake, Poller, webhook_route
from bot.channels.telegram.read import NAME

__all__ = ["NAME", "Door", "ForumRoom", "Intake", "Poller", "Telegram", "webhook_route"]
