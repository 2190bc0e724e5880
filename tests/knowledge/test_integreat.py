"""Pages of the Integreat guide become documents, German first, other languages as its translations."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InvalidKnowledgeError, Problem
from knowledge.formats.integreat import ATTRIBUTION, Written, documents, read, write
from knowledge.load import load, read_folder
from knowledge.localized import Origin
from knowledge.model import Guide
from knowledge.understand import understand
from tests.knowledge import pages

TODAY = date(2026, 11, 25)


def _import(folder: Path, rows: Any) -> Written:
    catalogue = read(pages.as_bytes(rows), "pages.json")
    return write(folder, documents(catalogue), catalogue.lang)


def _guide(folder: Path) -> Guide:
    return load(read_folder(folder))


def _problems(content: bytes) -> tuple[Problem, ...]:
    with pytest.raises(InvalidKnowledgeError) as caught:
        read(content, "pages.json")
    return caught.value.problems


def test_every_page_with_text_becomes_a_service(tmp_path: Path) -> None:
    done = _import(tmp_path, pages.german())
    services = _guide(tmp_path).services
    assert list(services) == ["page-12", "page-13", "page-15", "page-16"]
    assert (done.base, len(done.written), done.missing, done.left_out) == ("de", 8, (), ())
    service = services["page-13"]
    assert service.name.german == "Kitaplatz über das Jugendamt anmelden"
    assert service.description
    assert (
        service.description.german == "So geht’s\n\nVormerken lassen\nGebühr klären\n\nMo | 8 Uhr\n\nTelefon"
    )
    assert service.summary.german == "So geht’s Vormerken lassen Gebühr klären Mo | 8 Uhr Telefon"
    assert service.source == f"https://example.org/musterkreis/de/familie/kita/anmelden/ ({ATTRIBUTION})"
    assert (service.who, service.first_step, service.departments) == (None, None, ())
    assert (service.checked.as_of, service.checked.on) == (date(2026, 2, 3), None)


def test_a_long_text_begins_in_the_summary(tmp_path: Path) -> None:
    _import(tmp_path, pages.german())
    service = _guide(tmp_path).services["page-16"]
    assert service.description
    assert len(service.description.german) > 600
    assert len(service.summary.german) <= 300
    assert service.summary.german.endswith("liegt hier. …")


def test_the_titles_above_a_page_are_the_name_of_its_topic(tmp_path: Path) -> None:
    _import(tmp_path, pages.german())
    guide = _guide(tmp_path)
    names = {id_: guide.topics[one.topic].name.german for id_, one in guide.services.items()}
    assert names == {
        "page-12": "Familie & Kinder",
        "page-13": "Familie & Kinder › Kinderbetreuung",
        "page-15": "Notfall",
        "page-16": "Fundbüro",  # what is above it is not in the file
    }
    assert guide.services["page-13"].topic == "page-12"


def test_another_language_becomes_translations_that_somebody_wrote(tmp_path: Path) -> None:
    _import(tmp_path, pages.german())
    done = _import(tmp_path, pages.english())
    assert done.base == "de"
    assert [one.source for one in done.written] == [
        *("services/page-12.yaml", "services/page-13.yaml"),
        *("topics/page-11.yaml", "topics/page-12.yaml"),
    ]
    assert done.left_out == ("services/page-99.yaml", "topics/page-99.yaml")
    assert "services/page-15.yaml" in done.missing
    guide = _guide(tmp_path)
    english = guide.services["page-13"].name.texts["en"]
    assert (english.text, english.origin, english.stale) == ("Register for daycare", Origin.WRITTEN, False)
    assert guide.topics["page-12"].name.read("en") == "Family and children › Childcare"
    assert guide.services["page-15"].name.read("en") == "Notfall"


def test_german_that_changes_makes_a_translation_stale_until_it_is_imported_again(tmp_path: Path) -> None:
    _import(tmp_path, pages.german())
    _import(tmp_path, pages.english())
    changed = pages.german()
    changed[2]["title"] = "Kitaplatz finden"
    _import(tmp_path, changed)
    assert _guide(tmp_path).services["page-13"].name.texts["en"].stale
    _import(tmp_path, pages.english())
    assert not _guide(tmp_path).services["page-13"].name.texts["en"].stale


def test_importing_twice_changes_nothing_and_keeps_what_people_added(tmp_path: Path) -> None:
    _import(tmp_path, pages.german())
    _import(tmp_path, pages.english())
    path = tmp_path / "services" / "page-13.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "synonyms: [Krippe]  # ours\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    _import(tmp_path, pages.german())
    _import(tmp_path, pages.english())
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


def test_a_page_that_is_gone_is_told_and_stays(tmp_path: Path) -> None:
    _import(tmp_path, pages.german())
    done = _import(tmp_path, pages.german()[:5])
    assert done.missing == ("services/page-16.yaml", "topics/page-16.yaml")
    assert "page-16" in _guide(tmp_path).services


def test_without_german_the_first_language_stands_in_its_place(tmp_path: Path) -> None:
    done = _import(tmp_path, pages.english())
    assert done.base == "en"
    guide = _guide(tmp_path)
    assert guide.services["page-13"].name.german == "Register for daycare"
    assert understand("register for daycare", "en", guide, TODAY).needs == ("page-13",)
    assert guide.services["page-13"].name.language("en") == "en"


def test_german_that_comes_later_takes_its_place(tmp_path: Path) -> None:
    _import(tmp_path, pages.english())
    done = _import(tmp_path, pages.german())
    assert (done.base, "services/page-15.yaml" in done.left_out) == ("en", True)
    services = _guide(tmp_path).services
    name = services["page-13"].name
    assert (name.read("en"), name.german) == ("Register for daycare", "Kitaplatz über das Jugendamt anmelden")
    assert services["page-99"].name.german == "Only here"


def test_a_catalogue_without_phrases_can_be_matched_against(tmp_path: Path) -> None:
    _import(tmp_path, pages.german())
    understood = understand(
        "wo kann ich mein kind vormerken lassen, jugendamt?", "de", _guide(tmp_path), TODAY
    )
    assert understood.candidates[0].service == "page-13"


def test_source_and_licence_stand_beside_the_documents(tmp_path: Path) -> None:
    _import(tmp_path, pages.german())
    note = (tmp_path / "LICENCE.md").read_text(encoding="utf-8")
    assert ATTRIBUTION in note
    assert "Changed:" in note


def test_a_ring_of_pages_ends(tmp_path: Path) -> None:
    ring = pages.german()[1:3]
    ring[0]["parent"] = {"path": ring[1]["path"]}
    _import(tmp_path, ring)
    assert len(_guide(tmp_path).services) == 2


def test_what_a_file_leaves_out_about_other_pages_is_not_needed(tmp_path: Path) -> None:
    (row,) = pages.german()[4:5]
    del row["parent"], row["available_languages"], row["excerpt"]
    assert [one.source for one in _import(tmp_path, [row]).written] == [
        "services/page-15.yaml",
        "topics/page-15.yaml",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "file: is no JSON"),
        (b"{", "file: is no JSON"),
        (b"\xff\xfe[]", "file: is no JSON"),
        (b"[" * 1_000_000, "file: is no JSON"),
        (b"[]", "file: holds no page with text"),
        (pages.as_bytes(pages.german()[3:4]), "file: holds no page with text"),
        (b"{}", "rows: must be a list of entries"),
        (b'"pages"', "rows: must be a list of entries"),
    ],
)
def test_a_file_that_holds_no_pages_is_named(content: bytes, message: str) -> None:
    (problem,) = _problems(content)
    assert str(problem).startswith(f"pages.json: {message}")


@pytest.mark.parametrize("field", ["id", "url", "path", "title", "content", "last_updated"])
def test_a_field_that_is_missing_is_named_with_its_page(field: str) -> None:
    rows = pages.german()
    del rows[2][field]
    (problem,) = _problems(pages.as_bytes(rows))
    assert problem.field == f"row 3: {field}"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "13"}, "id"),
        ({"id": 12}, "id"),
        ({"title": ["x"]}, "title"),
        ({"content": None}, "content"),
        ({"last_updated": "gestern"}, "last_updated"),
        ({"path": "/musterkreis/"}, "path"),
        ({"path": "/musterkreis/en/x/"}, "path"),
    ],
)
def test_a_wrong_value_is_named_with_its_page(change: dict[str, Any], field: str) -> None:
    rows = pages.german()
    rows[2] |= change
    assert f"row 3: {field}" in {problem.field for problem in _problems(pages.as_bytes(rows))}


def test_a_title_of_nothing_but_markup_makes_no_document(tmp_path: Path) -> None:
    rows = pages.german()[4:5]
    rows[0]["title"] = "<br>"
    assert _import(tmp_path / "new", rows).written == ()


def test_what_is_no_page_has_every_problem() -> None:
    assert {problem.field for problem in _problems(b'["x"]')} == {
        f"row 1: {field}" for field in ("id", "path", "title", "url", "content", "last_updated")
    }


@pytest.mark.parametrize(
    "spoil", ["id: [", "just words", "id: page-12\nlanguages: de", "languages: [de]\ntranslations: x"]
)
def test_a_broken_file_in_the_folder_is_named_and_nothing_is_written(tmp_path: Path, spoil: str) -> None:
    _import(tmp_path, pages.german())
    (tmp_path / "services" / "page-16.yaml").write_text(spoil, encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    changed = pages.german()
    changed[1]["title"] = "Anders"
    with pytest.raises(InvalidKnowledgeError, match=r"services/page-16\.yaml: "):
        _import(tmp_path, changed)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


@given(title=st.text(), content=st.text(), url=st.text())
def test_any_text_comes_back_from_the_folder(
    tmp_path_factory: pytest.TempPathFactory, title: str, content: str, url: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    rows = pages.german()[4:]
    rows[0] |= {"title": f"T{title}", "content": f"C{content}", "url": f"U{url}"}
    catalogue = read(pages.as_bytes(rows), "pages.json")
    write(folder, documents(catalogue), "de")
    service = _guide(folder).services["page-15"]
    assert service.description
    assert (service.name.german, service.description.german) == (
        catalogue.pages[0].title,
        catalogue.pages[0].text,
    )
