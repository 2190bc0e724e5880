"""How updates come in: kept first, confirmed after."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram import Intake, Poller, Telegram, webhook_route
from bot.channels.telegram import intake as module
from bot.model import Address
from tests.bot.updates import press, text, update

SECRET = "s3cret-ü"


@dataclass
class FakeTelegram:
    """Answers like `Telegram`, from a script."""

    script: list[list[str] | TelegramError] = field(default_factory=list)
    asked: list[int | None] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    name: str = "telegram"
    bot: str = "7"

    async def raw_updates(self, offset: int | None, _: int) -> list[str]:
        self.asked.append(offset)
        step = self.script.pop(0) if self.script else []
        if isinstance(step, TelegramError):
            raise step
        return step

    async def answer_press(self, query: str) -> None:
        self.answered.append(query)


@dataclass
class Keeping:
    """Keeps in a list; fails as often as it is told to."""

    kept: list[tuple[Address, str, str]] = field(default_factory=list)
    woken: int = 0
    failing: int = 0

    async def keep(self, where: Address, update_id: str, raw: str) -> bool:
        if self.failing:
            self.failing -= 1
            raise OSError
        self.kept.append((where, update_id, raw))
        return True

    def wake(self) -> None:
        self.woken += 1


@pytest.fixture
def keeping() -> Keeping:
    return Keeping()


def _intake(telegram: FakeTelegram, keeping: Keeping) -> Intake:
    fake: Any = telegram
    assert set(FakeTelegram.__dict__) & {"raw_updates", "answer_press"} <= set(Telegram.__dict__)
    return Intake(fake, keeping.keep, keeping.wake)


async def test_an_update_is_kept_under_its_chat_and_wakes_the_worker(keeping: Keeping) -> None:
    raw = update(message=text("hallo"))
    assert await _intake(FakeTelegram(), keeping).take(raw) == "1001"
    assert keeping.kept == [(Address("telegram", "7", "42"), "1001", raw)]
    assert keeping.woken == 1


async def test_a_press_is_answered_at_once_but_after_it_was_kept(keeping: Keeping) -> None:
    telegram = FakeTelegram()
    intake = _intake(telegram, keeping)
    keeping.failing = 1
    with pytest.raises(OSError):
        await intake.take(update(callback_query=press()))
    await asyncio.sleep(0)
    assert telegram.answered == []
    await intake.take(update(callback_query=press()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert telegram.answered == ["99"]
    assert intake._answers == set()


async def test_the_poller_confirms_only_what_was_kept(keeping: Keeping) -> None:
    one, two = update(11, message=text("a")), update(12, message=text("b"))
    telegram = FakeTelegram([[one], [two], [two]])
    poller = Poller(_intake(telegram, keeping), 0)
    await poller.once()
    keeping.failing = 1
    with pytest.raises(OSError):
        await poller.once()
    await poller.once()
    await poller.once()
    assert telegram.asked == [None, 12, 12, 13]
    assert [kept[1] for kept in keeping.kept] == ["11", "12"]


async def test_of_several_those_before_a_failure_are_confirmed(keeping: Keeping) -> None:
    telegram = FakeTelegram([[update(11, message=text("a")), update(12, message=text("b"))]])
    poller = Poller(_intake(telegram, keeping), 0)

    async def keep(where: Address, update_id: str, raw: str) -> bool:
        if update_id == "12":
            raise OSError
        return True

    poller._intake._keep = keep
    with pytest.raises(OSError):
        await poller.once()
    await poller.once()
    assert telegram.asked == [None, 12]


async def test_poison_is_kept_too_and_does_not_stop_the_poller(keeping: Keeping) -> None:
    telegram = FakeTelegram([["no json", update(12, message=7)]])
    poller = Poller(_intake(telegram, keeping), 0)
    await poller.once()
    await poller.once()
    assert len(keeping.kept) == 2
    assert telegram.asked == [None, 13]


async def test_after_a_quiet_week_the_next_number_may_be_a_lower_one(keeping: Keeping) -> None:
    telegram = FakeTelegram([[update(900, message=text("a"))], [], [update(7, message=text("b"))], []])
    poller = Poller(_intake(telegram, keeping), 0)
    for _ in range(4):
        await poller.once()
    assert telegram.asked == [None, 901, None, 8]
    assert [kept[1] for kept in keeping.kept] == ["900", "7"]


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (NetworkError("x"), 3.0),
        (Conflict("a webhook is set"), 3.0),
        (RetryAfter(timedelta(seconds=30)), 30.0),
        (RetryAfter(timedelta(seconds=1)), 3.0),
    ],
)
async def test_errors_of_telegram_are_waited_out(
    error: TelegramError, seconds: float, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    async def sleep(pause: float) -> None:
        pauses.append(pause)

    monkeypatch.setattr("bot.channels.telegram.intake.asyncio.sleep", sleep)
    await Poller(_intake(FakeTelegram([error]), keeping), 0).once()
    assert pauses == [seconds]


@pytest.fixture
async def web(keeping: Keeping) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[webhook_route(_intake(FakeTelegram(), keeping), SECRET)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


def _headers(secret: str = SECRET) -> dict[str, bytes]:
    return {"X-Telegram-Bot-Api-Secret-Token": secret.encode("latin-1")}


async def _post(web: httpx.AsyncClient, content: str | bytes, **more: Any) -> int:
    return (await web.post(module.PATH, content=content, **more)).status_code


async def test_the_webhook_keeps_what_comes_with_the_secret(web: httpx.AsyncClient, keeping: Keeping) -> None:
    raw = update(message=text("مرحبا"))
    assert await _post(web, raw, headers=_headers()) == 200
    assert [kept[2] for kept in keeping.kept] == [raw]


@pytest.mark.parametrize("headers", [{}, _headers("wrong"), _headers("")])
async def test_without_the_secret_nothing_is_kept(
    headers: dict[str, bytes], web: httpx.AsyncClient, keeping: Keeping
) -> None:
    assert await _post(web, update(message=text("x")), headers=headers) == 403
    assert keeping.kept == []


async def test_what_is_too_large_is_refused(web: httpx.AsyncClient, keeping: Keeping) -> None:
    assert await _post(web, b"x" * (1024 * 1024 + 1), headers=_headers()) == 413
    assert keeping.kept == []


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"\xff\xfe", b"[]", b"[" * 100_000, update(message=7).encode()]
)
async def test_poison_is_kept_and_confirmed(body: bytes, web: httpx.AsyncClient, keeping: Keeping) -> None:
    assert await _post(web, body, headers=_headers()) == 200
    assert len(keeping.kept) == 1


async def test_only_posts_are_taken(web: httpx.AsyncClient) -> None:
    assert (await web.get(module.PATH)).status_code == 405
