"""What is to be done about people, by whom and by when.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLE = "jobboard_task"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        TABLE,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("application_id", KEY, sa.ForeignKey("jobboard_application.id", ondelete="SET NULL")),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.String(128), nullable=False),
        sa.Column("assignee_name", sa.String(200), nullable=False),
        sa.Column("made_by_name", sa.String(200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("done_by_name", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_jobboard_task_candidate", TABLE, ["candidate_id", "done_at", "due_on"])
    op.create_index("ix_jobboard_task_assignee", TABLE, ["board", "assignee_id", "done_at", "due_on"])
    op.create_index("ix_jobboard_task_board", TABLE, ["board", "done_at", "due_on"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table(TABLE)
