"""The command line: talking to the guide, and running it."""

import asyncio
import io
import os
import re
import signal
import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from typer.testing import Result

from bot.app import build_house, open_office
from bot.channels import terminal
from bot.command import chat, run
from bot.config import settings_from
from bot.desk import conversation, lotse
from bot.errors import PortError
from bot.staff import Role

Cli = Callable[..., Result]


def test_a_conversation_in_the_terminal(cli: Cli) -> None:
    output = cli("chat", "--plain", "--lang", "de", "--city", "marl", stdin="kindergeld\n\n/mydata\n").output
    assert "Kindergeld" in output
    assert "Stadt: Marl" in output
    assert "\033" not in output


def test_a_new_conversation_begins_with_the_language(cli: Cli) -> None:
    assert "Guten Tag!" in cli("chat", "--plain", stdin="").output


def test_a_named_conversation_goes_on(cli: Cli) -> None:
    cli("chat", "--plain", "--name", "nora", "--city", "marl", stdin="kindergeld\n")
    assert "Stadt: Marl" in cli("chat", "--plain", "--name", "nora", stdin="/mydata\n").output


@pytest.mark.parametrize(("option", "value"), [("--lang", "xx"), ("--city", "berlin")])
def test_a_language_or_city_that_does_not_exist_is_one_line(option: str, value: str, cli: Cli) -> None:
    assert value in cli("chat", "--plain", option, value, code=1).stderr


async def test_between_two_lines_the_answers_of_a_lotse_appear(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chat, "_LOOK_SECONDS", 0.01)
    async with open_office(settings_from(environment)) as office:
        await lotse.add_user(office, "mehmet", Role.LOTSE, ())
        where = terminal.address("nora")
        await conversation.begin(office, where, "de", "marl")
        talk = chat.Talk(office, where, "de", plain=False)
        lines = iter(["/lotse\n", "1\n", ""])

        async def slowly(read: Callable[[], str]) -> str:
            read()
            await asyncio.sleep(0.1)
            line = next(lines)
            if not line:
                (case,) = await lotse.queue_of(office, "mehmet")
                await lotse.claim(office, "mehmet", case.number)
                await asyncio.sleep(0.3)
            return line

        monkeypatch.setattr("sys.stdin", io.StringIO())
        monkeypatch.setattr("bot.command.chat.asyncio.to_thread", _only(talk._read, slowly))
        await talk.listen()
    out = capsys.readouterr()
    assert "kümmert sich jetzt" in out.out
    assert "> " in out.err


def _only(which: Callable[[], str], instead: Callable[..., Any]) -> Callable[..., Any]:
    """`asyncio.to_thread`, but for one function."""
    real = asyncio.to_thread

    async def to_thread(function: Callable[..., Any], *arguments: Any) -> Any:
        if function == which:
            return await instead(function)
        return await real(function, *arguments)

    return to_thread


def test_whoever_interrupts_a_conversation_just_leaves(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    async def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(chat, "_run", interrupted)
    cli("chat", "--plain")


# run


async def test_the_guide_runs_says_how_to_reach_it_and_stops(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    running = asyncio.create_task(run._run({"port": 0}, demo=False))
    out = ""
    async with asyncio.timeout(20):
        while "Talk to it here" not in out:
            assert not running.done(), running
            await asyncio.sleep(0.02)
            out += capsys.readouterr().out
        async with httpx.AsyncClient() as client:
            where = re.search(r"http://\S+?/healthz", out)
            assert where
            assert (await client.get(where.group().replace("healthz", "readyz"))).status_code == 200
        os.kill(os.getpid(), signal.SIGTERM)
        await running
    assert "3 services" in out
    assert "Set LOTSE_TELEGRAM_TOKEN" in out


@pytest.mark.parametrize(("webhook", "way"), [(None, "polling"), ("https://x/telegram", "webhook")])
async def test_what_runs_is_announced(
    webhook: str | None, way: str, environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    more = {"LOTSE_TELEGRAM_TOKEN": "7:AAE", "LOTSE_WEBHOOK_URL": webhook or ""}
    chosen = settings_from(environment | more)
    async with open_office(chosen) as office:
        run._announce(build_house(chosen, office), 8000)
    out = capsys.readouterr().out
    assert f"Telegram: bot 7, {way}." in out
    assert "AAE" not in out


def test_a_port_that_is_taken_is_one_line(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in cli("run", "--port", str(port), "--host", "127.0.0.1", code=1).stderr


def test_the_guide_listens_on_both_kinds_of_address() -> None:
    for host in ("127.0.0.1", "::1"):
        with run._listener(settings_from({"LOTSE_HOST": host, "LOTSE_PORT": "0"})) as listener:
            assert listener.getsockname()[0] == host
    with pytest.raises(PortError):
        run._listener(settings_from({"LOTSE_HOST": "203.0.113.1"}))
