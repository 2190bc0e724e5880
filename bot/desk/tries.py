"""Tries that are counted, so that nobody guesses: before they are made, because many may come at once."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from bot.desk.office import Office
from bot.errors import TooManyTriesError
from bot.store import sign_in

WINDOW = timedelta(minutes=15)


def key(kind: str, *values: str) -> str:
    """What is counted together; what it was cannot be read from it."""
    return hashlib.sha256("\n".join((kind, *(one.strip().lower() for one in values))).encode()).hexdigest()


async def take(office: Office, limits: Mapping[str, int]) -> tuple[int, ...]:
    """Counts one try under each key. Raises TooManyTriesError where a key has had its share in the last minutes.

    Who then finds that the try was right gives it back (`store.sign_in.untried`).
    """
    async with office.work() as work:
        await sign_in.one_at_a_time(work, list(limits))
        for one, most in limits.items():
            if await sign_in.tries(work, one, work.now - WINDOW) >= most:
                raise TooManyTriesError(minutes=int(WINDOW.total_seconds() // 60))
        return tuple([await sign_in.tried(work, one) for one in limits])
