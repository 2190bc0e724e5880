"""What the guide knows, who changes it, what it did not understand; what is counted; leases."""

import sqlalchemy as sa

from bot.tables.base import Instant, Serial, metadata

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

tally = sa.Table(
    "tally",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("city", sa.String(64), primary_key=True, comment="empty: none was chosen"),
    sa.Column("what", sa.String(32), primary_key=True),
    sa.Column("lang", sa.String(16), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("holder", sa.String(32), nullable=False),
    sa.Column("until", Instant, nullable=False),
)
