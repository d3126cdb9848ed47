"""Interviewers note what they saw of an attribute, and a draft says when it was written to last.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

RATING, SCORECARD = "jobboard_scorecard_rating", "jobboard_scorecard"


def upgrade() -> None:
    """Add both; when earlier drafts were written is not known."""
    with op.batch_alter_table(RATING) as table:
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table(SCORECARD) as table:
        table.add_column(sa.Column("saved_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget both."""
    with op.batch_alter_table(SCORECARD) as table:
        table.drop_column("saved_at")
    with op.batch_alter_table(RATING) as table:
        table.drop_column("note")
