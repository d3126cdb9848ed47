"""Files about people other than résumés.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLE = "jobboard_attachment"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        TABLE,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("storage_key", sa.String(200), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("content_type", sa.String(128), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_by_name", sa.String(200), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
    )
    op.create_index("ix_jobboard_attachment_candidate", TABLE, ["candidate_id", "removed_at"])
    op.create_index("ix_jobboard_attachment_removed", TABLE, ["board", "removed_at"])
    op.create_index("ix_jobboard_attachment_storage_key", TABLE, ["storage_key"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table(TABLE)
