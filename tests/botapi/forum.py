"""createForumTopic and its kin, pinChatMessage: topics of a forum group, and the rights a bot needs for them."""

from typing import Any

from . import shapes
from .chats import Chat, Message, Topic
from .state import State
from .wire import JsonObject, bad_request

COLOR = 7322096


def create_forum_topic(state: State, params: JsonObject) -> JsonObject:
    chat = state.writable(params["chat_id"])
    if not chat.shape.get("is_forum"):
        raise bad_request("the chat is not a forum")
    _allowed(chat, "can_manage_topics", "create a topic")
    created = {"name": params["name"], "icon_color": params.get("icon_color", COLOR)}
    shape = state.new_message(chat, state.bot)
    thread = {"message_thread_id": shape["message_id"], "is_topic_message": True}
    chat.keep(Message(shape | thread | {"forum_topic_created": created}))
    chat.topics[shape["message_id"]] = Topic(shape["message_id"], params["name"])
    return created | {"message_thread_id": shape["message_id"]}


def edit_forum_topic(state: State, params: JsonObject) -> bool:
    topic = _managed(state, params, "edit a topic")
    if topic.name == params.get("name", topic.name):
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = params["name"]
    return True


def close_forum_topic(state: State, params: JsonObject) -> bool:
    return _closed(_managed(state, params, "close a topic"), closed=True)


def reopen_forum_topic(state: State, params: JsonObject) -> bool:
    return _closed(_managed(state, params, "reopen a topic"), closed=False)


def delete_forum_topic(state: State, params: JsonObject) -> bool:
    """The topic with all its messages."""
    chat = state.writable(params["chat_id"])
    _allowed(chat, "can_delete_messages", "delete a topic")
    topic = _topic(chat, params["message_thread_id"])
    forget(chat, topic.id)
    return True


def forget(chat: Chat, thread: int) -> None:
    """A topic and its messages are gone, whoever deleted it."""
    del chat.topics[thread]
    for message in list(chat.messages.values()):
        if message.shape.get("message_thread_id") == thread:
            del chat.messages[message.message_id]
    chat.ring()


def pin_chat_message(state: State, params: JsonObject) -> bool:
    chat = state.writable(params["chat_id"])
    _allowed(chat, "can_pin_messages", "pin a message")
    if params["message_id"] not in chat.messages:
        raise bad_request("message to pin not found")
    chat.pinned.append(params["message_id"])
    return True


def thread_of(chat: Chat, params: JsonObject) -> JsonObject:
    """The part of a message that says in which topic it stands.

    Raises:
        Refusal: no such topic, or closed for those who may not manage topics.

    """
    thread = params.get("message_thread_id")
    if thread is None:
        return {}
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and "can_manage_topics" not in chat.rights:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def written_in(chat: Chat, thread: int) -> JsonObject:
    """What a person's message in a topic has beside its text: it answers the topic's first message."""
    first = chat.messages.get(thread)
    answers: dict[str, Any] = {"reply_to_message": first.shape} if first else {}
    return {"message_thread_id": thread, "is_topic_message": True} | answers


def promote(state: State, chat: Chat, by: JsonObject, rights: frozenset[str]) -> int | None:
    """The bot becomes an administrator with these rights, or loses them."""
    before, chat.rights = chat.rights, rights
    change = shapes.membership(chat.shape, by, state.bot, "member", "member")
    old, new = (shapes.administrator(state.bot, each) for each in (before, rights))
    return state.updates.push(
        "my_chat_member", change | {"old_chat_member": old, "new_chat_member": new}, chat.id
    )


def becomes_forum(chat: Chat) -> None:
    """Somebody switches topics on."""
    chat.shape = chat.shape | {"is_forum": True}


def moved(old: Chat, new: Chat) -> None:
    """A group that got a new id keeps what the bot may do there."""
    new.rights = old.rights


def _managed(state: State, params: JsonObject, what: str) -> Topic:
    chat = state.writable(params["chat_id"])
    _allowed(chat, "can_manage_topics", what)
    return _topic(chat, params["message_thread_id"])


def _topic(chat: Chat, thread: int) -> Topic:
    if thread not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID")
    return chat.topics[thread]


def _closed(topic: Topic, *, closed: bool) -> bool:
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


def _allowed(chat: Chat, right: str, what: str) -> None:
    if right not in chat.rights:
        raise bad_request(f"not enough rights to {what}")
