"""Merges are remembered, so that two records can be parted again; of several addresses one is written to.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TABLE, EMAIL = "jobboard_merge", "jobboard_candidate_email"


def upgrade() -> None:
    """Create the table, and the column that says which address is written to."""
    person = "jobboard_candidate.id"
    op.create_table(
        TABLE,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey(person, ondelete="CASCADE"), nullable=False),
        sa.Column("gone_id", KEY, sa.ForeignKey(person, ondelete="CASCADE"), nullable=False),
        sa.Column("chosen", JSON, nullable=False),
        sa.Column("changed", JSON, nullable=False),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("newest_consent", sa.BigInteger(), nullable=False),
        sa.Column("merged_by_name", sa.String(200), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parted_by_name", sa.String(200), nullable=False),
        sa.Column("parted_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_jobboard_merge_candidate", TABLE, ["candidate_id", "id"])
    op.create_index("ix_jobboard_merge_gone_id", TABLE, ["gone_id"])
    with op.batch_alter_table(EMAIL) as table:
        table.add_column(sa.Column("preferred", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Forget both."""
    with op.batch_alter_table(EMAIL) as table:
        table.drop_column("preferred")
    op.drop_table(TABLE)
