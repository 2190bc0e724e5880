"""Passwords of staff: argon2id, with the library's own parameters. The home of argon2."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
_HASHER = PasswordHasher()
_NOBODYS = _HASHER.hash(secrets.token_hex())


def hashed(password: str) -> str:
    return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the kept one; takes as long where there is none."""
    try:
        return _HASHER.verify(kept or _NOBODYS, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the library would hash it more strongly today."""
    return _HASHER.check_needs_rehash(kept)


def new_password() -> str:
    """A password to begin with, told once."""
    return secrets.token_urlsafe(SHORTEST)
