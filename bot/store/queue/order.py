"""Order inside a chat: only its oldest unfinished row is ever taken."""

from typing import Any

import sqlalchemy as sa


def heads(table: sa.Table, *open_: str) -> sa.ScalarSelect[Any]:
    """The oldest unfinished row of each chat."""
    return (
        sa.select(sa.func.min(table.c.id))
        .where(table.c.status.in_(open_))
        .group_by(table.c.channel, table.c.bot, table.c.chat)
        .scalar_subquery()
    )
