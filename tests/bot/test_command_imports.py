"""The command line: catalogues of others are imported, checked and matched against."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from tests.knowledge import pages

Cli = Callable[..., Result]
QUESTION = json.dumps({"id": 1, "text": "Hund anmelden", "lang": "de"})


def _file(folder: Path, name: str, rows: Any) -> str:
    path = folder / name
    path.write_bytes(pages.as_bytes(rows))
    return str(path)


@pytest.fixture
def folder(cli: Cli, tmp_path: Path) -> str:
    """German and English pages, imported one after the other."""
    folder = str(tmp_path / "new" / "catalogue")
    shown = cli("import", "integreat", _file(tmp_path, "de.json", pages.german()), folder).output
    assert "«de»: 6 pages, 2 of them without text" in shown
    assert "documents: services 4  topics 4" in shown
    shown = cli("import", "integreat", _file(tmp_path, "en.json", pages.english()), folder).output
    assert "translations of «de»: services 2  topics 2" in shown
    assert "2 in the file only" in shown
    return folder


def test_an_imported_catalogue_can_be_checked(cli: Cli, folder: str) -> None:
    output = cli("check", "--knowledge", folder).output
    assert "services 4  departments 0" in output
    assert "no problems" in output


def test_an_imported_catalogue_can_be_matched_against(cli: Cli, folder: str) -> None:
    question = json.dumps({"id": 1, "text": "Register for daycare", "lang": "en"})
    found = json.loads(cli("match", "--knowledge", folder, stdin=question).output)
    assert (found["decision"], found["needs"], found["danger"]) == ("sure", ["page-13"], None)


def test_phrases_alone_can_be_checked_and_matched_against(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "phrases.jsonl"
    rows = [{"service": "dog-tax", "lang": "de", "text": "Hund anmelden"}]
    rows += [{"service": "waste", "lang": "de", "text": "Sperrmüll abholen"}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert "services 2" in cli("check", "--knowledge", str(path)).output
    found = json.loads(cli("match", "--knowledge", str(path), stdin=QUESTION).output)
    assert found["needs"] == ["dog-tax"]
    path.write_text('{"service": "dog-tax"}\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["match", "--knowledge", str(path)], input=QUESTION)
    assert result.exit_code == 1
    assert result.stderr.startswith("phrases.jsonl: line 1: lang, text: a text is missing\n")


@pytest.mark.parametrize("content", ["{", "[]", '[{"id": 1}]'])
def test_a_file_that_is_no_catalogue_is_named(cli: Cli, tmp_path: Path, content: str) -> None:
    path = tmp_path / "pages.json"
    path.write_text(content, encoding="utf-8")
    result = CliRunner().invoke(app, ["import", "integreat", str(path), str(tmp_path / "out")])
    assert result.exit_code == 1
    assert all(line.startswith("pages.json: ") for line in result.stderr.splitlines())
    assert result.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_or_folder_that_cannot_be_used_is_one_line(cli: Cli, tmp_path: Path) -> None:
    assert (
        "none.json" in cli("import", "integreat", str(tmp_path / "none.json"), str(tmp_path), code=1).stderr
    )
    file = _file(tmp_path, "de.json", pages.german())
    assert "de.json" in cli("import", "integreat", file, file, code=1).stderr
