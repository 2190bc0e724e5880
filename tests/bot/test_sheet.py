"""The page to take along: one page, every step and day on it, in both languages, with letters that are there."""

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

import pypdfium2
import pytest
from fpdf.fonts import TTFFont

from bot.sheet import Taken, page
from bot.sheet.fonts import prepare
from bot.sheet.page import SIZES, _each_whole, _Sheet
from bot.sheet.words import words
from bot.texts import LOCALES, Texts
from knowledge.load import load
from knowledge.localized import Localized, Origin, Text
from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.plan import plan
from knowledge.plan.model import Cause, Child, Gap, Paper, Plan, Step
from knowledge.plan.model import Origin as Because
from tests.knowledge import small

TODAY = date(2026, 11, 25)
LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
RTL = ("ar", "fa")
DRAWN = [lang for lang in LANGUAGES if lang not in RTL]


def a_step(service: str, number: int = 0, **more: Any) -> Step:
    """A step with a day, the first of them missed, the second provisional."""
    told: dict[str, Any] = {
        "id": f"{service}:{number}",
        "services": (service,),
        "child": None,
        "until": TODAY + timedelta(days=number),
        "missed": number == 0,
        "provisional": number == 1,
        "depends_on": (),
        "causes": (Cause(Because.NEED),),
        "dated": (),
    }
    return Step(**(told | more))


def a_plan(guide: Guide, count: int, papers: int) -> Plan:
    """As many steps and papers as asked, the first step of them a gap."""
    ids = sorted(guide.services)[:count]
    return Plan(
        steps=tuple(a_step(id_, number) for number, id_ in enumerate(ids)),
        gaps=tuple(Gap(ids[0], f"{ids[0]}:{child}", "lock") for child in (1, 2)),
        papers=tuple(Paper(id_, ()) for id_ in sorted(guide.papers)[:papers]),
    )


def taken(made: Plan, guide: Guide, texts: Texts, lang: str, case: str | None = None) -> Taken:
    return Taken(made, guide, texts, lang, guide.cities["oer-erkenschwick"], case, TODAY)


def pages_of(content: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [one.get_textpage().get_text_range() for one in document]
    finally:
        document.close()


@pytest.fixture(autouse=True)
def _no_empty_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that its font does not have is an error."""
    shape = TTFFont.perform_harfbuzz_shaping

    def checked(self: TTFFont, text: str, *rest: Any) -> Any:
        infos, positions = shape(self, text, *rest)
        assert all(info.codepoint for info in infos), f"no letter for {text!a}"
        return infos, positions

    monkeypatch.setattr(TTFFont, "perform_harfbuzz_shaping", checked)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that is drawn, in the order of reading."""
    found: list[str] = []
    draw = _Sheet._draw_text

    def heard(self: _Sheet, text: str, *rest: Any) -> None:
        found.append(text)
        draw(self, text, *rest)

    monkeypatch.setattr(_Sheet, "_draw_text", heard)
    return found


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters themselves are read, not what the document says beside them for screen readers."""

    @contextlib.contextmanager
    def untagged(*_: object) -> Iterator[None]:
        yield

    monkeypatch.setattr(_Sheet, "_tagged", untagged)


def squeezed(text: str) -> str:
    """A text without its line breaks and spaces, and without the vowel signs that are not printed."""
    return re.sub(r"[\s\u064b-\u0652\u2066-\u2069\ufffe]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(("count", "papers"), [(1, 0), (9, 20), (17, 60)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_one_page(lang: str, count: int, papers: int, guide: Guide, texts: Texts) -> None:
    assert len(pages_of(page(taken(a_plan(guide, count, papers), guide, texts, lang, "2AB-CDE-F")))) == 1


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("count", [3, 17])
@pytest.mark.parametrize("lang", DRAWN)
def test_every_step_and_day_stands_there_in_both_languages(
    lang: str, count: int, guide: Guide, texts: Texts
) -> None:
    about = taken(a_plan(guide, count, 60), guide, texts, lang, "2AB-CDE-F")
    text = squeezed(" ".join(pages_of(page(about))))
    told = words(about)
    for part in (told.title, told.head, *told.alarms, told.by, told.foot):
        assert squeezed(part.own) in text
        assert squeezed(part.german) in text
    for step in told.steps:
        for part in (step.name, step.facts):
            assert squeezed(part.own) in text, part.own
            assert squeezed(part.german) in text, part.german


@pytest.mark.parametrize("count", [3, 17])
@pytest.mark.parametrize("lang", RTL)
def test_from_right_to_left_every_step_and_day_is_drawn(
    lang: str, count: int, guide: Guide, texts: Texts, lines: list[str]
) -> None:
    """Of shaped letters no reader makes words again; what was given to be drawn is looked at instead."""
    about = taken(a_plan(guide, count, 60), guide, texts, lang, "2AB-CDE-F")
    assert len(pages_of(page(about))) == 1
    text = squeezed("".join(lines))
    for step in words(about).steps:
        for part in (step.name, step.facts):
            assert squeezed(part.german) in text
            assert squeezed(part.own) in text


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("lang", RTL)
def test_latin_names_and_paragraphs_keep_their_order_from_right_to_left(
    lang: str, guide: Guide, texts: Texts
) -> None:
    name = {"de": Text("Amt", Origin.WRITTEN), lang: Text("سد (§ 97 Abs. 8 SGQ VIII) هم", Origin.MACHINE)}
    known = _with_name(guide, "wohngeld", Localized(name))
    places = places_of(page(taken(Plan((a_step("wohngeld", 40, until=None),)), known, texts, lang)), "§978Q")
    assert [letter for letter, _ in sorted(places.items(), key=itemgetter(1))] == list("§978Q")


def places_of(content: bytes, letters: str) -> dict[str, float]:
    """How far from the left each letter stands where it is met first, in points."""
    document = pypdfium2.PdfDocument(content)
    text = document[0].get_textpage()
    found: dict[str, float] = {}
    for at in range(text.count_chars()):
        letter = text.get_text_range(at, 1)
        if letter and letter in letters:
            found.setdefault(letter, text.get_charbox(at)[0])
    document.close()
    return found


def _with_name(guide: Guide, service: str, name: Localized) -> Guide:
    named = replace(guide.services[service], name=name)
    return replace(guide, services={**guide.services, service: named})


def test_no_vowel_sign_tears_an_arabic_word(guide: Guide, texts: Texts, lines: list[str]) -> None:
    name = {"de": Text("Amt", Origin.WRITTEN), "ar": Text("لا توقّعوا عقدًا", Origin.MACHINE)}
    known = _with_name(guide, "wohngeld", Localized(name))
    page(taken(Plan((a_step("wohngeld", 40, until=None),)), known, texts, "ar"))
    assert "لا توقعوا عقدا" in lines


def test_a_line_that_breaks_in_a_name_is_ordered_by_itself() -> None:
    lines = _each_whole(["خطة \u2068Kreis", "Recklinghausen und", "Marl\u2069 خطة"])
    assert lines == [
        "خطة \u2068Kreis\u2069",
        "\u2068Recklinghausen und\u2069",
        "\u2068Marl\u2069 خطة",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_letter_of_what_we_say_is_in_the_fonts(lang: str, guide: Guide, texts: Texts) -> None:
    letters = frozenset[int]().union(*(family.letters for family in prepare()))
    allowed = set(map(chr, letters)) | set("\n✓✗⚠")
    kinds = (guide.services, guide.papers, guide.departments)
    said = "".join(kind[id_].name.read(lang) for kind in kinds for id_ in kind)
    said += "".join(form for forms in texts._language(lang).texts.values() for form in forms)
    assert set(said) - allowed == set()


@pytest.mark.usefixtures("drawn")
def test_a_sign_that_no_font_has_is_left_out(
    guide: Guide, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = _with_name(guide, "wohngeld", Localized({"de": Text("Wohngeld ☃ hier", Origin.WRITTEN)}))
    about = taken(Plan((a_step("wohngeld", 2),)), known, texts, "de")
    assert "Wohngeld hier" in pages_of(page(about))[0]
    monkeypatch.setattr(_Sheet, "_known", lambda self, text: text)
    with pytest.raises(AssertionError, match="2603"):
        page(about)


def test_the_same_plan_and_day_give_the_same_bytes(guide: Guide, texts: Texts) -> None:
    about = taken(a_plan(guide, 5, 5), guide, texts, "ar")
    assert page(about) == page(about)


def test_the_document_says_what_it_is(guide: Guide, texts: Texts) -> None:
    content = page(taken(a_plan(guide, 2, 1), guide, texts, "de-simple"))
    document = pypdfium2.PdfDocument(content)
    told = document.get_metadata_dict()
    document.close()
    assert told["Title"] == texts.text("sheet.title", "de-simple")
    assert told["CreationDate"].startswith("D:20261125")
    assert b"/Lang (de)" in content
    assert b"/MarkInfo" in content


def test_in_german_there_is_one_column(guide: Guide, texts: Texts) -> None:
    for lang in ("de", "de-simple"):
        told = words(taken(a_plan(guide, 2, 2), guide, texts, lang))
        assert {step.name.german for step in told.steps} == {""}
        assert not told.bilingual


def test_reasons_go_first_and_then_papers_but_no_step(guide: Guide, texts: Texts) -> None:
    why = texts.text("plan.named", "uk")
    few, many = (
        "".join(pages_of(page(taken(a_plan(guide, count, 60), guide, texts, "uk")))) for count in (2, 16)
    )
    assert why not in many
    assert "…" in many
    (alone,) = pages_of(page(taken(a_plan(guide, 2, 3), guide, texts, "uk")))
    assert why in alone
    assert "…" not in alone
    assert few


def test_more_steps_than_fit_go_on_overleaf(guide: Guide, texts: Texts) -> None:
    about = taken(a_plan(guide, 60, 5), guide, texts, "uk")
    found = pages_of(page(about))
    assert len(found) > 1
    text = squeezed(" ".join(found))
    assert all(squeezed(step.name.own) in text for step in words(about).steps)


def test_nothing_is_set_smaller_than_eight_points() -> None:
    assert min(SIZES) == 8.0


def test_an_alarm_of_two_children_stands_once(guide: Guide, texts: Texts) -> None:
    assert len(words(taken(a_plan(guide, 2, 0), guide, texts, "tr")).alarms) == 1


def test_a_child_and_what_became_of_a_step_are_told(guide: Guide, texts: Texts) -> None:
    step = a_step("kita-platz", 2, child=Child(1, 2), mark=Mark.REFUSED, until=None)
    (told,) = words(taken(Plan((step,)), guide, texts, "tr")).steps
    assert "2" in told.name.own
    assert told.facts.german.startswith(texts.text("plan.refused", "de"))


def test_the_foot_says_that_a_program_translated_and_since_when(guide: Guide, texts: Texts) -> None:
    uk, de = (words(taken(a_plan(guide, 2, 2), guide, texts, lang)).foot.own for lang in ("uk", "de"))
    assert texts.text("sheet.machine", "uk") in uk
    assert texts.text("sheet.machine", "de") not in de
    assert "2026" in de


def a_locked_plan(texts: Texts, lang: str, *, without: str = "") -> Taken:
    """A plan of the small guide whose second step needs the first; the reason may lack a language."""
    german = {"reason": "Das eine braucht das andere"}
    lock = small.document("interlocks", "lock", german, as_of="2025-05-05", adds=True)
    lock.data.update({"kind": "needs", "from": ["wohngeld"], "to": ["kindergeld"]})
    lock.data["laws"] = [{"ref": "§ 1 WoGG", "about": "Zweck"}]
    lock.data["translations"].pop(without, None)
    lock.data["languages"] = list(lock.data["translations"])
    known = load((*small.documents(), lock))
    made = plan(known, ("wohngeld",), {}, TODAY)
    assert [step.id for step in made.steps] == ["kindergeld", "wohngeld"]
    return Taken(made, known, texts, lang, known.cities["marl"], None, TODAY)


def test_a_reason_stands_in_both_languages(texts: Texts) -> None:
    told = words(a_locked_plan(texts, "fa"))
    assert (told.steps[0].why.own, told.steps[0].why.german) == (
        "Das eine braucht das andere (fa)",
        "Das eine braucht das andere",
    )


def test_a_reason_that_there_is_in_german_only_stands_there_alone(texts: Texts) -> None:
    about = a_locked_plan(texts, "fa", without="fa")
    told = words(about)
    assert (told.steps[0].why.own, told.steps[0].why.german) == ("", "Das eine braucht das andere")
    assert "Das eine braucht das andere" in pages_of(page(about))[0]


def test_the_oldest_knowledge_says_as_of_when_the_page_is(texts: Texts) -> None:
    assert "5. Mai 2025" in words(a_locked_plan(texts, "de")).foot.own


def test_a_word_wider_than_its_column_goes_on_in_the_next_line(guide: Guide, texts: Texts) -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente" * 3
    known = _with_name(guide, "wohngeld", Localized({"de": Text(long, Origin.WRITTEN)}))
    (text,) = pages_of(page(taken(Plan((a_step("wohngeld", 2),)), known, texts, "tr")))
    assert long in squeezed(text)


def test_without_a_city_or_steps_there_is_still_a_page(guide: Guide, texts: Texts) -> None:
    empty = Taken(Plan(), guide, texts, "ar", None, None, TODAY)
    assert len(pages_of(page(empty))) == 1
