"""The queue at the console: what stands in which list, in which order, and for whom."""

import pytest

from bot.desk import Office, lotse
from tests.bot.scene import MARL, stop_clock, with_case
from tests.cast import LOTSE_CASTROP, LOTSE_MARL, emine, hire, jonas, olena
from tests.console import clerk


@pytest.fixture(autouse=True)
async def staff(office: Office) -> None:
    await hire(office)


async def test_a_new_case_is_nobodys_and_then_mine(office: Office) -> None:
    number = await with_case(jonas(office))
    async with clerk(office, LOTSE_MARL) as mehmet:
        assert number in (await mehmet.opens("/console/queue?tab=unassigned")).text
        assert number not in (await mehmet.opens("/console/queue?tab=mine")).text
        await lotse.claim(office, MARL, number)
        assert number not in (await mehmet.opens("/console/queue?tab=unassigned")).text
        assert number in (await mehmet.opens("/console/queue")).text
