"""The dialogue's core: own words, cards, and the way to a Lotse."""

from dataclasses import replace
from datetime import date

import pytest

from bot.cases import Content, Reason
from bot.handlers.consent import VERSION, fingerprint
from bot.model import IncomingKind, OpenCase
from bot.session import Step, Word
from knowledge.localized import Localized, Origin, Text
from knowledge.model import Candidate, Command, Contact, DangerKind, Decision, Guide, Understanding
from tests.bot.dialogue import NOW, a_session, all_keys, does, inner, keys, meant, offers, presses, said, says

CASE = "7KM-2QX-4"
CONSENT = "consent.text_2026_11"


def test_one_sure_need_is_a_card_with_its_neighbours(guide: Guide) -> None:
    understood = Understanding(
        Decision.SURE,
        needs=("wohngeld",),
        candidates=(
            Candidate("wohngeld", 0.8),
            Candidate("buergergeld", 0.1),
            Candidate("kita-platz", 0.001),
        ),
    )
    turn = says(a_session(), guide, said("wohngeld", understood))
    assert keys(turn) == ("card", "card.others")
    assert "v1:service:buergergeld" in offers(turn)
    assert "v1:service:kita-platz" not in offers(turn)
    alone = replace(understood, candidates=understood.candidates[:1])
    assert keys(says(a_session(), guide, said("wohngeld", alone))) == ("card",)


def test_several_needs_are_named_with_their_words_and_kept(guide: Guide) -> None:
    understood = meant(Decision.SURE, "weiterbildung", "kita-platz", sure=True)
    turn = says(a_session(needs=("wohngeld", "kita-platz")), guide, said("beides", understood))
    assert keys(turn) == ("several.ask",)
    assert turn.session.needs == ("wohngeld", "weiterbildung", "kita-platz")
    assert len([one for one in inner(turn.says[0]) if one.key == "several.line"]) == 2


def test_several_needs_without_words_are_only_offered(guide: Guide) -> None:
    understood = Understanding(Decision.SURE, needs=("weiterbildung", "kita-platz"))
    turn = says(a_session(), guide, said("beides", understood))
    assert "several.line" not in all_keys(turn)
    assert offers(turn)[:3] == ("v1:interview", "v1:service:weiterbildung", "v1:service:kita-platz")


def test_unsure_is_a_choice_and_the_second_time_a_lotse_comes_first(guide: Guide) -> None:
    unsure = meant(Decision.UNSURE, "wohngeld", "buergergeld")
    first = says(a_session(), guide, said("geld", unsure))
    assert (keys(first), first.session.unclear) == (("choose.ask",), 1)
    second = says(first.session, guide, said("geld eben", unsure))
    assert keys(second) == ("unclear.human",)
    assert offers(second)[0] == "v1:human"
    assert second.session.reason is Reason.UNCLEAR


@pytest.mark.parametrize(
    "understood", [None, meant(Decision.NONE, "wohngeld"), meant(Decision.UNSURE, "gone")]
)
def test_nothing_understood_is_said_so(understood: Understanding | None, guide: Guide) -> None:
    turn = says(a_session(), guide, said("blubb", understood))
    assert (keys(turn), turn.session.unclear) == (("ask.none",), 1)


def test_a_card_ends_a_row_of_unclear_words(guide: Guide) -> None:
    turn = presses(a_session(unclear=1), guide, "v1:service:wohngeld")
    assert turn.session.unclear == 0


def test_whoever_asks_for_a_human_comes_to_the_consent(guide: Guide) -> None:
    turn = says(a_session(), guide, said("ein mensch bitte", meant(Decision.HUMAN)))
    assert keys(turn) == (CONSENT,)
    assert turn.session.reason is Reason.ASKED


@pytest.mark.parametrize("city", ["marl", None])
def test_every_card_names_an_office_and_a_human(city: str | None, guide: Guide) -> None:
    for service in guide.services:
        turn = presses(a_session(city=city), guide, f"v1:service:{service}")
        assert {"card.office", "card.office_when"} & all_keys(turn)
        assert "v1:human" in offers(turn)
        assert ("v1:cmd:city" in offers(turn)) == (city is None)


@pytest.mark.parametrize(("lang", "shown"), [("de", True), ("de-simple", True), ("tr", False)])
def test_when_an_office_is_the_right_one_is_said_in_german(lang: str, shown: bool, guide: Guide) -> None:
    turn = presses(a_session(lang=lang), guide, "v1:service:weiterbildung")
    whens = [one.params["when"] for one in inner(turn.says[0]) if one.key == "card.office_when"]
    assert whens == [part.when for part in guide.services["weiterbildung"].departments if part.when] * shown


def test_a_service_that_is_gone_is_said_so(guide: Guide) -> None:
    turn = presses(a_session(), guide, "v1:service:gone")
    assert (keys(turn), offers(turn)) == (("service.gone",), ("v1:ask", "v1:human"))


def _with(guide: Guide, **change: object) -> Guide:
    service = replace(guide.services["wohngeld"], **change)  # type: ignore[arg-type]
    return replace(guide, services={**guide.services, "wohngeld": service})


def _text(**origins: Origin) -> Localized:
    return Localized({lang: Text(f"text {lang}", origin) for lang, origin in origins.items()})


def test_a_card_says_what_it_is_not_sure_of(guide: Guide) -> None:
    german = _with(guide, summary=_text(de=Origin.WRITTEN))
    assert "notice.german" in all_keys(presses(a_session(lang="tr"), german, "v1:service:wohngeld"))
    machine = _with(guide, summary=_text(de=Origin.WRITTEN, tr=Origin.MACHINE))
    assert "notice.machine" in all_keys(presses(a_session(lang="tr"), machine, "v1:service:wohngeld"))
    plain = all_keys(presses(a_session(), german, "v1:service:wohngeld"))
    assert not plain & {"notice.german", "notice.machine"}
    assert "card.unchecked" in plain


def test_a_card_leaves_out_what_is_not_known(guide: Guide) -> None:
    bare = _with(
        guide, deadline=None, cost=None, papers=(), laws=(), who=None, first_step=None, departments=()
    )
    left = {
        "card.deadline",
        "card.cost",
        "card.papers",
        "card.laws",
        "card.who",
        "card.first_step",
        "card.source",
    }
    left |= {"card.office", "card.office_when", "card.find"}
    assert not all_keys(presses(a_session(), bare, "v1:service:wohngeld")) & left
    text = _text(de=Origin.WRITTEN)
    full = _with(guide, deadline=text, cost=text, papers=tuple(guide.papers)[:1])
    left -= {"card.office_when", "card.source"}
    assert all_keys(presses(a_session(), full, "v1:service:wohngeld")) >= left


def test_a_card_names_the_source_of_a_text_of_others(guide: Guide) -> None:
    theirs = _with(guide, source="https://example.org/seite (Verlag, CC BY 4.0)", laws=())
    assert "card.source" in all_keys(presses(a_session(), theirs, "v1:service:wohngeld"))


def test_a_card_tells_what_the_office_checked_and_assured(guide: Guide) -> None:
    service = guide.services["wohngeld"]
    checked = _with(guide, checked=replace(service.checked, on=date(2026, 11, 1)))
    contact = Contact(service.departments[0].department, date(2026, 11, 1), phone="02365 99-0")
    marl = replace(checked.cities["marl"], contacts=(contact,))
    assured = replace(checked, cities={**checked.cities, "marl": marl})
    shown = all_keys(presses(a_session(), assured, "v1:service:wohngeld"))
    assert {"card.checked", "card.contact"} <= shown
    assert "card.unchecked" not in shown


def test_without_a_city_the_way_to_a_lotse_asks_for_it_first(guide: Guide) -> None:
    asked = presses(a_session(city=None), guide, "v1:human")
    assert keys(asked) == ("consent.city_first", "city.ask")
    chosen = presses(asked.session, guide, "v1:city:marl")
    assert (keys(chosen), chosen.session.city) == ((CONSENT,), "marl")
    unwilling = presses(asked.session, guide, "v1:city:none")
    assert keys(unwilling) == (CONSENT,)
    assert "consent.no_city" in all_keys(unwilling)
    wrong = presses(asked.session, guide, "v1:city:berlin")
    assert (keys(wrong), wrong.session.after) == (("city.ask",), Step.CONSENT)


def test_in_danger_no_city_is_asked_for(guide: Guide) -> None:
    turn = presses(a_session(city=None, danger=DangerKind.MEDICAL), guide, "v1:human")
    assert {CONSENT, "consent.danger"} <= all_keys(turn)


def test_the_consent_shows_all_that_would_be_passed_on(guide: Guide) -> None:
    session = a_session(words=(Word("1", "meine Worte"),), needs=("wohngeld", "gone"))
    shown = presses(session, guide, "v1:human")
    assert {"consent.words", "consent.needs", "consent.city"} <= all_keys(shown)
    assert [one.params["words"] for one in inner(shown.says[0]) if one.key == "consent.quote"] == [
        "meine Worte"
    ]
    assert "consent.no_words" in all_keys(presses(a_session(), guide, "v1:human"))


def test_yes_opens_the_case_with_what_was_shown(guide: Guide) -> None:
    session = a_session(words=(Word("1", "meine Worte"),), needs=("wohngeld",))
    shown = presses(session, guide, "v1:human")
    expected = OpenCase(Reason.ASKED, VERSION, Content(("wohngeld",), ("meine Worte",)), urgent=False)
    pressed = presses(shown.session, guide, offers(shown)[0])
    typed = says(shown.session, guide, said("ja", meant(Decision.NONE, command=Command.YES)))
    assert pressed.effects == typed.effects == (expected,)
    assert pressed.session.step is Step.HUMAN


def test_no_passes_nothing_on(guide: Guide) -> None:
    shown = presses(a_session(), guide, "v1:human")
    for turn in (
        presses(shown.session, guide, offers(shown)[1]),
        says(shown.session, guide, said("nein", meant(Decision.NONE, command=Command.NO))),
    ):
        assert (keys(turn)[0], turn.effects) == ("consent.refused", ())


def test_an_edited_yes_agrees_to_nothing(guide: Guide) -> None:
    shown = presses(a_session(), guide, "v1:human")
    understood = meant(Decision.NONE, command=Command.YES)
    turn = does(shown.session, guide, IncomingKind.EDIT, "ja", understood=understood)
    assert (turn.effects, keys(turn)[-1]) == ((), CONSENT)


@pytest.mark.parametrize(
    "words", ["nein danke, lieber nicht", "hayır, iletin", "Нет, передать", "لا، أعطِ المعلومات"]
)
def test_a_sentence_that_begins_with_no_is_one(words: str, guide: Guide) -> None:
    shown = presses(a_session(), guide, "v1:human")
    turn = says(shown.session, guide, said(words, meant(Decision.UNSURE)))
    assert (keys(turn)[0], turn.effects, turn.session.words) == ("consent.refused", (), ())


def test_small_talk_is_nothing_to_pass_on(guide: Guide) -> None:
    shown = presses(a_session(words=(Word("1", "meine Worte"),)), guide, "v1:human")
    turn = says(shown.session, guide, said("hm, hallo?", meant(Decision.SMALLTALK)))
    assert (keys(turn), turn.session.words) == ((CONSENT,), shown.session.words)


def test_an_old_yes_agrees_to_nothing_new(guide: Guide) -> None:
    shown = presses(a_session(), guide, "v1:human")
    more = says(shown.session, guide, said("noch etwas"))
    assert keys(more) == ("consent.added", CONSENT)
    old = presses(more.session, guide, offers(shown)[0])
    assert (keys(old), old.effects) == ((CONSENT,), ())
    elsewhere = presses(
        a_session(Step.ASK), guide, f"v1:consent:{fingerprint(a_session(), guide, NOW.date())}:yes"
    )
    assert elsewhere.effects == ()


def test_the_fingerprint_changes_with_whatever_is_shown(guide: Guide) -> None:
    session = a_session()
    others = [
        replace(session, lang="ar"),
        replace(session, city=None),
        replace(session, needs=("wohngeld",)),
        replace(session, words=(Word("1", "x"),)),
        replace(session, danger="medical"),
    ]
    assert len({fingerprint(one, guide, NOW.date()) for one in [session, *others]}) == 6


def test_with_a_case_nobody_is_asked_again(guide: Guide) -> None:
    session = a_session(Step.HUMAN, case=CASE)
    assert keys(presses(session, guide, "v1:human")) == ("human.already",)
    assert keys(presses(session, guide, "v1:consent:x:yes")) == ("human.already",)
    assert keys(does(session, guide, IncomingKind.COMMAND, Command.HUMAN)) == ("human.already",)
