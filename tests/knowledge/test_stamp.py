"""Stamping adds the missing fingerprints, keeps the rest of a file, and tells what is stale."""

from pathlib import Path

from knowledge.formats.stamp import stamp_folder
from knowledge.load import load, read_folder
from knowledge.reading import fingerprint
from tests.knowledge import small

PAPER = """\
# what people carry
id: pass
name: "Ausweis"  # both kinds
translations:
  tr:
    origin: machine
    name: Kimlik
    synonyms: [pasaport]
  pl:
    origin: machine
    name: Dowód
    of:
"""


def _paper(folder: Path, text: str) -> Path:
    path = folder / "papers" / "pass.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_missing_fingerprints_are_added_and_comments_and_quotes_stay(tmp_path: Path) -> None:
    path = _paper(tmp_path, PAPER)
    lines = list(stamp_folder(tmp_path))
    assert lines == [
        "papers/pass.yaml: translations.tr: 1 stamped",
        "papers/pass.yaml: translations.pl: 1 stamped",
    ]
    text = path.read_text(encoding="utf-8")
    assert text.count(f"name: {fingerprint('Ausweis')}") == 2
    assert text.startswith('# what people carry\nid: pass\nname: "Ausweis"  # both kinds\n')


def test_a_stamped_folder_is_left_alone(tmp_path: Path) -> None:
    path = _paper(tmp_path, PAPER)
    list(stamp_folder(tmp_path))
    before = path.read_bytes()
    assert list(stamp_folder(tmp_path)) == []
    assert path.read_bytes() == before


def test_a_stale_text_is_told_and_not_stamped_over(tmp_path: Path) -> None:
    path = _paper(tmp_path, PAPER)
    list(stamp_folder(tmp_path))
    changed = path.read_text(encoding="utf-8").replace('"Ausweis"', '"Reisepass"')
    path.write_text(changed, encoding="utf-8")
    assert list(stamp_folder(tmp_path)) == [
        "papers/pass.yaml: translations.tr.name is stale",
        "papers/pass.yaml: translations.pl.name is stale",
    ]
    assert path.read_text(encoding="utf-8") == changed


def test_documents_without_translations_and_empty_files_are_left_alone(tmp_path: Path) -> None:
    path = _paper(tmp_path, "id: pass\nname: Ausweis\n")
    (tmp_path / "papers" / "empty.yaml").write_text("", encoding="utf-8")
    assert list(stamp_folder(tmp_path)) == []
    assert path.read_text(encoding="utf-8") == "id: pass\nname: Ausweis\n"


def test_what_was_stamped_loads(tmp_path: Path) -> None:
    small.write(tmp_path, small.without("services", "kita", ("translations", "tr", "of")))
    assert list(stamp_folder(tmp_path)) == ["services/kita.yaml: translations.tr: 4 stamped"]
    assert not load(read_folder(tmp_path)).services["kita"].name.texts["tr"].stale
