"""Cases, what departments do for them, and the staff."""

import sqlalchemy as sa

from bot.tables.base import Instant, Serial, metadata

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
