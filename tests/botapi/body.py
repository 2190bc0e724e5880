"""Reads a request's parameters from a query string, a form, a multipart or a JSON body, as Telegram does.

Owns the decoding only; what the values mean is told by parameters.py.
"""

import json
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

from .wire import Upload, bad_request

Raw = dict[str, Any]
"""Parameters as they came: text, an Upload, or (from JSON only) any value."""


def decoded(query: bytes, content_type: str, body: bytes) -> Raw:
    """All parameters of a request; those of the body win over the query string.

    Raises:
        Refusal: the body cannot be read.

    """
    kind = content_type.partition(";")[0].strip().lower()
    reader = READERS.get(kind)
    try:
        raw = dict(parse_qsl(query.decode(), keep_blank_values=True))
        return raw | (reader(content_type, body) if reader and body else {})
    except UnicodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error


def _from_form(_: str, body: bytes) -> Raw:
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _from_json(_: str, body: bytes) -> Raw:
    try:
        value = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no UTF-8
    if not isinstance(value, dict):
        raise bad_request("expected an Object as the request's body")
    return value


def _from_multipart(content_type: str, body: bytes) -> Raw:
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_boundary()
    if boundary is None:
        raise bad_request("boundary not found")
    delimiter = b"\r\n--" + boundary.encode()
    parts = (b"\r\n" + body).split(delimiter)[1:-1]
    return dict(_part(part.removeprefix(b"\r\n")) for part in parts)


def _part(part: bytes) -> tuple[str, str | Upload]:
    head, _, content = part.partition(b"\r\n\r\n")
    headers = HeaderParser().parsestr(head.decode())
    name = str(headers.get_param("name", "", header="content-disposition"))
    file_name = headers.get_filename()
    if file_name is None:
        return name, content.decode()
    return name, Upload(file_name, headers.get_content_type(), content)


READERS = {
    "application/x-www-form-urlencoded": _from_form,
    "application/json": _from_json,
    "multipart/form-data": _from_multipart,
}
