"""Canned replies, ready for one case: the German beside what the person gets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.cases import Case
from bot.clocks import expected
from bot.desk.clocks import limit_of
from bot.desk.office import Office
from knowledge.canned import CannedReply
from knowledge.localized import GERMAN
from knowledge.model import Department


@dataclass(frozen=True, slots=True)
class Ready:
    """A canned reply with what is known filled in. `lang`: of `text`; German where its translation is stale."""

    id: str
    title: str
    german: str
    text: str
    lang: str


def canned(office: Office, case: Case, lang: str) -> tuple[Ready, ...]:
    """All canned replies for a case, in a language. What is not known of it stays a variable for the Lotse to fill."""
    return tuple(_ready(office, case, reply, lang) for reply in office.guide.answers.values())


def _ready(office: Office, case: Case, reply: CannedReply, lang: str) -> Ready:
    shown = reply.text.language(lang)
    return Ready(
        id=reply.id,
        title=reply.title,
        german=reply.german(_values(office, case, GERMAN)),
        text=reply.read(shown, _values(office, case, shown)),
        lang=shown,
    )


def _values(office: Office, case: Case, lang: str) -> dict[str, str]:
    """What is known of a case, in words of a language."""
    known: dict[str, object] = {"number": case.number, "day": _day(office, case)}
    if city := office.guide.cities.get(case.city or ""):
        known["city"] = city.name
    departments = {one.id: one for one in _departments(office, case)}
    if len(departments) == 1:
        known["department"] = next(iter(departments.values())).name
    return {name: office.texts.text("name", lang, name=value) for name, value in known.items()}


def _day(office: Office, case: Case) -> date:
    """By when somebody who is answered now can expect more: a limit from now on."""
    now = office.clock()
    return expected(office.times(case.city), now, limit_of(office, case, now))


def _departments(office: Office, case: Case) -> Iterator[Department]:
    """The departments that answer for what the person needs."""
    guide = office.guide
    for need in case.content.needs:
        if service := guide.services.get(need):
            yield from (guide.departments[one.department] for one in service.departments)
