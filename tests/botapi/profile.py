"""What the bot says about itself, and its membership: getMe, setMy…, getMy…, getChat, leaveChat."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from . import shapes
from .state import GONE, State
from .wire import JsonObject, Refusal, bad_request

Method = Callable[[State, JsonObject], Any]


def get_me(state: State, _: JsonObject) -> JsonObject:
    return state.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
    }


def _commands_key(params: JsonObject) -> tuple[str, ...]:
    scope = params.get("scope", {"type": "default"})
    inside = (str(scope[name]) for name in ("chat_id", "user_id") if name in scope)
    return ("commands", params.get("language_code", ""), scope["type"], *inside)


def set_my_commands(state: State, params: JsonObject) -> bool:
    state.profile[_commands_key(params)] = params["commands"]
    return True


def get_my_commands(state: State, params: JsonObject) -> Any:
    return state.profile.get(_commands_key(params), [])


def delete_my_commands(state: State, params: JsonObject) -> bool:
    state.profile.pop(_commands_key(params), None)
    return True


def setter(field: str) -> Method:
    """setMyName, setMyDescription, setMyShortDescription: one text a language."""

    def set_text(state: State, params: JsonObject) -> bool:
        state.profile[field, params.get("language_code", "")] = params.get(field, "")
        return True

    return set_text


def getter(field: str) -> Method:
    def get_text(state: State, params: JsonObject) -> JsonObject:
        return {field: state.profile.get((field, params.get("language_code", "")), "")}

    return get_text


def set_chat_menu_button(state: State, params: JsonObject) -> bool:
    state.profile["menu_button", str(params.get("chat_id", ""))] = params.get(
        "menu_button", {"type": "default"}
    )
    return True


def get_chat_menu_button(state: State, params: JsonObject) -> Any:
    return state.profile.get(("menu_button", str(params.get("chat_id", ""))), {"type": "commands"})


def get_chat(state: State, params: JsonObject) -> JsonObject:
    return shapes.full_info(state.chat(params["chat_id"]).shape)


def leave_chat(state: State, params: JsonObject) -> bool:
    chat = state.writable(params["chat_id"])
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.refusal = GONE
    change = shapes.membership(chat.shape, state.bot, state.bot, "member", "left")
    state.updates.push("my_chat_member", change, chat.id)
    return True


def log_out(state: State, _: JsonObject) -> bool:
    state.counters["logged out"] += 1
    return True


def close(state: State, _: JsonObject) -> bool:
    if state.webhook is not None:
        reason = "Bad Request: the webhook must be deleted before the bot instance is closed"
        raise Refusal(HTTPStatus.BAD_REQUEST, reason)
    return True
