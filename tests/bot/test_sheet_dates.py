"""The calendar file: one whole day a step, a reminder before it, and nothing that names a person."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from bot.sheet import Taken, calendar
from bot.texts import LOCALES, Texts
from knowledge.mark import Mark
from knowledge.model import Guide
from knowledge.plan.model import Child, Plan
from tests.bot.test_sheet import TODAY, a_plan, a_step, taken

LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())


def made(about: Taken) -> Calendar:
    content = calendar(about)
    assert content
    return Calendar.from_ical(content)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_step_with_a_day_is_a_whole_day(lang: str, guide: Guide, texts: Texts) -> None:
    plan = a_plan(guide, 4, 0)
    events = made(taken(plan, guide, texts, lang)).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [step.until for step in plan.steps]
    assert all(type(event.decoded("dtstart")) is date for event in events)
    for event, step in zip(events, plan.steps, strict=True):
        service = guide.services[step.services[0]]
        assert service.name.read(lang) in str(event["summary"])
        office = guide.departments[service.departments[0].department]
        assert office.name.read(lang) in str(event["description"])


def test_the_reminder_comes_in_the_morning_of_the_day_before(guide: Guide, texts: Texts) -> None:
    (alarm,) = made(taken(Plan((a_step("wohngeld", 5),)), guide, texts, "tr")).walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-15)


def test_without_a_day_there_is_no_file(guide: Guide, texts: Texts) -> None:
    done = a_step("wohngeld", 2, until=None, mark=Mark.DONE)
    assert calendar(taken(Plan((done,)), guide, texts, "de")) is None


def test_the_id_is_that_of_the_step_whatever_its_day_and_whoever_asks(guide: Guide, texts: Texts) -> None:
    first = a_step("kita-platz", 1, id="kita-platz:1", child=Child(1, 2))
    moved = a_step("kita-platz", 9, id="kita-platz:1", child=Child(1, 3))
    other = a_step("kita-platz", 1, id="kita-platz:2", child=Child(2, 4))
    ids = [
        str(made(taken(Plan((step,)), guide, texts, lang, case)).walk("VEVENT")[0]["uid"])
        for step, lang, case in ((first, "de", None), (moved, "uk", "2AB-CDE-F"), (other, "de", None))
    ]
    assert ids[0] == ids[1] != ids[2]


def test_the_same_plan_and_day_give_the_same_bytes(guide: Guide, texts: Texts) -> None:
    about = taken(a_plan(guide, 5, 5), guide, texts, "fa")
    assert calendar(about) == calendar(about)
    assert TODAY.strftime("%Y%m%d").encode() in (calendar(about) or b"")


def test_a_case_is_not_named(guide: Guide, texts: Texts) -> None:
    content = calendar(taken(a_plan(guide, 2, 0), guide, texts, "de", "2AB-CDE-F"))
    assert b"2AB-CDE-F" not in (content or b"")
