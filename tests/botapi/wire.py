"""What goes over the wire in both directions: uploaded files, refusals, the envelope of an answer.

Knows neither methods nor chats.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    file_name: str
    content_type: str
    content: bytes


class Refusal(Exception):  # noqa: N818  (the Bot API's word for it would be an answer, not an error)
    """The request is not accepted; `description` is Telegram's wording, `parameters` ResponseParameters."""

    def __init__(self, code: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def fresh(self) -> "Refusal":
        """The same once more, so that no traceback grows on a constant."""
        return Refusal(self.code, self.description, self.parameters)


class Cut(Exception):  # noqa: N818
    """The connection is closed without an answer."""


def bad_request(reason: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, f"Bad Request: {reason}")


def accepted(result: Any) -> JsonObject:
    return {"ok": True, "result": result}


def refused(refusal: Refusal) -> JsonObject:
    answer: JsonObject = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return answer
