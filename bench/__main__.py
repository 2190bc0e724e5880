"""How well and how fast it understands beside other ways; start to ready, and one whole turn at the desk.

The understanding is the unit: the other times are given as multiples of it, too.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from bench.compare import compare, growth
from bench.plans import plans
from bot import clock
from bot.app import migrate, open_office
from bot.config import settings_from
from bot.desk import Office
from knowledge.load import VECTORS
from knowledge.understand import understand
from knowledge.understand.vectors import open_encoder
from tests.cast import Person
from tests.process import Guide

MESSAGES = (
    "ich fang im märz ne umschulung an und weiß nich wohin mit meine 2 kinder",
    "strom abgestellt",
    "كيف أطلب مساعدة للإيجار؟",
    "мені потрібен садок для дитини, бо йду на курси",
    "Mein Vermieter hat mir gekündigt, was soll ich machen?",
    "çocuğum için okul gezisi parası",
)
ROUNDS = 20


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    return f"p50 {statistics.median(ordered) * 1000:7.1f} ms   p95 {p95 * 1000:7.1f} ms"


def starts(folder: Path) -> tuple[float, float]:
    """Seconds from the command to the first «ready»: on an empty state, and on one that is there."""
    seconds = []
    for _ in range(2):
        guide = Guide(folder / "state", {})
        seconds.append(guide.start())
        guide.stop()
    return seconds[0], seconds[1]


def understandings(office: Office) -> list[float]:
    today = clock.today(clock.now())
    return [_timed(partial(understand, text, "de", office.guide, today)) for text in MESSAGES * ROUNDS]


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


async def turns(office: Office) -> list[float]:
    """A message kept, understood, answered, queued and taken: everything but the network."""
    person = Person(office, "bench", "de")
    return [await _awaited(partial(person.says, text)) for text in MESSAGES * ROUNDS]


async def _awaited(call: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await call()
    return time.perf_counter() - began


async def _measure(folder: Path) -> None:
    async with open_office(settings_from({"LOTSE_STATE_DIR": str(folder / "desk")})) as office:
        await migrate(office.store)
        understood, turned = understandings(office), await turns(office)
        plans(office.guide)
    unit = statistics.median(understood)
    print(f"understand one message      {_spread(understood)}")
    print(
        f"whole turn on SQLite        {_spread(turned)}   {statistics.median(turned) / unit:.1f} × understand"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--pages", type=Path, help="pages of a region (Integreat), to grow the catalogue with"
    )
    asked = parser.parse_args()
    encoder = open_encoder(VECTORS)
    compare(encoder)
    growth(encoder, asked.pages)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty, there = starts(folder)
        print(f"start to ready              empty state {empty:.1f} s   state there {there:.1f} s")
        asyncio.run(_measure(folder))


if __name__ == "__main__":
    main()
