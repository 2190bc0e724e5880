"""aiogram's models as a second reader of updates and requests. The only file that knows aiogram."""

import aiogram.methods
from aiogram.types import BufferedInputFile, Update
from pydantic import ValidationError

from .wire import JsonObject, Upload


def on_update(_: str, update: JsonObject) -> str | None:
    """What aiogram cannot read in an update, None if it can."""
    try:
        Update.model_validate(update)
    except ValidationError as error:
        return _first(error)
    return None


def on_request(method: str, params: JsonObject) -> str | None:
    """What aiogram cannot read in a request, None if it can or does not know the method."""
    model = getattr(aiogram.methods, method[0].upper() + method[1:], None)
    if model is None:
        return None
    try:
        model.model_validate({_field(name): _file(value) for name, value in params.items()})
    except ValidationError as error:
        return _first(error)
    return None


def _field(name: str) -> str:
    return "from_user" if name == "from" else name


def _file(value: object) -> object:
    return BufferedInputFile(value.content, value.file_name) if isinstance(value, Upload) else value


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
