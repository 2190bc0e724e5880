"""Logs: events with ids; never a text, a token or a name."""

import json
import logging

import pytest
import structlog

from bot import logs
from bot.cases import check_digit

TOKEN = "7000000001:AAEtheTokenThatNobodyMayRead"


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    structlog.get_logger().info("guide.published", revision="abc", number=object)
    (line,) = _lines(capsys)
    assert (line["event"], line["revision"], line["level"]) == ("guide.published", "abc", "info")
    assert str(line["timestamp"]).endswith("Z")


@pytest.mark.parametrize(("level", "shown"), [("DEBUG", 2), ("info", 1), ("ERROR", 0), ("nonsense", 1)])
def test_the_level_is_the_settings(level: str, shown: int, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level)
    structlog.get_logger().debug("a")
    structlog.get_logger().info("b")
    assert len(_lines(capsys)) == shown


@pytest.mark.parametrize("library", ["httpx", "telegram.request", "sqlalchemy.engine", "alembic", "asyncio"])
def test_a_library_is_named_but_not_quoted(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG")
    logger = logging.getLogger(library)
    logger.info("POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
    logger.warning("cannot send %s with %s", "ich will sterben", TOKEN)
    logger.error("Amira wrote: ich will sterben", exc_info=ValueError(TOKEN))
    out = capsys.readouterr().err
    lines = [json.loads(line) for line in out.splitlines()]
    assert [(line["logger"], line["error"]) for line in lines] == [(library, None), (library, "ValueError")]
    assert TOKEN not in out
    assert "sterben" not in out


def test_an_error_is_named_with_its_place_in_our_code() -> None:
    with pytest.raises(ValueError) as caught:
        check_digit("the person's words")
    named = logs.where(caught.value)
    assert named.startswith("ValueError in cases.py:")
    assert "words" not in named


def test_an_error_of_somebody_else_is_only_named() -> None:
    assert logs.where(ValueError("a text")) == "ValueError"
