"""People who write to the bot: each act is stored in the chat and becomes an update of exact shape.

One Person is one user in one chat; `in_group` and `joins` give the same user in another chat.
"""

import secrets
import time
from dataclasses import dataclass, field, replace
from typing import Any

from . import forum, limits, media, shapes
from .chats import Button, Chat, Message
from .faults import BLOCKED, DEACTIVATED, migrated_to
from .hearing import Ear
from .state import GONE, KICKED, STRANGER, Notice, Query, State
from .wire import JsonObject

FIRST_GROUP = 4_000_000_000
FIRST_SUPERGROUP = 1_002_000_000_000


@dataclass(slots=True, eq=False, repr=False)
class Person:
    """A user in a chat with the bot. `last_update` is the update_id of the last act, None if withheld."""

    state: State
    user: JsonObject
    chat: Chat
    ear: Ear = field(init=False)
    last_update: int | None = None

    def __post_init__(self) -> None:
        self.ear = Ear(self.state, self.chat)

    @property
    def id(self) -> int:
        """The user's id; in a private chat the chat's too."""
        return int(self.user["id"])

    @property
    def chat_id(self) -> int:
        return self.chat.id

    @property
    def key(self) -> str:
        """Names this person in this chat on the control route."""
        return str(self.id) if self.chat.private else f"{self.id}@{self.chat_id}"

    def __repr__(self) -> str:
        return f"Person({self.user['first_name']!r}, {self.key})"

    # what a person writes

    def says(self, text: str, *, reply_to: Message | None = None, topic: int | None = None) -> Message:
        reply = {"reply_to_message": _without_reply(reply_to)} if reply_to else {}
        return self.sends(shapes.text(text) | self.inside(topic) | reply)

    def inside(self, topic: int | None) -> JsonObject:
        """The fields of a message in a topic of a forum."""
        return forum.written_in(self.chat, topic) if topic else {}

    def starts(self, payload: str = "") -> Message:
        """Opens the bot, by a deep link if there is a payload."""
        problem = limits.DEEP_LINK.problem(payload) if payload else None
        assert problem is None, f"the deep link payload {payload!r}{problem}"
        return self.says(f"/start {payload}".strip())

    def sends(self, content: JsonObject) -> Message:
        """Any message, by the fields of the Bot API's Message."""
        self._returns()
        message = Message(self.state.new_message(self.chat, self.user) | content)
        self.chat.keep(message)
        self._acts("message", message.shape)
        return message

    def sends_photo(self, caption: str = "") -> Message:
        return self.sends({"photo": media.photo(), **_caption(caption)})

    def sends_voice(self, seconds: int = 3) -> Message:
        return self.sends({"voice": media.voice(seconds)})

    def sends_document(self, file_name: str = "Bescheid.pdf", caption: str = "") -> Message:
        shape = media.document(file_name, "application/pdf", 48_213)
        return self.sends({"document": shape, **_caption(caption)})

    def sends_sticker(self, emoji: str = "👍") -> Message:
        return self.sends({"sticker": media.sticker(emoji)})

    def sends_location(self, latitude: float = 51.6569, longitude: float = 7.0907) -> Message:
        return self.sends({"location": media.location(latitude, longitude)})

    def sends_contact(self, phone_number: str = "+4915100000000") -> Message:
        return self.sends({"contact": media.contact(phone_number, self.user)})

    def albums(self, count: int = 2, caption: str = "") -> tuple[Message, ...]:
        """So many photos of one media_group_id, each its own update; the first has the caption."""
        group = str(secrets.randbelow(10**17))
        return tuple(
            self.sends(
                {"photo": media.photo(), "media_group_id": group, **_caption("" if index else caption)}
            )
            for index in range(count)
        )

    def edits(self, message: Message, text: str) -> Message:
        """Edits an own message: an edited_message."""
        assert message.shape["from"]["id"] == self.id, "a person edits only own messages"
        bare = {name: value for name, value in message.shape.items() if name not in {"text", "entities"}}
        edited = replace(message, shape=bare | shapes.text(text) | {"edit_date": int(time.time())})
        self.chat.keep(edited)
        self._acts("edited_message", edited.shape)
        return edited

    # what a person does with buttons and the bot

    def presses(self, label_or_data: str, *, inaccessible: bool = False) -> str:
        """Presses the button on the newest message that has it; on a reply keyboard its text is sent.

        Args:
            label_or_data: the button's text or callback_data.
            inaccessible: the bot gets an InaccessibleMessage, as with a very old message.

        Returns:
            The callback query's id, "" for a reply keyboard.

        """
        message, button = self._find(label_or_data)
        if button is None:
            self._press_keyboard(label_or_data)
            return ""
        assert button.data is not None, f"{label_or_data!r} opens {button.url}, it sends nothing to the bot"
        query = Query(secrets.token_hex(9), self.chat_id)
        self.state.queries[query.id] = query
        shape: dict[str, Any] = message.shape if message else {}
        if inaccessible:
            shape = {"chat": self.chat.shape, "message_id": shape["message_id"], "date": 0}
        body = {"id": query.id, "from": self.user, "message": shape, "data": button.data}
        self._acts("callback_query", body | {"chat_instance": str(self.chat_id * 7919)})
        return query.id

    def blocks_bot(self) -> None:
        """Stops the private chat; what the bot sends then is 403."""
        self.chat.refusal = BLOCKED
        self._member("member", "kicked")

    def unblocks_bot(self) -> None:
        self.chat.refusal = None
        self._member("kicked", "member")

    def deactivates(self) -> None:
        """The account is gone; no update tells the bot."""
        self.chat.refusal = DEACTIVATED

    # groups

    def in_group(self, title: str, *, supergroup: bool = False, forum: bool = False) -> "Person":
        """The same person in a new group to which the bot has just been added."""
        number = next(self.state.numbers)
        chat_id = -(FIRST_SUPERGROUP if supergroup or forum else FIRST_GROUP) - number
        chat = Chat(shapes.group_chat(chat_id, title, supergroup=supergroup, forum=forum))
        self.state.chats[chat_id] = chat
        there = Person(self.state, self.user, chat)
        there._member("left", "member")
        there.sends({"new_chat_members": [self.state.bot]})
        return there

    def joins(self, group: "Person") -> "Person":
        """The same person in the group of another."""
        there = Person(self.state, self.user, group.chat)
        there.sends({"new_chat_members": [self.user]})
        return there

    def removes_bot(self) -> None:
        """Removes the bot from the group."""
        self.chat.refusal = KICKED
        self._member("member", "kicked")

    def promotes_bot(self, *rights: str) -> None:
        """Makes the bot an administrator with these rights (`can_manage_topics`…); without any it is a member."""
        self.last_update = forum.promote(self.state, self.chat, self.user, frozenset(rights))

    def deletes_topic(self, topic: int) -> None:
        """Deletes a topic of the group; no update tells the bot."""
        forum.forget(self.chat, topic)

    def switches_topics_on(self) -> None:
        """The group becomes a forum; no update tells the bot."""
        forum.becomes_forum(self.chat)

    def migrates(self, *, becoming_forum: bool = False) -> "Person":
        """The group becomes a supergroup with another id; the old one refuses with migrate_to_chat_id."""
        old, title = self.chat, self.chat.shape["title"]
        chat_id = -FIRST_SUPERGROUP - next(self.state.numbers)
        chat = Chat(shapes.group_chat(chat_id, title, supergroup=True, forum=becoming_forum))
        forum.moved(old, chat)
        self.state.chats[chat_id] = chat
        self.sends({"migrate_to_chat_id": chat_id})
        old.refusal = migrated_to(chat_id)
        there = Person(self.state, self.user, chat)
        there.sends({"migrate_from_chat_id": old.id})
        return there

    # what a person reads

    def reads(self) -> list[Message]:
        """What the bot has written to this chat so far, edited as it is now, without what was deleted."""
        return self.chat.by_bot

    async def hears(
        self, count: int = 1, *, containing: str | None = None, within: float = 10, edits: bool = False
    ) -> list[Message]:
        """Waits for new messages: not heard yet, and after this person's last act.

        Args:
            count: how many; without meaning beside `containing`.
            containing: waits for the first with this text and gives all up to it.
            within: seconds.
            edits: whether a text edited by the bot counts as new.

        """
        return await self.ear.hears(count, containing, within, edits=edits)

    async def sees(self, containing: str, *, within: float = 10) -> Message:
        """Waits until a message with this text stands in the chat, whether new, old or edited."""
        return await self.ear.sees(containing, within)

    async def is_answered(self, query_id: str, *, within: float = 10) -> Notice:
        """Waits until the bot answers the callback query."""

        def found() -> Notice | None:
            return next((each for each in self.state.notices if each.query_id == query_id), None)

        return await self.ear.until(found, within, f"the answer to the query {query_id}")

    # inside

    def _acts(self, kind: str, body: JsonObject) -> None:
        self.ear.mark()
        reachable = self.chat.refusal not in {GONE, KICKED}
        self.last_update = self.state.updates.push(kind, body, self.chat_id) if reachable else None

    def _member(self, before: str, after: str) -> None:
        self.ear.mark()
        change = shapes.membership(self.chat.shape, self.user, self.state.bot, before, after)
        self.last_update = self.state.updates.push("my_chat_member", change, self.chat_id)

    def _returns(self) -> None:
        """Whoever writes has started the bot, and no longer blocks it."""
        if self.chat.refusal is BLOCKED:
            self.unblocks_bot()
        if self.chat.refusal is STRANGER:
            self.chat.refusal = None

    def _find(self, label_or_data: str) -> tuple[Message | None, Button | None]:
        for message in reversed(self.chat.by_bot):
            for button in message.buttons:
                if label_or_data in {button.text, button.data}:
                    return message, button
        return None, None

    def _press_keyboard(self, label: str) -> None:
        keyboard = next((each.keyboard for each in reversed(self.chat.by_bot) if each.keyboard), ())
        labels = [button.text for row in keyboard for button in row]
        offered = [button.text for message in self.chat.by_bot for button in message.buttons]
        assert label in labels, f"no button {label!r}; there are {offered + labels}"
        self.says(label)


def _caption(caption: str) -> JsonObject:
    return {"caption": caption} if caption else {}


def _without_reply(message: Message) -> JsonObject:
    return {name: value for name, value in message.shape.items() if name != "reply_to_message"}
