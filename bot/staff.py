"""The nouns of staff, frozen: who works here, and what they may see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff does."""

    LOTSE = "lotse"
    EDITOR = "editor"
    DEPARTMENT = "department"
    ADMINISTRATOR = "administrator"


class SecondStep(StrEnum):
    """Whether a code from an authenticator app (TOTP) comes after an own password."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class User:
    """A member of staff. Without cities: all of them (administrators).

    `department`: of the role department; `sound`, `badge`, `shortcuts`: whether the console may sound, shows a number
    in its title, and heeds single keys; `away_until`: absent till then, and `deputy` is told instead. How they sign
    in: `has_password`, chosen by them unless `password_given`; `has_totp`; `is_tied` to the identity provider.
    """

    id: int
    name: str
    role: Role
    cities: tuple[str, ...]
    department: str | None = None
    lang: str = "de"
    sound: bool = True
    badge: bool = True
    shortcuts: bool = True
    away_until: datetime | None = None
    deputy: str | None = None
    active: bool = True
    has_password: bool = False
    password_given: bool = False
    has_totp: bool = False
    is_tied: bool = False

    def may_see(self, city: str | None) -> bool:
        """A case without a city is everybody's."""
        return city is None or not self.cities or city in self.cities

    def may_manage(self, other: "User") -> bool:
        """Whether everything that another member of staff may see is this user's to give and to take."""
        return not self.cities or (bool(other.cities) and set(other.cities) <= set(self.cities))

    def is_away(self, now: datetime) -> bool:
        return self.away_until is not None and now < self.away_until
