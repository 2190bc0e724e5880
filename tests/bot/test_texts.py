"""The catalogues: complete, the same placeholders, readable in both directions."""

import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slash import COMMANDS
from bot.errors import LocaleError
from bot.model import BOLD, EACH_LANGUAGE, PLAIN, Choice, Masked, Message, Say, say
from bot.texts import LOCALES, Texts, isolate
from knowledge.fact import FactKind
from knowledge.localized import Localized, Origin, Text
from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.plan.model import Hard
from tests.bot.source import texts_named, texts_said

ISOLATE, END = "\u2068", "\u2069"
LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
RTL = ("ar", "fa")


def _names(form: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(form) if name}


def _forms(texts: Texts, lang: str) -> Iterator[tuple[str, str]]:
    for key, forms in texts._language(lang).texts.items():
        for form in forms:
            yield key, form


def _params(texts: Texts, key: str) -> set[str]:
    return {name for form in texts._language("de").texts[key] for name in _names(form)}


def test_the_languages_are_the_folders_and_german_comes_first(texts: Texts) -> None:
    assert sorted(texts.languages) == LANGUAGES
    assert texts.languages[:2] == ("de", "de-simple")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_catalogue_has_the_keys_of_the_german_one(lang: str, texts: Texts) -> None:
    assert texts._language(lang).texts.keys() == texts._language("de").texts.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_catalogue_has_the_placeholders_of_the_german_one(lang: str, texts: Texts) -> None:
    for key, forms in texts._language(lang).texts.items():
        wanted = _params(texts, key)
        assert {name for form in forms for name in _names(form)} == wanted, key
        # the form for one may say «a day» instead of a number
        assert all(_names(form) | {"count"} == wanted | {"count"} for form in forms), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_plural_has_as_many_forms_as_the_language(lang: str, texts: Texts) -> None:
    language = texts._language(lang)
    wanted = {language.plural(number) for number in range(1000)}
    german = texts._language("de").texts
    for key, forms in language.texts.items():
        plural = len(german[key]) > 1
        assert set(range(len(forms))) >= wanted if plural else len(forms) == 1, key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_and_bold_comes_in_pairs(lang: str, texts: Texts) -> None:
    for key, form in _forms(texts, lang):
        assert form.strip(), key
        assert form.count("**") % 2 == 0, key
        assert "***" not in form, key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bold_stands_where_it_stands_in_german(lang: str, texts: Texts) -> None:
    german = texts._language("de").texts
    for key, form in _forms(texts, lang):
        assert ("**" in form) == ("**" in german[key][0]), key


def test_every_text_that_is_said_is_there(texts: Texts) -> None:
    built = {f"masked.{kind}" for kind in Masked} | {f"command.{command}" for command in COMMANDS.values()}
    built |= {f"hard.{reason}" for reason in Hard} | {f"marked.{mark}" for mark in (*Mark, "open")}
    built |= {f"none.{kind}" for kind in (FactKind.AGES, FactKind.DATE)}
    assert texts_said() | built <= set(texts._language("de").texts)


def test_every_text_that_is_there_is_said(texts: Texts) -> None:
    built = {f"masked.{kind}" for kind in Masked} | {f"command.{command}" for command in COMMANDS.values()}
    built |= {f"hard.{reason}" for reason in Hard} | {f"marked.{mark}" for mark in (*Mark, "open")}
    built |= {f"none.{kind}" for kind in (FactKind.AGES, FactKind.DATE)}
    assert set(texts._language("de").texts) <= texts_named() | built


values = st.one_of(
    st.text(max_size=20),
    st.integers(0, 10_000),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.just(datetime(2026, 11, 2, tzinfo=UTC)),
    st.just(Localized({"de": Text("Deutsch {x} **y**", Origin.WRITTEN)})),
    st.just(say("consent.no_words")),
    st.just((say("name", name="{"), "x")),
    st.just(((say("consent.no_words"),), ("a", "b"))),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@given(data=st.data())
def test_every_text_can_be_said_with_whatever_stands_in_it(
    lang: str, texts: Texts, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(sorted(texts._language("de").texts)))
    params: dict[str, Any] = {name: data.draw(values) for name in sorted(_params(texts, key))}
    if "count" in params:
        params["count"] = data.draw(st.integers(0, 1000))
    message = texts.render(Say(key, params, (Choice("v1:x", Say(key, params)), EACH_LANGUAGE)), lang)
    assert message.text.count(BOLD) == message.text.count(PLAIN)
    assert message.text.count(ISOLATE) - message.text.count(END) == _unbalanced(params)
    assert len(message.offers) == 1 + len(LANGUAGES)


def _unbalanced(params: dict[str, Any]) -> int:
    written = "".join(value for value in params.values() if isinstance(value, str))
    return written.count(ISOLATE) - written.count(END)


def test_a_number_takes_its_plural(texts: Texts) -> None:
    one = texts.text("own_data.waiting", "de", count=1)
    assert "1 Nachricht an" in one
    assert "2 Nachrichten an" in texts.text("own_data.waiting", "de", count=2)
    assert len({texts.text("own_data.waiting", "ar", count=n) for n in (0, 1, 2, 3, 11, 100)}) == 6


def test_dates_and_other_values_are_said_in_the_language(texts: Texts) -> None:
    localized = Localized({"de": Text("Rat", Origin.WRITTEN), "en": Text("advice", Origin.WRITTEN)})
    assert texts.text("name", "en", name=localized) == "advice"
    assert texts.text("name", "de", name=date(2026, 11, 2)) == "2. November 2026"
    assert texts.text("name", "de", name=datetime(2026, 11, 2, 8, 5, tzinfo=UTC)) == "02.11.26, 08:05"
    assert texts.text("name", "de", name=("a", "b")) == "a\nb"
    assert texts.text("name", "de", name=(("a", "b"), ("c",))) == "a\nb\n\nc"


def test_a_day_that_ends_in_a_point_ends_the_sentence(texts: Texts) -> None:
    said = texts.text("plan.missed", "uk", day=date(2026, 11, 25))
    assert said.startswith("До: 25 листопада 2026\u202fр. Насправді")
    assert texts.text("plan.missed", "de", day=date(2026, 11, 25)).startswith("Bis: 25. November 2026. Eig")


def test_a_person_cannot_make_their_words_stand_out(texts: Texts) -> None:
    shown = texts.render(say("name", name=f"{BOLD}x{PLAIN} **y**"), "de").text
    assert shown == "x **y**"


def test_the_city_is_filled_into_a_text_that_names_it(texts: Texts) -> None:
    find = Localized({"de": Text("Rathaus {city}", Origin.WRITTEN)})
    assert texts.text("card.find", "de", find=find, city="Marl") == "Rathaus Marl"


def test_a_key_that_is_not_there_is_an_error(texts: Texts) -> None:
    with pytest.raises(LocaleError, match=r"«no\.such» is missing"):
        texts.text("no.such", "de")


def test_several_says_are_one_message_with_each_choice_once(texts: Texts) -> None:
    choice = Choice("v1:a", say("choice.ask"))
    both = texts.render_all([say("language.done", choice), say("ask.prompt", choice)], "de")
    assert "\n\n" in both.text
    assert [offer.data for offer in both.offers] == ["v1:a"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_knows_its_name_and_direction(lang: str, texts: Texts) -> None:
    assert texts.own_name(lang)
    assert texts.render(say("languages"), lang).rtl == (lang in RTL)
    assert texts.render(say("ask.prompt"), lang).rtl == (lang in RTL)


def test_a_language_has_a_name_in_every_other(texts: Texts) -> None:
    assert texts.name_of("ar", "de") == "Arabisch"
    assert texts.name_of("de", "ar") == "الألمانية"
    assert texts.name_of("de-simple", "en") == texts.own_name("de-simple")
    for lang in LANGUAGES:
        assert len({texts.name_of(one, lang) for one in LANGUAGES}) == len(LANGUAGES)


def test_a_text_among_others_keeps_its_direction_line_by_line(texts: Texts) -> None:
    assert texts.in_direction("Ja!\n\nGut?", "de", "ar") == "\u2066Ja!\u2069\n\n\u2066Gut?\u2069"
    assert texts.in_direction("نعم", "fa", "uk") == "\u2067نعم\u2069"
    for lang, among in (("de", "uk"), ("ar", "fa")):
        assert texts.in_direction("x", lang, among) == "x"


def test_no_two_languages_have_the_same_name(texts: Texts) -> None:
    assert len({texts.own_name(lang) for lang in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("app", "lang"),
    [("de", "de"), ("de-AT", "de"), ("de-simple", "de-simple"), ("uk_UA", "uk"), ("pt-br", "en"), ("", "en"), ("AR", "ar")],
)  # fmt: skip
def test_the_language_of_an_app_finds_ours(app: str, lang: str, texts: Texts) -> None:
    assert texts.match(app) == lang


def test_a_language_that_is_gone_is_german(texts: Texts) -> None:
    assert texts.render(say("choice.ask"), "xx").lang == "de"


# right to left


@pytest.mark.parametrize("lang", RTL)
def test_every_latin_run_stands_in_an_isolate(lang: str, texts: Texts, guide: Guide) -> None:
    latin = re.compile(r"[A-Za-z0-9§+]")
    for service in guide.services.values():
        shown = texts.render(say("card.summary", text=service.name.german), lang).text
        assert not latin.search(re.sub(f"{ISOLATE}[^{END}]*{END}", "", shown)), shown


@given(st.text(alphabet=st.sampled_from("aZ0ü (),.:;-–/§+ابج\n" + BOLD + PLAIN), max_size=60))
def test_isolates_are_balanced_and_change_nothing_else(text: str) -> None:
    isolated = isolate(text)
    assert isolated.replace(ISOLATE, "").replace(END, "") == text
    depth = 0
    for char in isolated:
        depth += (char == ISOLATE) - (char == END)
        assert depth in (0, 1)
        assert not (depth and char in f"\n{BOLD}{PLAIN}")
    assert depth == 0


def test_a_bracket_around_latin_words_stays_outside_only_where_it_is_alone() -> None:
    assert isolate("ابج (SGB II) ابج") == f"ابج {ISOLATE}(SGB II){END} ابج"
    assert isolate("(ابج SGB II)") == f"(ابج {ISOLATE}SGB II{END})"
    assert isolate("(SGB ابج)") == f"({ISOLATE}SGB{END} ابج)"


def test_a_law_and_the_number_of_the_next_point_keep_their_place() -> None:
    law = f"{ISOLATE}(§ 24 Abs. 4 SGB VIII){END}"
    assert isolate("ابج 2026 (§ 24 Abs. 4 SGB VIII). ابج") == f"ابج {ISOLATE}2026{END} {law}. ابج"
    assert isolate("ابج (§ 24 Abs. 4 SGB VIII). 2. ابج") == f"ابج {law}. {ISOLATE}2{END}. ابج"


# typed choices


# broken catalogues


def _catalogue(folder: Path, lang: str, body: str) -> None:
    path = folder / lang / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(head + body, encoding="utf-8")


HELLO = 'msgid "hello"\nmsgstr "Hallo"\n'


def test_without_german_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(LocaleError, match="there is no catalogue"):
        Texts(tmp_path)


@pytest.mark.parametrize(
    ("lang", "body", "why"),
    [
        ("tr", 'msgid "other"\nmsgstr "x"\n', "«hello» is missing"),
        ("tr", 'msgid "hello"\nmsgstr ""\n', "«hello» is empty"),
        ("tr", 'msgid "hello"\nmsgid_plural "hello"\nmsgstr[0] "x"\nmsgstr[1] ""\n', "«hello» is empty"),
        ("tr", "no catalogue at all", "tr"),
        ("xx", HELLO, "xx"),
    ],
)
def test_a_broken_catalogue_is_named(lang: str, body: str, why: str, tmp_path: Path) -> None:
    _catalogue(tmp_path, "de", HELLO)
    _catalogue(tmp_path, lang, body)
    with pytest.raises(LocaleError) as caught:
        Texts(tmp_path)
    assert lang in str(caught.value)
    assert why in str(caught.value)


def test_a_message_is_a_value() -> None:
    assert Message("x", "de") == Message("x", "de", rtl=False, offers=())
