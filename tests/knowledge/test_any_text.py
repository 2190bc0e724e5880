"""Whatever somebody writes, understanding gives an answer, and a sane one."""

from datetime import date

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.load import LANGUAGES
from knowledge.model import Command, DangerKind, Decision, Guide, Understanding
from knowledge.understand import city_of, command_of, understand

TODAY = date(2026, 3, 1)
LANGS = st.sampled_from(LANGUAGES)
# Any code point, lone surrogates too: a channel may hand on what it was given.
ANY = st.text(st.characters(), max_size=5_000)
LONG = st.builds(
    lambda unit, times: (unit * times)[:5_000], st.text(min_size=1, max_size=40), st.integers(50, 5_000)
)
VOCABULARY = (
    "ich habe kein geld kita wohngeld kinder und , . umschulung miete hunger schlägt mensch hallo wetter "
    "kira çocuk ve аренда и дети سكن و أطفال کودک rent and delete stop ja 2 ٣ 👶"
)
WORDS = st.lists(st.sampled_from([*VOCABULARY.split(), "\u200c", "\u202e"]), max_size=60).map(" ".join)
HIDDEN = st.sampled_from(
    ["\u200b", "\u200d", "\u200e", "\u200f", "\u202e", "\u2060", "\u2068", "\u00ad", "\ufeff", "\ufe0f"]
)
QUICK = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SENTENCES = (
    "ich fang im märz ne umschulung an und weiß nich wohin mit meine 2 kinder",
    "Wohngeld",
    "lösche meine daten",
    "my rent is too high and I need a nursery place",
    "سأبدأ إعادة تأهيل مهني في مارس ولا أعرف أين أترك طفليّ",
    "می‌خواهم برای بچه‌ام مهد کودک پیدا کنم",
    "у березні починаю перенавчання і не знаю куди подіти двох дітей",
)


def _answer(found: Understanding) -> tuple[object, ...]:
    offered = tuple((one.service, one.confidence) for one in found.candidates)
    return found.decision, found.danger, found.command, found.needs, offered


@given(text=st.one_of(ANY, LONG, WORDS), lang=LANGS)
@example(text="\ud800", lang="de")
@example(text="Kindergeld beantragen. " * 200, lang="de")
@example(text="́" * 5_000, lang="ar")
@QUICK
def test_every_text_is_understood_in_bounds(guide: Guide, text: str, lang: str) -> None:
    found = understand(text, lang, guide, TODAY)
    services = [one.service for one in found.candidates]
    assert found.decision in Decision
    assert found.danger is None or found.danger in DangerKind
    assert found.command is None or found.command in Command
    assert all(0 <= one.confidence <= 1 for one in found.candidates)
    assert len(services) == len(set(services)) <= 5
    assert bool(found.needs) is (found.decision is Decision.SURE)
    assert len(set(found.needs)) == len(found.needs)
    assert {*found.needs, *services} <= set(guide.services)


@given(text=WORDS, lang=LANGS)
@QUICK
def test_the_same_text_is_understood_alike_each_time(guide: Guide, text: str, lang: str) -> None:
    assert understand(text, lang, guide, TODAY) == understand(text, lang, guide, TODAY)


@given(text=st.one_of(WORDS, st.sampled_from(SENTENCES)), lang=LANGS, data=st.data())
@QUICK
def test_invisible_characters_change_nothing(guide: Guide, text: str, lang: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.tuples(st.integers(0, len(text)), HIDDEN), max_size=20))
    changed = text
    for place, hidden in places:
        changed = changed[:place] + hidden + changed[place:]
    assert _answer(understand(changed, lang, guide, TODAY)) == _answer(understand(text, lang, guide, TODAY))


@given(text=ANY)
@QUICK
def test_every_text_is_a_city_or_none_and_a_command_or_none(guide: Guide, text: str) -> None:
    assert city_of(text, guide) in {None, *guide.cities}
    assert command_of(text, guide) in {None, *Command}
