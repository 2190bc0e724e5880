"""What an import would change is told before anything is taken, and importing twice changes nothing."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats.changes import Changes, compare, marked, print_of
from knowledge.formats.kept import keep
from knowledge.load import Document, load, read_folder
from knowledge.reading import fingerprint

BLOCK = {"origin": "machine", "name": "Dog tax", "summary": "For dogs"}


def topic() -> Document:
    return Document(
        "topics", "t", {"id": "t", "source_id": "hsds:t", "order": 1, "name": "Tiere", "languages": ["de"]}
    )


def service(**fields: Any) -> Document:
    data: dict[str, Any] = {
        "id": "hsds-1",
        "source_id": "hsds:1",
        "topic": "t",
        "name": "Hundesteuer",
        "summary": "Für Hunde",
        "as_of": "2026-01-01",
        "languages": ["de", "en"],
        **fields,
    }
    marks = {field: fingerprint(data[field]) for field in ("name", "summary")}
    block = {**BLOCK, **data.pop("en", {}), "of": marks}
    return Document("services", data["id"], {**data, "translations": {"en": block}})


def edited(document: Document, **fields: Any) -> Document:
    return Document(document.kind, document.id, {**document.data, **fields})


def fields(changes: Changes) -> tuple[set[str], set[str]]:
    """What is taken and what is in conflict."""
    return (
        {field.field for one in changes.changed for field in one.taken},
        {field.field for one in changes.changed for field in one.conflicts},
    )


def after(now: tuple[Document, ...], changes: Changes, **how: bool) -> tuple[Document, ...]:
    written = {(one.kind, one.id): one for one in changes.written(**how)}
    return tuple({**{(one.kind, one.id): one for one in now}, **written}.values())


FIRST = after((), compare((), (service(), topic())))


def test_what_is_new_is_told_and_marked() -> None:
    changes = compare((), (service(), topic()))
    assert [one.source for one in changes.new] == ["services/hsds-1.yaml", "topics/t.yaml"]
    assert (changes.changed, changes.gone) == ((), ())
    assert changes.new[0].data["imported"]["name"] == print_of("Hundesteuer")
    load(changes.written())


def test_importing_twice_changes_nothing() -> None:
    changes = compare(FIRST, (service(), topic()))
    assert (changes.new, changes.changed, changes.gone) == ((), (), ())


def test_what_only_the_source_changed_is_taken() -> None:
    new = service(name="Steuer für Hunde", cost="Nach Satzung", en={"name": "Tax on dogs"})
    changes = compare(FIRST, (new, topic()))
    assert fields(changes) == ({"name", "en.name", "cost"}, set())
    second = after(FIRST, changes)
    assert second[0].data["name"] == "Steuer für Hunde"
    assert not load((*second[1:], edited(second[0], cost=None))).services["hsds-1"].name.texts["en"].stale
    assert compare(second, (new, topic())).changed == ()


def test_what_only_we_changed_stays() -> None:
    ours = edited(FIRST[0], summary="Für alle Hunde", deadline="Bald")
    changes = compare((ours, FIRST[1]), (service(name="Steuer für Hunde"), topic()))
    assert fields(changes) == ({"name", "en.name"}, set())
    assert after((ours,), changes)[0].data["summary"] == "Für alle Hunde"


def test_what_both_changed_is_a_conflict_until_somebody_settles_it() -> None:
    now = (edited(FIRST[0], name="Hundeabgabe"), FIRST[1])
    new = (service(name="Steuer für Hunde"), topic())
    changes = compare(now, new)
    assert "name" in fields(changes)[1]
    left = after(now, changes)
    assert left[0].data["name"] == "Hundeabgabe"
    assert "name" in fields(compare(left, new))[1]
    theirs = after(now, changes, theirs=True)
    assert theirs[0].data["name"] == "Steuer für Hunde"
    assert compare(theirs, new).changed == ()
    ours = after(now, changes, ours=True)
    assert ours[0].data["name"] == "Hundeabgabe"
    assert compare(ours, new).changed == ()


def test_one_conflict_can_be_settled_one_way_and_another_the_other() -> None:
    now = (edited(FIRST[0], name="A", summary="B"), FIRST[1])
    changes = compare(now, (service(name="C", summary="D"), topic()))
    settled = changes.changed[0].settled(theirs=["name"], ours=["summary"])
    assert (settled.data["name"], settled.data["summary"]) == ("C", "B")


def test_a_field_that_is_gone_goes_unless_we_changed_it() -> None:
    with_cost = after((), compare((), (service(cost="Nichts"), topic())))
    changes = compare(with_cost, (service(), topic()))
    assert fields(changes) == ({"cost"}, set())
    assert "cost" not in after(with_cost, changes)[0].data
    ours = (edited(with_cost[0], cost="Zehn Euro"), with_cost[1])
    assert fields(compare(ours, (service(), topic()))) == (set(), {"cost"})


def test_translations_stay_where_a_source_lacks_the_language() -> None:
    new = edited(service(), languages=["de"], translations={})
    assert compare(FIRST, (new, topic())).changed == ()


def test_a_language_that_is_new_joins_the_others() -> None:
    found = service()
    polish = {**found.data["translations"]["en"], "name": "Podatek"}
    new = edited(found, translations={"en": found.data["translations"]["en"], "pl": polish})
    second = after(FIRST, compare(FIRST, (new, topic())))
    assert second[0].data["languages"] == ["de", "en", "pl"]
    load(second)


def test_words_of_a_language_come_and_go() -> None:
    with_words = after(FIRST, compare(FIRST, (service(en={"synonyms": ["dog"]}), topic())))
    assert with_words[0].data["translations"]["en"]["synonyms"] == ["dog"]
    changes = compare(with_words, (service(), topic()))
    assert fields(changes) == ({"en.synonyms"}, set())
    assert "synonyms" not in after(with_words, changes)[0].data["translations"]["en"]


def test_a_text_that_is_gone_goes_from_its_language() -> None:
    found = service(cost="Nichts", en={"cost": "Nothing"})
    now = after((), compare((), (found, topic())))
    second = after(now, compare(now, (service(), topic())))
    assert "cost" not in second[0].data["translations"]["en"]
    assert compare(second, (service(), topic())).changed == ()


def test_what_is_no_document_is_no_match() -> None:
    odd = (Document("services", "hsds-1", None), Document("phrases", "all", [1]))
    assert len(compare(odd, (service(), topic())).new) == 2
    blocks = edited(FIRST[0], translations={"en": "none"}, imported="none")
    assert fields(compare((blocks, FIRST[1]), (service(), topic())))[0] == {"en.name", "en.summary"}


def test_a_translation_that_we_renewed_stays() -> None:
    block = {**FIRST[0].data["translations"]["en"], "name": "Levy on dogs", "origin": "reviewed"}
    now = (edited(FIRST[0], translations={"en": block}), FIRST[1])
    assert compare(now, (service(), topic())).changed == ()


def test_what_is_gone_is_told_and_stays() -> None:
    other = edited(service(source_id="hsds:2"), id="hsds-2")
    changes = compare(FIRST, (Document("services", "hsds-2", other.data), topic()))
    assert [one.id for one in changes.gone] == ["hsds-1"]
    assert [one.id for one in changes.new] == ["hsds-2"]
    assert "hsds-1" in [one.id for one in after(FIRST, changes)]
    ours = Document("services", "ours", {**service().data, "id": "ours", "source_id": None})
    assert compare((ours, *FIRST), (service(), topic())).gone == ()


def test_ids_stay_ours_and_what_names_them_follows() -> None:
    own = Document("topics", "tiere", {**topic().data, "id": "tiere"})
    changes = compare((own,), (service(), topic()))
    assert [one.data["topic"] for one in changes.new] == ["tiere"]
    load(after((own,), changes))


def test_a_service_with_the_same_leika_key_is_the_same() -> None:
    ours = Document(
        "services", "ours", {**service(leika="99107023017000").data, "id": "ours", "source_id": None}
    )
    new = service(leika="99107023017000", name="Steuer")
    changes = compare((ours, topic()), (new, topic()))
    assert changes.new == ()
    assert fields(changes) == (set(), {"name", "en.name"})
    assert changes.changed[0].settled(theirs=["name"]).data["source_id"] == "hsds:1"


def test_a_key_that_two_services_have_tells_nothing() -> None:
    keyed = service(leika="99107023017000")
    ours = tuple(
        Document("services", id_, {**keyed.data, "id": id_, "source_id": None}) for id_ in ("a", "b")
    )
    assert [one.id for one in compare((*ours, topic()), (keyed, topic())).new] == ["hsds-1"]


def test_an_id_that_another_source_has_is_not_overwritten() -> None:
    other = edited(service(), source_id="hsds:other")
    changes = compare((other, topic()), (service(), topic()))
    (new,) = changes.new
    assert new.id == f"hsds-1-{print_of('hsds:1')}" == new.data["id"]


def test_a_paper_of_the_same_name_is_the_same() -> None:
    ours = Document("papers", "pass", {"id": "pass", "name": "Pass", "languages": ["de"]})
    theirs = Document("papers", "p-1", {**ours.data, "id": "p-1", "source_id": "hsds:p-1"})
    changes = compare((ours,), (theirs, service(papers=["p-1"]), topic()))
    assert [one.data.get("papers") for one in changes.new] == [["pass"], None]


def test_a_folder_is_written_so_that_nothing_changes_the_second_time(tmp_path: Path) -> None:
    keep(tmp_path, compare((), (service(), topic())).written())
    path = tmp_path / "services" / "hsds-1.yaml"
    text = path.read_text(encoding="utf-8").replace("summary: Für Hunde", "summary: Für Hunde  # ours")
    path.write_text(text, encoding="utf-8")
    now = read_folder(tmp_path)
    assert compare(now, (service(), topic())).changed == ()
    new = service(name="Steuer", first_step="Anmelden\nund zahlen", en={"first_step": "Register"})
    keep(tmp_path, compare(now, (new, topic())).written())
    written = path.read_text(encoding="utf-8")
    assert "name: Steuer\n" in written
    assert "summary: Für Hunde  # ours\n" in written
    assert "first_step: |-\n  Anmelden\n  und zahlen\n" in written
    assert compare(read_folder(tmp_path), (new, topic())).changed == ()


_VALUES = st.one_of(st.none(), st.text(max_size=5), st.lists(st.text(max_size=3), max_size=2))
_FIELDS = st.dictionaries(st.sampled_from(["name", "cost", "who", "synonyms", "source"]), _VALUES)


@given(_FIELDS, _FIELDS, _FIELDS)
def test_theirs_makes_a_document_theirs_and_settles(
    first: dict[str, Any], ours: dict[str, Any], second: dict[str, Any]
) -> None:
    """Whoever changed what: all conflicts settled, the same file changes nothing more."""
    rest = {"id": "s", "source_id": "hsds:s", "topic": "t"}
    now = (Document("services", "s", {**marked(Document("services", "s", {**rest, **first})).data, **ours}),)
    new = (Document("services", "s", {**rest, **second}),)
    for how in ({"theirs": True}, {"ours": True}):
        settled = after(now, compare(now, new), **how)
        assert compare(settled, new).changed == ()
    left = after(now, compare(now, new))
    assert fields(compare(left, new)) == (set(), fields(compare(now, new))[1])
