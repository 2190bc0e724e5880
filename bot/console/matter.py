"""What a person agreed to pass on, in words of the staff: needs, facts, the plan as a table. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.cases import Case, PlanLine
from bot.handlers import planned
from bot.model import Say, say
from knowledge.errors import InvalidFactsError
from knowledge.fact_values import known
from knowledge.localized import Localized
from knowledge.model import Guide


@dataclass(frozen=True, slots=True)
class Told:
    """A fact: what it is, and its value in words. What the guide no longer knows is shown as it was kept."""

    name: Localized | str
    value: Say


@dataclass(frozen=True, slots=True)
class Row:
    """A step of the plan. `mark`: done or refused, as the person said."""

    names: tuple[Localized | str, ...]
    departments: tuple[Localized, ...]
    age: int | None
    until: date | None
    missed: bool
    mark: str | None


def needs(case: Case, guide: Guide) -> tuple[Localized | str, ...]:
    return tuple(_service(id_, guide) for id_ in case.content.needs)


def facts(case: Case, guide: Guide) -> Iterator[Told]:
    """The facts as the guide words them, as of the day they were passed on."""
    for id_, raw in case.content.facts:
        fact = guide.facts.get(id_)
        if fact is None:
            yield Told(id_, say("name", name=str(raw)))
            continue
        try:
            value = known({id_: raw}, guide.facts, case.opened_at.date(), case.opened_at.date())[id_]
        except InvalidFactsError:
            yield Told(fact.name, say("name", name=str(raw)))
        else:
            yield Told(fact.name, planned.value(fact, value))


def plan(case: Case, guide: Guide) -> tuple[Row, ...]:
    return tuple(_row(line, guide) for line in case.content.plan)


def _row(line: PlanLine, guide: Guide) -> Row:
    return Row(
        names=tuple(_service(id_, guide) for id_ in line.services),
        departments=tuple(_departments(line, guide)),
        age=line.age,
        until=date.fromisoformat(line.until) if line.until else None,
        missed=line.missed,
        mark=line.mark,
    )


def _service(id_: str, guide: Guide) -> Localized | str:
    return guide.services[id_].name if id_ in guide.services else id_


def _departments(line: PlanLine, guide: Guide) -> Iterator[Localized]:
    """The first department of each service, each once."""
    known_ = (guide.services[id_] for id_ in line.services if id_ in guide.services)
    for id_ in dict.fromkeys(part.department for one in known_ for part in one.departments[:1]):
        yield guide.departments[id_].name
