"""sendMessage, sendDocument, copyMessage, sendChatAction: what puts something new into a chat."""

from typing import Any

from . import limits
from .chats import Chat, Message
from .forum import thread_of
from .markup import Formatted, formatted
from .media import document
from .state import State
from .violations import Kind
from .wire import JsonObject, Refusal, Upload, bad_request


def send_message(state: State, params: JsonObject) -> JsonObject:
    chat = state.writable(params["chat_id"])
    content = text_of(state, "sendMessage", params)
    return _put(state, chat, params, content).shape


def send_document(state: State, params: JsonObject) -> JsonObject:
    chat = state.writable(params["chat_id"])
    upload = params["document"]
    content = {"document": _document(state, upload)} | caption_of(state, "sendDocument", params)
    return _put(state, chat, params, content, upload if isinstance(upload, Upload) else None).shape


def copy_message(state: State, params: JsonObject) -> JsonObject:
    chat = state.writable(params["chat_id"])
    source = state.chat(params["from_chat_id"]).messages.get(params["message_id"])
    if source is None:
        raise bad_request("message to copy not found")
    frame = {
        "message_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "reply_to_message",
        "media_group_id",
        "reply_markup",
    }
    content = {name: value for name, value in source.shape.items() if name not in frame}
    if "caption" in params and "text" not in content:
        content.pop("caption_entities", None)
        content |= caption_of(state, "copyMessage", params)
    return {"message_id": _put(state, chat, params, content, source.upload).message_id}


def send_chat_action(state: State, params: JsonObject) -> bool:
    chat = state.writable(params["chat_id"])
    state.actions.append((chat.id, params["action"]))
    return True


def text_of(state: State, method: str, params: JsonObject) -> JsonObject:
    """The text and entities a request asks for.

    Raises:
        Refusal: not well formed, empty or too long.

    """
    content = _formatted(state, method, params, "text", "entities")
    if not content.text:
        state.violate(Kind.LIMIT, method, "text is empty")
        raise bad_request("message text is empty")
    if content.units > limits.TEXTS[method, "text"].high:
        state.violate(Kind.LIMIT, method, f"text has {content.units} UTF-16 units")
        raise bad_request("message is too long")
    entities = {"entities": list(content.entities)} if content.entities else {}
    return {"text": content.text} | entities


def caption_of(state: State, method: str, params: JsonObject) -> JsonObject:
    content = _formatted(state, method, params, "caption", "caption_entities")
    if content.units > limits.TEXTS[method, "caption"].high:
        state.violate(Kind.LIMIT, method, f"caption has {content.units} UTF-16 units")
        raise bad_request("message caption is too long")
    entities = {"caption_entities": list(content.entities)} if content.entities else {}
    return ({"caption": content.text} | entities) if content.text else {}


def inline_keyboard(params: JsonObject) -> JsonObject:
    """The reply_markup a message shows: only inline keyboards stay with it."""
    markup = params.get("reply_markup") or {}
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _formatted(state: State, method: str, params: JsonObject, text: str, entities: str) -> Formatted:
    try:
        return formatted(params.get(text, ""), params.get("parse_mode"), params.get(entities))
    except Refusal as refusal:
        state.violate(Kind.MARKUP, method, refusal.description)
        raise


def _put(
    state: State, chat: Chat, params: JsonObject, content: JsonObject, upload: Upload | None = None
) -> Message:
    frame = thread_of(chat, params) | _reply(chat, params)
    shape = state.new_message(chat, state.bot) | frame | content | inline_keyboard(params)
    if params.get("protect_content"):
        shape["has_protected_content"] = True
    message = chat.keep(Message(shape, by_bot=True, asked=params, upload=upload), show=True)
    state.sent.append(message)
    return message


def _reply(chat: Chat, params: JsonObject) -> JsonObject:
    reply = params.get("reply_parameters")
    if reply is None:
        return {}
    target = chat.messages.get(reply["message_id"])
    if target is not None:
        nested = {name: value for name, value in target.shape.items() if name != "reply_to_message"}
        return {"reply_to_message": nested}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _document(state: State, value: Any) -> JsonObject:
    if isinstance(value, Upload):
        shape = document(value.file_name, value.content_type, len(value.content))
        state.files[shape["file_id"]] = shape
        return shape
    if value in state.files:
        return state.files[value]
    if value.startswith(("https://", "http://")):
        return document(value.rpartition("/")[2] or "file", "application/octet-stream", 1)
    raise bad_request("wrong file identifier/HTTP URL specified")
