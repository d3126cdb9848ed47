"""Records that the bench must learn anew are found by an index of nothing else, in the order they are learned.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE, BEFORE, AFTER = "jobboard_kept_candidate", "ix_jobboard_kept_candidate_bench", "ix_jobboard_kept_candidate_stale"


def upgrade() -> None:
    """PostgreSQL takes expired records for stale ones and read all keys in order to find 200 of them."""
    op.drop_index(BEFORE, TABLE)
    stale = sa.text("benched_at IS NULL")
    op.create_index(AFTER, TABLE, ["board", "status", "id"], sqlite_where=stale, postgresql_where=stale)


def downgrade() -> None:
    """The index as it was."""
    op.drop_index(AFTER, TABLE)
    op.create_index(BEFORE, TABLE, ["board", "benched_at", "status"])
