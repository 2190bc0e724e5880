"""The board of a case, as a page of its own; the page of the case shows the same part."""

from typing import Any

from starlette.responses import Response

from bot.console.access import LOTSEN
from bot.console.ask import Ask
from bot.console.board import Board, Card, Look, board_of, plan_of_case
from bot.console.drawing import draw
from bot.console.route import Route
from bot.desk import tasks
from knowledge.plan.model import Plan


async def board(ask: Ask) -> Response:
    held = await tasks.of_case(ask.office, ask.user.name, ask.path["number"])
    return ask.show("board.html", case=held.case, open_table=True, **drawn(ask, held))


def drawn(ask: Ask, held: tasks.Held) -> dict[str, Any]:
    """What `_board.html` shows, beside the case."""
    found, _ = board_of_case(ask, held)
    return {"board": found, "drawing": draw(found, {card.key: _said(ask, card) for card in found.cards})}


def board_of_case(ask: Ask, held: tasks.Held) -> tuple[Board, Plan]:
    office, lang = ask.office, ask.lang
    look = Look(office.guide, ask.today, lambda said: office.texts.plain(said, lang), lang)
    made = plan_of_case(held.case, office.guide, ask.today)
    return board_of(made, held.tasks, look, held.consents), made


def _said(ask: Ask, card: Card) -> tuple[tuple[str, str], ...]:
    """What stands on a card, line by line: where it stands, what it is, until when, what is wrong."""
    until = ask.text("board.until", day=card.until) if card.until else ""
    lines = (
        ("state", ask.text(f"board.state.{card.state}")),
        ("title", card.title),
        ("until", until),
        *(("alarm", ask.text(f"board.alarm.{alarm}")) for alarm in card.alarms),
    )
    return tuple(line for line in lines if line[1])


ROUTES = (Route("GET", "/console/cases/{number}/board", LOTSEN, board),)
