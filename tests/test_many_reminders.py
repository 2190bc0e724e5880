"""Two processes on one PostgreSQL send many reminders that are due at once: each exactly once.

Here some, so that it ends within a minute; `python -m bench.reminders` sends ten thousand.
"""

import asyncio
from collections import Counter

import pytest

from bot.desk import Office
from bot.tables import outbox, reminder
from tests.bot.many import plant, send_in_processes
from tests.bot.reminding import with_days
from tests.bot.scene import rows

MANY = 1000


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_each_of_many_reminders_is_sent_exactly_once(office: Office) -> None:
    office.guide = with_days()
    await plant(office, MANY)
    url = office.store.url.render_as_string(hide_password=False)
    _, shares = await asyncio.to_thread(send_in_processes, url, 2)
    sent = Counter(row["citizen"] for row in await rows(office, outbox))
    assert (len(sent), set(sent.values())) == (MANY, {1})
    assert Counter(row["status"] for row in await rows(office, reminder)) == {
        "sent": MANY,
        "waiting": 2 * MANY,
    }
    assert sum(shares) == MANY
    assert min(shares) > MANY / 10
