"""What a person agreed to pass on, in words of the staff: needs and facts. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cases import Case
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


def _service(id_: str, guide: Guide) -> Localized | str:
    return guide.services[id_].name if id_ in guide.services else id_
