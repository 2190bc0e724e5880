"""The web pages of staff (`/console`): FastAPI, Jinja2, htmx, KERN. They parse, call a use case of the desk, and show.

How a page is made:
1. A module in `bot/console/pages/` with `async def name(ask: Ask) -> Response` and a `ROUTES` tuple of `Route`s, each
   of which declares who may use it; the module stands in `_PAGES` below. `ask.user` is who is signed in, `ask.form`
   what was posted (CSRF is checked before), `ask.path` the parts of the address, `ask.query` its query.
2. `ask.show("page.html", **values)` renders a template of `bot/console/templates/` that extends `layout.html`;
   `ask.go("/console/queue", told="case.claimed")` answers a form: 303, and the next page says `told.case.claimed`.
   What staff can mend is a StaffError: the entry shows it (`error.<class name>` in the catalogue), 404 for what is not
   theirs, 403 for what their role may not, 409 otherwise.
3. Texts: keys of `locales/<lang>/LC_MESSAGES/console.po`; in templates `t("key", name=…)`. Knowledge: `localized(x)`.
   Instants: `when(x)`, days: `day(x)`. In forms `{{ csrf() }}`. No inline script or style: the CSP forbids both.
4. Styles: KERN's classes (`kern-btn`, `kern-form-input`, `kern-alert`, `kern-table` …) and `static/console.css`,
   with logical properties only. Behaviour: htmx attributes and `static/console.js`; every form works without both.
5. Live: what a page shows of cases stands in an element that fetches it anew when one moves:
   `hx-get="…" hx-trigger="sse:case, every 30s"`; the stream is the layout's (`{% block stream %}` narrows it to one
   case: `/console/live?case=NUMBER`). Keys: `data-key="c"` on what is pressed or focused by a single key.
"""

from fastapi import FastAPI

from bot.console import assets
from bot.console.ask import Console
from bot.console.entry import endpoint
from bot.console.pages import (
    absence,
    account,
    answering,
    board,
    case,
    department,
    habits,
    holding,
    home,
    live,
    numbers,
    provider,
    queue,
    sign_in,
    staff,
    tasks,
)
from bot.console.route import Route

_OF_LOTSEN = (queue, case, answering, holding, tasks, board, numbers)
_OF_ONESELF = (home, sign_in, provider, live, absence, account, habits)
_PAGES = (*_OF_ONESELF, *_OF_LOTSEN, department, staff)
ROUTES: tuple[Route, ...] = tuple(route for page in _PAGES for route in page.ROUTES)


def add_routes(web: FastAPI, console: Console) -> None:
    """All pages of the console and their files."""
    assets.add_routes(web)
    for route in ROUTES:
        web.add_route(route.path, endpoint(console, route), methods=[route.method])
