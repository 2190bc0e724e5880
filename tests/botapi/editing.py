"""editMessageText, editMessageReplyMarkup, deleteMessage, answerCallbackQuery: what changes a chat."""

import time
from dataclasses import replace

from .chats import Chat, Message
from .sending import inline_keyboard, text_of
from .state import Notice, State
from .violations import Kind
from .wire import JsonObject, bad_request

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = bad_request(
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
QUERY_GONE = bad_request("query is too old and response timeout expired or query ID is invalid")


def edit_message_text(state: State, params: JsonObject) -> JsonObject:
    chat, message = _own(state, "editMessageText", params)
    content = text_of(state, "editMessageText", params)
    if "text" not in message.shape:
        raise bad_request("there is no text in the message to edit")
    return _change(state, chat, message, params, content)


def edit_message_reply_markup(state: State, params: JsonObject) -> JsonObject:
    chat, message = _own(state, "editMessageReplyMarkup", params)
    content: JsonObject = {
        name: message.shape[name] for name in ("text", "entities") if name in message.shape
    }
    return _change(state, chat, message, params, content)


def delete_message(state: State, params: JsonObject) -> bool:
    chat = state.writable(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    too_old = time.time() - message.shape["date"] > DELETABLE_SECONDS
    if too_old or not (message.by_bot or chat.private):
        raise bad_request("message can't be deleted")
    del chat.messages[message.message_id]
    state.deleted.append((chat.id, message.message_id))
    chat.ring()
    return True


def answer_callback_query(state: State, params: JsonObject) -> bool:
    query = state.queries.get(params["callback_query_id"])
    if query is None or query.answer is not None or query.expired:
        raise QUERY_GONE.fresh()
    if time.monotonic() - query.born > state.query_lifetime:
        raise QUERY_GONE.fresh()
    query.answer = params
    text, alert = params.get("text", ""), params.get("show_alert", False)
    state.notices.append(Notice(query.id, query.chat_id, text, alert))
    state.chats[query.chat_id].ring()
    return True


def _own(state: State, method: str, params: JsonObject) -> tuple[Chat, Message]:
    """The bot's own message that a request names.

    Raises:
        Refusal: not named, not found, not the bot's.

    """
    if "chat_id" not in params or "message_id" not in params:
        state.violate(
            Kind.PARAMETER, method, "chat_id and message_id are missing (inline messages are not played)"
        )
        raise bad_request("message identifier is not specified")
    chat = state.writable(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(state: State, chat: Chat, old: Message, params: JsonObject, content: JsonObject) -> JsonObject:
    names = ("text", "entities", "reply_markup")
    after = content | inline_keyboard(params)
    before = {name: old.shape[name] for name in names if name in old.shape}
    if after == before:
        raise NOT_MODIFIED.fresh()
    kept = {name: value for name, value in old.shape.items() if name not in names}
    shape = kept | after | {"edit_date": int(time.time())}
    text_changed = any(after.get(name) != before.get(name) for name in ("text", "entities"))
    message = replace(old, shape=shape, asked=params)
    chat.keep(message, show=text_changed)
    state.edits.append(message)
    return message.shape
