"""Documents become a guide, or every problem with its file and field."""

from datetime import date, datetime
from typing import Any

import pytest

from knowledge.errors import InvalidKnowledgeError
from knowledge.load import CONTENT, Document, from_json, load, read_folder, revision_of, to_json
from knowledge.localized import Origin
from knowledge.model import DangerKind, Guide, PhraseKind
from tests.knowledge import small

Way = tuple[str | int, ...]


def test_valid_documents_become_a_guide_that_holds_all_of_them() -> None:
    guide = small.guide()
    assert list(guide.services) == ["wohngeld", "kindergeld", "kita"]
    assert list(guide.departments) == ["amt", "kasse"]
    assert list(guide.papers) == ["pass", "mietvertrag"]
    assert guide.dangers[DangerKind.HUNGER].patterns == ("nichts zu essen",)
    assert len(guide.phrases) == len(small.phrases())
    assert {phrase.kind for phrase in guide.phrases} == set(PhraseKind)


def test_each_field_of_a_service_is_read() -> None:
    service = small.guide().services["wohngeld"]
    assert (service.name.german, service.name.read("tr")) == ("Wohngeld", "Wohngeld (tr)")
    assert [(office.department, office.when) for office in service.departments] == [("amt", "Immer")]
    assert service.synonyms["de"] == ("Mietzuschuss",)
    assert service.papers == ("pass", "mietvertrag")
    assert (service.deadline, service.cost) == (None, None)
    assert (service.checked.as_of, service.checked.on) == (date(2026, 1, 1), None)


def test_the_rest_of_the_nouns_is_read() -> None:
    guide = small.guide()
    kindergeld, kita = guide.services["kindergeld"], guide.services["kita"]
    assert kindergeld.deadline is not None
    assert kindergeld.deadline.read("uk") == "Sechs Monate rückwirkend (uk)"
    assert kita.laws[0].ref == "§ 24 SGB VIII"
    assert (guide.cities["marl"].aliases, guide.cities["marl"].infostelle) == (("Марль",), True)
    contact = guide.cities["marl"].contacts[0]
    assert (contact.department, contact.phone, contact.address, contact.hours) == (
        *("amt", "02305 1", "Markt 1", "Mo 8-12"),
    )
    assert guide.numbers["emergency"].numbers == ("112",)
    assert guide.papers["mietvertrag"].note is not None


def test_topics_stand_in_their_order() -> None:
    first = small.document("topics", "alter", {"name": "Alter"}, order=0)
    assert list(load((*small.documents(), first)).topics) == ["alter", "familie"]


def test_a_guide_cannot_be_changed() -> None:
    guide: Any = small.guide()
    with pytest.raises(TypeError):
        guide.services["neu"] = None


# Kind, document, field that goes, field that the problem names.
MISSING: tuple[tuple[str, str, Way, str], ...] = (
    *(("services", "kita", (field,), field) for field in ("id", "topic", "name", "summary", "as_of")),
    ("services", "kita", ("departments", 0, "department"), "departments[1].department"),
    ("services", "kita", ("laws", 0, "ref"), "laws[1].ref"),
    ("services", "kita", ("laws", 0, "about"), "laws[1].about"),
    *(
        ("departments", "amt", (field,), field)
        for field in ("id", "level", "name", "serves", "find", "as_of")
    ),
    *(("cities", "marl", (field,), field) for field in ("id", "name", "as_of")),
    ("cities", "marl", ("contacts", 0, "department"), "contacts[1].department"),
    ("cities", "marl", ("contacts", 0, "assured_date"), "contacts[1].assured_date"),
    *(("papers", "pass", (field,), field) for field in ("id", "name")),
    *(("topics", "familie", (field,), field) for field in ("id", "order", "name")),
    *(("numbers", "emergency", (field,), field) for field in ("id", "name", "note", "source", "as_of")),
    *(("dangers", "hunger", (field,), field) for field in ("id", "text", "as_of")),
    *(
        ("phrases", "all", (0, field), f"row 1: {field}")
        for field in ("kind", "lang", "text", "origin", "services")
    ),
    ("phrases", "all", (4, "services"), "row 5: services"),
    ("phrases", "all", (5, "danger"), "row 6: danger"),
    ("phrases", "all", (10, "command"), "row 11: command"),
)


@pytest.mark.parametrize(("kind", "id_", "path", "field"), MISSING)
def test_a_missing_field_is_named(kind: str, id_: str, path: Way, field: str) -> None:
    assert (_file(kind, id_), field) in small.places(small.without(kind, id_, path))


# Kind, document, field, a value that does not belong there, field that the problem names.
WRONG: tuple[tuple[str, str, Way, Any, str], ...] = (
    ("services", "kita", ("id",), "other", "id"),
    ("dangers", "hunger", ("id",), ["hunger"], "id"),
    ("dangers", "hunger", ("id",), "boredom", "id"),
    ("services", "kita", ("name",), 7, "name"),
    ("services", "kita", ("name",), "  ", "name"),
    ("services", "kita", ("deadline",), ["morgen"], "deadline"),
    ("services", "kita", ("departments", 0, "when"), 3, "departments[1].when"),
    ("services", "kita", ("departments",), "amt", "departments"),
    ("services", "kita", ("departments",), ["amt"], "departments"),
    ("services", "kita", ("departments",), "", "departments"),
    ("services", "kita", ("laws",), {"ref": "§ 1"}, "laws"),
    ("services", "kita", ("papers",), "pass", "papers"),
    ("services", "kita", ("papers",), ["pass", 3], "papers"),
    ("services", "kita", ("papers",), [" "], "papers"),
    ("services", "kita", ("synonyms",), "Krippe", "synonyms"),
    ("services", "kita", ("who",), 7, "who"),
    ("services", "kita", ("description",), ["lang"], "description"),
    ("services", "kita", ("source",), 7, "source"),
    ("services", "kita", ("languages",), "de", "languages"),
    ("services", "kita", ("as_of",), "bald", "as_of"),
    ("services", "kita", ("as_of",), "2026-02-30", "as_of"),
    ("services", "kita", ("as_of",), 2026, "as_of"),
    ("services", "kita", ("as_of",), datetime.fromisoformat("2026-01-01T10:00+00:00"), "as_of"),
    ("services", "kita", ("checked_on",), "gestern", "checked_on"),
    ("services", "kita", ("translations",), "keine", "translations.tr.name"),
    ("services", "kita", ("translations", "tr"), "yok", "translations.tr.name"),
    ("services", "kita", ("translations", "tr", "name"), 5, "translations.tr.name"),
    ("services", "kita", ("translations", "tr", "origin"), "guessed", "translations.tr.origin"),
    ("services", "kita", ("translations", "tr", "synonyms"), "kreş", "translations.tr.synonyms"),
    ("services", "kita", ("translations", "tr", "of"), "1234", "translations.tr.of.name"),
    ("cities", "marl", ("infostelle",), "nein", "infostelle"),
    ("cities", "marl", ("aliases",), "Марль", "aliases"),
    ("cities", "marl", ("contacts",), [3], "contacts"),
    ("cities", "marl", ("contacts", 0, "assured_date"), "irgendwann", "contacts[1].assured_date"),
    ("cities", "marl", ("contacts", 0, "phone"), 2305, "contacts[1].phone"),
    ("topics", "familie", ("order",), "1", "order"),
    ("topics", "familie", ("order",), True, "order"),
    ("numbers", "emergency", ("numbers",), 112, "numbers"),
    ("dangers", "hunger", ("patterns",), "hunger", "patterns"),
    ("phrases", "all", (0, "kind"), "joke", "row 1: kind"),
    ("phrases", "all", (0, "kind"), ["service"], "row 1: kind"),
    ("phrases", "all", (0, "lang"), "tlh", "row 1: lang"),
    ("phrases", "all", (0, "services"), "wohngeld", "row 1: services"),
    ("phrases", "all", (4, "parts"), "miete", "row 5: parts"),
    ("phrases", "all", (5, "danger"), "boredom", "row 6: danger"),
    ("phrases", "all", (10, "command"), "dance", "row 11: command"),
    ("phrases", "all", (2,), "a bare sentence", "row 3: text"),
)


@pytest.mark.parametrize(("kind", "id_", "path", "value", "field"), WRONG)
def test_a_wrong_value_is_named(kind: str, id_: str, path: Way, value: Any, field: str) -> None:
    assert (_file(kind, id_), field) in small.places(small.spoilt(kind, id_, path, value))


# Kind, document, field with an id that nothing bears, field that the problem names.
UNKNOWN: tuple[tuple[str, str, Way, Any, str], ...] = (
    ("services", "wohngeld", ("papers", 1), "nowhere", "papers"),
    ("services", "kita", ("topic",), "nowhere", "topic"),
    ("services", "kita", ("departments", 0, "department"), "nowhere", "departments"),
    ("dangers", "hunger", ("numbers", 0), "nowhere", "numbers"),
    ("dangers", "hunger", ("services", 0), "nowhere", "services"),
    ("dangers", "hunger", ("departments", 0), "nowhere", "departments"),
    ("cities", "marl", ("contacts", 0, "department"), "nowhere", "contacts"),
    ("phrases", "all", (0, "services", 0), "nowhere", "row 1"),
    ("phrases", "all", (4, "services", 1), "nowhere", "row 5"),
)


@pytest.mark.parametrize(("kind", "id_", "path", "value", "field"), UNKNOWN)
def test_an_unknown_id_is_the_only_problem_and_is_named(
    kind: str, id_: str, path: Way, value: Any, field: str
) -> None:
    (problem,) = small.problems(small.spoilt(kind, id_, path, value))
    assert (problem.source, problem.field) == (_file(kind, id_), field)
    assert f"«{value}»" in problem.message


@pytest.mark.parametrize("field", ["name", "who", "first_step"])
def test_a_missing_translation_is_named_with_its_language(field: str) -> None:
    (problem,) = small.problems(small.without("services", "kita", ("translations", "fa", field)))
    assert str(problem) == f"services/kita.yaml: translations.fa.{field}: the translation is missing"


def test_a_missing_language_is_missing_in_every_field() -> None:
    found = small.places(small.without("papers", "mietvertrag", ("translations", "de-simple")))
    assert {field for _, field in found} == {"translations.de-simple.name", "translations.de-simple.note"}


def test_a_translation_must_say_which_german_it_was_made_from() -> None:
    (problem,) = small.problems(small.without("papers", "pass", ("translations", "ar", "of", "name")))
    assert problem.field == "translations.ar.of.name"
    assert "is missing" in problem.message


def test_a_stale_translation_is_no_problem_but_is_not_shown() -> None:
    name = load(small.spoilt("papers", "pass", ("name",), "Reisepass")).papers["pass"].name
    assert name.texts["tr"].stale
    assert name.read("tr") == "Reisepass"


def test_a_reviewed_translation_keeps_its_origin() -> None:
    guide = load(small.spoilt("papers", "pass", ("translations", "pl", "origin"), "reviewed"))
    assert guide.papers["pass"].name.texts["pl"].origin is Origin.REVIEWED


@pytest.mark.parametrize("value", [date(2026, 3, 1), "2026-03-01"])
def test_a_date_may_be_written_or_parsed(value: Any) -> None:
    guide = load(small.spoilt("services", "kita", ("checked_on",), value))
    assert guide.services["kita"].checked.on == date(2026, 3, 1)


def test_all_problems_are_listed_at_once_in_order() -> None:
    found = list(small.without("services", "kita", ("name",)))
    found += [Document("papers", "leer", None), Document("jokes", "one", {}), Document("phrases", "no", {})]
    sources = [problem.source for problem in small.problems(found)]
    assert set(sources) == {"services/kita.yaml", "papers/leer.yaml", "jokes/one.yaml", "phrases/no.jsonl"}
    assert sources == sorted(sources)


def test_the_message_of_the_error_has_a_line_for_each_problem() -> None:
    with pytest.raises(InvalidKnowledgeError) as caught:
        load(small.without("papers", "pass", ("id",)))
    assert str(caught.value) == "papers/pass.yaml: id: must be the name of the file, «pass»"


def test_documents_survive_the_database_and_so_does_the_revision() -> None:
    found = small.spoilt("services", "kita", ("checked_on",), date(2026, 3, 1))
    kept = to_json(found)
    assert to_json(from_json(kept)) == kept
    assert load(from_json(kept)).revision == load(found).revision == revision_of(kept)


def test_a_changed_word_makes_another_revision() -> None:
    changed = load(small.spoilt("cities", "marl", ("aliases",), ["Marll"]))
    assert changed.revision != small.guide().revision


@pytest.mark.parametrize("field", ["who", "first_step", "departments"])
def test_what_is_not_known_of_a_service_may_be_left_out(field: str) -> None:
    service = load(small.without("services", "kita", (field,))).services["kita"]
    assert not getattr(service, field)
    assert (service.description, service.source) == (None, "")


def test_a_document_may_say_which_languages_it_has() -> None:
    found = small.spoilt("papers", "pass", ("languages",), ["de", "tr", "it"])
    found[6].data["translations"] = {
        lang: small.translation(lang, {"name": "Ausweis oder Pass"}) for lang in ("tr", "it", "pl")
    }
    name = load(found).papers["pass"].name
    assert set(name.texts) == {"de", "tr", "it"}
    (problem,) = small.problems(small.without("papers", "mietvertrag", ("translations", "tr", "name")))
    assert problem.field == "translations.tr.name"


def test_a_language_that_a_document_says_it_has_must_be_there() -> None:
    found = small.spoilt("papers", "pass", ("languages",), ["de", "it"])
    (problem,) = small.problems(found)
    assert problem.field == "translations.it.name"


def test_phrases_may_stand_in_a_document_that_says_its_languages() -> None:
    rows = [small.phrase("service", "it", "affitto troppo caro", services=["wohngeld"])]
    italian = Document("phrases", "more", {"languages": ["it"], "rows": rows})
    assert load((*small.documents(), italian)).phrases[-1].lang == "it"


def test_our_own_services_lack_nothing(guide: Guide) -> None:
    """What another catalogue may leave out, ours may not: for whom, the first step, an office, any language."""
    assert [
        id_ for id_, one in guide.services.items() if not (one.who and one.first_step and one.departments)
    ] == []
    assert [one.source for one in read_folder(CONTENT) if "languages" in one.data] == []


def _file(kind: str, id_: str) -> str:
    return Document(kind, id_, None).source


def _birthday(**changes: Any) -> tuple[Document, ...]:
    laws = [{"ref": "§ 24 SGB VIII", "about": "Platz in der Kita"}]
    fields = {"age": 3, "services": ["kita"], "laws": laws, "as_of": small.AS_OF} | changes
    return (*small.documents(), small.document("birthdays", "drei", {"text": "Ab drei"}, **fields))


def test_a_birthday_is_read() -> None:
    (found,) = load(_birthday()).birthdays.values()
    assert (found.id, found.age, found.services, found.text.german) == ("drei", 3, ("kita",), "Ab drei")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age": 0}, "age"),
        ({"age": 40}, "age"),
        ({"laws": []}, "laws"),
        ({"services": ["no-such-help"]}, "services"),
    ],
)
def test_a_birthday_that_cannot_be_is_a_problem(changes: dict[str, Any], field: str) -> None:
    assert small.places(_birthday(**changes)) == {("birthdays/drei.yaml", field)}


@pytest.mark.parametrize(
    ("key", "why"), [("99107", "is no LeiKa key"), (99107023017000, "a text is missing")]
)
def test_a_leika_key_has_14_digits_and_is_a_text(key: object, why: str) -> None:
    (problem,) = small.problems(small.spoilt("services", "wohngeld", ("leika",), key))
    assert (problem.source, problem.field) == ("services/wohngeld.yaml", "leika")
    assert why in problem.message
    good = load(small.spoilt("services", "wohngeld", ("leika",), "99107023017000"))
    assert good.services["wohngeld"].leika == "99107023017000"
