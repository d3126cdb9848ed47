"""Jobs ask their applicants questions.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
QUESTION = "jobboard_screening_question"


def upgrade() -> None:
    """Create the table of questions."""
    op.create_table(
        QUESTION,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("flagged", JSON, nullable=False),
        sa.Column("least", sa.Double()),
        sa.Column("most", sa.Double()),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_jobboard_screening_question_job_id", QUESTION, ["job_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table(QUESTION)
