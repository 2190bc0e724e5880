"""One request of somebody at the console, and how it is answered."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.clock import today
from bot.console.render import Pages
from bot.desk import Office
from bot.desk.watch import Watch
from bot.errors import ForbiddenError
from bot.staff import User

HOME = "/console"
SIGN_IN = "/console/sign-in"
CASES = "/console/cases"


@dataclass(frozen=True, slots=True)
class Console:
    """What all pages work with. `secure`: people come by https, so cookies go no other way."""

    office: Office
    pages: Pages
    watch: Watch
    secure: bool = False

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; the browser holds the prefix to https and to this host."""
        return "__Host-lotse-staff" if self.secure else "lotse-staff"

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

    def field(self, name: str) -> str:
        """A field of the form, without the space around it; empty when it was not sent."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def text(self, key: str, **params: Any) -> str:
        return self.console.pages.text(key, self.lang, **params)

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page, or a part of one, in the user's language."""
        csrf = self.console.csrf(self.token) if self.token else ""
        html = self.console.pages.render(template, self.lang, ask=self, csrf_token=csrf, **values)
        return HTMLResponse(html, status_code=status)

    def go(self, path: str, *, told: str = "", **query: str) -> Response:
        """On to another page, which says what was done."""
        query = {key: value for key, value in (query | {"told": told}).items() if value}
        target = f"{path}?{urlencode(query)}" if query else path
        return RedirectResponse(target, status_code=303)
