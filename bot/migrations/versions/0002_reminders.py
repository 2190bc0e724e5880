"""Reminders"""

import sqlalchemy as sa
from alembic import op

import bot.tables

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reminder',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('citizen', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('due_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['citizen'], ['citizen.id'], name=op.f('fk_reminder_citizen')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_citizen'), ['citizen'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_status_due_at_id'), ['status', 'due_at', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_status_due_at_id'))
        batch_op.drop_index(batch_op.f('ix_reminder_citizen'))

    op.drop_table('reminder')
