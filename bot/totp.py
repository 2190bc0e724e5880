"""Codes of an authenticator app (RFC 6238), with the parameters that every app knows. The home of pyotp."""

import hmac
from datetime import datetime

import pyotp

_SECONDS = 30
_STEPS = (-1, 0, 1)  # clocks differ, and people type slowly


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """What an authenticator app opens to take the secret over."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Digitaler Lotse")


def code(secret: str, now: datetime) -> str:
    """The code of this moment."""
    return pyotp.TOTP(secret).at(now)


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code was typed, with spaces as the apps show them; None when it fits none of now."""
    plain = "".join(typed.split())
    here = int(now.timestamp()) // _SECONDS
    fitting = (
        here + step
        for step in _STEPS
        if hmac.compare_digest(pyotp.TOTP(secret).generate_otp(here + step).encode(), plain.encode())
    )
    return next(fitting, None)
