"""A small guide with days in it, and people who want to be reminded."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.clock import BERLIN
from bot.desk import Office
from bot.desk.reminders import plan_anew
from bot.model import IncomingKind
from bot.session import Session, Step, ToldFact
from bot.store import people
from knowledge.load import load
from knowledge.model import Guide
from tests.bot.dialogue import a_session
from tests.bot.scene import START, lives_in, session_of
from tests.cast import Person
from tests.knowledge import small

TOLD = START.date().isoformat()


def with_days() -> Guide:
    """Housing benefit is due a month after a letter, child care three days after any day; approvals end; two birthdays."""
    return load(
        (
            *small.documents(),
            _fact("letter_date", "date"),
            _fact("approval_ends", "date"),
            _fact("children", "ages"),
            _deadline("wohngeld-frist", "wohngeld", "letter_date", {"months": 1}, "forward"),
            _deadline("kindergeld-weiter", "kindergeld", "approval_ends", {"days": 0}, "back"),
            _deadline("kita-sofort", "kita", "today", {"days": 3}, "forward"),
            birthday("drei", 3),
            birthday("sieben", 7),
        )
    )


def _fact(id_: str, kind: str) -> Any:
    german = {"name": f"Angabe {id_}", "question": "Was ist es?", "why": "Für den Plan"}
    found = small.document("facts", id_, german, about=id_, said={})
    return replace(found, data=found.data | {"kind": kind})


def _deadline(id_: str, service: str, start: str, term: dict[str, int], end: str) -> Any:
    rule = {"services": [service], "from": start, "term": term, "end": end, "practice": "Übliche Praxis"}
    return small.document("deadlines", id_, {"reason": "Das ist die Frist"}, as_of=small.AS_OF, **rule)


def birthday(id_: str, age: int, **rest: Any) -> Any:
    laws = [{"ref": "§ 24 SGB VIII", "about": "Platz in der Kita"}]
    changes = {"age": age, "services": ["kita"], "laws": laws, "as_of": small.AS_OF} | rest
    return small.document("birthdays", id_, {"text": f"Ab {age} könnte es anders sein"}, **changes)


def told(**facts: Any) -> tuple[ToldFact, ...]:
    """Facts that were told at the start."""
    return tuple(ToldFact(id_, value, TOLD) for id_, value in facts.items())


def planning(*needs: str, on: bool = True, **facts: Any) -> Session:
    """Somebody who has a plan for these needs."""
    return a_session(Step.PLAN, needs=needs, facts=told(**facts), planned=True, reminders=on)


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in Germany."""
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


async def wants_reminders(person: Person, *needs: str, **facts: Any) -> Person:
    """Has told these facts, and chooses to be reminded."""
    await lives_in(person, "marl")
    await becomes(person, needs=needs, facts=told(**facts), planned=True, step=Step.PLAN)
    await person.does(IncomingKind.PRESS, "v1:remind:on")
    return person


async def becomes(person: Person, **state: Any) -> None:
    """Somebody's conversation, changed and with its reminders planned anew."""
    session = replace(await session_of(person), **state)
    await stands(person.office, session)


async def stands(office: Office, session: Session) -> None:
    async with office.work() as work:
        await people.save_session(work, session, office.guide.revision)
        await plan_anew(office, work, session)
