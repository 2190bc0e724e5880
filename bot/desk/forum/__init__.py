"""Lotsen in a forum group of a messenger: one topic (a thread, here) a case, beside the console and by the same use cases.

nouns: what is done there, and the door to it · places: which group is whose, and what keeps us from it · pace: how much a
group bears · show: events in words · act, hear: what a Lotse does there · follow: what happened is posted · link: who is who.
"""

from dataclasses import dataclass

from bot.desk.forum.follow import Follower
from bot.desk.forum.hear import Listener
from bot.desk.forum.nouns import CHANNEL, Act, ActKind, Room
from bot.desk.forum.pace import Pace
from bot.desk.forum.places import Places
from bot.desk.office import Office
from bot.texts import Texts

__all__ = ["CHANNEL", "Act", "ActKind", "Forum", "Pace", "Places", "Room", "open_forum"]


@dataclass(frozen=True, slots=True)
class Forum:
    """The groups of all cities at one messenger. One process at a time takes rounds."""

    places: Places
    listener: Listener
    follower: Follower

    async def round(self) -> bool:
        """Hears what waits, then posts at most one message a group; False when there was nothing to do."""
        heard = await self.listener.round()
        return await self.follower.round() or heard


def open_forum(office: Office, room: Room, words: Texts, places: Places, pace: Pace | None = None) -> Forum:
    """The forum of a deployment. `words`: what is said to staff."""
    pace = pace or Pace()
    return Forum(
        places,
        Listener(office, room, words, pace),
        Follower(office, room, words, places, pace),
    )
