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
    sa.Column("hard", sa.String(128), nullable=False, server_default="", comment="why, as the plan saw it"),
    sa.Column("deadline", sa.Date, comment="the first last day of the plan"),
    sa.Column("moved_at", Instant, comment="when something was done last"),
    sa.Column("announced_at", Instant, comment="when its owner was looked for last"),
    sa.Column("announcements", sa.Integer, nullable=False, server_default="0"),
    sa.Column("outcome", sa.String(32)),
    sa.Column("offered_to", sa.Integer, comment="of staff: handed on, not taken yet"),
    sa.Column("offered_city", sa.String(64)),
    sa.Column("offered_at", Instant),
    sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false(), comment="made up"),
    sa.Index(None, "status", "urgent", "deadline", "waiting_since"),
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
    sa.Column("task", sa.BigInteger, comment="of the table task"),
    sa.Column("lang", sa.String(16), comment="of the text"),
    sa.Column("ref", sa.String(64), comment="of the message, so that its edit finds it"),
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
    sa.Column("department", sa.String(64), comment="of the role department"),
    sa.Column("password", sa.String(255), comment="argon2; empty: no own account"),
    sa.Column("password_given", sa.Boolean, nullable=False, server_default=sa.false(), comment="not chosen"),
    sa.Column("totp", sa.LargeBinary, comment="sealed with the deployment's key"),
    sa.Column("totp_used", sa.BigInteger, comment="the last time step, so that a code counts once"),
    sa.Column("oidc_subject", sa.String(255), comment="a hash: who they are at the identity provider"),
    sa.Column("lang", sa.String(16), nullable=False, server_default="de"),
    sa.Column("sound", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("badge", sa.Boolean, nullable=False, server_default=sa.true(), comment="a number in the title"),
    sa.Column("shortcuts", sa.Boolean, nullable=False, server_default=sa.true(), comment="single keys"),
    sa.Column("away_until", Instant),
    sa.Column("deputy", sa.Integer, comment="of staff"),
    sa.Column("telegram", sa.String(32), comment="their user id there"),
    sa.Column("link_code", sa.String(64), comment="a hash: whoever sends the code is this member of staff"),
    sa.Column("link_until", Instant),
    sa.Index(None, "oidc_subject", unique=True),
    sa.Index(None, "telegram", unique=True),
)

staff_session = sa.Table(
    "staff_session",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("staff", sa.ForeignKey("staff.id"), nullable=False, index=True),
    sa.Column("device", sa.String(64), comment="browser and system, to tell one's sessions apart"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("used_at", Instant, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
)

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(64), nullable=False, comment="a hash: who tried what"),
    sa.Column("at", Instant, nullable=False),
    sa.Index(None, "key", "at"),
)

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("case_number", sa.ForeignKey("case.number"), primary_key=True),
    sa.Column("staff", sa.ForeignKey("staff.id"), primary_key=True),
    sa.Column("kind", sa.String(8), primary_key=True, comment="reply or note"),
    sa.Column("sealed", sa.LargeBinary, comment="with the citizen's key"),
    sa.Column("updated_at", Instant, nullable=False),
)

task = sa.Table(
    "task",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("case_number", sa.ForeignKey("case.number"), nullable=False, index=True),
    sa.Column("citizen", sa.ForeignKey("citizen.id"), nullable=False, index=True),
    sa.Column("department", sa.String(64), nullable=False),
    sa.Column("city", sa.String(64)),
    sa.Column("step", sa.String(128), comment="of the plan"),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("at_risk", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("due_on", sa.Date),
    sa.Column("sealed", sa.LargeBinary, comment="title, text, reason"),
    sa.Column("created_by", sa.ForeignKey("staff.id")),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("remind_at", Instant, comment="when the department is asked again"),
    sa.Column("reminded", sa.Integer, nullable=False, server_default="0"),
    sa.Column("returned_at", Instant, comment="no answer: with the Lotse again"),
    sa.Index(None, "department", "city", "status"),
    sa.Index(None, "status", "remind_at"),
)

task_need = sa.Table(
    "task_need",
    metadata,
    sa.Column("task", sa.ForeignKey("task.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("needs", sa.ForeignKey("task.id", ondelete="CASCADE"), primary_key=True),
)

department_consent = sa.Table(
    "department_consent",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("case_number", sa.ForeignKey("case.number"), nullable=False),
    sa.Column("citizen", sa.ForeignKey("citizen.id"), nullable=False, index=True),
    sa.Column("department", sa.String(64), nullable=False),
    sa.Column("status", sa.String(8), nullable=False, comment="asked, given, refused or revoked"),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("answered_at", Instant),
    sa.UniqueConstraint("case_number", "department"),
)

notice = sa.Table(
    "notice",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("staff", sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("case_number", sa.ForeignKey("case.number"), index=True),
    sa.Column("task", sa.ForeignKey("task.id", ondelete="CASCADE")),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("seen_at", Instant),
    sa.Index(None, "staff", "seen_at"),
)

forum_topic = sa.Table(
    "forum_topic",
    metadata,
    sa.Column("case_number", sa.String(16), primary_key=True, comment="the topic may outlive the case"),
    sa.Column("chat", sa.String(64), nullable=False),
    sa.Column("topic", sa.String(64), nullable=False),
    sa.Column("last_event", sa.BigInteger, nullable=False, comment="the newest event that stands there"),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("chat", "topic"),
)

forum_group = sa.Table(
    "forum_group",
    metadata,
    sa.Column("chat", sa.String(64), primary_key=True, comment="as the settings name it"),
    sa.Column("moved_to", sa.String(64), comment="its id today"),
    sa.Column("trouble", sa.String(16), comment="what keeps us from it; was said"),
)

tally = sa.Table(
    "tally",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("city", sa.String(64), primary_key=True, comment="empty: none was chosen"),
    sa.Column("what", sa.String(32), primary_key=True),
    sa.Column("lang", sa.String(16), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
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
    sa.Column("author", sa.String(64), nullable=False),
    sa.Column("reason", sa.String(255), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("published_at", Instant),
)

document = sa.Table(
    "document",
    metadata,
    sa.Column(
        "hash", sa.String(32), primary_key=True, comment="of its content: what did not change is kept once"
    ),
    sa.Column("body", sa.Text, nullable=False),
)

revision_document = sa.Table(
    "revision_document",
    metadata,
    sa.Column("revision", sa.ForeignKey("guide_revision.id"), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("id", sa.String(96), primary_key=True),
    sa.Column("hash", sa.ForeignKey("document.hash"), nullable=False),
    sa.Index(None, "kind", "id"),
)

proposal = sa.Table(
    "proposal",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("reason", sa.String(255), nullable=False),
    sa.Column("author", sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("city", sa.String(64), comment="of an editor of one city"),
    sa.Column("source", sa.String(16), nullable=False, comment="form, or the format it was imported from"),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("reviewer", sa.ForeignKey("staff.id")),
    sa.Column("decided_at", Instant),
    sa.Column("note", sa.String(255), comment="why it was refused, or published all the same"),
    sa.Column("report", sa.Text, comment="what it gains and breaks, as measured"),
    sa.Column("revision", sa.ForeignKey("guide_revision.id"), comment="that it became"),
    sa.Index(None, "status", "changed_at"),
)

proposal_document = sa.Table(
    "proposal_document",
    metadata,
    sa.Column("proposal", sa.ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("id", sa.String(96), primary_key=True),
    sa.Column("was", sa.String(32), comment="the hash it was made from; empty: it is new"),
    sa.Column("body", sa.Text, comment="empty: the document goes"),
    sa.Column("changed_at", Instant, nullable=False),
)

vector = sa.Table(
    "vector",
    metadata,
    sa.Column("key", sa.String(16), primary_key=True, comment="of the text"),
    sa.Column("encoder", sa.String(64), primary_key=True),
    sa.Column("codes", sa.LargeBinary, nullable=False),
    sa.Column("scale", sa.Float, nullable=False),
)

question = sa.Table(
    "question",
    metadata,
    sa.Column("id", Serial, primary_key=True, autoincrement=True),
    sa.Column("citizen", sa.ForeignKey("citizen.id"), nullable=False, index=True),
    sa.Column("city", sa.String(64)),
    sa.Column("lang", sa.String(16), nullable=False),
    sa.Column(
        "kind", sa.String(16), nullable=False, comment="not understood, corrected, or a danger seen late"
    ),
    sa.Column("revision", sa.String(16), nullable=False),
    sa.Column("sealed", sa.LargeBinary, comment="masked, with the citizen's key"),
    sa.Column("status", sa.String(8), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Index(None, "status", "created_at"),
)

link_check = sa.Table(
    "link_check",
    metadata,
    sa.Column("url", sa.String(512), primary_key=True),
    sa.Column("checked_at", Instant, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, comment="in a row"),
    sa.Column("why", sa.String(64)),
)

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("holder", sa.String(32), nullable=False),
    sa.Column("until", Instant, nullable=False),
)
