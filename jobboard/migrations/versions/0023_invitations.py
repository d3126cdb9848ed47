"""Interviews know their time zone, and who was invited to them.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "jobboard_interview"


def upgrade() -> None:
    """Of interviews that are there nobody was invited by us."""
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("zone", sa.String(64), nullable=False, server_default=""))
        table.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("candidate_told", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("invited_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table(TABLE) as table:
        for name in ("invited_at", "candidate_told", "sequence", "zone"):
            table.drop_column(name)
