"""One request of somebody at the console, and how it is answered."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.clock import today
from bot.console import ticket
from bot.console.doors import Doors, place_of
from bot.console.render import Pages
from bot.desk import Office
from bot.desk.watch import Watch
from bot.errors import ForbiddenError, StaffError
from bot.staff import User

HOME = "/console"
SIGN_IN = "/console/sign-in"
CASES = "/console/cases"


@dataclass(frozen=True, slots=True)
class Console:
    """What all pages work with. `address`: where people find the console, without the path; None: as they ask for it."""

    office: Office
    pages: Pages
    watch: Watch
    doors: Doors = field(default_factory=Doors)
    address: str | None = None

    @property
    def secure(self) -> bool:
        """Whether people come by https, so that cookies go no other way."""
        return (self.address or "").startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the session's cookie."""
        return self.cookie_of("staff")

    def cookie_of(self, kind: str) -> str:
        """The browser holds the prefix to https and to this host."""
        return f"__Host-lotse-{kind}" if self.secure else f"lotse-{kind}"

    def csrf(self, token: str) -> str:
        """What a form of this session carries."""
        key = self.office.store.seal.secret("console csrf").encode()
        return hmac.new(key, token.encode(), "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, who makes it, and what they posted."""

    console: Console
    request: Request
    signed_in: User | None
    token: str
    form: FormData

    @property
    def user(self) -> User:
        """Who is signed in. Raises ForbiddenError where nobody is."""
        if self.signed_in is None:
            raise ForbiddenError
        return self.signed_in

    @property
    def is_at_work(self) -> bool:
        """Whether somebody is signed in who has nothing to do first, such as choosing a password of their own."""
        return self.signed_in is not None and not self.console.doors.owed_by(self.signed_in)

    @property
    def office(self) -> Office:
        return self.console.office

    @property
    def path(self) -> Mapping[str, str]:
        return {key: str(value) for key, value in self.request.path_params.items()}

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    @property
    def now(self) -> datetime:
        return self.office.clock()

    @property
    def today(self) -> date:
        return today(self.now)

    @property
    def lang(self) -> str:
        """The language of who is signed in, else of the browser."""
        if self.signed_in:
            return self.signed_in.lang
        return self.console.pages.match(self.request.headers.get("accept-language", ""))

    @property
    def is_fragment(self) -> bool:
        """Whether htmx wants a part of the page, and not the browser a whole one."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def place(self) -> str:
        """Where they come from, as far as it can be relied on."""
        return place_of(self.request, self.console.doors.proxies)

    def keep(self, response: Response, kind: str, value: str, seconds: int | None = None) -> None:
        """Leaves a cookie with the browser that no script reads; without `seconds` until it is closed."""
        response.set_cookie(
            self.console.cookie_of(kind),
            value,
            max_age=seconds,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.console.secure,
        )

    def drop(self, response: Response, kind: str) -> None:
        response.delete_cookie(
            self.console.cookie_of(kind),
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.console.secure,
        )

    def write_ticket(self, purpose: str, **values: str) -> str:
        """What the browser keeps for us, sealed."""
        return ticket.write(self.office.store.seal, purpose, self.now, **values)

    def read_ticket(self, purpose: str, text: str) -> Mapping[str, str] | None:
        return ticket.read(self.office.store.seal, purpose, self.now, text)

    def kept(self, kind: str) -> str:
        """What a cookie says; empty when there is none."""
        return self.request.cookies.get(self.console.cookie_of(kind), "")

    def fields(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may come several times."""
        return tuple(value for value in self.form.getlist(name) if isinstance(value, str))

    def field(self, name: str) -> str:
        """A field of the form, without the space around it; empty when it was not sent."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def text(self, key: str, /, **params: Any) -> str:
        return self.console.pages.text(key, self.lang, **params)

    def say(self, error: StaffError) -> str:
        """What went wrong, in the user's words."""
        key = f"error.{type(error).__name__}"
        if not self.console.pages.has(key):
            return str(error)
        return self.text(key, **{name: str(value) for name, value in error.data.items()})

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page, or a part of one, in the user's language."""
        csrf = self.console.csrf(self.token) if self.token else ""
        html = self.console.pages.render(template, self.lang, ask=self, csrf_token=csrf, **values)
        return HTMLResponse(html, status_code=status)

    def lead(self, path: str) -> Response:
        """To a page that comes first, also where only a part of one was asked for."""
        if self.is_fragment:
            return Response(status_code=401, headers={"HX-Redirect": path})
        return RedirectResponse(path, status_code=303)

    def go(self, path: str, *, told: str = "", **query: str) -> Response:
        """On to another page, which says what was done."""
        query = {key: value for key, value in (query | {"told": told}).items() if value}
        target = f"{path}?{urlencode(query)}" if query else path
        return RedirectResponse(target, status_code=303)
