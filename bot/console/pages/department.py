"""A department's tasks: its own list, and one task, with an account or by the link it was sent."""

from starlette.responses import Response

from bot.console.access import DEPARTMENTS, PUBLIC
from bot.console.ask import Ask
from bot.console.pages.tasks import id_of
from bot.console.route import Route
from bot.desk import department
from bot.errors import DeadLinkError, NoReasonError
from bot.tasks import TASK_MAY_BECOME, Task, TaskStatus

TASKS = "/console/tasks"
_LINK = "/task/{token}"
_LONGEST_REASON = 2000


async def list_(ask: Ask) -> Response:
    found = await department.list_(ask.office, ask.user.name)
    waiting = tuple(one for one in found if one.status in (TaskStatus.PROPOSED, TaskStatus.ACCEPTED))
    answered = tuple(one for one in found if one not in waiting)
    return ask.show(
        "department.html", waiting=waiting, answered=answered, cities=ask.office.guide.cities, today=ask.today
    )


async def show(ask: Ask) -> Response:
    task = await department.show(ask.office, ask.user.name, id_of(ask.path["task"]))
    return _page(ask, task, "department_task.html", f"{TASKS}/{task.id}")


def _page(ask: Ask, task: Task, template: str, action: str, problem: str = "") -> Response:
    city = ask.office.guide.cities.get(task.city or "")
    office = ask.office.guide.departments.get(task.department)
    return ask.show(
        template,
        409 if problem else 200,
        task=task,
        city=city.name if city else "",
        department=office.name.read(ask.lang) if office else task.department,
        possible=tuple(one for one in department.ANSWERS if one in TASK_MAY_BECOME[task.status]),
        action=action,
        problem=problem,
        reason=ask.field("reason"),
        today=ask.today,
    )


def _answer(ask: Ask) -> department.Answer:
    """What was answered; what nobody can answer is left to the desk to refuse."""
    statuses = {str(one): one for one in TaskStatus}
    to = statuses.get(ask.field("answer"), TaskStatus.PROPOSED)
    seen = statuses.get(ask.field("seen"), TaskStatus.WITHDRAWN)
    return department.Answer(to, seen, ask.field("reason")[:_LONGEST_REASON])


async def answer(ask: Ask) -> Response:
    id_ = id_of(ask.path["task"])
    try:
        await department.answer(ask.office, ask.user.name, id_, _answer(ask))
    except NoReasonError:
        task = await department.show(ask.office, ask.user.name, id_)
        problem = ask.text("error.NoReasonError")
        return _page(ask, task, "department_task.html", f"{TASKS}/{id_}", problem)
    return ask.go(TASKS, told="task_answered")


async def by_link(ask: Ask) -> Response:
    """One task without an account; whatever leads nowhere looks alike."""
    try:
        task = await department.by_link(ask.office, ask.path["token"])
    except DeadLinkError:
        return ask.show("link_dead.html", 404)
    return _page(ask, task, "link_task.html", f"/task/{ask.path['token']}")


async def answer_by_link(ask: Ask) -> Response:
    token = ask.path["token"]
    try:
        await department.answer_by_link(ask.office, token, _answer(ask))
    except DeadLinkError:
        return ask.show("link_dead.html", 404)
    except NoReasonError:
        task = await department.by_link(ask.office, token)
        return _page(ask, task, "link_task.html", f"/task/{token}", ask.text("error.NoReasonError"))
    return ask.go(f"/task/{token}", told="task_answered")


ROUTES = (
    Route("GET", TASKS, DEPARTMENTS, list_),
    Route("GET", f"{TASKS}/{{task}}", DEPARTMENTS, show),
    Route("POST", f"{TASKS}/{{task}}", DEPARTMENTS, answer),
    Route("GET", _LINK, PUBLIC, by_link),
    Route("POST", _LINK, PUBLIC, answer_by_link),
)
