"""Jobs have an interview plan, and interviews remember which round of it they are.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
ROUND, INTERVIEW = "jobboard_interview_round", "jobboard_interview"


def upgrade() -> None:
    """Create the table of rounds; interviews that are there are none of a plan."""
    op.create_table(
        ROUND,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False, comment="for whoever interviews"),
        sa.Column("interviewers", JSON, nullable=False),
        sa.Column("attributes", JSON, nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_jobboard_interview_round_job_id", ROUND, ["job_id"])
    with op.batch_alter_table(INTERVIEW) as table:
        table.add_column(sa.Column("round_id", sa.String(26), nullable=False, server_default=""))
        table.add_column(sa.Column("round_name", sa.String(100), nullable=False, server_default=""))
        table.add_column(sa.Column("instructions", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("attributes", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget both."""
    with op.batch_alter_table(INTERVIEW) as table:
        for name in ("attributes", "instructions", "round_name", "round_id"):
            table.drop_column(name)
    op.drop_table(ROUND)
