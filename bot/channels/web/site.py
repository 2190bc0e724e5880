"""Where the page stands: its address, the two doors (the site itself, a frame on a city's site), cookies and headers."""

import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

from bot.retention import TERMS, Kept

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_SECONDS = TERMS[Kept.WEB].days * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Site:
    """What the deployment decides: the public address (empty: whatever the browser asked), and sites with the widget."""

    url: str = ""
    widget_origins: tuple[str, ...] = ()

    @property
    def secure(self) -> bool:
        return self.url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Door:
    """One of the two ways in. `base`: what its addresses begin with."""

    site: Site
    base: str = ""

    @property
    def is_widget(self) -> bool:
        return bool(self.base)

    @property
    def home(self) -> str:
        """Where the conversation stands."""
        return self.base or "/"

    @property
    def cookie(self) -> str:
        """The cookie's name; the browser holds the prefix to https and to this host."""
        name = "lotse-widget" if self.is_widget else "lotse"
        return f"__Host-{name}" if self.site.secure else name

    @property
    def headers(self) -> dict[str, str]:
        """What every page carries; only the widget may stand in a frame, on the sites that were named."""
        ancestors = " ".join(self.site.widget_origins) if self.is_widget else "'none'"
        headers = {
            "Content-Security-Policy": _POLICY.format(ancestors=ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cache-Control": "no-store",
            "Vary": "Cookie, Accept-Language",
        }
        return headers if self.is_widget else headers | {"Cross-Origin-Opener-Policy": "same-origin"}

    def keep(self, token: str, seconds: int = _SECONDS) -> str:
        """The cookie that keeps a token in this browser; no seconds: it goes.

        In a frame on another site a browser keeps it only when it belongs to that site alone.
        """
        parts = [f"{self.cookie}={token}", "Path=/", f"Max-Age={seconds}", "HttpOnly"]
        if self.is_widget:
            parts += ["SameSite=None", "Secure", "Partitioned"]
        else:
            parts += ["SameSite=Lax", *(["Secure"] if self.site.secure else [])]
        return "; ".join(parts)


def is_from_here(request: Request, site: Site) -> bool:
    """Whether a form was posted by a page of ours, as far as the browser says so."""
    came_from = request.headers.get("sec-fetch-site")
    if came_from is not None:
        return came_from in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin in (None, "null"):  # older browsers; the mark in the form decides
        return True
    return origin == site.url or urlsplit(str(origin)).netloc == request.headers.get("host")


def form_mark(secret: str, token: str) -> str:
    """What the forms of a login carry."""
    return hmac.new(secret.encode(), token.encode(), "sha256").hexdigest()
