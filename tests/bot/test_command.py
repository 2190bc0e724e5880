"""The command line: one line of help a command, one clear line when something is wrong."""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.app import open_office
from bot.config import settings_from
from bot.desk import lotse
from bot.model import IncomingKind
from bot.retention import Kept
from bot.staff import Role
from tests import botapi
from tests.bot.scene import fails, with_case
from tests.cast import Person

Cli = Callable[..., Result]


def _commands(group: Any, *before: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, *before, name)
        else:
            yield (*before, name)


COMMANDS = list(_commands(typer.main.get_command(app)))


def test_the_commands_are_those_we_promise() -> None:
    assert {command[0] for command in COMMANDS} >= {
        "run", "chat", "cases", "users", "match", "check", "stamp", "migrate", "backup", "restore", "purge",
        "telegram-setup",
    }  # fmt: skip


@pytest.mark.parametrize("group", sorted({command[:-1] for command in COMMANDS}), ids=" ".join)
def test_the_help_has_one_line_for_each_command(group: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*group, "--help"], terminal_width=200).output
    names = [command[-1] for command in COMMANDS if command[:-1] == group]
    assert names
    for name in names:
        assert re.search(rf"^\W*{name}\s+\S.+$", shown, re.MULTILINE), name


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_without_a_command_there_is_help() -> None:
    assert "Usage:" in CliRunner().invoke(app, []).output


# cases


@pytest.fixture
def number(environment: dict[str, str]) -> str:
    """A case in Marl, and Mehmet who handles it."""

    async def make() -> str:
        async with open_office(settings_from(environment)) as office:
            await lotse.add_user(office, "mehmet", Role.LOTSE, ("marl",))
            return await with_case(Person(office, "jonas", "de"), words="kindergeld")

    return asyncio.run(make())


def test_a_case_from_the_list_to_its_end(cli: Cli, number: str) -> None:
    assert number in cli("cases", "list", "--as", "mehmet").output
    shown = cli("cases", "show", "--as", "mehmet", number).output
    assert "Words: kindergeld" in shown
    assert "Need: kindergeld" in shown
    assert "Consent: text" in shown
    assert "yours" in cli("cases", "claim", "--as", "mehmet", number).output
    cli("cases", "reply", "--as", "mehmet", number, "Guten Tag")
    cli("cases", "note", "--as", "mehmet", number, "-", stdin="eine Notiz\n")
    shown = cli("cases", "show", "--as", "mehmet", number).output
    assert "reply by mehmet [queued]: Guten Tag" in shown
    assert "note by mehmet: eine Notiz" in shown
    assert "answered" in cli("cases", "list", "--as", "mehmet").output
    assert "closed" in cli("cases", "close", "--as", "mehmet", number).output
    assert cli("cases", "list", "--as", "mehmet").output == "No cases.\n"
    assert number in cli("cases", "list", "--closed", "--as", "mehmet").output


def test_nobodys_words_are_taken_for_ours(cli: Cli, number: str) -> None:
    words = "eins\n2026-11-02 09:00  note by otto: zwei\u2028drei\u202e\u200b\x1b[31m\n"
    cli("cases", "note", "--as", "mehmet", number, "-", stdin=words)
    shown = cli("cases", "show", "--as", "mehmet", number).output
    assert "note by mehmet: eins\n    | 2026-11-02 09:00  note by otto: zwei\n    | drei[31m\n" in shown
    assert not {"\u202e", "\u200b", "\x1b"} & set(shown)


def test_an_urgent_case_is_marked(cli: Cli, environment: dict[str, str], number: str) -> None:
    async def danger() -> None:
        async with open_office(settings_from(environment)) as office:
            person = Person(office, "nora", "de")
            await person.does(IncomingKind.START, "city-marl")
            await person.says("nichts zu essen")
            await person.says("/lotse")
            await person.presses(":yes")

    asyncio.run(danger())
    first, *_ = cli("cases", "list", "--as", "mehmet").output.splitlines()
    assert "URGENT" in first
    assert "Danger: hunger" in cli("cases", "show", "--as", "mehmet", first.split()[0]).output


def test_a_technical_case_is_shown_without_consent_and_words(
    cli: Cli, environment: dict[str, str], number: str
) -> None:
    async def fail() -> str:
        async with open_office(settings_from(environment)) as office:
            return await fails(Person(office, "nora", "de"))

    shown = cli("cases", "show", "--as", "mehmet", asyncio.run(fail())).output
    assert "technical" in shown
    assert "Consent" not in shown
    assert "Words" not in shown


@pytest.mark.parametrize("command", ["show", "claim", "reply", "note", "close"])
@pytest.mark.parametrize(("user", "typed"), [("otto", None), ("mehmet", "222-222-2"), ("mehmet", "nonsense")])
def test_a_wrong_user_or_number_is_one_clear_line(
    command: str, user: str, typed: str | None, cli: Cli, number: str
) -> None:
    text = ["x"] if command in ("reply", "note") else []
    result = cli("cases", command, "--as", user, typed or number, *text, code=1)
    assert (user if user == "otto" else str(typed)) in result.stderr


def test_the_user_may_come_from_the_environment(
    cli: Cli, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTSE_USER", "mehmet")
    assert number in cli("cases", "list").output
    monkeypatch.setenv("LOTSE_USER", "otto")
    assert "otto" in cli("cases", "list", code=1).stderr


# users


def test_users_are_added_listed_and_removed(cli: Cli) -> None:
    cli("users", "add", "lena", "--city", "marl")
    cli("users", "add", "ada", "--role", "administrator", "--all-cities")
    assert cli("users", "list").output == "ada  administrator  all cities\nlena  lotse  marl\n"
    assert "lena" in cli("users", "add", "lena", "--all-cities", code=1).stderr
    assert "berlin" in cli("users", "add", "bo", "--city", "berlin", code=1).stderr
    cli("users", "remove", "lena")
    assert "lena" in cli("users", "remove", "lena", code=1).stderr
    cli("users", "bring-back", "lena")
    assert "lena  lotse  marl" in cli("users", "list").output


def test_who_works_for_a_department_names_it(cli: Cli) -> None:
    marl = ("--role", "department", "--city", "marl")
    assert "--department" in cli("users", "add", "ina", *marl, code=1).stderr
    assert "nowhere" in cli("users", "add", "ina", *marl, "--department", "nowhere", code=1).stderr
    assert (
        "--department" in cli("users", "add", "ina", "--city", "marl", "--department", "amt", code=1).stderr
    )
    cli("users", "add", "ina", *marl, "--department", "amt")
    assert cli("users", "list").output == "ina  department amt  marl\n"


def test_who_cannot_come_in_is_helped(cli: Cli) -> None:
    cli("users", "add", "lena", "--city", "marl")
    password = cli("users", "password", "lena").output.split()[-1]
    assert len(password) >= 12
    for command in ("second-step-off", "untie", "sign-out"):
        assert "lena" in cli("users", command, "lena").output
        assert "nobody" in cli("users", command, "nobody", code=1).stderr


@pytest.mark.parametrize("cities", [[], ["--city", "marl", "--all-cities"]])
def test_nobody_sees_all_cities_by_mistake(cities: list[str], cli: Cli) -> None:
    assert "--all-cities" in cli("users", "add", "bo", *cities, code=1).stderr
    assert cli("users", "list").output == ""


# operations


def test_backup_and_restore(
    cli: Cli, number: str, sqlite_template: Path, environment: dict[str, str]
) -> None:
    file = cli("backup").output.strip()
    assert Path(file).parent == Path(environment["LOTSE_STATE_DIR"]) / "backup"
    assert "not empty" in cli("restore", file, code=1).stderr
    shutil.copy(sqlite_template, Path(environment["LOTSE_STATE_DIR"]) / "lotse.db")
    for name in ("lotse.db-wal", "lotse.db-shm"):
        (Path(environment["LOTSE_STATE_DIR"]) / name).unlink(missing_ok=True)
    assert "case 1 " in cli("restore", file).output
    assert "Words: kindergeld" in cli("cases", "show", "--as", "mehmet", number).output


def test_a_backup_goes_where_it_is_told(cli: Cli, tmp_path: Path) -> None:
    assert cli("backup", str(tmp_path / "elsewhere")).output.startswith(str(tmp_path / "elsewhere"))


def test_migrate_and_purge_say_what_they_did(cli: Cli) -> None:
    assert cli("migrate").output == "The schema is up to date.\n"
    lines = cli("purge").output.splitlines()
    assert len(lines) == len(Kept)
    assert all(" days: " in line for line in lines)


def test_what_is_wrong_with_the_settings_is_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_PORT", "x")
    for command in (["users", "list"], ["migrate"], ["run"], ["chat", "--plain"], ["telegram-setup"]):
        assert "LOTSE_PORT" in cli(*command, code=1).stderr


def test_the_set_up_at_telegram_needs_a_token(cli: Cli) -> None:
    assert "LOTSE_TELEGRAM_TOKEN is missing" in cli("telegram-setup", code=1).stderr


async def test_the_set_up_at_telegram(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    async with botapi.Telegram(aiogram=False) as double:
        monkeypatch.setenv("LOTSE_TELEGRAM_TOKEN", double.token)
        monkeypatch.setenv("LOTSE_TELEGRAM_API", double.url)
        result = await asyncio.to_thread(cli, "telegram-setup")
        assert result.output == "Telegram knows us: polling\n"
        assert double.counters["deleteWebhook"] == 1
