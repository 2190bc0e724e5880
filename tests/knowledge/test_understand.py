"""The real content understands what people write: one word, old names, other scripts, several needs."""

from datetime import date

import pytest

from knowledge.model import Command, DangerKind, Decision, Guide, Understanding
from knowledge.understand import prepare, understand
from tests.knowledge import small

TODAY = date(2026, 3, 1)
CARE = {"kita-platz", "kindertagespflege", "ganztag"}


def _said(text: str, guide: Guide, lang: str = "de") -> Understanding:
    return understand(text, lang, guide, TODAY)


def _named(understanding: Understanding) -> set[str]:
    return {*understanding.needs, *(one.service for one in understanding.candidates)}


SURE = (
    # misspelt
    ("wohngled", "wohngeld"),
    ("Wohngeldt", "wohngeld"),
    ("kindergled", "kindergeld"),
    ("bürgergelt", "buergergeld"),
    ("unterhaltvorschus", "unterhaltsvorschuss"),
    ("schuldnerbratung", "schuldnerberatung"),
    # compounds
    ("Wohngeldantrag", "wohngeld"),
    ("Kindergeldantrag", "kindergeld"),
    ("Bürgergeldantrag", "buergergeld"),
    # abbreviations
    ("alg2", "buergergeld"),
    ("wba", "buergergeld"),
    ("uvg", "unterhaltsvorschuss"),
    ("gdb", "schwerbehinderung"),
    ("but", "bildung-teilhabe"),
    ("BuT", "bildung-teilhabe"),
    ("bafög", "ausbildungsfoerderung"),
    # old and new names
    ("Hartz 4", "buergergeld"),
    ("hartz IV", "buergergeld"),
    ("ALG II", "buergergeld"),
    ("Bürgergeld", "buergergeld"),
    ("Grundsicherungsgeld", "buergergeld"),
    # without umlauts, in capitals, with marks around
    ("buergergeld", "buergergeld"),
    ("burgergeld", "buergergeld"),
    ("KINDERGELD!!!", "kindergeld"),
    ("»Kita«", "kita-platz"),
    # as it sounds, in other scripts
    ("киндергельд", "kindergeld"),
    ("кіндергельд", "kindergeld"),
    ("бюргергельд", "buergergeld"),
    ("хартц 4", "buergergeld"),
    ("بورغرغيلد", "buergergeld"),
    # Turkish and Polish with and without their letters
    ("çocuk parası", "kindergeld"),
    ("cocuk parasi", "kindergeld"),
    ("ÇOCUK PARASI", "kindergeld"),
    ("kira yardımı", "wohngeld"),
    ("kira yardimi", "wohngeld"),
    ("zasiłek na dziecko", "kindergeld"),
    ("zasilek na dziecko", "kindergeld"),
    # letter variants and digits of Arabic and Persian
    ("إعانة السكن", "wohngeld"),
    ("اعانه السكن", "wohngeld"),
    ("کمک هزینه مسکن", "wohngeld"),
    ("كمك هزينه مسكن", "wohngeld"),
    ("هارتس 4", "buergergeld"),
    ("هارتس ٤", "buergergeld"),
    ("هارتس ۴", "buergergeld"),
    # invisible and bidirectional characters, emoji
    ("Kinder\u200bgeld", "kindergeld"),
    ("Kinder\u00adgeld", "kindergeld"),
    ("\u202bKindergeld\u202c", "kindergeld"),
    ("\u2067کمک هزینه مسکن\u2069", "wohngeld"),
    ("\ufeffWohngeld\u200e", "wohngeld"),
    ("👶👶 Kita 🙏🏽", "kita-platz"),
)


@pytest.mark.parametrize(("text", "service"), SURE)
def test_a_word_is_surely_its_service(text: str, service: str, guide: Guide) -> None:
    found = _said(text, guide)
    assert (found.decision, found.needs, found.danger) == (Decision.SURE, (service,), None)


@pytest.mark.parametrize("text", ["js", "vue", "JS, Vue", "k8s", "x", "qq zz", "👶", "", " \n", "???"])
def test_short_and_foreign_words_match_nothing(text: str, guide: Guide) -> None:
    found = _said(text, guide)
    assert (found.decision, found.danger, found.command, found.candidates) == (Decision.NONE, None, None, ())


SHOW = (
    ("de", "ich fang im märz ne umschulung an und weiß nich wohin mit meine 2 kinder"),
    ("de", "ab märz umschulung, wer passt auf meine zwei kinder auf?"),
    ("de", "Im Maerz beginnt meine Umschulung. Ich habe niemanden für meine beiden Kinder."),
    ("de", "umschulung startet im märz, kinderbetreuung für 2 kinder hab ich nich"),
    ("tr", "martta meslek değiştirme kursuna başlıyorum ve iki çocuğumu nereye bırakacağımı bilmiyorum"),
    ("tr", "martta umschulunga basliyorum, 2 cocugumu nereye birakacagimi bilmiyorum"),
    ("tr", "Mart ayında Umschulung'a başlıyorum ama iki çocuğuma kim bakacak bilmiyorum"),
    ("ar", "سأبدأ إعادة تأهيل مهني في مارس ولا أعرف أين أترك طفليّ"),
    ("ar", "في مارس تبدأ دورة إعادة التأهيل المهني وليس عندي مكان لطفليّ الاثنين"),
    ("ar", "ببلش دورة تدريب مهني بشهر ٣ وما بعرف وين حط ولادي التنين"),
    ("uk", "у березні починаю перенавчання і не знаю куди подіти двох дітей"),
    ("uk", "в березні починаю умшулунг і не знаю з ким лишити двох дітей"),
    ("uk", "з березня йду на перекваліфікацію, а двох дітей нема куди віддати"),
    ("de", "Ich fange im März eine Umschulung an und weiß nicht, wohin mit meinen zwei Kindern."),
    ("de", "Ab März mache ich eine Umschulung und weiß nicht, wohin mit meinen zwei Kindern."),
    ("ar", "ببدأ تدريب مهني جديد بشهر آذار وما بعرف وين أترك ولادي الاثنين"),
    ("ar", "رح ابدأ أومشولونغ بشهر 3 وما بعرف وين خلي ولادي"),
)


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "wie gehts",
        "jo passt",
        "Mahlzeit!",
        "8",
        "Elterngeldformular",
        "Pflegegradantrag",
        "Hilfeformular",
    ],
)
def test_a_harmless_word_is_no_danger(text: str, guide: Guide) -> None:
    assert _said(text, guide).danger is None


@pytest.mark.parametrize("text", ["c++", "j", "q", "0", "angular"])
def test_a_single_letter_says_nothing(text: str, guide: Guide) -> None:
    found = _said(text, guide)
    assert (found.danger, found.needs) == (None, ())


@pytest.mark.parametrize(("lang", "text"), SHOW)
def test_retraining_and_two_children_are_both_named(lang: str, text: str, guide: Guide) -> None:
    found = _said(text, guide, lang)
    assert "weiterbildung" in _named(found)
    assert _named(found) & CARE
    assert found.danger is None


def test_candidates_carry_the_words_they_came_from(guide: Guide) -> None:
    found = _said("ich brauche wohngeld. kindergeld beantragen", guide)
    assert {one.words for one in found.candidates} >= {"kindergeld beantragen"}


@pytest.mark.parametrize(
    ("text", "decision", "command"),
    [
        ("zurück", Decision.NONE, Command.BACK),
        ("Mit einem Menschen reden!", Decision.HUMAN, Command.HUMAN),
        ("bitte einen mitarbeiter sprechen", Decision.HUMAN, None),
        ("guten abend zusammen", Decision.SMALLTALK, None),
        ("wie wird das wetter", Decision.NONE, None),
    ],
)
def test_what_is_no_need_is_a_command_a_human_small_talk_or_nothing(
    text: str, decision: Decision, command: Command | None
) -> None:
    found = _said(text, small.guide())
    assert (found.decision, found.command, found.needs) == (decision, command, ())


@pytest.mark.parametrize("text", ["wir haben nichts mehr zu essen", "kühlschrank leer magen knurrt"])
def test_a_danger_is_found_by_its_pattern_and_by_its_words(text: str) -> None:
    assert _said(text, small.guide()).danger is DangerKind.HUNGER


def test_a_name_beside_a_danger_does_not_hide_the_danger() -> None:
    assert _said("nichts zu essen kitaplatz", small.guide()).danger is DangerKind.HUNGER


def test_a_guide_can_be_prepared_before_the_first_message() -> None:
    guide = small.guide()
    prepare(guide)
    assert _said("Wohngeld", guide).needs == ("wohngeld",)
