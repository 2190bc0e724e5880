"""What operations may ask, and how the house is put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot import ops
from bot.app import build_house, open_office, seal_for, webhook_secret
from bot.clocks import UNKNOWN
from bot.config import settings_from
from bot.desk import Office, conversation, upkeep
from bot.errors import SettingsError, StoreError
from bot.model import Address
from bot.seal import Seal
from bot.worker import Worker
from knowledge.hours import read_hours
from tests import botapi
from tests.bot.updates import text, update
from tests.knowledge import small

TOKEN = "7:AAE"


@asynccontextmanager
async def _client(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


@pytest.fixture
async def worker(office: Office) -> AsyncIterator[Worker]:
    one = Worker(office, ())
    await one.start()
    yield one
    await one.stop()


@pytest.fixture
async def web(office: Office, worker: Worker) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    ops.add_routes(app, office, worker)
    async with _client(app) as client:
        yield client


async def test_the_process_answers(web: httpx.AsyncClient) -> None:
    answer = await web.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


async def test_ready_names_the_revision(web: httpx.AsyncClient, office: Office) -> None:
    answer = await web.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "revision": office.guide.revision})


async def test_not_ready_when_the_worker_stopped(web: httpx.AsyncClient, worker: Worker) -> None:
    await worker.stop()
    answer = await web.get("/readyz")
    assert (answer.status_code, answer.json()["why"]) == (503, "worker")


async def test_not_ready_when_a_loop_died(web: httpx.AsyncClient, worker: Worker) -> None:
    worker.tasks[0].cancel()
    await worker._sleep(0.01)
    assert (await web.get("/readyz")).status_code == 503


async def test_not_ready_without_the_database(
    web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(_: Office) -> dict[str, int]:
        raise StoreError(why="OperationalError")

    monkeypatch.setattr(upkeep, "queue_depth", gone)
    answer = await web.get("/readyz")
    assert (answer.status_code, answer.json()["why"]) == (503, "database")
    assert (await web.get("/healthz")).status_code == 200


async def test_metrics_count_without_naming_anybody(web: httpx.AsyncClient, worker: Worker) -> None:
    worker.counts.answered = 3
    answer = await web.get("/metrics")
    assert answer.status_code == 200
    assert 'lotse_done{what="answered"} 3.0' in answer.text
    assert 'lotse_rows{state="inbox_new"} 0.0' in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
async def test_metrics_are_not_for_those_who_come_through_a_proxy(
    header: str, web: httpx.AsyncClient
) -> None:
    answer = await web.get("/metrics", headers={header: "1.2.3.4"})
    assert (answer.status_code, answer.text) == (404, "not found")


# the house


def _settings(**more: str) -> Any:
    return settings_from({f"LOTSE_{name.upper()}": value for name, value in more.items()})


def test_without_a_token_there_is_no_telegram(small_office: Office) -> None:
    house = build_house(_settings(), small_office)
    assert house.telegram is None
    paths = {route.path for route in house.web.routes if hasattr(route, "path")}
    assert {"/healthz", "/readyz", "/metrics", "/console"} <= paths
    assert "/telegram" not in paths


def test_with_a_token_telegram_is_polled_or_calls_us(small_office: Office) -> None:
    house = build_house(_settings(telegram_token=TOKEN, webhook_url="https://x/telegram"), small_office)
    assert "/telegram" in {route.path for route in house.web.routes if hasattr(route, "path")}
    assert house.telegram
    assert house.telegram.bot == "7"


async def test_the_house_polls_and_answers(small_office: Office) -> None:
    async with botapi.Telegram(aiogram=False) as double:
        chosen = _settings(telegram_token=double.token, telegram_api=double.url, poll_seconds="1")
        house = build_house(chosen, small_office)
        await house.start()
        amira = double.person()
        amira.says("مرحبا")
        assert await amira.hears(within=10)
        await house.stop()


async def test_the_webhook_of_the_house_keeps_what_comes(small_office: Office) -> None:
    chosen = _settings(telegram_token=TOKEN, webhook_url="https://x/telegram", webhook_secret="s")
    house = build_house(chosen, small_office)
    async with _client(house.web) as client:
        headers = {"X-Telegram-Bot-Api-Secret-Token": "s"}
        answer = await client.post("/telegram", content=update(message=text("hallo")), headers=headers)
    assert answer.status_code == 200
    assert (await upkeep.queue_depth(small_office))["inbox_new"] == 1


async def test_a_house_without_telegram_starts_and_stops(small_office: Office) -> None:
    house = build_house(_settings(), small_office)
    await house.start()
    assert house.worker.is_alive()
    await house.stop()


def test_the_webhooks_secret_is_the_one_set_or_made_from_the_key() -> None:
    seal = Seal(b"0" * 32)
    assert webhook_secret(_settings(webhook_secret="mine"), seal) == "mine"
    made = webhook_secret(_settings(), seal)
    assert made == webhook_secret(_settings(), seal) != webhook_secret(_settings(), Seal(b"1" * 32))
    assert len(made) == 64


def test_the_key_may_be_set(tmp_path: Path) -> None:
    key = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
    assert seal_for(_settings(key=key, state_dir=str(tmp_path))).key == b"0" * 32


def _small_house(folder: Path, retention: str) -> Any:
    content = small.write(folder / "content", small.documents())
    return _settings(retention=retention, state_dir=str(folder), knowledge=str(content))


@pytest.mark.parametrize("retention", ["berlin:session=1", "marl:sesion=1"])
async def test_a_term_that_nobody_would_keep_is_refused(retention: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LOTSE_RETENTION"):
        async with open_office(_small_house(tmp_path, retention)):
            pass


@pytest.mark.parametrize(
    ("name", "value"),
    [("hours", "mo 8-12"), ("hours", "so 08:00-12:00"), ("limits", "soon=1"), ("limits", "asked")],
)
async def test_hours_and_limits_that_say_nothing_are_refused(name: str, value: str, tmp_path: Path) -> None:
    chosen = _small_house(tmp_path, "").model_copy(update={name: value})
    with pytest.raises(SettingsError, match=f"LOTSE_{name.upper()}: «"):
        async with open_office(chosen):
            pass


async def test_a_database_sealed_with_another_key_is_refused(tmp_path: Path) -> None:
    chosen = _small_house(tmp_path, "")
    async with open_office(chosen):
        pass
    (tmp_path / "key").rename(tmp_path / "old")
    async with open_office(chosen) as office:  # nothing is sealed yet
        await conversation.begin(office, Address("test", "bot", "1"), "de", "marl")
    (tmp_path / "old").rename(tmp_path / "key")
    with pytest.raises(SettingsError, match="LOTSE_KEY is not the key"):
        async with open_office(chosen):
            pass


async def test_the_state_folder_and_the_database_are_for_their_owner_alone(tmp_path: Path) -> None:
    state = tmp_path / "state"
    chosen = _small_house(tmp_path, "").model_copy(update={"state_dir": state})
    async with open_office(chosen):
        assert state.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in state.iterdir()} == {0o600}
        assert "lotse.db-wal" in {path.name for path in state.iterdir()}


async def test_an_office_is_opened_ready(tmp_path: Path) -> None:
    async with open_office(_small_house(tmp_path, "marl:session=1")) as office:
        assert set(office.guide.services) == {"wohngeld", "kindergeld", "kita"}
        assert office.retention == {"marl": {"session": 1}}
        assert (office.hours, office.times("marl"), office.still_after) == (None, UNKNOWN, timedelta(days=7))


async def test_the_hours_and_limits_of_the_house_are_taken_over(tmp_path: Path) -> None:
    chosen = {"hours": "mo-fr 08:00-12:00", "limits": "asked=24", "still_days": 3}
    async with open_office(_small_house(tmp_path, "").model_copy(update=chosen)) as office:
        assert office.times("marl").counted == read_hours("mo-fr 08:00-12:00")
        assert (office.limits["asked"], office.still_after) == (24, timedelta(days=3))
