"""`bot plan`: the plan for a city, some needs and some facts, without a database."""

import json
from datetime import date
from typing import Annotated, Any, NoReturn

import typer

from bot import clock, logs
from bot.command.knowledge import Folder, guide_of
from bot.handlers import planned
from bot.model import Say
from bot.texts import Texts
from knowledge.condition import Facts
from knowledge.errors import InvalidFactsError
from knowledge.fact_values import day, known
from knowledge.localized import GERMAN
from knowledge.model import Guide
from knowledge.plan import plan as make_plan
from knowledge.plan.model import Gap, Plan, Step

_NEEDS = "needs"


def plan(
    city: Annotated[str, typer.Option(help="City, as castrop-rauxel")],
    facts: Annotated[str, typer.Option(help='JSON: {"needs": […], and facts by their ids}')],
    today: Annotated[str | None, typer.Option(help="The day to reckon from, as 2026-11-22")] = None,
    lang: Annotated[str, typer.Option(help="Language of the sentences")] = GERMAN,
    knowledge: Folder = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; sentences otherwise")] = False,
) -> None:
    """Make the one plan for these needs and facts."""
    logs.configure("WARNING")
    guide, texts = guide_of(knowledge), Texts()
    on = _day(today)
    needs, told = _told(facts, guide, on)
    if city not in guide.cities:
        _stop(f"there is no city «{city}»: {', '.join(guide.cities)}")
    if lang not in texts.languages:
        _stop(f"there is no language «{lang}»: {', '.join(texts.languages)}")
    made = make_plan(guide, needs, told, on, city=guide.cities[city])
    if as_json:
        typer.echo(json.dumps(Printer(guide, texts, lang).as_json(made), ensure_ascii=False, indent=1))
    else:
        typer.echo(texts.plain(planned.overview(made, guide, on), lang))


def _day(text: str | None) -> date:
    if text is None:
        return clock.today(clock.now())
    try:
        return day(text)
    except ValueError:
        _stop(f"«{text}» is no day, as 2026-11-22")


def _told(text: str, guide: Guide, today: date) -> tuple[tuple[str, ...], Facts]:
    """The needs and the facts that the JSON names."""
    try:
        given = json.loads(text)
        needs = _list(given.pop(_NEEDS, []))
        strange = [str(need) for need in needs if need not in guide.services]
        told = known(given, guide.facts, today, today)
    except (ValueError, TypeError, AttributeError, RecursionError):
        _stop("--facts is no JSON object with facts by their ids")
    except InvalidFactsError as error:
        _stop(str(error))
    if strange:
        _stop(f"there is no service {', '.join(strange)}")
    return needs, told


def _list(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(value)


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


class Printer:
    """A plan in one language."""

    def __init__(self, guide: Guide, texts: Texts, lang: str) -> None:
        self._guide, self._texts, self._lang = guide, texts, lang

    def as_json(self, made: Plan) -> dict[str, Any]:
        """The plan as other programs read it."""
        return {
            "steps": [self._step(step) for step in made.steps],
            "gaps": [self._gap(gap) for gap in made.gaps],
            "excluded": [
                {"pair": list(one.pair), "why": self._said(planned.excluded(one, self._guide))}
                for one in made.excluded
            ],
            "reasons": list(made.reasons),
            "settled": [{"alarm": one.alarm, "fact": one.fact} for one in made.settled],
            "papers": [{"id": paper.id, "steps": list(paper.steps)} for paper in made.papers],
        }

    def _step(self, step: Step) -> dict[str, Any]:
        what = {"service": step.services[0]} if len(step.services) == 1 else {"any_of": list(step.services)}
        return {
            "id": step.id,
            "for": self._said(planned.child(step.child)) if step.child else None,
            **what,
            "until": step.until.isoformat() if step.until else None,
            "missed": step.missed,
            "provisional": step.provisional,
            "depends_on": list(step.depends_on),
            "why": " ".join(self._said(line) for line in planned.why(step, self._guide)),
            "law": "; ".join(law.ref for law in planned.laws(step, self._guide)),
        }

    def _gap(self, gap: Gap) -> dict[str, Any]:
        laws = self._guide.interlocks[gap.interlock].laws
        return {
            "service": gap.service,
            "step": gap.step,
            "why": self._said(planned.gap(gap, self._guide)),
            "law": "; ".join(law.ref for law in laws),
        }

    def _said(self, said: Say) -> str:
        return self._texts.plain(said, self._lang)
