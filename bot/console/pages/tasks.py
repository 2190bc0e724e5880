"""A Lotse's tasks for departments: proposing one, asking again, taking back, and the link for who has no account."""

from datetime import date
from typing import Any

from starlette.responses import Response

from bot.console.access import LOTSEN
from bot.console.ask import Ask
from bot.console.pages.board import board_of_case
from bot.console.route import Route
from bot.desk import lotse, tasks
from bot.errors import CircleError, DayOverError, EmptyTextError
from bot.handlers import planned
from bot.tasks import BROKEN, OPEN, Proposal
from knowledge.localized import GERMAN

_CASE = "/console/cases/{number}"
_TASK = f"{_CASE}/tasks/{{task}}"


def case_path(ask: Ask, *more: str) -> str:
    return "/".join(("/console/cases", ask.path["number"], *more))


async def list_(ask: Ask) -> Response:
    held = await tasks.of_case(ask.office, ask.user.name, ask.path["number"])
    return ask.show("tasks.html", **shown(ask, held))


def shown(ask: Ask, held: tasks.Held) -> dict[str, Any]:
    """What the tasks of a case need to be shown, on their page or on that of the case."""
    number = {one.id: place for place, one in enumerate(held.tasks, 1)}
    return {
        "case": held.case,
        "tasks": held.tasks,
        "consents": held.consents,
        "numbers": number,
        "departments": ask.office.guide.departments,
        "broken": BROKEN,
        "open": OPEN,
        "today": ask.today,
    }


async def new(ask: Ask) -> Response:
    held = await tasks.of_case(ask.office, ask.user.name, ask.path["number"])
    return _form(ask, held, _suggested(ask, held))


def _suggested(ask: Ask, held: tasks.Held) -> Proposal:
    """What a step of the plan, or a refused task, says already."""
    instead = next((one for one in held.tasks if str(one.id) == ask.query.get("instead_of")), None)
    if instead:
        due_on = instead.due_on if instead.due_on and instead.due_on >= ask.today else None
        return Proposal("", instead.title, instead.text, due_on, instead.step, instead.needs, instead.id)
    board, made = board_of_case(ask, held)
    step = next((one for one in made.steps if one.id == ask.query.get("step")), None)
    if step is None:
        return Proposal("", "", "")
    offices = planned.departments(step, ask.office.guide)
    before = {board.places[id_] for id_ in step.depends_on}
    return Proposal(
        department=offices[0].id if offices else "",
        title=ask.office.texts.plain(planned.names(step, ask.office.guide), GERMAN),
        text="",
        due_on=step.until if step.until and step.until >= ask.today else None,
        step=step.id,
        needs=tuple(card.task for card in board.cards if card.task and card.key in before),
    )


def _form(ask: Ask, held: tasks.Held, given: Proposal, problem: str = "") -> Response:
    names = [(id_, one.name) for id_, one in ask.office.guide.departments.items()]
    return ask.show(
        "task_new.html",
        409 if problem else 200,
        **shown(ask, held),
        given=given,
        problem=problem,
        choices=sorted(names, key=lambda pair: pair[1].read(ask.lang)),
    )


async def propose(ask: Ask) -> Response:
    given = _given(ask)
    number = ask.path["number"]
    try:
        await tasks.propose(ask.office, ask.user.name, number, given)
    except (CircleError, DayOverError, EmptyTextError) as error:
        held = await tasks.of_case(ask.office, ask.user.name, number)
        return _form(ask, held, given, ask.text(f"error.{type(error).__name__}", **error.data))
    return ask.go(case_path(ask, "tasks"), told="task_proposed")


def _given(ask: Ask) -> Proposal:
    needs = (str(one) for one in ask.form.getlist("needs"))
    instead_of = ask.field("instead_of")
    return Proposal(
        department=ask.field("department"),
        title=ask.field("title"),
        text=ask.field("text"),
        due_on=_day(ask.field("due_on")),
        step=ask.field("step") or None,
        needs=tuple(id_of(one) for one in needs if one),
        instead_of=id_of(instead_of) if instead_of else None,
    )


def _day(typed: str) -> date | None:
    """A day as a browser sends it; what is none is left out."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def id_of(typed: str) -> int:
    """The id of a task; 0, which none has, where it is no number."""
    known = typed.isascii() and typed.isdecimal() and len(typed) <= len("123456789012345678")
    return int(typed) if known else 0


async def again(ask: Ask) -> Response:
    due_on = _day(ask.field("due_on"))
    await tasks.again(ask.office, ask.user.name, ask.path["number"], id_of(ask.path["task"]), due_on)
    return ask.go(case_path(ask, "tasks"), told="task_again")


async def withdraw(ask: Ask) -> Response:
    await tasks.withdraw(ask.office, ask.user.name, ask.path["number"], id_of(ask.path["task"]))
    return ask.go(case_path(ask, "tasks"), told="task_withdrawn")


async def link(ask: Ask) -> Response:
    """The link is shown once; nobody keeps it."""
    id_ = id_of(ask.path["task"])
    token = await tasks.link(ask.office, ask.user.name, ask.path["number"], id_)
    held = await tasks.of_case(ask.office, ask.user.name, ask.path["number"])
    task = next(one for one in held.tasks if one.id == id_)
    scheme = "https" if ask.console.secure else ask.request.url.scheme
    address = str(ask.request.base_url.replace(scheme=scheme)) + f"task/{token}"
    return ask.show("task_link.html", **shown(ask, held), task=task, address=address)


async def suggestion(ask: Ask) -> Response:
    """A message to the person that is ready to be sent, and can be changed before."""
    name, number, id_ = ask.user.name, ask.path["number"], id_of(ask.path["task"])
    suggested = await tasks.suggested_message(ask.office, name, number, id_)
    held = await tasks.of_case(ask.office, name, number)
    return ask.show("task_tell.html", **shown(ask, held), suggested=suggested, task_id=id_)


async def tell(ask: Ask) -> Response:
    """In the language of the suggestion: what a Lotse changes in it stays in it."""
    name, number = ask.user.name, ask.path["number"]
    await lotse.reply(ask.office, name, number, ask.field("text"), ask.field("lang") or GERMAN)
    return ask.go(case_path(ask, "tasks"), told="task_told")


async def ask_person(ask: Ask) -> Response:
    await tasks.ask_again(ask.office, ask.user.name, ask.path["number"], ask.path["department"])
    return ask.go(case_path(ask, "tasks"), told="share_asked")


ROUTES = (
    Route("GET", f"{_CASE}/tasks", LOTSEN, list_),
    Route("GET", f"{_CASE}/tasks/new", LOTSEN, new),
    Route("POST", f"{_CASE}/tasks/new", LOTSEN, propose),
    Route("POST", f"{_TASK}/again", LOTSEN, again),
    Route("POST", f"{_TASK}/withdraw", LOTSEN, withdraw),
    Route("POST", f"{_TASK}/link", LOTSEN, link),
    Route("GET", f"{_TASK}/tell", LOTSEN, suggestion),
    Route("POST", f"{_TASK}/tell", LOTSEN, tell),
    Route("POST", f"{_CASE}/departments/{{department}}/ask", LOTSEN, ask_person),
)
