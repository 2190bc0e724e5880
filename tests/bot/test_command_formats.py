"""The command line: HSDS and XZuFi in and out."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.load import load, read_folder
from tests.bot.conftest import Cli
from tests.knowledge import leistungen, small
from tests.knowledge.test_hsds import THEIRS


def _file(folder: Path, value: Any) -> str:
    path = folder / "file.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return str(path)


def test_an_import_says_what_it_does_and_does_nothing_twice(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    file = _file(tmp_path, THEIRS)
    shown = cli("import", "hsds", file, str(folder), "--lang", "en", "--show").output
    assert "new: 4\n  topics/hsds-t-1.yaml\n" in shown
    assert not folder.exists()
    shown = cli("import", "hsds", file, str(folder), "--lang", "en").output
    assert "left out: 3\n  required_documents: without a name (1)\n" in shown
    assert shown.endswith("no problems\n")
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert "new: 0\nchanged: 0\n" in cli("import", "hsds", file, str(folder), "--lang", "en").output
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
    assert len(load(read_folder(folder)).services) == 1


def test_a_conflict_is_told_and_settled(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    cli("import", "xzufi", _file(tmp_path, leistungen.new()), str(folder))
    path = folder / "services" / f"leika-{leistungen.LEIKA}.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Wenig Einkommen", "Wer wenig hat"), encoding="utf-8"
    )
    newer = leistungen.new()
    newer["modul_text"] = [
        one if one["leika_textmodul"] != "09" else leistungen.module("09", "Kleines Einkommen")
        for one in newer["modul_text"]
    ]
    file = _file(tmp_path, newer)
    conflict = f"in conflict (changed in the folder and in the file): 1\n  services/{path.name} (who)\n"
    assert conflict in cli("import", "xzufi", file, str(folder)).output
    assert "Wer wenig hat" in path.read_text(encoding="utf-8")
    assert conflict in cli("import", "xzufi", file, str(folder), "--theirs").output
    assert "Kleines Einkommen" in path.read_text(encoding="utf-8")
    assert (
        "in conflict (changed in the folder and in the file): 0\n"
        in cli("import", "xzufi", file, str(folder)).output
    )


def test_what_editors_have_to_mend_is_told(cli: Cli, tmp_path: Path) -> None:
    """A text that a document of all languages gets in German alone lacks its translations."""
    folder = small.write(tmp_path / "ours", small.documents())
    out = str(tmp_path / "ours.json")
    cli("export", "hsds", "--knowledge", str(folder), out)
    whole = json.loads(Path(out).read_text(encoding="utf-8"))
    wohngeld = next(one for one in whole["services"] if one["name"] == "Wohngeld")
    wohngeld["fees_description"] = "Nichts"
    shown = cli("import", "hsds", _file(tmp_path, whole), str(folder)).output
    assert "changed: 1\n  services/wohngeld.yaml (cost)\n" in shown
    assert (
        "to mend: 10\n  services/wohngeld.yaml: translations.ar.cost: the translation is missing\n" in shown
    )


@pytest.mark.parametrize("form", ["hsds", "xzufi"])
def test_what_goes_out_comes_in_unchanged(cli: Cli, tmp_path: Path, form: str) -> None:
    folder = small.write(tmp_path / "ours", small.documents())
    out = str(tmp_path / "out.json")
    assert "services 3" in cli("export", form, "--knowledge", str(folder), out).output
    shown = cli("import", form, out, str(folder)).output
    assert "new: 0\nchanged: 0\nin conflict (changed in the folder and in the file): 0\n" in shown


@pytest.mark.parametrize("form", ["hsds", "xzufi"])
def test_a_broken_file_is_refused_whole_in_one_line(cli: Cli, tmp_path: Path, form: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text('[\n{"id": ', encoding="utf-8")
    result = cli("import", form, str(path), str(tmp_path / "new"), code=1)
    assert result.stderr.startswith("broken.json: line 2: is no JSON")
    assert not (tmp_path / "new").exists()
    cli("import", form, str(tmp_path / "absent.json"), str(tmp_path / "new"), code=1)
    cli("export", form, str(tmp_path / "no" / "folder.json"), code=1)
    cli("export", form, "--knowledge", str(tmp_path / "nothing"), str(tmp_path / "x.json"), code=1)


def test_a_language_must_be_one_of_ours(cli: Cli, tmp_path: Path) -> None:
    file = _file(tmp_path, THEIRS)
    assert "«xx» is none of de," in cli("import", "hsds", file, str(tmp_path), "--lang", "xx", code=1).stderr


def test_xzufi_comes_in_two_versions(cli: Cli, tmp_path: Path) -> None:
    folder = small.write(tmp_path / "ours", small.documents())
    for version, field in (("2.2", "referenz_leika"), ("2.3", "referenz_leistungsschluessel")):
        out = tmp_path / f"{version}.json"
        cli("export", "xzufi", "--xzufi", version, "--knowledge", str(folder), str(out))
        assert field in json.loads(out.read_text(encoding="utf-8"))[0]
