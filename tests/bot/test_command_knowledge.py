"""The command line: the knowledge without a database."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from tests.knowledge import small

Cli = Callable[..., Result]


def test_check_counts_what_there_is(cli: Cli) -> None:
    output = cli("check").output
    assert "no problems" in output
    assert "services 3" in output


def test_check_names_what_is_wrong(cli: Cli, tmp_path: Path) -> None:
    folder = small.write(tmp_path / "broken", small.without("cities", "marl", ("name",)))
    result = CliRunner().invoke(app, ["check", "--knowledge", str(folder)])
    assert result.exit_code == 1
    assert "marl" in result.stderr
    assert "1 problems" in result.stderr


def test_check_names_a_broken_catalogue(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.texts import Texts

    monkeypatch.setattr("bot.command.knowledge.Texts", lambda: Texts(tmp_path / "none"))
    assert "«de»" in cli("check", code=1).stderr


def test_match_understands_line_by_line(cli: Cli) -> None:
    lines = [{"id": 1, "text": "kindergeld", "lang": "de"}, {"id": "b", "text": "ich habe nichts zu essen"}]
    output = cli("match", stdin="\n\n".join(map(json.dumps, lines))).output
    one, two = map(json.loads, output.splitlines())
    assert (one["id"], one["needs"]) == (1, ["kindergeld"])
    assert (two["id"], two["danger"]) == ("b", "hunger")


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}'])
def test_a_line_that_is_no_message_is_named(line: str, cli: Cli) -> None:
    result = CliRunner().invoke(app, ["match"], input=f'{{"id": 1, "text": "x"}}\n{line}\n')
    assert result.exit_code == 1
    assert "line 2" in result.stderr


def test_stamp_marks_a_folder(cli: Cli, environment: dict[str, str]) -> None:
    folder = Path(environment["LOTSE_KNOWLEDGE"])
    cli("stamp", str(folder))
    changed = next(folder.rglob("wohngeld.yaml"))
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("Wer wenig hat", "Wer zu wenig hat", 1), encoding="utf-8"
    )
    assert "wohngeld" in cli("stamp", str(folder)).output
    assert "no problems" in cli("check").output
