"""JSON shapes of users, chats and memberships, exactly as the Bot API gives them."""

import re
import time
from typing import Any

from .markup import utf16
from .wire import JsonObject

ENTITY = re.compile(
    r"(?:^|(?<=\s))(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w+)?)(?!\S)"
    r"|(?P<url>https?://\S+)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.]*\w)"
    r"|(?:^|(?<=\s))(?P<mention>@\w{4,32})"
)


def user(user_id: int, first_name: str, language_code: str | None = None, **more: Any) -> JsonObject:
    shape = {"id": user_id, "is_bot": False, "first_name": first_name, **more}
    return shape | ({"language_code": language_code} if language_code else {})


def bot(user_id: int, first_name: str, username: str) -> JsonObject:
    return {"id": user_id, "is_bot": True, "first_name": first_name, "username": username}


def private_chat(person: JsonObject) -> JsonObject:
    named: JsonObject = {
        name: person[name] for name in ("first_name", "last_name", "username") if name in person
    }
    return {"id": person["id"], "type": "private", **named}


def group_chat(chat_id: int, title: str, *, supergroup: bool, forum: bool) -> JsonObject:
    kind = "supergroup" if supergroup or forum else "group"
    return {"id": chat_id, "type": kind, "title": title} | ({"is_forum": True} if forum else {})


def full_info(chat: JsonObject) -> JsonObject:
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return chat | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def membership(
    chat: JsonObject, by: JsonObject, bot_shape: JsonObject, before: str, after: str
) -> JsonObject:
    """A ChatMemberUpdated about the bot; statuses are member, left, kicked."""
    return {
        "chat": chat,
        "from": by,
        "date": int(time.time()),
        "old_chat_member": _member(bot_shape, before),
        "new_chat_member": _member(bot_shape, after),
    }


def administrator(bot_shape: JsonObject, rights: frozenset[str]) -> JsonObject:
    """The bot as an administrator of a supergroup with these rights; without any it is a member."""
    if not rights:
        return _member(bot_shape, "member")
    every = (
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_pin_messages",
        "can_manage_topics",
    )
    granted = {right: right in rights for right in every}
    return {
        "status": "administrator",
        "user": bot_shape,
        "can_be_edited": False,
        "is_anonymous": False,
        **granted,
    }


def text(said: str) -> JsonObject:
    """A person's text with the entities Telegram finds by itself."""
    entities = [
        {"type": found.lastgroup, "offset": utf16(said[: found.start()]), "length": utf16(found[0])}
        for found in ENTITY.finditer(said)
    ]
    return {"text": said} | ({"entities": entities} if entities else {})


def _member(bot_shape: JsonObject, status: str) -> JsonObject:
    return {"status": status, "user": bot_shape} | ({"until_date": 0} if status == "kicked" else {})
