"""Raw updates as Telegram sends them."""

import json
from typing import Any

CHAT = {"id": 42, "type": "private", "first_name": "Amira"}
GROUP = {"id": -7, "type": "group", "title": "Familie"}
USER = {"id": 42, "is_bot": False, "first_name": "Amira", "language_code": "ar"}
BOT = {"id": 7, "is_bot": True, "first_name": "Lotse", "username": "lotse_bot"}


def message(chat: dict[str, Any] = CHAT, **content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_800_000_000, "chat": chat, "from": USER} | content


def text(words: str, **more: Any) -> dict[str, Any]:
    return message(text=words, **more)


def press(data: str | None = "v1:human", **more: Any) -> dict[str, Any]:
    query = {"id": "99", "from": USER, "chat_instance": "1", "message": message(text="?")} | more
    return query if data is None else query | {"data": data}


def member(status: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {
        "chat": chat,
        "from": USER,
        "date": 1_800_000_000,
        "old_chat_member": {"user": BOT, "status": "member"},
        "new_chat_member": {"user": BOT, "status": status} | until,
    }


def update(update_id: Any = 1001, **kind: Any) -> str:
    return json.dumps({"update_id": update_id} | kind, ensure_ascii=False)
