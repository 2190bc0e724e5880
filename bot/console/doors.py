"""How people come in here: what the deployment decided, and where a request comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import Request

from bot.console.oidc import Provider
from bot.staff import SecondStep, User

PASSWORD = "/console/account/password"  # noqa: S105 - a path
CODES = "/console/account/second-step"
Networks = tuple[IPv4Network | IPv6Network, ...]
_HOME_OF_IPV6 = 64  # what one household or house has: every address in it is the same place
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Doors:
    """`own_accounts`: names and passwords of ours; `provider`: the identity provider of the house.

    `proxies`: who may say for whom they ask.
    """

    own_accounts: bool = True
    second_step: SecondStep = SecondStep.OFF
    provider: Provider | None = None
    proxies: Networks = ()

    @property
    def has_second_step(self) -> bool:
        return self.own_accounts and self.second_step is not SecondStep.OFF

    def owed_by(self, user: User) -> str:
        """The page where this member of staff must do something before anything else; empty: they need not.

        Who has no password of ours comes in with the identity provider, which asks for what it wants.
        """
        if not (self.own_accounts and user.has_password):
            return ""
        if user.password_given:
            return PASSWORD
        return CODES if self.second_step is SecondStep.REQUIRED and not user.has_totp else ""


def place_of(request: Request, proxies: Networks) -> str:
    """Where a request comes from: the first address, seen from us, that is no proxy of ours.

    What stands before it in the header was written by whoever asks, and counts for nothing.
    """
    peer = request.client.host if request.client else ""
    for address in (peer, *_forwarded(request)):
        place = address
        if not _is_within(address, proxies):
            break
    return _shortened(place)


def _forwarded(request: Request) -> Iterator[str]:
    """The addresses that proxies noted, the nearest first."""
    noted = ",".join(request.headers.getlist("x-forwarded-for"))
    return (part.strip() for part in reversed(noted.split(",")) if part.strip())


def _is_within(address: str, networks: Networks) -> bool:
    try:
        return any(ip_address(address) in network for network in networks)
    except ValueError:
        return False


def _shortened(place: str) -> str:
    try:
        address = ip_address(place)
    except ValueError:
        return place[:64]
    if not isinstance(address, IPv6Address):
        return place
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _HOME_OF_IPV6), strict=False))


def device_of(request: Request) -> str:
    """Browser and system, so that people know their sessions apart; no more than that."""
    agent = request.headers.get("user-agent", "")
    found = (next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS))
    return " · ".join(filter(None, found))
