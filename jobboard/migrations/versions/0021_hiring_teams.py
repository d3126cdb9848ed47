"""Hiring teams of jobs.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "jobboard_job_team"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        TABLE,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("actor_id", sa.String(128), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.UniqueConstraint("job_id", "actor_id"),
    )
    op.create_index("ix_jobboard_job_team_actor", TABLE, ["actor_id", "job_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table(TABLE)
