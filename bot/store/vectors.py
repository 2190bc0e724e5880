"""Vectors of what people wrote for the guide: encoded by one process, recalled by all. Only hashes of texts stand here."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.store.work import Work
from bot.tables import vector as vectors
from knowledge.understand.vectors import Small

_AT_ONCE = 500


def _named(key: int) -> str:
    return f"{key:016x}"


async def find(work: Work, encoder: str, keys: Sequence[int]) -> tuple[Small, ...]:
    """Those of the keys that are kept for this encoder."""
    found: list[Small] = []
    for begin in range(0, len(keys), _AT_ONCE):
        some = [_named(key) for key in keys[begin : begin + _AT_ONCE]]
        mine = sa.select(vectors).where(vectors.c.encoder == encoder, vectors.c.key.in_(some))
        found += [Small(int(row.key, 16), row.codes, row.scale) for row in await work.all(mine)]
    return tuple(found)


async def keep(work: Work, encoder: str, made: Sequence[Small]) -> None:
    """Keeps vectors; one that another process kept meanwhile is the same."""
    rows = [
        {"key": _named(one.key), "encoder": encoder, "codes": one.codes, "scale": one.scale} for one in made
    ]
    for begin in range(0, len(rows), _AT_ONCE):
        insert = work.insert(vectors).values(rows[begin : begin + _AT_ONCE])
        await work.run(insert.on_conflict_do_nothing(index_elements=["key", "encoder"]))
