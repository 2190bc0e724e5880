"""Cases, tasks, staff and the web page"""

import sqlalchemy as sa
from alembic import op

import bot.tables

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attempt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False, comment='a hash: who tried what'),
    sa.Column('at', bot.tables.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_key_at'), ['key', 'at'], unique=False)

    op.create_table('forum_group',
    sa.Column('chat', sa.String(length=64), nullable=False, comment='as the settings name it'),
    sa.Column('moved_to', sa.String(length=64), nullable=True, comment='its id today'),
    sa.Column('trouble', sa.String(length=16), nullable=True, comment='what keeps us from it; was said'),
    sa.PrimaryKeyConstraint('chat', name=op.f('pk_forum_group'))
    )
    op.create_table('tally',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('city', sa.String(length=64), nullable=False, comment='empty: none was chosen'),
    sa.Column('what', sa.String(length=32), nullable=False),
    sa.Column('lang', sa.String(length=16), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'city', 'what', 'lang', name=op.f('pk_tally'))
    )
    op.create_table('web_place',
    sa.Column('id', sa.String(length=64), nullable=False, comment='the address on the channel web'),
    sa.Column('recovery_hash', sa.String(length=64), nullable=True),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('used_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_web_place')),
    sa.UniqueConstraint('recovery_hash', name=op.f('uq_web_place_recovery_hash'))
    )
    with op.batch_alter_table('web_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_web_place_used_at'), ['used_at'], unique=False)

    op.create_table('staff_session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('staff', sa.Integer(), nullable=False),
    sa.Column('device', sa.String(length=64), nullable=True, comment="browser and system, to tell one's sessions apart"),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('used_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('ends_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['staff'], ['staff.id'], name=op.f('fk_staff_session_staff')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_staff_session'))
    )
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_session_staff'), ['staff'], unique=False)

    op.create_table('web_line',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('place', sa.String(length=64), nullable=False),
    sa.Column('citizen', sa.String(length=32), nullable=False),
    sa.Column('own', sa.Boolean(), nullable=False, comment='the person wrote it'),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('outbox', sa.BigInteger(), nullable=True, comment='so that none is shown twice'),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['citizen'], ['citizen.id'], name=op.f('fk_web_line_citizen')),
    sa.ForeignKeyConstraint(['place'], ['web_place.id'], name=op.f('fk_web_line_place'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_web_line')),
    sa.UniqueConstraint('outbox', name=op.f('uq_web_line_outbox'))
    )
    with op.batch_alter_table('web_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_web_line_citizen'), ['citizen'], unique=False)
        batch_op.create_index(batch_op.f('ix_web_line_place'), ['place'], unique=False)

    op.create_table('web_login',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('place', sa.String(length=64), nullable=False),
    sa.Column('once', sa.Boolean(), nullable=False, comment='a link that opens the page one time'),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('used_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('ends_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['place'], ['web_place.id'], name=op.f('fk_web_login_place'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_web_login'))
    )
    with op.batch_alter_table('web_login', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_web_login_place'), ['place'], unique=False)

    op.create_table('department_consent',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('case_number', sa.String(length=16), nullable=False),
    sa.Column('citizen', sa.String(length=32), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False, comment='asked, given, refused or revoked'),
    sa.Column('version', sa.String(length=16), nullable=False),
    sa.Column('asked_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('answered_at', bot.tables.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_number'], ['case.number'], name=op.f('fk_department_consent_case_number')),
    sa.ForeignKeyConstraint(['citizen'], ['citizen.id'], name=op.f('fk_department_consent_citizen')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department_consent')),
    sa.UniqueConstraint('case_number', 'department', name=op.f('uq_department_consent_case_number_department'))
    )
    with op.batch_alter_table('department_consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_department_consent_citizen'), ['citizen'], unique=False)

    op.create_table('draft',
    sa.Column('case_number', sa.String(length=16), nullable=False),
    sa.Column('staff', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False, comment='reply or note'),
    sa.Column('sealed', sa.LargeBinary(), nullable=True, comment="with the citizen's key"),
    sa.Column('updated_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_number'], ['case.number'], name=op.f('fk_draft_case_number')),
    sa.ForeignKeyConstraint(['staff'], ['staff.id'], name=op.f('fk_draft_staff')),
    sa.PrimaryKeyConstraint('case_number', 'staff', 'kind', name=op.f('pk_draft'))
    )
    op.create_table('forum_topic',
    sa.Column('case_number', sa.String(length=16), nullable=False, comment='the topic may outlive the case'),
    sa.Column('chat', sa.String(length=64), nullable=False),
    sa.Column('topic', sa.String(length=64), nullable=False),
    sa.Column('last_event', sa.BigInteger(), nullable=False, comment='the newest event that stands there'),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('case_number', name=op.f('pk_forum_topic')),
    sa.UniqueConstraint('chat', 'topic', name=op.f('uq_forum_topic_chat_topic'))
    )
    op.create_table('task',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('case_number', sa.String(length=16), nullable=False),
    sa.Column('citizen', sa.String(length=32), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=False),
    sa.Column('city', sa.String(length=64), nullable=True),
    sa.Column('step', sa.String(length=128), nullable=True, comment='of the plan'),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('at_risk', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('sealed', sa.LargeBinary(), nullable=True, comment='title, text, reason'),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('changed_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('remind_at', bot.tables.Instant(timezone=True), nullable=True, comment='when the department is asked again'),
    sa.Column('reminded', sa.Integer(), server_default='0', nullable=False),
    sa.Column('returned_at', bot.tables.Instant(timezone=True), nullable=True, comment='no answer: with the Lotse again'),
    sa.ForeignKeyConstraint(['case_number'], ['case.number'], name=op.f('fk_task_case_number')),
    sa.ForeignKeyConstraint(['citizen'], ['citizen.id'], name=op.f('fk_task_citizen')),
    sa.ForeignKeyConstraint(['created_by'], ['staff.id'], name=op.f('fk_task_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_case_number'), ['case_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_citizen'), ['citizen'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_department_city_status'), ['department', 'city', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_status_remind_at'), ['status', 'remind_at'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('staff', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('case_number', sa.String(length=16), nullable=True),
    sa.Column('task', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', bot.tables.Instant(timezone=True), nullable=False),
    sa.Column('seen_at', bot.tables.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_number'], ['case.number'], name=op.f('fk_notice_case_number')),
    sa.ForeignKeyConstraint(['staff'], ['staff.id'], name=op.f('fk_notice_staff')),
    sa.ForeignKeyConstraint(['task'], ['task.id'], name=op.f('fk_notice_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_case_number'), ['case_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_staff_seen_at'), ['staff', 'seen_at'], unique=False)

    op.create_table('task_need',
    sa.Column('task', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('needs', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['needs'], ['task.id'], name=op.f('fk_task_need_needs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task'], ['task.id'], name=op.f('fk_task_need_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('task', 'needs', name=op.f('pk_task_need'))
    )
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.add_column(sa.Column('hard', sa.String(length=128), server_default='', nullable=False, comment='why, as the plan saw it'))
        batch_op.add_column(sa.Column('deadline', sa.Date(), nullable=True, comment='the first last day of the plan'))
        batch_op.add_column(sa.Column('moved_at', bot.tables.Instant(timezone=True), nullable=True, comment='when something was done last'))
        batch_op.add_column(sa.Column('announced_at', bot.tables.Instant(timezone=True), nullable=True, comment='when its owner was looked for last'))
        batch_op.add_column(sa.Column('announcements', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('outcome', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('offered_to', sa.Integer(), nullable=True, comment='of staff: handed on, not taken yet'))
        batch_op.add_column(sa.Column('offered_city', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('offered_at', bot.tables.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('demo', sa.Boolean(), server_default=sa.false(), nullable=False, comment='made up'))
        batch_op.create_index(batch_op.f('ix_case_status_urgent_deadline_waiting_since'), ['status', 'urgent', 'deadline', 'waiting_since'], unique=False)

    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('task', sa.BigInteger(), nullable=True, comment='of the table task'))
        batch_op.add_column(sa.Column('lang', sa.String(length=16), nullable=True, comment='of the text'))
        batch_op.add_column(sa.Column('ref', sa.String(length=64), nullable=True, comment='of the message, so that its edit finds it'))

    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.add_column(sa.Column('department', sa.String(length=64), nullable=True, comment='of the role department'))
        batch_op.add_column(sa.Column('password', sa.String(length=255), nullable=True, comment='argon2; empty: no own account'))
        batch_op.add_column(sa.Column('password_given', sa.Boolean(), server_default=sa.false(), nullable=False, comment='not chosen'))
        batch_op.add_column(sa.Column('totp', sa.LargeBinary(), nullable=True, comment="sealed with the deployment's key"))
        batch_op.add_column(sa.Column('totp_used', sa.BigInteger(), nullable=True, comment='the last time step, so that a code counts once'))
        batch_op.add_column(sa.Column('oidc_subject', sa.String(length=255), nullable=True, comment='a hash: who they are at the identity provider'))
        batch_op.add_column(sa.Column('lang', sa.String(length=16), server_default='de', nullable=False))
        batch_op.add_column(sa.Column('sound', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('badge', sa.Boolean(), server_default=sa.true(), nullable=False, comment='a number in the title'))
        batch_op.add_column(sa.Column('shortcuts', sa.Boolean(), server_default=sa.true(), nullable=False, comment='single keys'))
        batch_op.add_column(sa.Column('away_until', bot.tables.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('deputy', sa.Integer(), nullable=True, comment='of staff'))
        batch_op.add_column(sa.Column('telegram', sa.String(length=32), nullable=True, comment='their user id there'))
        batch_op.add_column(sa.Column('link_code', sa.String(length=64), nullable=True, comment='a hash: whoever sends the code is this member of staff'))
        batch_op.add_column(sa.Column('link_until', bot.tables.Instant(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_staff_oidc_subject'), ['oidc_subject'], unique=True)
        batch_op.create_index(batch_op.f('ix_staff_telegram'), ['telegram'], unique=True)



def downgrade() -> None:
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_telegram'))
        batch_op.drop_index(batch_op.f('ix_staff_oidc_subject'))
        batch_op.drop_column('link_until')
        batch_op.drop_column('link_code')
        batch_op.drop_column('telegram')
        batch_op.drop_column('deputy')
        batch_op.drop_column('away_until')
        batch_op.drop_column('shortcuts')
        batch_op.drop_column('badge')
        batch_op.drop_column('sound')
        batch_op.drop_column('lang')
        batch_op.drop_column('oidc_subject')
        batch_op.drop_column('totp_used')
        batch_op.drop_column('totp')
        batch_op.drop_column('password_given')
        batch_op.drop_column('password')
        batch_op.drop_column('department')

    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.drop_column('ref')
        batch_op.drop_column('lang')
        batch_op.drop_column('task')

    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_status_urgent_deadline_waiting_since'))
        batch_op.drop_column('demo')
        batch_op.drop_column('offered_at')
        batch_op.drop_column('offered_city')
        batch_op.drop_column('offered_to')
        batch_op.drop_column('outcome')
        batch_op.drop_column('announcements')
        batch_op.drop_column('announced_at')
        batch_op.drop_column('moved_at')
        batch_op.drop_column('deadline')
        batch_op.drop_column('hard')

    op.drop_table('task_need')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_staff_seen_at'))
        batch_op.drop_index(batch_op.f('ix_notice_case_number'))

    op.drop_table('notice')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_status_remind_at'))
        batch_op.drop_index(batch_op.f('ix_task_department_city_status'))
        batch_op.drop_index(batch_op.f('ix_task_citizen'))
        batch_op.drop_index(batch_op.f('ix_task_case_number'))

    op.drop_table('task')
    op.drop_table('forum_topic')
    op.drop_table('draft')
    with op.batch_alter_table('department_consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_department_consent_citizen'))

    op.drop_table('department_consent')
    with op.batch_alter_table('web_login', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_web_login_place'))

    op.drop_table('web_login')
    with op.batch_alter_table('web_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_web_line_place'))
        batch_op.drop_index(batch_op.f('ix_web_line_citizen'))

    op.drop_table('web_line')
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_session_staff'))

    op.drop_table('staff_session')
    with op.batch_alter_table('web_place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_web_place_used_at'))

    op.drop_table('web_place')
    op.drop_table('tally')
    op.drop_table('forum_group')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attempt_key_at'))

    op.drop_table('attempt')
