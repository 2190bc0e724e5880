"""A catalogue may be a file of phrases and nothing else."""

import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import InvalidKnowledgeError
from knowledge.load import load, read_path
from knowledge.localized import Origin
from knowledge.model import Guide, PhraseKind
from knowledge.understand import understand
from tests.knowledge import small

TODAY = date(2026, 11, 25)
ROWS = [
    {"service": "dog-tax", "lang": "de", "text": "Hund anmelden"},
    {"service": "dog-tax", "lang": "it", "text": "registrare il cane", "note": "not needed"},
    {"service": "bulky-waste", "lang": "en", "text": "old sofa\u2028must go"},
]


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "phrases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _guide(folder: Path) -> Guide:
    return load(read_path(_file(folder, *(json.dumps(row, ensure_ascii=False) for row in ROWS), "", "\r")))


def test_each_id_becomes_a_service_and_each_line_a_phrase_of_it(tmp_path: Path) -> None:
    guide = _guide(tmp_path)
    assert {id_: service.name.german for id_, service in guide.services.items()} == {
        "dog-tax": "dog tax",
        "bulky-waste": "bulky waste",
    }
    assert [(one.targets, one.lang, one.text) for one in guide.phrases] == [
        ((row["service"],), row["lang"], row["text"]) for row in ROWS
    ]
    assert {(one.kind, one.origin) for one in guide.phrases} == {(PhraseKind.SERVICE, Origin.WRITTEN)}
    assert (guide.dangers, guide.departments, guide.numbers, guide.cities) == ({}, {}, {}, {})


@pytest.mark.parametrize(
    ("text", "service"),
    [("Hund anmelden", "dog-tax"), ("bulky waste", "bulky-waste"), ("il mio cane", "dog-tax")],
)
def test_phrases_alone_can_be_matched_against(tmp_path: Path, text: str, service: str) -> None:
    assert understand(text, "de", _guide(tmp_path), TODAY).candidates[0].service == service


def test_a_folder_is_read_as_before(tmp_path: Path) -> None:
    folder = small.write(tmp_path, small.documents())
    assert list(load(read_path(folder)).services) == sorted(small.guide().services)


def test_a_path_with_nothing_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(InvalidKnowledgeError, match="holds no documents"):
        read_path(tmp_path / "none")


GOOD = json.dumps(ROWS[0])
WRONG = (
    ("no json", "line 2: is no JSON"),
    ("[" * 100_000, "line 2: "),
    ("[]", "line 2: service, lang, text: a text is missing"),
    ('{"service": "a", "lang": "de"}', "line 2: text: a text is missing"),
    ('{"service": 7, "lang": "de", "text": " "}', "line 2: service, text: a text is missing"),
    ('{"service": "a", "lang": "de", "text": "\\ud800"}', "line 2: 'utf-8' codec"),
)


@pytest.mark.parametrize(("line", "message"), WRONG)
def test_a_line_that_is_no_phrase_is_named_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InvalidKnowledgeError) as caught:
        read_path(_file(tmp_path, GOOD, line, GOOD))
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"phrases.jsonl: {message}")


@pytest.mark.parametrize(
    ("content", "message"), [(b"\n \n", "holds no phrases"), (b"\xff", "cannot be read")]
)
def test_a_file_without_phrases_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "phrases.jsonl"
    path.write_bytes(content)
    with pytest.raises(InvalidKnowledgeError, match=rf"phrases\.jsonl: file: {message}"):
        read_path(path)
