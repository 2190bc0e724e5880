"""The limits that stand only in the prose of the Bot API, by method or type and parameter or field.

Types and presence are facts.py; texts with entities are measured where they are parsed, by TEXTS.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .facts import facts
from .wire import JsonObject, Upload

Measure = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Limit:
    """Least and most of a measure, and the pattern of a text where there is one."""

    low: int
    high: int
    measure: Measure = len
    pattern: str = ""

    def problem(self, value: Any) -> str | None:
        size = self.measure(value)
        if not self.low <= size <= self.high:
            return f" is {size}, allowed are {self.low} to {self.high}"
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f" does not match {self.pattern}"
        return None


def octets(text: str) -> int:
    return len(text.encode())


def number(value: int) -> int:
    return value


SAFE = r"[A-Za-z0-9_-]+"
DEEP_LINK = Limit(1, 64, pattern=SAFE)
BUTTONS_A_MESSAGE = 100
BUTTONS_A_ROW = 8
UPLOAD_OCTETS = 50 * 1024 * 1024

TEXTS: dict[tuple[str, str], Limit] = {
    ("sendMessage", "text"): Limit(1, 4096, number),
    ("editMessageText", "text"): Limit(1, 4096, number),
    ("sendDocument", "caption"): Limit(0, 1024, number),
    ("copyMessage", "caption"): Limit(0, 1024, number),
}
"""UTF-16 units after entities parsing."""

PARAMETERS: dict[tuple[str, str], Limit] = {
    ("answerCallbackQuery", "text"): Limit(0, 200),
    ("getUpdates", "limit"): Limit(1, 100, number),
    ("getUpdates", "timeout"): Limit(0, 3600, number),
    ("setWebhook", "secret_token"): Limit(1, 256, pattern=SAFE),
    ("setWebhook", "max_connections"): Limit(1, 100, number),
    ("setMyCommands", "commands"): Limit(0, 100),
    ("setMyName", "name"): Limit(0, 64),
    ("setMyDescription", "description"): Limit(0, 512),
    ("setMyShortDescription", "short_description"): Limit(0, 120),
    ("createForumTopic", "name"): Limit(1, 128),
    ("editForumTopic", "name"): Limit(0, 128),
}

FIELDS: dict[tuple[str, str], Limit] = {
    ("BotCommand", "command"): Limit(1, 32, pattern=r"[a-z0-9_]+"),
    ("BotCommand", "description"): Limit(1, 256),
    ("InlineKeyboardButton", "callback_data"): Limit(1, 64, octets),
    ("InlineKeyboardButton", "text"): Limit(1, 4096),
    ("KeyboardButton", "text"): Limit(1, 4096),
    ("CopyTextButton", "text"): Limit(1, 256),
    ("ReplyKeyboardMarkup", "input_field_placeholder"): Limit(1, 64),
    ("ForceReply", "input_field_placeholder"): Limit(1, 64),
}

LANGUAGE_CODE = re.compile(r"([a-z]{2})?")
CHAT_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
BUTTON_KINDS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def problems(method: str, params: JsonObject) -> Iterator[str]:
    """Every limit the parameters overstep; they are of the right types already."""
    for name, value in params.items():
        limit = PARAMETERS.get((method, name))
        if limit and (problem := limit.problem(value)):
            yield f"{name}{problem}"
        if isinstance(value, Upload):
            yield from _upload(name, value)
    yield from _named(method, params)
    for command in params.get("commands", ()):
        yield from _fields("BotCommand", command, "commands")
    yield from _markup(params.get("reply_markup") or {})


def _named(method: str, params: JsonObject) -> Iterator[str]:
    """Parameters whose values come from a closed list."""
    kinds = facts().update_kinds
    for name in params.get("allowed_updates", ()):
        if name not in kinds:
            yield f"allowed_updates names {name}, which is no kind of update"
    if not LANGUAGE_CODE.fullmatch(params.get("language_code", "")):
        yield "language_code is not a two-letter code or empty"
    if method == "sendChatAction" and params["action"] not in CHAT_ACTIONS:
        yield f"action {params['action']} is not known"


def _upload(name: str, upload: Upload) -> Iterator[str]:
    if not upload.content:
        yield f"{name}: file must be non-empty"
    if len(upload.content) > UPLOAD_OCTETS:
        yield f"{name} is larger than 50 MB"


def _fields(kind: str, value: JsonObject, where: str) -> Iterator[str]:
    for name, item in value.items():
        limit = FIELDS.get((kind, name))
        if limit and (problem := limit.problem(item)):
            yield f"{where}: {name}{problem}"


def _markup(markup: JsonObject) -> Iterator[str]:
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > BUTTONS_A_MESSAGE:
        yield f"reply_markup has more than {BUTTONS_A_MESSAGE} buttons"
    for row in rows:
        if not 1 <= len(row) <= BUTTONS_A_ROW:
            yield f"reply_markup has a row of {len(row)} buttons, allowed are 1 to {BUTTONS_A_ROW}"
        for button in row:
            yield from _button(button)
    for button in (button for row in markup.get("keyboard", []) for button in row):
        yield from _fields("KeyboardButton", button, "reply_markup")
    kind = "ForceReply" if "force_reply" in markup else "ReplyKeyboardMarkup"
    yield from _fields(kind, markup, "reply_markup")


def _button(button: JsonObject) -> Iterator[str]:
    yield from _fields("InlineKeyboardButton", button, "reply_markup")
    yield from _fields("CopyTextButton", button.get("copy_text", {}), "reply_markup")
    if sum(kind in button for kind in BUTTON_KINDS) != 1:
        yield f"reply_markup: the button {button['text']!r} must have exactly one of its optional kinds"
    if "url" in button and not button["url"].startswith(("https://", "http://", "tg://")):
        yield f"reply_markup: the button {button['text']!r} has a wrong url"
