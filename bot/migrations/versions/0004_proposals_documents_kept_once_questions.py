"""Proposals, documents kept once, questions"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

import bot.tables

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('document',
    sa.Column('hash', sa.String(length=32), nullable=False, comment='of its content: what did not change is kept once'),
    sa.Column('body', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('hash', name=op.f('pk_document'))
    )
    op.create_table('link_check',
    sa.Column('url', sa.String(length=512), nullable=False),
    sa.Column('checked_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False, comment='in a row'),
    sa.Column('why', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('url', name=op.f('pk_link_check'))
    )
    op.create_table('vector',
    sa.Column('key', sa.String(length=16), nullable=False, comment='of the text'),
    sa.Column('encoder', sa.String(length=64), nullable=False),
    sa.Column('codes', sa.LargeBinary(), nullable=False),
    sa.Column('scale', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'encoder', name=op.f('pk_vector'))
    )
    op.create_table('proposal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('reason', sa.String(length=255), nullable=False),
    sa.Column('author', sa.Integer(), nullable=False),
    sa.Column('city', sa.String(length=64), nullable=True, comment='of an editor of one city'),
    sa.Column('source', sa.String(length=16), nullable=False, comment='form, or the format it was imported from'),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('changed_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('reviewer', sa.Integer(), nullable=True),
    sa.Column('decided_at', bot.tables.Instant(timezone=True), nullable=True),
    sa.Column('note', sa.String(length=255), nullable=True, comment='why it was refused, or published all the same'),
    sa.Column('report', sa.Text(), nullable=True, comment='what it gains and breaks, as measured'),
    sa.Column('revision', sa.String(length=16), nullable=True, comment='that it became'),
    sa.ForeignKeyConstraint(['author'], ['staff.id'], name=op.f('fk_proposal_author')),
    sa.ForeignKeyConstraint(['reviewer'], ['staff.id'], name=op.f('fk_proposal_reviewer')),
    sa.ForeignKeyConstraint(['revision'], ['guide_revision.id'], name=op.f('fk_proposal_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_status_changed_at'), ['status', 'changed_at'], unique=False)

    op.create_table('question',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('citizen', sa.String(length=32), nullable=False),
    sa.Column('city', sa.String(length=64), nullable=True),
    sa.Column('lang', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False, comment='not understood, corrected, or a danger seen late'),
    sa.Column('revision', sa.String(length=16), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True, comment="masked, with the citizen's key"),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['citizen'], ['citizen.id'], name=op.f('fk_question_citizen')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_citizen'), ['citizen'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_status_created_at'), ['status', 'created_at'], unique=False)

    op.create_table('revision_document',
    sa.Column('revision', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('id', sa.String(length=96), nullable=False),
    sa.Column('hash', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['hash'], ['document.hash'], name=op.f('fk_revision_document_hash')),
    sa.ForeignKeyConstraint(['revision'], ['guide_revision.id'], name=op.f('fk_revision_document_revision')),
    sa.PrimaryKeyConstraint('revision', 'kind', 'id', name=op.f('pk_revision_document'))
    )
    with op.batch_alter_table('revision_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revision_document_kind_id'), ['kind', 'id'], unique=False)

    op.create_table('proposal_document',
    sa.Column('proposal', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('id', sa.String(length=96), nullable=False),
    sa.Column('was', sa.String(length=32), nullable=True, comment='the hash it was made from; empty: it is new'),
    sa.Column('body', sa.Text(), nullable=True, comment='empty: the document goes'),
    sa.Column('changed_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['proposal'], ['proposal.id'], name=op.f('fk_proposal_document_proposal'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('proposal', 'kind', 'id', name=op.f('pk_proposal_document'))
    )
    _keep_once()
    with op.batch_alter_table('guide_revision', schema=None) as batch_op:
        batch_op.drop_column('documents')


def _keep_once() -> None:
    """The documents of the revisions that are there, each content once."""
    connection = op.get_bind()
    old = sa.table('guide_revision', sa.column('id'), sa.column('documents'))
    bodies = sa.table('document', sa.column('hash'), sa.column('body'))
    parts = sa.table('revision_document', *map(sa.column, ('revision', 'kind', 'id', 'hash')))
    known = set()
    for revision, text in connection.execute(sa.select(old.c.id, old.c.documents)).all():
        for kind, id_, data in json.loads(text):
            body = json.dumps(data, ensure_ascii=False, sort_keys=True)
            hash_ = hashlib.sha256(body.encode()).hexdigest()[:32]
            if hash_ not in known:
                connection.execute(sa.insert(bodies).values(hash=hash_, body=body))
                known.add(hash_)
            row = {'revision': revision, 'kind': kind, 'id': id_, 'hash': hash_}
            connection.execute(sa.insert(parts).values(row))


def downgrade() -> None:
    with op.batch_alter_table('guide_revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('documents', sa.TEXT(), nullable=False, server_default='[]'))

    op.drop_table('proposal_document')
    with op.batch_alter_table('revision_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_revision_document_kind_id'))

    op.drop_table('revision_document')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_status_created_at'))
        batch_op.drop_index(batch_op.f('ix_question_citizen'))

    op.drop_table('question')
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_status_changed_at'))

    op.drop_table('proposal')
    op.drop_table('vector')
    op.drop_table('link_check')
    op.drop_table('document')
