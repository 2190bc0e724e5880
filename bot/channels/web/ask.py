"""One request of somebody at the page, and how it is answered."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot.channels.web.channel import Web
from bot.channels.web.render import Pages, code
from bot.channels.web.site import Door, form_mark, is_from_here
from bot.desk import Office, web

_LARGEST = 64 * 1024
_MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class House:
    """What all pages work with. `wake`: tells the worker that something came in."""

    page: Web
    pages: Pages
    wake: Callable[[], None]

    @property
    def office(self) -> Office:
        return self.page.office


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, the door it came by, who makes it, and what they posted."""

    house: House
    door: Door
    request: Request
    token: str
    visitor: web.Visitor | None
    form: Mapping[str, str]

    @property
    def office(self) -> Office:
        return self.house.office

    @property
    def lang(self) -> str:
        """The language spoken here, else the one that was asked for, else the browser's."""
        if self.visitor and self.visitor.lang:
            return self.visitor.lang
        wished = self.field("lang")
        if wished in self.office.texts.languages:
            return wished
        return self.house.pages.match(self.request.headers.get("accept-language", ""))

    @property
    def client(self) -> str:
        """The machine they come from."""
        return self.request.client.host if self.request.client else ""

    @property
    def wants_json(self) -> bool:
        """Whether our script asks, and not the browser itself."""
        return self.request.headers.get("accept") == "application/json"

    def field(self, name: str) -> str:
        """A field of the form, else of the address."""
        return self.form.get(name, self.request.query_params.get(name, "")).strip()

    def line(self, name: str) -> int | None:
        """A field that is the number of a line."""
        return web.line_number(self.field(name))

    @property
    def mark(self) -> str:
        """What the forms of this login carry."""
        return form_mark(self.office.store.seal.secret("web form"), self.token) if self.visitor else ""

    @property
    def is_ours(self) -> bool:
        """Whether the form stood on a page of ours, shown to this login."""
        same = not self.visitor or hmac.compare_digest(self.field("mark").encode(), self.mark.encode())
        return same and is_from_here(self.request, self.door.site)

    def text(self, key: str, **params: Any) -> str:
        return self.house.pages.text(key, self.lang, **params)

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page in the person's language."""
        given = {"mark": self.mark, "html_lang": code(self.lang), "nonce": nonce}
        html = self.house.pages.render(template, self.lang, self.door, **given, **values)
        return HTMLResponse(html, status_code=status)

    def tell(self, key: str, status: int, **params: Any) -> Response:
        """One kind sentence, and the way back to the conversation."""
        message = self.text(key, **params)
        if self.wants_json:
            return JSONResponse({"message": message}, status_code=status)
        return self.show("told.html", status, message=message)

    def go(self, path: str = "") -> Response:
        """On to another page of the same door; none, or a query: to the conversation."""
        to_talk = not path or path.startswith("?")
        return RedirectResponse(
            f"{self.door.home if to_talk else self.door.base + '/'}{path}", status_code=303
        )

    def let_in(self, token: str, path: str = "") -> Response:
        """On to the conversation, with a token that this browser keeps."""
        response = self.go(path)
        response.headers["Set-Cookie"] = self.door.keep(token)
        return response


def nonce() -> str:
    """What tells one form from another."""
    return secrets.token_urlsafe(12)


async def form_of(request: Request) -> dict[str, str] | None:
    """What was posted; None when it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    try:
        return dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}
