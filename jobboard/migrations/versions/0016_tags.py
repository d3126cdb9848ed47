"""Free words by which recruiters find people again.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "jobboard_candidate_tag"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        TABLE,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, comment="the label's comparable form"),
        sa.Column("label", sa.String(64), nullable=False),
        sa.Column("actor_id", sa.String(128), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("candidate_id", "key"),
    )
    op.create_index("ix_jobboard_candidate_tag_board_key", TABLE, ["board", "key", "label", "candidate_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table(TABLE)
