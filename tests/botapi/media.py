"""JSON shapes of what is not text: photos, voices, documents, stickers, places, contacts."""

import secrets
from typing import Any

from .wire import JsonObject

PHOTO_SIZES = ((90, 67, 1_253), (320, 240, 18_204), (1280, 960, 164_310))


def file(**more: Any) -> JsonObject:
    """The two identifiers every file has."""
    return {
        "file_id": f"BQAC{secrets.token_urlsafe(36)}",
        "file_unique_id": secrets.token_urlsafe(10),
        **more,
    }


def photo() -> list[JsonObject]:
    return [file(width=width, height=height, file_size=size) for width, height, size in PHOTO_SIZES]


def voice(seconds: int) -> JsonObject:
    return file(duration=seconds, mime_type="audio/ogg", file_size=4_000 * max(seconds, 1))


def document(file_name: str, mime_type: str, octets: int) -> JsonObject:
    return file(file_name=file_name, mime_type=mime_type, file_size=octets)


def sticker(emoji: str) -> JsonObject:
    return file(
        type="regular",
        width=512,
        height=512,
        is_animated=False,
        is_video=False,
        emoji=emoji,
        set_name="Hands",
        file_size=20_480,
    )


def location(latitude: float, longitude: float) -> JsonObject:
    return {"latitude": latitude, "longitude": longitude}


def contact(phone_number: str, person: JsonObject) -> JsonObject:
    return {"phone_number": phone_number, "first_name": person["first_name"], "user_id": person["id"]}
