"""How often somebody was considered and written to, counted with the promise.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEPT = "jobboard_kept_candidate"
_REPORTS = "ix_jobboard_kept_candidate_reports"
_COUNTS = ("times_considered", "times_contacted")
_COLUMNS = (
    *("board", "promised_at", "status", "candidate_id", "expires_at", "min_level", "max_level"),
    *("owner_id", "owner_name"),
)
_DECIDED = """
UPDATE jobboard_kept_candidate SET times_considered = (
    SELECT count(*) FROM jobboard_surfacing WHERE jobboard_surfacing.kept_id = jobboard_kept_candidate.id
    AND jobboard_surfacing.status IN ('snoozed', 'shortlisted', 'dismissed', 'contacted', 'converted')
)
"""
_WRITTEN_TO = """
UPDATE jobboard_kept_candidate SET times_contacted = (
    SELECT count(*) FROM jobboard_surfacing WHERE jobboard_surfacing.kept_id = jobboard_kept_candidate.id
    AND jobboard_surfacing.status IN ('contacted', 'converted')
)
"""
_ENDED = """
UPDATE jobboard_kept_candidate SET times_considered = times_considered + 1 WHERE id IN (
    SELECT jobboard_surfacing.kept_id FROM jobboard_dismissal_rule AS rule
    JOIN jobboard_surfacing ON jobboard_surfacing.id = rule.surfacing_id
    JOIN jobboard_history AS noted ON noted.board = rule.board AND noted.subject_type = 'DismissalRule'
    AND noted.subject_id = rule.public_id AND noted.what = 'rule_ended' AND noted.why <> 'Taken back.'
    WHERE jobboard_surfacing.status IN ('new', 'seen')
)
"""


def upgrade() -> None:
    """Count what the surfacings say, and each “not for this” that was ended since; one that was taken back, which its
    history says, never counted."""
    op.drop_index(_REPORTS, _KEPT)
    with op.batch_alter_table(_KEPT) as table:
        for name in _COUNTS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for statement in (_DECIDED, _WRITTEN_TO, _ENDED):
        op.execute(statement)
    op.create_index(_REPORTS, _KEPT, [*_COLUMNS, *_COUNTS, "target_functions"])


def downgrade() -> None:
    """Take the counts away again."""
    op.drop_index(_REPORTS, _KEPT)
    with op.batch_alter_table(_KEPT) as table:
        for name in _COUNTS:
            table.drop_column(name)
    op.create_index(_REPORTS, _KEPT, [*_COLUMNS, "target_functions"])
