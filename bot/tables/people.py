"""Citizens, where they are reached, what they said and get, and the page they read it on."""

import sqlalchemy as sa

from bot.tables.base import Instant, Serial, metadata

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

web_place = sa.Table(
    "web_place",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True, comment="the address on the channel web"),
    sa.Column("recovery_hash", sa.String(64), unique=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("used_at", Instant, nullable=False, index=True),
)

web_login = sa.Table(
    "web_login",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("place", sa.ForeignKey("web_place.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("once", sa.Boolean, nullable=False, comment="a link that opens the page one time"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("used_at", Instant, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
)

web_line = sa.Table(
    "web_line",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("place", sa.ForeignKey("web_place.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("citizen", sa.ForeignKey("citizen.id"), nullable=False, index=True),
    sa.Column("own", sa.Boolean, nullable=False, comment="the person wrote it"),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("outbox", sa.BigInteger, unique=True, comment="so that none is shown twice"),
    sa.Column("created_at", Instant, nullable=False),
)
