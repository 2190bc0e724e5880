"""The case that the guide was made for, from the first word to the Lotse, in four languages, over the double of Telegram.

A mother, children of two and seven, a retraining from 1 March, alone, and nobody for the children.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot import worker as loops
from bot.cases import Case, Reason
from bot.channels.telegram import Intake, Poller, Telegram
from bot.desk import Office, conversation, lotse
from bot.model import Address
from bot.tables import reminder
from bot.worker import Worker
from tests import botapi
from tests.bot.scene import Clock, rows
from tests.cast import LOTSE_CASTROP, hire

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday
CARE, GANZTAG, COURSE = "kita-platz+kindertagespflege:1", "ganztag:2", "weiterbildung"


@dataclass(frozen=True, slots=True)
class Words:
    """What a mother writes in her language, and what of the answers tells that it is hers."""

    lang: str
    message: str
    answers: dict[str, str]
    why: str
    late: str
    worked: str
    offered: str


SPOKEN = (
    Words(
        "de",
        "Hallo, ich bin alleinerziehend, meine Kinder sind 2 und 7. Am 1. März 2027 fängt meine Umschulung an, "
        "und ich weiß nicht, wohin mit den Kindern.",
        {"childcare": "nein, noch nicht", "course_hours": "ganzer Tag", "income": "Geld vom Jobcenter"},
        "Die Kita sagt, alle Plätze sind weg.",
        "Die sechs Monate sind vorbei",
        "Hat es geklappt?",
        "Ein Mensch, der Lotse, kann jetzt helfen",
    ),
    Words(
        "tr",
        "Merhaba, çocuklarımı tek başıma büyütüyorum, 2 ve 7 yaşında iki çocuğum var. 1 Mart 2027'de meslek "
        "değiştirme kursuna (Umschulung) başlayacağım ama çocuklara bakacak kimse yok",
        {"childcare": "hayır", "course_hours": "tam gün", "income": "Jobcenter'den para alıyorum"},
        "Kreşte yer yokmuş, bekleme listesine yazdılar",
        "Altı ay geçti",
        "Oldu mu?",
        "Şimdi bir insan",
    ),
    Words(
        "ar",
        "السلام عليكم، انا ام لوحدي وعندي طفلين، واحد عمره سنتين والتاني 7 سنين. بدي ابدأ تدريب مهني جديد "
        "(Umschulung) ب 1 مارس 2027 بس ما في حدا ينتبه على الاولاد",
        {"childcare": "لا", "course_hours": "يوم كامل", "income": "مال من Jobcenter"},
        "قالوا لي ما في مكان وحطوني على قائمة الانتظار",
        "الأشهر الستة مضت",
        "هل نجح الأمر؟",
        "يمكن أن يساعدكم الآن إنسان",
    ),
    Words(
        "uk",
        "Добрий день! Я сама виховую двох дітей, 2 і 7 років. З 1 березня 2027 починаю перекваліфікацію "
        "(Umschulung), а дітей немає з ким залишити",
        {"childcare": "ні, ще ні", "course_hours": "цілий день", "income": "гроші від Jobcenter"},
        "Сказали, що місць немає, записали в чергу",
        "Шість місяців уже минули",
        "Вийшло?",
        "Тепер може допомогти жива людина",
    ),
)


@dataclass(slots=True)
class Mother:
    """Somebody at a telephone, and the office that does not know that it is a test."""

    person: botapi.Person
    office: Office
    clock: Clock
    read: list[botapi.Message] = field(default_factory=list)

    async def hears(self) -> botapi.Message:
        (message,) = await self.person.hears(within=20)
        self.read.append(message)
        return message

    async def says(self, text: str) -> botapi.Message:
        self.person.says(text)
        return await self.hears()

    async def presses(self, part: str) -> botapi.Message:
        """Presses the first button of the last message whose data contains `part`."""
        shown = next(message for message in reversed(self.read) if message.buttons)
        self.person.presses(next(data for data in _choices(shown) if part in data))
        return await self.hears()


@pytest.fixture
async def double() -> AsyncIterator[botapi.Telegram]:
    async with botapi.Telegram() as one:
        yield one
        assert one.violations == []


@pytest.fixture
async def clock(
    small_office: Office, double: botapi.Telegram, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Clock]:
    """The clock of a guide that polls the double and looks for reminders all the time."""
    monkeypatch.setattr(loops, "_REMIND_SECONDS", 0.05)
    small_office.clock = clock = Clock(NOW)
    telegram = Telegram(double.token, double.url)
    await telegram.open()
    worker = Worker(small_office, (telegram,), messages_per_second=1000.0)

    async def keep(where: Address, update_id: str, raw: str) -> bool:
        return await conversation.keep(small_office, where, update_id, raw)

    worker.every(0.0, Poller(Intake(telegram, keep, worker.incoming.set), 1).once)
    await worker.start()
    yield clock
    await worker.stop()
    await telegram.close()


def _choices(message: botapi.Message) -> list[str]:
    return [button.data for button in message.buttons if button.data]


def _plain(message: botapi.Message) -> str:
    """The text without the signs that only order it."""
    return re.sub("[\u2066-\u2069]", "", message.text)


def _of(message: botapi.Message, verb: str) -> list[str]:
    """What follows a verb in the choices of a message, in their order."""
    begins = f"v1:{verb}:"
    return [data.removeprefix(begins) for data in _choices(message) if data.startswith(begins)]


async def _to_the_plan(mother: Mother, words: Words) -> botapi.Message:
    """From the first word to the plan; what she has told is not asked again, and no letter that nobody spoke of."""
    mother.person.starts()
    await mother.hears()
    await mother.presses(f":lang:{words.lang}")
    await mother.says("Castrop-Rauxel")
    understood = await mother.says(words.message)
    assert {"kita-platz", "weiterbildung"} <= set(_of(understood, "service"))
    question = await mother.presses(":interview")
    asked: list[str] = []
    while facts := _of(question, "fact"):
        fact, _, first = facts[0].partition(":")
        if first == ".":  # "that is all" of several
            question = await mother.presses(facts[0])
            continue
        asked.append(fact)
        answer = words.answers.get(fact)
        question = await (mother.says(answer) if answer else mother.presses(f":fact:{fact}:?"))
    assert len(asked) == len(set(asked))
    assert {"children", "single_parent", "course_start"}.isdisjoint(asked)
    assert not [fact for fact in asked if fact.startswith("letter_")]
    return question


async def _is_late_and_in_order(plan: botapi.Message, words: Words) -> None:
    steps = _of(plan, "step")
    assert steps.index(CARE) < steps.index(COURSE)
    assert steps.index(GANZTAG) < steps.index(COURSE)
    assert words.late in _plain(plan)
    assert "⚠" in plan.text


async def _takes_it_along(mother: Mother) -> None:
    await mother.presses(":sheet")
    page, days = await mother.hears(), await mother.hears()
    assert page.upload
    assert page.upload.content.startswith(b"%PDF-")
    assert days.upload
    assert days.upload.file_name.endswith(".ics")
    assert b"DTSTART;VALUE=DATE:20270226" in days.upload.content


async def _is_reminded(mother: Mother) -> botapi.Message:
    """Not an hour before the first is due, and then it comes."""
    await mother.presses(":plan")
    await mother.presses(":remind:on")
    due = min(row["due_at"] for row in await rows(mother.office, reminder))
    mother.clock.now = due - timedelta(hours=1)
    before = len(mother.person.reads())
    await asyncio.sleep(0.5)
    assert len(mother.person.reads()) == before
    mother.clock.now = due
    return await mother.hears()


async def _hands_over(mother: Mother, words: Words) -> Case:
    """It did not work out, says why, and agrees; gives the case as the Lotse sees it."""
    plan = await mother.presses(f":worked:no:{CARE}")
    assert words.offered in _plain(plan)
    assert "v1:human" in _choices(plan)
    assert "v1:human" in _choices(await mother.says(words.why))
    shown = await mother.presses(":human")
    assert words.why in _plain(shown)
    opened = await mother.presses(":yes")
    number = re.search(r"\w{3}-\w{3}-\w", _plain(opened))
    assert number
    case, _ = await lotse.show(mother.office, LOTSE_CASTROP, number.group())
    return case


@pytest.mark.parametrize("words", SPOKEN, ids=lambda words: words.lang)
async def test_a_mother_a_retraining_and_nobody_for_the_children(
    words: Words, small_office: Office, double: botapi.Telegram, clock: Clock
) -> None:
    await hire(small_office)
    mother = Mother(double.person("Amira", language_code=words.lang), small_office, clock)
    await _is_late_and_in_order(await _to_the_plan(mother, words), words)
    await _takes_it_along(mother)
    assert words.worked in _plain(await _is_reminded(mother))
    case = await _hands_over(mother, words)
    _carries_all(case, words)
    assert not [text for message in mother.read if ".." in (text := _plain(message))]


def _carries_all(case: Case, words: Words) -> None:
    assert (case.city, case.lang, case.reasons) == ("castrop-rauxel", words.lang, (Reason.HARD,))
    assert case.consent
    content = case.content
    assert {"kita-platz", "weiterbildung"} <= set(content.needs)
    assert content.words == (words.message, words.why)
    told = dict(content.facts)
    assert {"single_parent": True, "children": [2, 7], "course_start": "2027-03-01"}.items() <= told.items()
    assert (told["childcare"], told["course_hours"], told["income"]) == ("none", "full", ["sgb2"])
    plan = {line.id: line for line in content.plan}
    assert (plan[CARE].age, plan[CARE].missed, plan[CARE].mark) == (2, False, "refused")
    assert (plan[GANZTAG].age, plan[GANZTAG].until) == (7, "2027-02-26")
    assert plan[COURSE].until == "2027-02-26"
    assert {"gap", "many_departments", "refused"} <= set(content.reasons)
