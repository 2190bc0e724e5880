"""The schema. What people write lives only in sealed columns; everything else here may be searched.

A new table or column needs a migration (`migrations/versions`); a test holds both against each other.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC on every database; SQLite would lose the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        assert isinstance(value, datetime)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

citizen = sa.Table(
    "citizen",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("wrapped_key", sa.LargeBinary, comment="empty: forgotten"),
    sa.Column("created_at", Instant, nullable=False),
)

address = sa.Table(
    "address",
    metadata,
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("bot", sa.String(64), primary_key=True),
    sa.Column("external_id", sa.String(64), primary_key=True),
    sa.Column("citizen", sa.ForeignKey("citizen.id"), nullable=False, index=True),
    sa.Column("blocked_at", Instant),
    sa.Column("used_at", Instant, nullable=False),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("citizen", sa.ForeignKey("citizen.id"), primary_key=True),
    sa.Column("city", sa.String(64)),
    sa.Column("lang", sa.String(16), nullable=False),
    sa.Column("revision", sa.String(16), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("updated_at", Instant, nullable=False, index=True),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("bot", sa.String(64), nullable=False),
    sa.Column("update_id", sa.String(64), nullable=False),
    sa.Column("chat", sa.String(64), nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("status", sa.String(8), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("told", sa.Boolean, nullable=False, comment="the person knows that it failed"),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("done_at", Instant),
    sa.UniqueConstraint("channel", "bot", "update_id"),
    sa.Index(None, "status", "channel", "bot", "chat", "id"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("citizen", sa.ForeignKey("citizen.id"), nullable=False, index=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("bot", sa.String(64), nullable=False),
    sa.Column("chat", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("revision", sa.String(16), nullable=False),
    sa.Column("city", sa.String(64)),
    sa.Column("case_number", sa.String(16), index=True),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("holder", sa.String(32)),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("sent_at", Instant),
    sa.Column("external_id", sa.String(64)),
    sa.Column("error", sa.String(64)),
    sa.Index(None, "status", "channel", "bot", "chat", "id"),
)

case = sa.Table(
    "case",
    metadata,
    sa.Column("number", sa.String(16), primary_key=True),
    sa.Column("citizen", sa.ForeignKey("citizen.id"), nullable=False, index=True),
    sa.Column("city", sa.String(64)),
    sa.Column("lang", sa.String(16), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("owner", sa.ForeignKey("staff.id")),
    sa.Column("reasons", sa.String(64), nullable=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("waiting_since", Instant),
    sa.Column("closed_at", Instant),
    sa.Column("revision", sa.String(16), nullable=False),
    sa.Column("consent_version", sa.String(16)),
    sa.Column("consent_at", Instant),
    sa.Column("consent_scope", sa.String(32)),
    sa.Column("sealed", sa.LargeBinary),
    sa.Index(
        "ix_case_one_open",
        "citizen",
        unique=True,
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    ),
)

case_event = sa.Table(
    "case_event",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("case_number", sa.ForeignKey("case.number"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("actor", sa.String(16), nullable=False, comment="citizen, guide or staff"),
    sa.Column("staff", sa.ForeignKey("staff.id")),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("outbox", sa.ForeignKey("outbox.id", ondelete="SET NULL")),
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(64), nullable=False, unique=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("cities", sa.String(255), nullable=False, comment="separated by commas; empty: all"),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)

reminder = sa.Table(
    "reminder",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("citizen", sa.ForeignKey("citizen.id"), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("status", sa.String(8), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Index(None, "status", "due_at", "id"),
)

guide_revision = sa.Table(
    "guide_revision",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("documents", sa.Text, nullable=False),
    sa.Column("author", sa.String(64), nullable=False),
    sa.Column("reason", sa.String(255), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("published_at", Instant),
)

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("holder", sa.String(32), nullable=False),
    sa.Column("until", Instant, nullable=False),
)
