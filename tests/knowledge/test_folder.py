"""A folder of documents is read whole, or each file that cannot be parsed is named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import InvalidKnowledgeError
from knowledge.load import folder_digest, load, read_folder
from tests.knowledge import small


def test_documents_read_from_a_folder_are_the_documents_written_to_it(tmp_path: Path) -> None:
    folder = small.write(tmp_path, small.documents())
    assert {(one.kind, one.id) for one in read_folder(folder)} == {
        (one.kind, one.id) for one in small.documents()
    }
    assert load(read_folder(folder)).services["kita"] == small.guide().services["kita"]


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(InvalidKnowledgeError, match="folder: holds no documents"):
        read_folder(tmp_path)


def _not_utf8(path: Path) -> None:
    path.write_bytes(b"name: \xff\xfe")


BROKEN: tuple[tuple[str, Callable[[Path], Any]], ...] = (
    ("papers/bad.yaml", lambda path: path.write_text("id: [bad\nname: {", encoding="utf-8")),
    ("papers/twice.yaml", lambda path: path.write_text("id: a\nid: b\n", encoding="utf-8")),
    ("papers/bytes.yaml", _not_utf8),
    ("phrases/bad.jsonl", lambda path: path.write_text('{"kind": "service"', encoding="utf-8")),
)


@pytest.mark.parametrize(("name", "spoil"), BROKEN)
def test_a_file_that_cannot_be_parsed_is_named(
    tmp_path: Path, name: str, spoil: Callable[[Path], Any]
) -> None:
    spoil(small.write(tmp_path, small.documents()) / name)
    with pytest.raises(InvalidKnowledgeError) as caught:
        read_folder(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.source, problem.field) == (name, "file")
    assert "\n" not in problem.message


def test_a_folder_of_nothing_but_a_broken_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    _not_utf8(tmp_path / "papers" / "pass.yaml")
    with pytest.raises(InvalidKnowledgeError, match=r"papers/pass\.yaml: file: cannot be read"):
        read_folder(tmp_path)


def test_the_digest_of_a_folder_changes_with_a_byte_and_with_a_name(tmp_path: Path) -> None:
    folder = small.write(tmp_path, small.documents())
    before = folder_digest(folder)
    assert folder_digest(folder) == before
    (folder / "papers" / "pass.yaml").rename(folder / "papers" / "ausweis.yaml")
    renamed = folder_digest(folder)
    with (folder / "cities" / "marl.yaml").open("a", encoding="utf-8") as file:
        file.write("# a note\n")
    assert len({before, renamed, folder_digest(folder)}) == 3
